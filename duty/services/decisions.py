"""The answers to an offer: the supervisor's, then the employee's; and the first day."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from duty.models import Assignment
from duty.offer import offer_text
from duty.refusal_words import refusal
from duty.rows import limits_in_force, working_week
from duty.services.steps import SYSTEM, Doer, claim, locked, note, take_step
from duty.shift_time import meet
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor

ANSWER_DAYS = 3


@verb
def approve(*, actor: Actor, assignment: Assignment, at: datetime) -> Assignment:
    """The receiving department's supervisor says yes: the written offer is made and frozen."""
    columns = {"approved_by_id": actor.user_id, "acknowledged_at": None, "signed_copy_id": None}
    taken = take_step(assignment=assignment, action="approve", doer=actor, at=at, columns=columns, letter=_letter)
    row = taken.assignment
    written = {"answer_by": row.answer_by, "offer_text": row.offer_text, "offer_language": row.employee.language}
    claim(row, row.state, written)
    note(row, "duty.approved", actor, at, answer_by=row.answer_by.isoformat() if row.answer_by else "")
    return row


def _letter(row: Assignment, today: date) -> str:
    """The offer as it goes out; the row keeps it and the answer day that it names."""
    row.answer_by = _answer_by(row, today)
    limits = limits_in_force(row.case, max(today, row.starts_on))
    row.offer_text = offer_text(row, limits, sent_on=today)
    return row.offer_text


def _answer_by(row: Assignment, today: date) -> date:
    if row.answer_by and row.answer_by >= today:
        return row.answer_by
    return working_week(row.establishment, today).after(today, ANSWER_DAYS)


@verb
def decline(*, actor: Actor, assignment: Assignment, at: datetime, reason: str, alternative: str) -> Assignment:
    """The supervisor says no, with a reason and another duty instead, or "none available"."""
    row = take_step(
        assignment=assignment,
        action="decline",
        doer=actor,
        at=at,
        reason=reason,
        event={"alternative": alternative.strip()},
        columns={"reason": reason.strip()[:500], "alternative": alternative.strip()[:500]},
    ).assignment
    note(row, "duty.declined", actor, at)
    return row


@verb
def accept(*, actor: Actor, assignment: Assignment, at: datetime, signed_copy: bool = False) -> Assignment:
    """The employee says yes (or HR, who holds the signed answer); it starts at once if its first day has come."""
    event = {"signed_copy": signed_copy}
    taken = take_step(assignment=assignment, action="accept", doer=actor, at=at, event=event)
    note(taken.assignment, "duty.accepted", actor, at, on_paper=taken.role == "hr")
    return start_if_due(taken.assignment, taken.today, at) or taken.assignment


def start_if_due(row: Assignment, today: date, at: datetime) -> Assignment | None:
    """Start a scheduled duty whose first day has come. What cannot start yet stays scheduled for the timetable."""
    if row.starts_on > today or (row.coverage_end and row.coverage_end < today):
        return None
    try:
        with transaction.atomic():
            return start(actor=SYSTEM, assignment=row, at=at)
    except Refused:
        return None


@verb
def refuse(
    *, actor: Actor, assignment: Assignment, at: datetime, signed_copy: bool = False, reason: str = ""
) -> Assignment:
    """The employee says no: this version ends, and nothing follows from it by itself."""
    taken = take_step(
        assignment=assignment,
        action="refuse",
        doer=actor,
        at=at,
        reason=reason,
        event={"signed_copy": signed_copy},
        columns={"reason": reason.strip()[:500]},
    )
    note(taken.assignment, "duty.refused", actor, at, on_paper=taken.role == "hr")
    return taken.assignment


@verb
def start(*, actor: Doer, assignment: Assignment, at: datetime) -> Assignment:
    """The first day has come. Started late, the person has worked in it only from today."""
    row = locked(assignment)
    refuse_overlap(row)
    refuse_worked_today(row, at)
    taken = take_step(assignment=row, held=True, action="start", doer=actor, at=at)
    claim(taken.assignment, taken.assignment.state, {"activated_on": taken.today})
    note(taken.assignment, "duty.started", actor, at)
    return taken.assignment


def refuse_overlap(row: Assignment, **changes: Any) -> None:
    """One active duty per person and time of the day; PostgreSQL holds it too, this says it before."""
    end = changes.get("planned_end_on", row.planned_end_on)
    others = Assignment.objects.in_state("active").filter(employee_id=row.employee_id).exclude(pk=row.pk)
    if end:
        others = others.filter(starts_on__lte=end)
    same_days = others.exclude(planned_end_on__lt=row.starts_on)
    if any(meet(row.busy, minutes) for minutes in same_days.values_list("busy", flat=True)):
        raise refusal("OVERLAP")


def refuse_worked_today(row: Assignment, at: datetime) -> None:
    """A new version begins the day after the old one ended, or later that day if that was before its own hours."""
    now = at.astimezone(ZoneInfo(row.establishment.timezone))
    old = row.previous
    if old is None or old.activated_on is None or old.ended_on != now.date():
        return
    ended = old.steps.filter(to_state="ended").values_list("at", flat=True).last()
    starts = row.shift_starts or row.task.shift_starts
    if starts is None or ended is None or ended.astimezone(now.tzinfo).time() > starts:
        raise refusal("WORKED_TODAY")
