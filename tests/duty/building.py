"""Rows for tests of duty: an assessed task, a provider's report, and duties brought to any state by the verbs."""

from datetime import date, datetime, timedelta
from typing import Any

from duty import services
from duty.models import Assignment, Task
from injuries.models import Case
from people.models import Department
from recovery.models import WorkStatusReport
from recovery.services import LimitFacts, WorkStatusFacts
from tests.cast import NOON, TODAY, Person

DAY = timedelta(days=1)
LIFT_TEN = LimitFacts(kind="MAX_WEIGHT", activity="LIFT", points=({"lb": 10},), original_words="no more than 10 lb")
NO_LIFT = LimitFacts(kind="PROHIBITED", activity="LIFT", original_words="no lifting, wrist not healed")
SITTING = services.DemandFacts(activity="SIT", status="ASSESSED", minutes=360)
LIGHT_LIFT = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=8, hands="BOTH")


def make_task(department: Department, code: str = "FILING", **changed: Any) -> Task:
    """A task that somebody has looked at; it lifts 8 lb for an hour."""
    facts: dict[str, Any] = {
        "code": code,
        "name": "Filing documents",
        "kind": "light",
        "department": department,
        "description": "File incoming papers by date.",
        "place": "Room 4",
        "shift_minutes": 480,
        "days_per_week": 5,
        "night": False,
        "overtime": False,
        "absent": ("CLIMB", "LOW_POSTURE"),
        "demands": (SITTING, LIGHT_LIFT),
        "assessed_by": "Pia Hart",
        "assessed_on": TODAY - DAY,
    }
    return services.store_task(facts=services.TaskFacts(**{**facts, **changed}), at=NOON)


def report(rosa: Person, case: Case, *limits: LimitFacts, at: datetime = NOON, **changed: Any) -> WorkStatusReport:
    """Dr Kim's report of that day; without limits it is LIFT_TEN for four weeks."""
    today = at.date()
    facts: dict[str, Any] = {
        "provider": "Dr Kim",
        "status": "RESTRICTED",
        "issued_on": today,
        "starts_on": today,
        "ends_on": today + 28 * DAY,
    }
    facts |= changed
    stated = limits or ((LIFT_TEN,) if facts["status"] == "RESTRICTED" else ())
    return services.receive_report(
        actor=rosa.actor(at), case=case, at=at, facts=WorkStatusFacts(**facts), limits=stated
    )


def release(rosa: Person, case: Case, *, at: datetime = NOON, **changed: Any) -> WorkStatusReport:
    return report(rosa, case, at=at, status="FULL_RELEASE", ends_on=None, **changed)


def proposed(rosa: Person, case: Case, task: Task, *, at: datetime = NOON, **changed: Any) -> Assignment:
    plan = {"starts_on": at.date(), "planned_end_on": at.date() + 21 * DAY, **changed}
    return services.propose(actor=rosa.actor(at), case=case, task=task, at=at, **plan)


ROUTES: dict[str, tuple[str, ...]] = {
    "draft": (),
    "pending_supervisor": ("submit",),
    "pending_employee": ("submit", "approve"),
    "scheduled": ("submit", "approve", "accept"),
    "active": ("submit", "approve", "accept"),
    "suspended": ("submit", "approve", "accept", "safety_stop"),
    "lapsed": ("submit", "approve", "accept", "lapse"),
    "ended": ("submit", "approve", "accept", "end"),
    "declined_supervisor": ("submit", "decline"),
    "declined_employee": ("submit", "approve", "refuse"),
    "withdrawn": ("withdraw",),
}


def brought_to(
    state: str, *, rosa: Person, supervisor: Person, subject: Person, case: Case, task: Task, at: datetime = NOON
) -> Assignment:
    """A duty taken to a state by the people who may take it there."""
    start = at.date() + (DAY if state == "scheduled" else timedelta())
    row = proposed(rosa, case, task, at=at, starts_on=start)
    who = {"approve": supervisor, "decline": supervisor, "accept": subject, "refuse": subject, "safety_stop": subject}
    more: dict[str, dict[str, Any]] = {
        "decline": {"reason": "No room", "alternative": "none available"},
        "safety_stop": {"reason": "It hurts"},
        "end": {"reason": "The line is closed"},
        "withdraw": {"reason": "Typed wrongly"},
    }
    for verb in ROUTES[state]:
        if verb == "lapse":
            services.advance(at + 30 * DAY)
            row.refresh_from_db()
            continue
        actor = who.get(verb, rosa).actor(at)
        row = getattr(services, verb)(actor=actor, assignment=row, at=at, **more.get(verb, {}))
    assert row.state == state, (row.state, state)
    return row


def planned_end(row: Assignment) -> date:
    assert row.planned_end_on is not None
    return row.planned_end_on
