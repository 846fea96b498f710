"""The one table of a run, and under it a line for each thing that was found."""

from tools.fuzz.judge import KINDS, Tally

COLUMNS = ("area", "caller", "places", "requests", *KINDS)
SHOWN = 60


def table(tally: Tally) -> str:
    rows: list[tuple[str, ...]] = [COLUMNS]
    for area, caller in tally.requests:
        counts = [tally.count(kind, area, caller) for kind in KINDS]
        rows.append((area, caller, tried(tally, area, caller), str(tally.requests[area, caller]), *map(str, counts)))
    sums = [str(sum(one.kind == kind for one in tally.found)) for kind in KINDS]
    rows.append(("all", "", "", str(tally.requests.total()), *sums))
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    lines = ["  ".join(aligned(row, widths)).rstrip() for row in rows]
    lines.insert(1, "-" * max(map(len, lines)))
    return "\n".join(lines)


def tried(tally: Tally, area: str, caller: str) -> str:
    places = str(len(tally.places[area, caller]))
    return f"{places}/{tally.there_are[area]}" if area in tally.there_are else places


def aligned(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def findings(tally: Tally) -> str:
    """Each kind of finding once, with the line that shows it again."""
    first = {one.same_as: one for one in reversed(tally.found)}
    lines = []
    for one in list(first.values())[:SHOWN]:
        times = sum(other.same_as == one.same_as for other in tally.found)
        lines += [f"{one.kind}: {one.where} as {one.caller} ({times} times): {one.words}", f"    {one.curl}"]
    if len(first) > SHOWN:
        lines.append(f"… and {len(first) - SHOWN} more")
    return "\n".join(lines)
