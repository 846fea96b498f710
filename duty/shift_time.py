"""Hours of shifts in minutes: which minutes of a day they take, and how much falls into any 24 hours.

Pure: no framework, no clock. A shift belongs to the date it starts on; one that ends at or before its beginning runs
past midnight and takes the early minutes of a day too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import combinations

DAY_MINUTES = 24 * 60
Pieces = tuple[tuple[int, int], ...]
WHOLE_DAY: Pieces = ((0, DAY_MINUTES),)
Hours = tuple[time | None, time | None]


def minute_of(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def length_of(starts: time, ends: time) -> int:
    """The minutes of a shift, at most a whole day."""
    minutes = minute_of(ends) - minute_of(starts)
    return minutes if minutes > 0 else minutes + DAY_MINUTES


def taken(shifts: Iterable[Hours]) -> Pieces:
    """The minutes of a day that shifts take, joined and in order; hours that nobody wrote down take the whole day."""
    found: list[tuple[int, int]] = []
    for starts, ends in shifts:
        if starts is None or ends is None:
            return WHOLE_DAY
        first, last = minute_of(starts), minute_of(starts) + length_of(starts, ends)
        found.append((first, min(last, DAY_MINUTES)))
        if last > DAY_MINUTES:
            found.append((0, last - DAY_MINUTES))
    return joined(found) or WHOLE_DAY


def joined(pieces: Iterable[tuple[int, int]]) -> Pieces:
    made: list[tuple[int, int]] = []
    for first, last in sorted(pieces):
        if made and first <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], last))
        else:
            made.append((first, last))
    return tuple(made)


def meet(one: Pieces, other: Pieces) -> bool:
    """Do two sets of minutes share a minute?"""
    return any(first < end and start < last for first, last in one for start, end in other)


def collide(shifts: Iterable[Hours]) -> bool:
    """Do any two shifts of one day share a minute?"""
    return any(meet(taken([one]), taken([other])) for one, other in combinations(list(shifts), 2))


@dataclass(frozen=True, order=True)
class Spell:
    """Work on a day from `starts` for `minutes`; `share` is the part of it that counts (one activity of a task)."""

    day: date
    starts: int
    minutes: int
    share: float = 1.0

    @property
    def begins(self) -> int:
        return self.day.toordinal() * DAY_MINUTES + self.starts

    @property
    def ends(self) -> int:
        return self.begins + self.minutes


@dataclass(frozen=True)
class Window:
    """The fullest 24 hours: the day and minute at which they begin, and the minutes that count inside."""

    day: date
    starts: int
    minutes: float


def fullest_day(spells: Sequence[Spell]) -> Window | None:
    """The 24 hours into which most work falls; None without work.

    What falls into a window is linear between the edges of spells, so the most lies where a window begins with a
    spell or ends with one.
    """
    starts = {spell.begins for spell in spells} | {spell.ends - DAY_MINUTES for spell in spells}
    best: Window | None = None
    for begins in sorted(starts):
        minutes = sum(spell.share * _inside(spell, begins) for spell in spells)
        if best is None or minutes > best.minutes:
            best = Window(date.fromordinal(begins // DAY_MINUTES), begins % DAY_MINUTES, minutes)
    return best


def _inside(spell: Spell, begins: int) -> int:
    return max(0, min(spell.ends, begins + DAY_MINUTES) - max(spell.begins, begins))
