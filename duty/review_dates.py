"""When an assignment is reviewed: never past the coverage, on a working day, soon after an appointment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

FIRST_INTERVAL = 7
USUAL_INTERVAL = 14
LONGEST_INTERVAL = 28
NO_VALID_COVERAGE = "NO_VALID_COVERAGE"
WEEKEND = frozenset({5, 6})
_DAY = timedelta(days=1)


def coverage_end(restriction_to: date | None, planned_end: date | None) -> date | None:
    """The earlier of the two, those given; None binds nothing."""
    return min((day for day in (restriction_to, planned_end) if day is not None), default=None)


def plan_review(
    start: date,
    *,
    interval: int = USUAL_INTERVAL,
    restriction_to: date | None = None,
    next_appt: date | None = None,
    planned_end: date | None = None,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
) -> date | None:
    """The day of the review, or None when the coverage ends before `start`.

    It is rolled back to a working day, never forward: a review may not fall past the coverage. `start`
    itself is returned even if it is not a working day.
    """
    if not 1 <= interval <= LONGEST_INTERVAL:
        raise ValueError(f"interval must be between 1 and {LONGEST_INTERVAL} days")
    cap = coverage_end(restriction_to, planned_end)
    if cap is not None and cap < start:
        return None
    day = _later(start, interval)
    if next_appt is not None and next_appt >= start:
        day = min(day, _working_day_after(next_appt, day, holidays, weekend))
    if cap is not None:
        day = min(day, cap)
    while day > start and not is_working_day(day, holidays, weekend):
        day -= _DAY
    return day


def is_working_day(day: date, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND) -> bool:
    return day.weekday() not in weekend and day not in holidays


def working_days_before(
    day: date, count: int, holidays: Collection[date] = (), weekend: Collection[int] = WEEKEND
) -> date:
    """The day from which on `count` working days still lie before `day`."""
    if len(set(weekend)) >= 7:
        return day
    while count > 0 and day > date.min:
        day -= _DAY
        if is_working_day(day, holidays, weekend):
            count -= 1
    return day


def _later(day: date, days: int) -> date:
    return day + min(timedelta(days=days), date.max - day)


def _working_day_after(appointment: date, latest: date, holidays: Collection[date], weekend: Collection[int]) -> date:
    """The first working day strictly after the appointment; no later than `latest`, which is all that counts."""
    day = _later(appointment, 1)
    while day < latest and not is_working_day(day, holidays, weekend):
        day += _DAY
    return day
