"""A duty as questions and answers, for the employee and for the supervisor alike: nothing medical in it."""

from dataclasses import dataclass
from datetime import time

from django.utils import formats
from django.utils.translation import gettext as _

from duty.models import Assignment
from duty.papers import BULLET, sections_of
from duty.reasons import CONDITION_WORDS
from duty.task_templates import MODIFICATION_LABELS
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


def shift_of(duty: Assignment) -> str:
    """The hours of the duty, the task's own where none were agreed."""
    return hours_of(duty.shift_starts or duty.task.shift_starts, duty.shift_ends or duty.task.shift_ends)


def parts_of(duty: Assignment) -> list[tuple[str, str]]:
    """The further work of a shift, each with its hours; nothing where the shift is of one piece."""
    return [(task.name, hours_of(starts, ends)) for task, starts, ends in duty.parts[1:]]


def parts_in_words(duty: Assignment) -> list[str]:
    """ "then Answer phones, 12:00 PM to 4:00 PM"."""
    return [_("then %(task)s, %(hours)s") % {"task": name, "hours": hours} for name, hours in parts_of(duty)]


def span_of(duty: Assignment) -> str:
    """ "Mon, Apr 20 to Fri, May 15"."""
    if duty.planned_end_on is None:
        return _("From %(day)s") % {"day": short_day(duty.starts_on)}
    return _("%(first)s to %(last)s") % {"first": short_day(duty.starts_on), "last": short_day(duty.planned_end_on)}


def changes_of(duty: Assignment) -> str:
    """What is changed about the task, in the words of the task bank, and on what it depends."""
    names = {str(change.get("code")): str(change.get("name") or "") for change in duty.task.modifications}
    changes = [names.get(code) or _(MODIFICATION_LABELS.get(code, code)) for code in duty.modifications]
    conditions = [_(CONDITION_WORDS.get(code, code)) for code in duty.conditions]
    return ", ".join(words.rstrip(".") for words in [*changes, *conditions])


def facts_of_duty(duty: Assignment) -> list[Fact]:
    rows = [
        (_("Work"), duty.task.name, duty.task.description),
        (_("Kind"), str(duty.get_kind_display()), ""),
        (
            _("Where"),
            duty.task.place or duty.department.name,
            duty.ask_for and _("Ask for %(name)s") % {"name": duty.ask_for},
        ),
        (_("Hours"), shift_of(duty), ""),
        *((_("Then"), name, hours) for name, hours in parts_of(duty)),
        (_("Changed for you"), changes_of(duty), ""),
        (_("Next review"), short_day(duty.review_on), ""),
    ]
    return [Fact(question=question, answer=answer, detail=detail or "") for question, answer, detail in rows if answer]


@dataclass(frozen=True)
class LetterPart:
    """A heading, what stands before its list, the list, and what stands after it."""

    heading: str
    before: list[str]
    bullets: list[str]
    after: list[str]


def letter_parts(text: str) -> list[LetterPart]:
    """The frozen letter, part by part."""
    return [_letter_part(heading, lines) for heading, lines in sections_of(text)]


def _letter_part(heading: str, lines: list[str]) -> LetterPart:
    first = next((place for place, line in enumerate(lines) if line.startswith(BULLET)), len(lines))
    return LetterPart(
        heading,
        lines[:first],
        [line.removeprefix(BULLET) for line in lines if line.startswith(BULLET)],
        [line for line in lines[first:] if not line.startswith(BULLET)],
    )


def before_and_after(now: Assignment | None, duty: Assignment) -> tuple[Side, Side]:
    """`now` is the duty of today as far as the reader may know it; without one the job and the department stand."""
    employee = duty.employee
    was = (
        Side(_("Now"), now.task.name, now.department.name, shift_of(now))
        if now
        else Side(_("Now"), employee.job_title, employee.department.name)
    )
    new = Side(
        _("From %(day)s") % {"day": short_day(duty.starts_on)},
        duty.task.name,
        duty.department.name,
        " · ".join(part for part in (shift_of(duty), *parts_in_words(duty), changes_of(duty)) if part),
    )
    return was, new
