"""The demands of a task in words: what the work asks of the body, and how well that is known."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from duty.models import Demand, Task
from recovery.restrictions import ACTIVITIES


@dataclass(frozen=True)
class DemandLine:
    activity: str
    asked: str
    certain: bool


@dataclass(frozen=True)
class Work:
    """A task as a provider reads it."""

    name: str
    description: str
    shift: str
    lines: list[DemandLine]
    absent: str


def work_of(task: Task) -> Work:
    """The demands of a task; prefetch them where there are several."""
    assessed = task.profile == Task.Profile.ASSESSED
    lines = [_line(row, assessed=assessed) for row in task.demands.all() if row.status != Demand.Status.UNKNOWN]
    absent = [name_of(code) for code in task.absent]
    return Work(task.name, task.description, _shift(task), lines, ", ".join(absent))


def name_of(code: str) -> str:
    return gettext(ACTIVITIES[code].label) if code in ACTIVITIES else code


def _line(row: Demand, *, assessed: bool) -> DemandLine:
    hands = {
        "L": gettext("left hand"),
        "R": gettext("right hand"),
        "BOTH": gettext("both hands"),
        "EITHER": gettext("either hand"),
    }
    parts = []
    if row.weight is not None:
        parts.append(gettext("up to %(weight)s") % {"weight": f"{row.weight.normalize():f} {row.weight_unit}"})
    if row.minutes is not None:
        parts.append(gettext("%(time)s a shift") % {"time": duration(row.minutes)})
    if row.continuous_minutes is not None:
        parts.append(gettext("%(time)s at a stretch") % {"time": duration(row.continuous_minutes)})
    if row.reps_per_hour is not None:
        parts.append(gettext("%(n)s times an hour") % {"n": row.reps_per_hour})
    if row.hands:
        parts.append(hands[row.hands])
    said = ", ".join(parts) or gettext("how much is not recorded")
    return DemandLine(name_of(row.activity), said, assessed and row.status == Demand.Status.ASSESSED)


def duration(minutes: int) -> str:
    """ "6 hours 48 minutes", without a part that is nothing."""
    hours, left = divmod(minutes, 60)
    parts = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if left or not hours:
        parts.append(ngettext("%(n)s minute", "%(n)s minutes", left) % {"n": left})
    return " ".join(parts)


def _shift(task: Task) -> str:
    parts = []
    if task.shift_minutes:
        parts.append(gettext("%(time)s a shift") % {"time": duration(task.shift_minutes)})
    if task.days_per_week:
        parts.append(ngettext("%(n)s day a week", "%(n)s days a week", task.days_per_week) % {"n": task.days_per_week})
    if task.night:
        parts.append(gettext("at night"))
    return ", ".join(parts)
