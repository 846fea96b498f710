"""What a fault did, and the one table of all of them."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """Counts of one fault; `wrong` says in words what was promised and not kept."""

    size: str
    lost: int = 0
    doubled: int = 0
    same_key: int = 0
    parked: int = 0
    missed: int = 0
    notes: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def expect(self, holds: bool, words: str) -> None:
        """Something that must hold; what does not is shown under the table."""
        if not holds:
            self.wrong.append(words)


@dataclass(frozen=True)
class Fault:
    """One row of the table."""

    name: str
    title: str


@dataclass(frozen=True)
class Line:
    fault: Fault
    outcome: Outcome
    seconds: float
    finished: bool = True

    @property
    def passed(self) -> bool:
        return not self.outcome.wrong and self.outcome.lost == self.outcome.doubled == 0


COLUMNS = ("fault", "size", "lost", "doubled", "same key", "parked", "missed", "seconds", "")


def table(lines: list[Line]) -> str:
    rows = [COLUMNS, *(_cells(line) for line in lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(COLUMNS))]
    shown = ["  ".join(_aligned(row, widths)).rstrip() for row in rows]
    shown.insert(1, "-" * max(len(row) for row in shown))
    for line in lines:
        shown += [f"  {line.fault.name}: {words}" for words in (*line.outcome.notes, *_wrong(line))]
    return "\n".join(shown)


def _cells(line: Line) -> tuple[str, ...]:
    made = line.outcome
    counts = (made.lost, made.doubled, made.same_key, made.parked, made.missed)
    end = (f"{line.seconds:.0f}", "pass" if line.passed else "FAIL")
    return (line.fault.title, made.size, *(str(count) for count in counts), *end)


def _wrong(line: Line) -> list[str]:
    return [f"FAIL: {words}" for words in line.outcome.wrong]


def _aligned(row: tuple[str, ...], widths: list[int]) -> list[str]:
    return [
        cell.ljust(width) if place < 2 else cell.rjust(width)
        for place, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
