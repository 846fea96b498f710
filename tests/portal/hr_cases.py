"""Cases in the states that HR's desk is about, made with the services."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

from django.test import Client

from duty import services as duties
from duty.models import Assignment, Demand, Task
from injuries.models import Case
from people.clock import local_day
from people.models import Department
from recovery import services as recovery
from recovery.models import CheckIn, WorkStatusReport
from recovery.services import LimitFacts, WorkStatusFacts
from tests.cast import NOON, Person, sign_in

LIFT_TEN = LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=({"lb": 10, "band": None},))
NO_VIBRATION = LimitFacts(kind="PROHIBITED", activity="VIBRATION", original_words="carpal tunnel: keep off air tools")


def at_desk(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def make_task(department: Department, code: str = "phones", *, weight: int = 2, **changed: Any) -> Task:
    """A task that somebody has looked at: light lifting, no vibrating tools."""
    facts: dict[str, Any] = {
        "name": "Answer phones",
        "kind": "light",
        "shift_minutes": 480,
        "days_per_week": 5,
        "night": False,
        "overtime": False,
        "absent": ["VIBRATION"],
        "profile": Task.Profile.ASSESSED,
        "assessed_by": "Ivo Tran",
        "assessed_on": date(2026, 1, 5),
    }
    task = Task.objects.create(
        establishment=department.establishment, department=department, code=code, **{**facts, **changed}
    )
    for activity in ("LIFT", "CARRY"):
        Demand.objects.create(task=task, activity=activity, status="ASSESSED", minutes=30, weight=weight, hands="BOTH")
    return task


def give_report(
    rosa: Person,
    case: Case,
    *limits: LimitFacts,
    at: datetime = NOON,
    status: str = WorkStatusReport.Status.RESTRICTED,
    days: int | None = 28,
    provider: str = "Dr Kim",
) -> WorkStatusReport:
    day = local_day(at, case.establishment.timezone)
    released = status == WorkStatusReport.Status.FULL_RELEASE
    facts = WorkStatusFacts(
        provider=provider,
        status=status,
        issued_on=day,
        starts_on=day,
        ends_on=day + timedelta(days=days) if days and not released else None,
        open_end=days is None and not released,
    )
    return duties.receive_report(actor=rosa.actor(at), case=case, at=at, facts=facts, limits=limits)


def propose(rosa: Person, case: Case, task: Task, *, at: datetime = NOON, send: bool = True, **plan: Any) -> Assignment:
    plan.setdefault("starts_on", local_day(at, case.establishment.timezone))
    draft = duties.propose(actor=rosa.actor(at), case=case, task=task, at=at, **plan)
    return duties.submit(actor=rosa.actor(at), assignment=draft, at=at) if send else draft


def make_active(
    rosa: Person, supervisor: Person, person: Person, case: Case, task: Task, *, at: datetime = NOON
) -> Assignment:
    """A duty that everybody has said yes to, worked in from today."""
    row = propose(rosa, case, task, at=at)
    row = duties.approve(actor=supervisor.actor(at), assignment=row, at=at)
    return duties.accept(actor=person.actor(at), assignment=row, at=at)


def check_in(person: Person, case: Case, at: datetime, **answers: Any) -> CheckIn:
    answers.setdefault("scores", {"pain": 5, "main_activity": 5, "work_ability": 4})
    return recovery.submit_check_in(actor=person.actor(at), case=case, at=at, client_key=uuid4(), **answers)
