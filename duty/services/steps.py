"""The one way every verb goes: lock, match now, ask the rules, claim, and store the step for good."""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from django.db import IntegrityError

from duty import facts, lifecycle
from duty.lifecycle import Event, Refusal, decide
from duty.models import Assignment, AssignmentStep
from duty.refusal_words import refusal
from duty.review_dates import coverage_end
from duty.services.entries import keep_entry
from duty.snapshots import Snapshot, snapshot_of
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.models import Supervision, User
from people.policy import DataClass
from people.wall import Actor

SYSTEM: Literal["system"] = "system"
Doer = Actor | Literal["system"]


@dataclass(frozen=True)
class Taken:
    """A step that was taken: the row after it, the day, the role it was taken in, and the match it rested on."""

    assignment: Assignment
    today: date
    role: str
    snapshot: Snapshot
    creates_draft: bool


def lock_cases(case_ids: Iterable[int]) -> None:
    """Cases before duties, lowest first: the verbs of recovery begin with the case too, and none may wait in a ring."""
    list(Case.objects.select_for_update(no_key=True).filter(pk__in=list(case_ids)).order_by("pk").values_list("pk"))


def locked(assignment: Assignment) -> Assignment:
    """The row as it is now, and nobody else's until the transaction ends."""
    lock_cases([assignment.case_id])
    rows = Assignment.objects.select_for_update(of=("self",))
    return rows.select_related("task", "establishment", "case__establishment", "employee", "department", "stage").get(
        pk=assignment.pk
    )


def user_of(doer: Doer) -> User | None:
    return doer.user if isinstance(doer, Actor) else None


def today_at(assignment: Assignment, at: datetime) -> date:
    return local_day(at, assignment.establishment.timezone)


def roles_of(doer: Doer, assignment: Assignment) -> list[lifecycle.Actor]:
    """The roles in which somebody may act on a duty, the most personal first."""
    if not isinstance(doer, Actor):
        return [lifecycle.Actor(None, "system")]
    if doer.user is None:
        return []
    roles: list[str] = []
    if doer.employee_id is not None and doer.employee_id == assignment.employee_id:
        roles.append("employee")
    if doer.departments:
        roles.append("supervisor")
    if doer.hr_of(assignment.establishment_id):
        roles.append("hr")
    return [lifecycle.Actor(doer.user_id, role) for role in roles or ["employee"]]


def facts_of(row: Assignment, snapshot: Snapshot, today: date, used: tuple[int, int]) -> lifecycle.Assignment:
    """What the rules ask of a row. People are compared by account: the one who approves must not be the subject."""
    supervisors = Supervision.objects.in_force(today).filter(department_id=row.department_id)
    return lifecycle.Assignment(
        state=row.state,
        subject=row.employee.user_id or ("employee", row.employee_id),
        proposer=row.proposed_by_id,
        receiving_supervisors=frozenset(supervisors.values_list("supervisor__user_id", flat=True)),
        verdict=snapshot.verdict,
        start=row.starts_on,
        review_date=row.review_on,
        restrictions_to=snapshot.ends_on,
        planned_end=row.planned_end_on,
        days_used=used[0],
        max_days=used[1],
    )


def take_step(
    *,
    assignment: Assignment,
    action: str,
    doer: Doer,
    at: datetime,
    event: Mapping[str, Any] | None = None,
    columns: Mapping[str, Any] | None = None,
    reason: str = "",
    used: tuple[int, int] = (0, 0),
    held: bool = False,
    reports: Mapping[int, list[facts.Report]] | None = None,
    letter: Callable[[Assignment, date], str] | None = None,
) -> Taken:
    """Take a step or refuse it. `event` goes to the rules, `columns` are written when they allow the step.

    `used`: the days of the case so far and the most it may have, where the step asks about them.
    `held`: the assignment is the row that `locked` gave to this verb; it stays as it was before the step.
    `reports`: what the verb has read of the held case's reports: none comes or goes while the case is locked.
    `letter` writes the text that goes out with the step; the step keeps it for good.
    """
    row = copy(assignment) if held else locked(assignment)
    today = today_at(row, at)
    planned_end = (columns or {}).get("planned_end_on", row.planned_end_on)
    snapshot = snapshot_of(row, today, reports)
    asked = facts_of(row, snapshot, today, used)
    happening = Event(today=today, reason=reason.strip(), release_on_file=snapshot.released)
    happening = replace(happening, **(event or {}))
    role, step = _decide(asked, action, roles_of(doer, row), happening)
    if isinstance(step, Refusal):
        raise refusal(step.code, limits_end_on=snapshot.ends_on, planned_end_on=planned_end)
    before = row.state
    written = {**dict(columns or {}), "state": step.state, **match_columns(row, snapshot, step.state, columns or {})}
    claim(row, before, written)
    text = letter(row, today) if letter else ""
    store_step(
        row, action=action, before=before, role=role, doer=doer, at=at, snapshot=snapshot, reason=reason, text=text
    )
    return Taken(row, today, role, snapshot, step.creates_draft)


def _decide(
    asked: lifecycle.Assignment, action: str, roles: list[lifecycle.Actor], event: Event
) -> tuple[str, lifecycle.Step | Refusal]:
    """The first role in which it may be done; else the refusal that says most."""
    refused: tuple[str, lifecycle.Step | Refusal] = ("", Refusal(lifecycle.PERMISSION_DENIED))
    for actor in roles:
        step = decide(asked, action, actor, event)
        if not isinstance(step, Refusal):
            return actor.role, step
        if step.code != lifecycle.PERMISSION_DENIED:
            refused = (actor.role, step)
    return refused


def match_columns(row: Assignment, snapshot: Snapshot, state: str, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The match and the limits' end as they are now. A review moves forward with them, never back.

    What has ended keeps what it rested on.
    """
    if state in lifecycle.FINAL_STATES:
        return {}
    review_on = columns.get("review_on", row.review_on)
    cap = coverage_end(snapshot.ends_on, columns.get("planned_end_on", row.planned_end_on))
    return {
        "restrictions_end_on": snapshot.ends_on,
        "review_on": min(review_on, cap) if cap else review_on,
        "verdict": snapshot.verdict,
        "conditions": list(snapshot.result.conditions),
        "match": snapshot.record(),
        "match_hash": snapshot.digest,
    }


def claim(row: Assignment, before: str, columns: Mapping[str, Any]) -> None:
    """Write the columns if nobody has moved the row since; of two at once exactly one gets through."""
    try:
        moved = Assignment.objects.filter(pk=row.pk, state=before).update(**columns)
    except IntegrityError as error:
        if "assignment_active_once" in str(error):
            raise refusal("OVERLAP") from None
        raise
    if moved != 1:
        raise refusal(lifecycle.INVALID_TRANSITION)
    for name, value in columns.items():
        setattr(row, name, value)


def store_step(
    row: Assignment,
    *,
    action: str,
    before: str,
    role: str,
    doer: Doer,
    at: datetime,
    snapshot: Snapshot,
    reason: str = "",
    text: str = "",
) -> AssignmentStep:
    keep_entry(row, at)
    return AssignmentStep.objects.create(
        assignment=row,
        action=action,
        from_state=before,
        to_state=row.state,
        role=role,
        by=user_of(doer),
        at=at,
        reason=reason.strip()[:500],
        match=snapshot.record(),
        text=text,
    )


def note(row: Assignment, kind: str, doer: Doer, at: datetime, **data: Any) -> None:
    """One entry in the journal. It names the task and dates only: a reason may hold medical words."""
    record(
        case=row.case,
        kind=kind,
        at=at,
        by=user_of(doer),
        data_class=DataClass.ASSIGNMENT,
        data={"duty": str(row.pk), "task": row.task.name, **data},
    )
