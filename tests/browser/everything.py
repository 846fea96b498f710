"""A company in which every page of `tools.tour` has something to show; imported by tests/browser/stage.py alone."""

import io
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from duty import services as duty
from duty.models import Assignment, Task
from injuries.models import Case
from injuries.services import add_file, add_note, plan_prevention
from people.models import Establishment, RoleGrant
from people.services import appoint_supervisor
from recovery import services as recovery
from tests import cast
from tests.duty.building import make_task, proposed, report

NOON = cast.NOON
DAY = timedelta(days=1)
NOW = NOON + 29 * DAY
LATER = (NOON + 60 * DAY).date()
SCORES = {"pain": 6, "main_activity": 4, "work_ability": 5}


def build() -> dict[str, Any]:
    site = cast.make_site()
    site.contact_name, site.contact_phone = "Rosa Patel", "(312) 555-0141"
    site.save()
    assembly, office = cast.make_department(site), cast.make_department(site, "Office")
    sam = cast.make_person("Sam", "Okafor", assembly, job="Supervisor")
    appoint_supervisor(department=assembly, supervisor=sam.employee, starts_on=date(2025, 1, 1))
    rosa = cast.make_office("rosa.patel@example.com", "Rosa Patel", RoleGrant.Role.HR, site)
    people = {
        "employee": cast.make_person("Ana", "Rivera", assembly),
        "offered": cast.make_person("Ben", "Cole", assembly),
        "unhurt": cast.make_person("Eva", "Lund", office),
        "supervisor": sam,
        "hr": rosa,
        "safety": cast.make_office("safety@example.com", "Sia Fey", RoleGrant.Role.SAFETY, site),
        "auditor": cast.make_office("audit@example.com", "Ada Udit", RoleGrant.Role.AUDITOR, None),
        "it": cast.make_office("it@example.com", "Ivo Tran", RoleGrant.Role.IT, site),
    }
    RecoveryCodes.activate(people["it"].user)
    tasks = bank(site, assembly)
    case = long_case(people["employee"], sam, rosa, tasks)
    offers(people["offered"], assembly, sam, rosa, tasks)
    for person in people.values():
        person.user.set_password(cast.PASSWORD)
        person.user.save()
    return {
        "emails": {role: person.user.email for role, person in people.items()},
        **alarming(people["employee"], case),
    }


def bank(site: Establishment, assembly: Any) -> list[Task]:
    """One task that fits, and the templates, of which most wait for somebody to look."""
    light = duty.DemandFacts(activity="LIFT_CARRY", status="ASSESSED", minutes=60, weight=8, hands="BOTH")
    fits = make_task(assembly, "KITTING", name="Packing kits", kind="modified", demands=(light,))
    duty.add_template_tasks(establishment=site, departments={"": assembly}, at=NOON)
    return [fits]


def limited(rosa: cast.Person, case: Case, at: datetime) -> None:
    limit = recovery.LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=({"lb": 10},), original_words="10 lb")
    report(rosa, case, limit, at=at, ends_on=LATER)


def offered(rosa: cast.Person, case: Case, task: Task, at: datetime) -> Assignment:
    hours = {"shift_starts": time(7), "shift_ends": time(15, 30), "ask_for": "Sam Okafor"}
    draft = proposed(rosa, case, task, at=at, planned_end_on=LATER, **hours)
    return duty.submit(actor=rosa.actor(at), assignment=draft, at=at)


def long_case(ana: cast.Person, sam: cast.Person, rosa: cast.Person, tasks: list[Task]) -> Case:
    """A month without improvement on modified duty, a visit behind it and one to come."""
    case = cast.make_open_case(ana, rosa)
    limited(rosa, case, NOON)
    row = offered(rosa, case, tasks[0], NOON)
    duty.approve(actor=sam.actor(), assignment=row, at=NOON)
    duty.accept(actor=ana.actor(), assignment=row, at=NOON)
    for day in (1, 4, 8, 11, 15, 18, 22, 25):
        at = NOON + day * DAY
        recovery.submit_check_in(actor=ana.actor(at), case=case, at=at, scores=SCORES, client_key=uuid4())
        case.refresh_from_db()
    for at, kind in ((NOON + 20 * DAY, "follow_up"), (NOW + 2 * DAY, "therapy")):
        visit(ana, case, at, kind)
    recovery.add_treatment(
        actor=ana.actor(NOW), case=case, kind="therapy", words="Twice a week", started_on=NOON.date(), at=NOW
    )
    add_file(actor=ana.actor(NOW), case=case, upload=photo(), at=NOW)
    add_note(actor=rosa.actor(NOW), case=case, words="Talked with Ana.", at=NOW)
    plan_prevention(actor=rosa.actor(NOW), case=case, change="Rotate hourly.", by_whom="Sam", due_on=LATER, at=NOW)
    duty.raise_concern(
        actor=ana.actor(NOW), case=case, words="Lift the big boxes", stop=False, at=NOW, client_key=uuid4()
    )
    return case


def visit(ana: cast.Person, case: Case, begins: datetime, kind: str) -> None:
    at = min(begins - 2 * DAY, NOW)
    recovery.book_appointment(
        actor=ana.actor(at),
        case=case,
        at=at,
        kind=kind,
        starts_at=begins,
        ends_at=begins + timedelta(hours=1),
        with_whom="Dr. L. Kim",
        client_key=uuid4(),
    )


def offers(ben: cast.Person, assembly: Any, sam: cast.Person, rosa: cast.Person, tasks: list[Task]) -> None:
    """Ben has an offer to answer, Cleo's waits for Sam, Dora's report waits for Rosa."""
    cleo, dora = (cast.make_person(name, "Marsh", assembly) for name in ("Cleo", "Dora"))
    for person in (ben, cleo):
        case = cast.make_open_case(person, rosa, at=NOW)
        limited(rosa, case, NOW)
        row = offered(rosa, case, tasks[0], NOW)
        if person is ben:
            duty.approve(actor=sam.actor(NOW), assignment=row, at=NOW)
    cast.make_case(dora, at=NOW)


def photo() -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "gray").save(drawn, "PNG")
    return SimpleUploadedFile("note.png", drawn.getvalue())


def alarming(ana: cast.Person, case: Case) -> dict[str, Any]:
    """A check-in with an alarming sign, whose page is reached only by answering one."""
    told = recovery.submit_check_in(
        actor=ana.actor(NOW), case=case, at=NOW, scores=SCORES, alarming=True, client_key=uuid4()
    )
    return {"signs": f"/check-in/{told.pk}/signs/", "now": NOW.isoformat()}
