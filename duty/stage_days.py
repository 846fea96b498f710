"""The days of a graded return: stages one after the other, and from when a step up holds. Pure."""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta

FEWEST, MOST = 2, 6
DAY = timedelta(days=1)


def out_of_order(spans: Sequence[tuple[date, date]]) -> list[int]:
    """The places (from 0) of stages that begin before the one ahead of them is over."""
    return [place for place in range(1, len(spans)) if spans[place][0] <= spans[place - 1][1]]


def first_day(today: date, now: time, begins: Iterable[time | None]) -> date:
    """Today if the day's work has not begun in either stage, so far as its hours are known; else tomorrow."""
    known = list(begins)
    not_begun = bool(known) and all(start is not None and now < start for start in known)
    return today if not_begun else today + DAY


def reached(day: date, starts_on: date) -> bool:
    """Has the stage come on that day? Coming is not enough, but too early is too early."""
    return day >= starts_on
