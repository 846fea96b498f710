"""A paper to print or keep: plain text with headings and bullets as a PDF whose text can be selected and read aloud.

The same text and moment give the same file, byte for byte. Only the fonts that every reader of PDF has are used;
they hold the letters of Western Europe, and any other letter is written without its marks.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fpdf import FPDF

HEADING, BULLET = "## ", "- "
FONT = "Helvetica"
ENCODING = "cp1252"
# Letters that no decomposition takes apart.
PLAIN = str.maketrans({"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ħ": "h", "ı": "i", "−": "-", "→": ">", "\u202f": " "})


@dataclass(frozen=True)
class Sheet:
    """The size of the paper in millimeters and of its letters in points."""

    width: float
    height: float
    margin: float
    title: float
    heading: float
    text: float


LETTER = Sheet(215.9, 279.4, 22, 18, 12.5, 10.5)
CARD = Sheet(105, 148, 8, 13, 9.5, 8.5)  # A6


def plain_letters(text: str) -> str:
    """What the font holds stays; of anything else the letter without its marks."""
    return "".join(_plain(letter) for letter in text.translate(PLAIN))


def _plain(letter: str) -> str:
    try:
        letter.encode(ENCODING)
    except UnicodeEncodeError:
        bare = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode()
        return bare or "?"
    return letter


class Paper(FPDF):
    """Each block stands under its tag (H1, H2, P, LI), so that a screen reader finds its way (ISO 32000-1, 14.8.4)."""

    def __init__(self, sheet: Sheet, *, title: str, language: str, at: datetime) -> None:
        super().__init__(unit="mm", format=(sheet.width, sheet.height))
        self.sheet = sheet
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("Lightduty")
        self.set_creation_date(at)
        self.set_margin(sheet.margin)
        self.set_auto_page_break(True, margin=sheet.margin)
        self.core_fonts_encoding = ENCODING
        self.add_page()

    def block(
        self, tag: str, text: str, *, size: float, bold: bool = False, indent: float = 0, above: float = 0
    ) -> None:
        """One block of text, kept on one page; `above` is the room before it."""
        self.set_font(FONT, style="B" if bold else "", size=size)
        line = size * 0.48
        width = self.epw - indent
        shown = plain_letters(text)
        lines: Any = self.multi_cell(width, line, shown, dry_run=True, output="LINES", align="L")
        if self.will_page_break(above + line * len(lines)):
            self.add_page()
        elif self.get_y() > self.sheet.margin:
            self.ln(above)
        self.set_x(self.l_margin + indent)
        with self._under(tag):
            self.multi_cell(width, line, shown, align="L", new_x="LMARGIN", new_y="NEXT")

    @contextmanager
    def _under(self, tag: str) -> Iterator[None]:
        # fpdf2 tags pictures only; its own parts for that carry any tag.
        mcid = self.struct_builder.next_mcid_for_page(self.page)
        self._add_marked_content(struct_type=f"/{tag}", mcid=mcid)
        self._out(f"/{tag} <</MCID {mcid}>> BDC")
        yield
        self._out("EMC")


def make_pdf(text: str, *, language: str, at: datetime, sheet: Sheet = LETTER) -> bytes:
    """The text as a PDF; parts are parted by an empty line, and the first heading is the title."""
    parts = sections_of(text)
    title = parts[0][0] if parts else ""
    paper = Paper(sheet, title=title, language=language, at=at)
    for place, (heading, lines) in enumerate(parts):
        if heading:
            tag, size = ("H1", sheet.title) if place == 0 else ("H2", sheet.heading)
            paper.block(tag, heading, size=size, bold=True, above=sheet.heading * 0.3)
        for line in lines:
            if line.startswith(BULLET):
                paper.block("LI", "•  " + line.removeprefix(BULLET), size=sheet.text, indent=3, above=0.4)
            else:
                paper.block("P", line, size=sheet.text, above=0.8)
    return bytes(paper.output())


def sections_of(text: str) -> list[tuple[str, list[str]]]:
    """The parts of a text: the heading, empty if it has none, and the lines."""
    found = []
    for part in text.split("\n\n"):
        lines = [line for line in part.splitlines() if line.strip()]
        heading = lines.pop(0).removeprefix(HEADING) if lines and lines[0].startswith(HEADING) else ""
        if heading or lines:
            found.append((heading, lines))
    return found
