"""A browser's line about itself, in words somebody recognizes."""

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)


def browser_name(line: str) -> str:
    """ "Firefox, Windows"; the first word of the line where nothing is known. Programs lie; it is only a help."""
    found = [next((name for sign, name in known if sign in line), "") for known in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part) or line.split("/")[0][:30]
