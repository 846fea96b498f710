"""Facts for the reminder tests: rows as the verbs of the other rooms leave them, at whatever moment a test needs."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from duty.models import (
    Assignment,
    AssignmentStep,
    Concern,
    DutyQuestion,
    ProviderLink,
    ReturnPlan,
    ReturnStage,
    Task,
)
from injuries.models import Case
from notifications.models import Reminder
from people.models import Department
from recovery.models import Appointment, Course, Restriction, Stall, WorkStatusReport
from tests.cast import NOON, TODAY, Person


def at(day: date, hour: int = 12, *, zone: str = "America/Chicago") -> datetime:
    """A moment by the wall clock of a site."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def days(count: int, since: date = TODAY) -> date:
    return since + timedelta(days=count)


def open_case(person: Person, rosa: Person | None, *, opened_on: date = TODAY, **changed: Any) -> Case:
    """A triaged case, written straight into the table: no check-in is asked for unless a test says so."""
    assert person.employee is not None
    values: dict[str, Any] = {
        "number": f"C{uuid4().hex[:10]}",
        "employee": person.employee,
        "establishment_id": person.employee.establishment_id,
        "state": Case.State.OPEN,
        "opened_on": opened_on,
        "opened_at": NOON,
        "triaged_at": NOON,
        "began_on": opened_on,
        "repetitive_task": "assembly",
        "body_part": "WRIST",
        "side": "R",
        "owner": rosa.user if rosa else None,
    }
    case = Case.objects.create(**{**values, **changed})
    Course.objects.create(case=case, since=opened_on)
    return case


def finding(case: Case, kind: str = Stall.Kind.STALLED, *, opened_on: date = TODAY) -> Stall:
    return Stall.objects.create(
        case=case, kind=kind, opened_on=opened_on, opened_at=at(opened_on, 9), rule_version="test"
    )


def appointment(case: Case, starts_at: datetime, *, by: Person, **changed: Any) -> Appointment:
    values: dict[str, Any] = {
        "kind": Appointment.Kind.FOLLOW_UP,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=1),
        "entered_by": by.user,
        "entered_at": NOON,
    }
    return Appointment.objects.create(case=case, **{**values, **changed})


def in_first_stage(row: Assignment, next_on: date, *, goal: str = "More hours") -> ReturnPlan:
    """The duty is the first of two stages; the second one may begin on `next_on`."""
    plan = ReturnPlan.objects.create(case=row.case, duty=row, written_by=row.proposed_by, written_at=row.proposed_at)
    for place, start in ((1, row.starts_on), (2, next_on)):
        stage = ReturnStage.objects.create(
            plan=plan, position=place, starts_on=start, ends_on=start, task=row.task, goal=goal
        )
        if place == 1:
            Assignment.objects.filter(pk=row.pk).update(stage=stage)
    return plan


def duty(case: Case, department: Department, state: str, *, by: Person, **changed: Any) -> Assignment:
    task = Task.objects.filter(department=department).first() or Task.objects.create(
        establishment=department.establishment, department=department, name="Filing"
    )
    values: dict[str, Any] = {
        "employee": case.employee,
        "establishment": case.establishment,
        "department": department,
        "task": task,
        "kind": "light",
        "state": state,
        "starts_on": TODAY,
        "review_on": days(30),
        "proposed_by": by.user,
        "proposed_at": NOON,
        "submitted_at": None if state == Assignment.State.DRAFT else NOON,
    }
    return Assignment.objects.create(case=case, **{**values, **changed})


def step(assignment: Assignment, to_state: str, moment: datetime) -> AssignmentStep:
    return AssignmentStep.objects.create(
        assignment=assignment, action="test", from_state="", to_state=to_state, role="system", at=moment
    )


def concern(case: Case, *, by: Person, raised_at: datetime = NOON) -> Concern:
    return Concern.objects.create(case=case, words="Lift more", raised_by=by.user, raised_at=raised_at)


def limit(case: Case, ends_on: date, *, by: Person, received_on: date = TODAY, **changed: Any) -> Restriction:
    report = WorkStatusReport.objects.create(
        case=case,
        provider="Dr Kim",
        issued_on=received_on,
        received_on=received_on,
        status=WorkStatusReport.Status.RESTRICTED,
        starts_on=received_on,
        ends_on=ends_on,
        entered_by=by.user,
        entered_at=NOON,
    )
    return Restriction.objects.create(
        report=report,
        case=case,
        kind="NOT_AT_ALL",
        activity="LIFT",
        starts_on=received_on,
        ends_on=ends_on,
        coded_by=by.user,
        coded_at=NOON,
        **changed,
    )


def report(case: Case, *, by: Person, received_on: date = TODAY, **changed: Any) -> WorkStatusReport:
    """A report without limits; `by_link` makes it a provider's own."""
    values: dict[str, Any] = {
        "provider": "Dr Kim",
        "issued_on": received_on,
        "received_on": received_on,
        "status": WorkStatusReport.Status.RESTRICTED,
        "starts_on": received_on,
        "entered_by": by.user,
        "entered_at": NOON,
    }
    return WorkStatusReport.objects.create(case=case, **{**values, **changed})


def link(case: Case, *, by: Person, made_on: date = TODAY, lasts: int = 14) -> ProviderLink:
    return ProviderLink.objects.create(
        case=case,
        provider="Dr Kim",
        digest=uuid4().hex,
        made_by=by.user,
        made_at=at(made_on, 9),
        expires_at=at(days(lasts, made_on), 9),
    )


def question(case: Case, kind: str, due_on: date, *, opened_on: date = TODAY, cause: str = "") -> DutyQuestion:
    return DutyQuestion.objects.create(case=case, kind=kind, cause=cause, opened_on=opened_on, due_on=due_on)


def told(rule: str = "", state: str = "") -> list[tuple[str, str, date]]:
    """The ledger in short: address, audience and day of each reminder."""
    rows = Reminder.objects.all()
    rows = rows.filter(rule=rule) if rule else rows
    rows = rows.filter(state=state) if state else rows
    return [
        (name.split("@")[0], audience, day)
        for name, audience, day in rows.order_by("due_on", "recipient__email").values_list(
            "recipient__email", "audience", "due_on"
        )
    ]
