"""Shifts that follow closely: where versions or duties of one person change over, any 24 hours count as the day.

A check of the roster for HR; matching itself looks at one shift of one day.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from duty.demands import MASK
from duty.matching import Standing
from duty.models import Assignment, Task
from duty.review_dates import is_working_day
from duty.rows import WorkingWeek, working_week
from duty.shift_time import Spell, Window, fullest_day, length_of, minute_of
from recovery.restrictions import ANY_ACTIVITY

AROUND = timedelta(days=2)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class TooClose:
    """More than the limit of a day falls into the 24 hours of `window`; `activity` is empty for the shift itself."""

    window: Window
    limit: float
    activity: str = ""


def too_close(row: Assignment, standing: Standing) -> list[TooClose]:
    """The limits of a day that the change to this duty would break; five queries."""
    others = Assignment.objects.filter(employee_id=row.employee_id).exclude(pk=row.pk)
    near = Q(state__in=("active", "scheduled")) | Q(state="ended", ended_on__gte=row.starts_on - AROUND)
    rows = [row, *others.filter(near).select_related("task").prefetch_related("task__demands", "blocks__task__demands")]
    week = working_week(row.establishment, row.starts_on - AROUND)
    found = []
    for limit in standing.limits:
        kind, activity, hours = limit.restriction.kind, limit.restriction.activity, limit.restriction.hours
        if hours is None or kind not in {"MAX_SHIFT_HOURS", "MAX_HOURS_DAY"}:
            continue
        about = "" if kind == "MAX_SHIFT_HOURS" else activity
        spells = [spell for one in rows for spell in _spells(one, row.starts_on, week, about)]
        window = fullest_day(spells)
        if window and window.minutes > hours * 60 and len({spell.day for spell in spells}) > 1:
            found.append(TooClose(window, hours * 60, about))
    return found


def _spells(row: Assignment, around: date, week: WorkingWeek, activity: str) -> Iterator[Spell]:
    """The shifts of a duty near a day, one for each part whose hours are known."""
    first = max(row.activated_on or row.starts_on, around - AROUND)
    last = min(row.ended_on or row.planned_end_on or date.max, around + AROUND)
    for offset in range((last - first).days + 1):
        day = first + offset * DAY
        if not is_working_day(day, week.holidays, week.weekend):
            continue
        for task, starts, ends in row.parts:
            begins, stops = starts or task.shift_starts, ends or task.shift_ends
            if begins and stops:
                minutes = length_of(begins, stops)
                yield Spell(day, minute_of(begins), minutes, _share(task, activity, minutes))


def _share(task: Task, activity: str, minutes: int) -> float:
    """The part of a shift that an activity takes, at most all of it; what is not known matching has asked about."""
    if activity in {"", ANY_ACTIVITY}:
        return 1.0
    mask = MASK[activity]
    asked = sum(row.minutes or 0 for row in task.demands.all() if MASK[row.activity] & mask)
    return min(1.0, asked / minutes)
