"""Every icon of the pages: own line drawings on a 24 px grid, one meaning each.

A drawing is the inside of one <svg>; `{% icon "clock" %}` puts it into a page, always beside a word.
"""

ICONS: dict[str, str] = {
    # state
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "cross": '<path d="M6 6l12 12M18 6L6 18"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V12l3 2"/>',
    "triangle": '<path d="M12 4L2.8 19.5h18.4z"/><path d="M12 10v4.2M12 17v.1"/>',
    "level": '<path d="M4 12h14M14.5 8.5L18 12l-3.5 3.5"/>',
    "better": '<path d="M4 17l6-6 3.5 3.5L20 8M15.5 7.5H20V12"/>',
    "worse": '<path d="M4 7l6 6 3.5-3.5L20 16M15.5 16.5H20V12"/>',
    "unknown": '<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6a2.5 2.5 0 114 2c-1 .7-1.6 1.2-1.6 2.2M12 16.5v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5M12 8v.1"/>',
    "stop": '<path d="M8.5 3.5h7l5 5v7l-5 5h-7l-5-5v-7z"/><path d="M12 8v5M12 16v.1"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="9.5" rx="2.5"/><path d="M8 10.5V8a4 4 0 018 0v2.5"/>',
    "eye": '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/>'
    '<circle cx="12" cy="12" r="2.8"/>',
    "sliders": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2.2"/>'
    '<circle cx="9" cy="17" r="2.2"/>',
    # ways
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "down": '<path d="M12 5v13M6 13l6 6 6-6"/>',
    "swap": '<path d="M4 8.5h14M14.5 5L18 8.5 14.5 12M20 15.5H6M9.5 12L6 15.5 9.5 19"/>',
    "help": '<circle cx="12" cy="12" r="8.5"/><path d="M9.6 9.6a2.5 2.5 0 114 2c-1 .7-1.6 1.2-1.6 2.2M12 16.5v.1"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="M16 16l4.5 4.5"/>',
    "logout": '<path d="M14 4.5H7A2.5 2.5 0 004.5 7v10A2.5 2.5 0 007 19.5h7M10 12h10.5M17 8.5l3.5 3.5-3.5 3.5"/>',
    # things to do
    "edit": '<path d="M5 19l1-4L16.5 4.5l3 3L9 18z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "minus": '<path d="M5 12h14"/>',
    "download": '<path d="M12 4v11M7.5 10.5L12 15l4.5-4.5M4.5 19.5h15"/>',
    "upload": '<path d="M12 15V4M7.5 8.5L12 4l4.5 4.5M4.5 19.5h15"/>',
    "print": '<path d="M7 9V4h10v5M7 17H4.5v-6A2 2 0 016.5 9h11a2 2 0 012 2v6H17"/>'
    '<rect x="7" y="14" width="10" height="6" rx="1"/>',
    "delete": '<path d="M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7M10.2 10.5v5.5M13.8 10.5v5.5"/>',
    "undo": '<path d="M8.5 5L4.5 9l4 4"/><path d="M4.5 9H14a5 5 0 010 10H9"/>',
    "phone": '<path d="M6 4h3l1.5 4.5L8.5 10a11 11 0 005.5 5.5l1.5-2L20 15v3c0 1.2-.8 2-2 2'
    'C10.5 20 4 13.5 4 6c0-1.2.8-2 2-2z"/>',
    "mail": '<rect x="3.5" y="5.5" width="17" height="13" rx="2.5"/><path d="M4 7.5l8 6 8-6"/>',
    "link": '<path d="M10 14l4-4M8.5 11L6 13.5a3.2 3.2 0 004.5 4.5l2.5-2.5M15.5 13l2.5-2.5'
    'A3.2 3.2 0 0013.5 6L11 8.5"/>',
    # things
    "user": '<circle cx="12" cy="8.5" r="3.7"/><path d="M4.5 20c.8-4 3.8-6 7.5-6s6.7 2 7.5 6"/>',
    "users": '<circle cx="9" cy="9" r="3.2"/><path d="M2.8 19c.6-3.5 3-5.2 6.2-5.2s5.6 1.7 6.2 5.2'
    'M15.5 6.2a3 3 0 010 5.7M17.5 14.2c2.1.7 3.4 2.3 3.8 4.8"/>',
    "list": '<path d="M9 6.5h11M9 12h11M9 17.5h11M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1"/>',
    "calendar": '<rect x="4" y="5.5" width="16" height="14.5" rx="2.5"/><path d="M4 10h16M8.5 3.5v4M15.5 3.5v4"/>',
    "chart": '<path d="M4 4v16h16"/><path d="M7.5 15l4-4.5 3 2.5 5-6"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0112 0v5.5l1.5 1.5h-15z"/><path d="M10 20.5h4"/>',
    "file": '<path d="M7 3.5h7l4.5 4.5v12.5H7A1.5 1.5 0 015.5 19V5A1.5 1.5 0 017 3.5z"/>'
    '<path d="M14 3.5V8h4.5M9 13h6M9 16.5h4"/>',
    "photo": '<rect x="3.5" y="6.5" width="17" height="12.5" rx="2.5"/>'
    '<path d="M8.5 6.5L10 4h4l1.5 2.5"/><circle cx="12" cy="12.7" r="3.2"/>',
    "place": '<path d="M12 21s6.5-5.8 6.5-11a6.5 6.5 0 00-13 0C5.5 15.2 12 21 12 21z"/>'
    '<circle cx="12" cy="10" r="2.3"/>',
    "building": '<path d="M4 20.5V9l6 3V9l6 3V4h4v16.5M2.5 20.5h19M8 16.5h.1M12 16.5h.1M16 16.5h.1"/>',
    "pill": '<path d="M5.2 13L13 5.2a4.1 4.1 0 015.8 5.8L11 18.8A4.1 4.1 0 015.2 13zM9.1 9.1l5.8 5.8"/>',
    "heart": '<path d="M12 20S4 15 4 9.3A4.2 4.2 0 0112 7.5a4.2 4.2 0 018 1.8C20 15 12 20 12 20z"/>',
    "tool": '<path d="M14.5 6.5a4 4 0 005 5l-8.3 8.3a2.1 2.1 0 01-3-3z"/><path d="M14.5 6.5l3-3"/>',
    "today": '<circle cx="12" cy="12" r="4"/><path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6L7 7M17 17'
    'l1.4 1.4M5.6 18.4L7 17M17 7l1.4-1.4"/>',
    # activities that a limit can be about
    "box": '<path d="M4 8l8-4 8 4v8.5l-8 4-8-4z"/><path d="M4 8l8 4 8-4M12 12v8.5"/>',
    "lift": '<rect x="6" y="3.5" width="12" height="8" rx="1.5"/><path d="M12 21v-6M9 17.5l3-3 3 3"/>',
    "lift-floor": '<rect x="6" y="11.5" width="12" height="8" rx="1.5"/><path d="M12 9V3M9 6l3-3 3 3M3 21.5h18"/>',
    "overhead": '<path d="M3 4h18"/><circle cx="12" cy="10" r="2.3"/>'
    '<path d="M6 6.5v4.5l3.5 3.5M18 6.5v4.5l-3.5 3.5M9.5 14.5h5V21h-5z"/>',
    "push": '<circle cx="7" cy="5.5" r="2.2"/><path d="M7.5 9.5L9 15l-3.5 5.5M9 15l3.5 5.5M8 11l6 .5"/>'
    '<rect x="14.5" y="7" width="6" height="10" rx="1"/>',
    "chair": '<path d="M7 4v9h10v7.5M7 13v7.5M7 9.5h5"/>',
    "stand": '<circle cx="12" cy="4.8" r="2.3"/><path d="M8.5 14V9.5h7V14M10 9.5V21M14 9.5V21M12 15.5V21"/>',
    "walking": '<circle cx="13" cy="4.8" r="2.2"/><path d="M12.5 9l-1.5 5.5 3.5 2.5 1 4M11 14.5L7.5 21'
    'M8 12.5l1.5-3 3-.5 2.5 3 2.5.5"/>',
    "ground": '<path d="M2.5 17l4-4 3.5 3 4-6 3.5 4.5 4-2.5"/><path d="M2.5 20.5h19"/>',
    "stairs": '<path d="M3.5 20h4.5v-4.5h4.5V11H17V6.5h4"/>',
    "ladder": '<path d="M8 3v18M16 3v18M8 7h8M8 12h8M8 17h8"/>',
    "balance": '<path d="M12 4v13M5 7.5h14M8 20.5h8M12 17v3.5M5 7.5l-2.5 6h5zM19 7.5l-2.5 6h5z"/>',
    "bend": '<circle cx="18" cy="10" r="2.2"/><path d="M15.5 9.5C13 7.5 9.5 7 7.5 9.5V21M7.5 14l4 2.5V21M14 10v5.5"/>',
    "twist": '<path d="M12 3.5v17"/><path d="M6 9.5C6 7.5 8.5 6 12 6s6 1.5 6 3.5-2.5 3.5-6 3.5M15 10l-3 3 3 3"/>',
    "squat": '<circle cx="13" cy="5.5" r="2.2"/><path d="M12 9l-3 5.5 5.5 1-3 5M12 10l5 1.5M6.5 20.5h5"/>',
    "kneel": '<circle cx="11" cy="4.8" r="2.2"/><path d="M10.5 8.5v6l5 .5v5.5M10.5 14.5L8 20.5H4M10.5 10.5l4.5 1"/>',
    "reach": '<circle cx="6.5" cy="5.5" r="2.2"/><path d="M6.5 9v6.5L5 21M6.5 15.5L9 21M6.5 10.5h10'
    'M13.5 7.5l3 3-3 3M20.5 6.5v8"/>',
    "hand": '<path d="M8 12V6.2a1.5 1.5 0 013 0V11M11 11V4.8a1.5 1.5 0 013 0V11M14 11V6.3a1.5 1.5 0 013 0'
    'V14c0 4-2.2 6.5-5.5 6.5-2.8 0-4.2-1.3-5.5-3.7L4.3 13.6a1.5 1.5 0 012.5-1.6L8 13.5"/>',
    "finger": '<path d="M9.5 13V4.5a1.5 1.5 0 013 0V11l4.5 1a2 2 0 011.5 2.2l-.5 3.3a3.5 3.5 0 01-3.5 3'
    'h-2.5a4 4 0 01-3.3-1.8L6 14.5a1.4 1.4 0 012.3-1.6z"/>',
    "keyboard": '<rect x="2.5" y="6.5" width="19" height="11" rx="2"/>'
    '<path d="M6 10h.1M9 10h.1M12 10h.1M15 10h.1M18 10h.1M8 14h8"/>',
    "wrist": '<path d="M3.5 15.5h7M3.5 10.5h7l4-5.5a1.5 1.5 0 012.4 1.8l-1.4 2.2 4-1.5a1.5 1.5 0 011 2.8'
    'L15 13.5l-4.5 2"/>',
    "repeat": '<path d="M4 12a8 8 0 0113.7-5.6L20 8.5M20 4v4.5h-4.5M20 12a8 8 0 01-13.7 5.6L4 15.5M4 20v-4.5h4.5"/>',
    "foot": '<path d="M8 3.5v9l-2 3v3.5h13.5v-1.5c0-2-2-3-4-3.5l-2.5-2V3.5"/><path d="M4 21.5h17"/>',
    "neck": '<circle cx="12" cy="7.5" r="3.8"/><path d="M10 11.5V15M14 11.5V15M4.5 20.5'
    'c.5-3.5 2.5-5.5 5.5-5.5h4c3 0 5 2 5.5 5.5"/>',
    "car": '<path d="M4 16.5v-4l2-5.5h12l2 5.5v4zM4.5 12.5h15M6 16.5V19M18 16.5V19M7.5 14.5h.1M16.5 14.5h.1"/>',
    "forklift": '<path d="M5 14V7h5.5l3 7M3.5 17v-3H15v3M16.5 4v13.5h5M9 17.5h3.5"/>'
    '<circle cx="6.5" cy="18" r="2"/><circle cx="14" cy="18" r="1.8"/>',
    "machine": '<circle cx="12" cy="12" r="3"/><path d="M12 3.5v3M12 17.5v3M3.5 12h3M17.5 12h3M6 6'
    'l2.1 2.1M15.9 15.9L18 18M6 18l2.1-2.1M15.9 8.1L18 6"/>',
    "shield": '<path d="M12 3.5l7.5 3V12c0 4.5-3 7.5-7.5 9-4.5-1.5-7.5-4.5-7.5-9V6.5z"/>'
    '<path d="M12 8.5V13M12 16v.1"/>',
    "heights": '<path d="M3 21h7V8h11"/><circle cx="16" cy="4" r="1.8"/>'
    '<path d="M15.5 13.5v5.5M13 16.5l2.5 2.5 2.5-2.5"/>',
    "vibration": '<rect x="8.5" y="5" width="7" height="14" rx="2"/>'
    '<path d="M5.5 9v6M2.8 10.5v3M18.5 9v6M21.2 10.5v3"/>',
    "heat": '<path d="M10 14.2V5.5a2 2 0 014 0v8.7a4 4 0 11-4 0zM12 9v8M17 5h3M17 8.5h2"/>',
    "cold": '<path d="M12 3v18M4.2 7.5l15.6 9M19.8 7.5l-15.6 9M9.5 4.5L12 7l2.5-2.5M9.5 19.5L12 17l2.5 2.5"/>',
    "drop": '<path d="M12 3.5s6.5 6.5 6.5 11a6.5 6.5 0 01-13 0c0-4.5 6.5-11 6.5-11z"/>',
    "fumes": '<path d="M7 20.5c-2.5-2.5 2.5-5 0-8s1.5-5 1.5-5M12 20.5c-2.5-2.5 2.5-5 0-8s1.5-7 1.5-7'
    'M17 20.5c-2.5-2.5 2.5-5 0-8s1.5-5 1.5-5"/>',
    "ear": '<path d="M6.5 9.5a5.5 5.5 0 0111 0c0 4-4 4.5-4 7.5a3.3 3.3 0 01-6 1.8M9.5 9.5a2.5 2.5 0 015 0'
    'c0 2-2.5 2-2.5 4"/>',
    "outdoors": '<circle cx="16.5" cy="7" r="2.8"/><path d="M2.5 19.5l6-10 4.5 7 2.5-3.5 6 6.5z"/>',
    "space": '<path d="M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5"/><circle cx="12" cy="10" r="1.8"/>'
    '<path d="M9 16c.3-2 1.4-3 3-3s2.7 1 3 3"/>',
    "alone": '<circle cx="12" cy="9.5" r="2.6"/><path d="M7 18c.4-3 2.3-4.5 5-4.5s4.6 1.5 5 4.5"/>'
    '<circle cx="12" cy="12" r="9.3" stroke-dasharray="2 3.2"/>',
    "mind": '<path d="M9 20.5v-3H7.5A2 2 0 015.5 15.5v-2L4 12.5l1.5-3A6.5 6.5 0 0118.5 10'
    'c0 2.5-1 4-2.5 5.3v5.2M10 9.5a2.2 2.2 0 113 2c-.6.4-1 .8-1 1.5"/>',
    "talk": '<path d="M4 5h12v8.5H9L5.5 16.5V13.5H4zM18.5 9H20.5v8.5H19v3l-3.5-3h-5V16"/>',
    "storm": '<path d="M7 15.5a4 4 0 01.5-8 5 5 0 019.5 1.5 3.3 3.3 0 01.5 6.5M12.5 12l-2.5 4.5h4L11.5 21"/>',
    "moon": '<path d="M19.5 14.5A8 8 0 019.5 4.5a8 8 0 1010 10z"/>',
    "pause": '<circle cx="12" cy="12" r="8.5"/><path d="M10 9v6M14 9v6"/>',
    "splint": '<rect x="7" y="3.5" width="10" height="17" rx="3"/><path d="M7 8h10M7 12h10M7 16h10"/>',
    "belt": '<path d="M3.5 9.5h17v5h-17z"/><rect x="9" y="8" width="6" height="8" rx="1.5"/>',
    "stretch": '<circle cx="12" cy="5" r="2.2"/><path d="M12 8.5V15M5 6.5l4 3.5h6l4-3.5M12 15l-4.5 5.5'
    'M12 15l4.5 5.5"/>',
    "book": '<path d="M12 6.5C10 5 7.5 4.5 4 4.5v14c3.5 0 6 .5 8 2 2-1.5 4.5-2 8-2v-14c-3.5 0-6 .5-8 2zM12 6.5v14"/>',
}
