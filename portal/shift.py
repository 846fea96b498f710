"""What a duty does to the shift, in sentences: facts about who works where and when, nothing about anybody's health."""

from datetime import datetime

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.models import Assignment
from duty.roster import DepartmentDay, Slot, department_day
from people.wall import Actor
from portal.duty_facts import hours_of, shift_of
from portal.shown import short_day

NEIGHBORS_SHOWN = 4


def effect_on_shift(actor: Actor, duty: Assignment) -> list[str]:
    """The receiving department gains, another loses; who else has an adapted duty there on the first day."""
    there = department_day(actor=actor, department=duty.department, day=duty.starts_on)
    lines = [_gain(duty), _usual(there)]
    home = duty.employee.department
    if home.pk != duty.department_id and home.pk in actor.departments:
        lines.append(_("%(department)s has one person less.") % {"department": home.name})
    others = [slot for slot in there.slots if slot.assignment.employee_id != duty.employee_id]
    return [*lines, *(_neighbor(slot) for slot in others[:NEIGHBORS_SHOWN])]


def _gain(duty: Assignment) -> str:
    names = {"department": duty.department.name, "name": duty.employee.short_name, "hours": shift_of(duty)}
    if duty.employee.department_id == duty.department_id:
        return _("%(name)s stays in %(department)s, with other work.") % names
    weekly = _weekly_hours(duty)
    if weekly:
        return _("%(department)s gains %(hours)s hours a week.") % {**names, "hours": weekly}
    return _("%(department)s gains one person.") % names


def _weekly_hours(duty: Assignment) -> str:
    """Hours a shift times days a week; "" where one of them is not on record."""
    starts, ends = duty.shift_starts or duty.task.shift_starts, duty.shift_ends or duty.task.shift_ends
    if starts is None or ends is None or not duty.task.days_per_week:
        return ""
    day = duty.starts_on
    seconds = (datetime.combine(day, ends) - datetime.combine(day, starts)).seconds
    hours = seconds * duty.task.days_per_week / 3600
    return str(formats.number_format(hours, 0 if hours == int(hours) else 1))


def _usual(there: DepartmentDay) -> str:
    words = ngettext(
        "On %(day)s, %(n)s of %(total)s people there does the usual work.",
        "On %(day)s, %(n)s of %(total)s people there do their usual work.",
        there.at_usual_work,
    )
    return words % {"day": short_day(there.day), "n": there.at_usual_work, "total": there.employees}


def _neighbor(slot: Slot) -> str:
    hours = hours_of(slot.starts, slot.ends)
    line = _("%(name)s has another duty there: %(task)s") % {"name": slot.name, "task": slot.task}
    return f"{line}, {hours}." if hours else f"{line}."
