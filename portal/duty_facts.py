"""A duty as questions and answers, for the employee and for the supervisor alike: nothing medical in it."""

from datetime import time

from django.utils import formats
from django.utils.translation import gettext as _

from duty.models import Assignment
from portal.parts import Fact, Side
from portal.shown import short_day


def hours_of(starts: time | None, ends: time | None) -> str:
    if starts is None or ends is None:
        return ""
    shape = _("g:i A")
    return _("%(from)s to %(to)s") % {
        "from": formats.time_format(starts, shape),
        "to": formats.time_format(ends, shape),
    }


def span_of(duty: Assignment) -> str:
    """ "Mon, Apr 20 to Fri, May 15"."""
    if duty.planned_end_on is None:
        return _("From %(day)s") % {"day": short_day(duty.starts_on)}
    return _("%(first)s to %(last)s") % {"first": short_day(duty.starts_on), "last": short_day(duty.planned_end_on)}


def changes_of(duty: Assignment) -> str:
    """What is changed about the task, in the words of the task bank."""
    labels = {str(change.get("code")): str(change.get("label") or "") for change in duty.task.modifications}
    words = [_(labels[code]) if labels.get(code) else code.replace("_", " ").lower() for code in duty.modifications]
    return ", ".join(words)


def facts_of_duty(duty: Assignment) -> list[Fact]:
    rows = [
        (_("Work"), duty.task.name, duty.task.description),
        (_("Kind"), str(duty.get_kind_display()), ""),
        (
            _("Where"),
            duty.task.place or duty.department.name,
            duty.ask_for and _("Ask for %(name)s") % {"name": duty.ask_for},
        ),
        (_("Days"), span_of(duty), ""),
        (_("Hours"), hours_of(duty.shift_starts, duty.shift_ends), ""),
        (_("Changed for you"), changes_of(duty), ""),
        (_("Next review"), short_day(duty.review_on), ""),
    ]
    return [Fact(question=question, answer=answer, detail=detail or "") for question, answer, detail in rows if answer]


def before_and_after(now: Assignment | None, duty: Assignment) -> tuple[Side, Side]:
    was = (
        Side(_("Now"), now.task.name, now.department.name, hours_of(now.shift_starts, now.shift_ends))
        if now
        else Side(_("Now"), _("Usual work"), duty.employee.department.name)
    )
    new = Side(
        _("From %(day)s") % {"day": short_day(duty.starts_on)},
        duty.task.name,
        duty.department.name,
        " · ".join(part for part in (hours_of(duty.shift_starts, duty.shift_ends), changes_of(duty)) if part),
    )
    return was, new
