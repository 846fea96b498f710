"""The cast: Ana is hurt, Sam supervises her, Rosa is her case manager in HR, Otto works at another establishment.

Builders are plain functions, so that a test can make more of anybody; the fixtures are the usual people.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from injuries.models import Case
from injuries.services import ReportFacts, file_report
from people.actors import actor_for
from people.models import Department, Employee, Establishment, RoleGrant, Supervision, User
from people.services import appoint_supervisor, grant_role, open_account
from people.wall import Actor

PASSWORD = "correct horse battery"
# A Monday morning in Chicago; nothing in a test asks the real clock.
NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
TODAY = date(2026, 3, 2)


@dataclass
class Person:
    """Somebody of the cast with everything a test asks for."""

    employee: Employee | None
    user: User

    def actor(self, at: datetime = NOON) -> Actor:
        return actor_for(self.user, at=at)


def make_site(name: str = "Riverside", *, timezone: str = "America/Chicago") -> Establishment:
    return Establishment.objects.create(name=name, code=name.lower().replace(" ", "-"), timezone=timezone)


def make_department(site: Establishment, name: str = "Assembly") -> Department:
    return Department.objects.get_or_create(establishment=site, name=name)[0]


def make_person(
    given: str, family: str, department: Department, *, job: str = "Assembler", account: bool = True
) -> Person:
    """An employee, with an account unless told otherwise."""
    email = f"{given}.{family}@example.com".lower()
    employee = Employee.objects.create(
        establishment=department.establishment,
        department=department,
        number=uuid4().hex[:12],
        given_name=given,
        family_name=family,
        email=email,
        job_title=job,
        hired_on=date(2020, 1, 6),
    )
    user = open_account(email=email, full_name=employee.name, password=None, employee=employee) if account else None
    return Person(employee, user)  # type: ignore[arg-type]  # no account is what some tests are about


def make_office(email: str, name: str, role: str, site: Establishment | None) -> Person:
    """Somebody of the office who is nobody's case: HR, safety, auditor, IT."""
    user = open_account(email=email, full_name=name, password=None)
    grant_role(user=user, role=role, establishment_id=site.pk if site else None)
    return Person(None, user)


def wrist_facts(**changed: object) -> ReportFacts:
    facts: dict[str, object] = {
        "began_on": date(2026, 2, 20),
        "repetitive_task": "assembly",
        "body_part": "WRIST",
        "side": "R",
        "symptoms": ("pain", "tingling"),
    }
    return ReportFacts(**{**facts, **changed})  # type: ignore[arg-type]  # a test may pass wrong facts on purpose


def make_case(person: Person, *, at: datetime = NOON, **changed: object) -> Case:
    """A case as it comes in: reported by the employee, not triaged."""
    assert person.employee is not None
    report = file_report(
        actor=person.actor(at), employee=person.employee, facts=wrist_facts(**changed), at=at, client_key=uuid4()
    )
    assert report.case is not None
    return report.case


def make_open_case(person: Person, rosa: Person, *, at: datetime = NOON, **changed: object) -> Case:
    """A triaged case whose first check-in is due the same day."""
    from people.clock import local_day
    from recovery.services import triage

    case = make_case(person, at=at, **changed)
    return triage(
        actor=rosa.actor(at),
        case=case,
        at=at,
        owner=rosa.user,
        work_related=Case.WorkRelated.YES,
        first_check_in_on=local_day(at, case.establishment.timezone),
        main_activity="Opening jars",
    )


def sign_in(client: object, person: Person) -> None:
    client.force_login(person.user)  # type: ignore[attr-defined]  # django.test.Client or APIClient


@pytest.fixture
def site(db: None) -> Establishment:
    return make_site()


@pytest.fixture
def other_site(db: None) -> Establishment:
    return make_site("Hillside", timezone="America/New_York")


@pytest.fixture
def assembly(site: Establishment) -> Department:
    return make_department(site)


@pytest.fixture
def office(site: Establishment) -> Department:
    return make_department(site, "Office")


@pytest.fixture
def ana(assembly: Department) -> Person:
    return make_person("Ana", "Rivera", assembly)


@pytest.fixture
def sam(assembly: Department) -> Person:
    person = make_person("Sam", "Okafor", assembly, job="Supervisor")
    assert person.employee is not None
    appoint_supervisor(department=assembly, supervisor=person.employee, starts_on=date(2025, 1, 1))
    return person


@pytest.fixture
def olga(office: Department) -> Person:
    """Supervises the office, where light duty often is."""
    person = make_person("Olga", "Berg", office, job="Office lead")
    assert person.employee is not None
    appoint_supervisor(department=office, supervisor=person.employee, starts_on=date(2025, 1, 1))
    return person


@pytest.fixture
def tina(assembly: Department) -> Person:
    """Stands in for Sam when he is away."""
    return make_person("Tina", "Lind", assembly, job="Shift lead")


@pytest.fixture
def rosa(site: Establishment) -> Person:
    return make_office("rosa.patel@example.com", "Rosa Patel", RoleGrant.Role.HR, site)


@pytest.fixture
def auditor(site: Establishment) -> Person:
    return make_office("audit@example.com", "Ada Udit", RoleGrant.Role.AUDITOR, site)


@pytest.fixture
def safety(site: Establishment) -> Person:
    return make_office("safety@example.com", "Sia Fey", RoleGrant.Role.SAFETY, site)


@pytest.fixture
def it(site: Establishment) -> Person:
    return make_office("it@example.com", "Ivo Tran", RoleGrant.Role.IT, site)


@pytest.fixture
def otto(other_site: Establishment) -> Person:
    """Works at another establishment: finds nothing here."""
    return make_person("Otto", "Voss", make_department(other_site))


@pytest.fixture
def hugo(other_site: Establishment) -> Person:
    """HR of the other establishment."""
    return make_office("hugo@example.com", "Hugo Lang", RoleGrant.Role.HR, other_site)


@pytest.fixture
def sams_post(sam: Person, assembly: Department) -> Supervision:
    return Supervision.objects.get(department=assembly, supervisor=sam.employee)
