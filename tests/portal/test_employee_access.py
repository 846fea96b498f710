"""Who finds which page: an employee her own, a supervisor the team's, a stranger and HR of another site nothing."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from duty.models import Assignment
from injuries.models import Case
from people.models import Department
from recovery.models import Appointment, CheckIn
from recovery.services import book_appointment
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, check_in, give_report, make_active, make_task
from tests.portal.phone import phone_of

pytestmark = pytest.mark.django_db

OWN_PAGES = (
    "/?me",
    "/dates/",
    "/report/",
    "/check-in/",
    "/appointments/new/",
    "/treatments/new/",
    "/asked-to-do-more/",
    "/follow-up/",
    "/record/",
    "/record/check-ins/",
    "/record/who/",
    "/record/files/new/",
)
EVERYBODYS = ("/inbox/", "/help/")
SUPERVISORS = ("/team/", "/approvals/")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def duty(ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department) -> Assignment:
    give_report(rosa, case, LIFT_TEN)
    return make_active(rosa, sam, ana, case, make_task(assembly))


@pytest.fixture
def visit(ana: Person, case: Case) -> Appointment:
    start = NOON + timedelta(days=3)
    return book_appointment(
        actor=ana.actor(),
        case=case,
        at=NOON,
        kind="follow_up",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        client_key=uuid4(),
    )


@pytest.mark.parametrize("path", [*OWN_PAGES, *EVERYBODYS])
def test_ana_opens_each_of_her_own_pages(path: str, ana: Person, case: Case) -> None:
    assert phone_of(ana).get(path).status_code == 200


@pytest.mark.parametrize("path", [*OWN_PAGES, *EVERYBODYS, *SUPERVISORS])
def test_somebody_who_is_not_signed_in_is_asked_to_and_comes_back(path: str, db: None) -> None:
    response = phone_of(None).get(path)
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/?next=")  # type: ignore[attr-defined]  # a redirect has it


@pytest.mark.parametrize("path", OWN_PAGES[1:])
def test_rosa_who_is_no_employee_has_none_of_the_own_pages(path: str, rosa: Person) -> None:
    assert phone_of(rosa).get(path).status_code == 404


@pytest.mark.parametrize("path", EVERYBODYS)
def test_rosa_reads_her_inbox_and_help(path: str, rosa: Person) -> None:
    assert phone_of(rosa).get(path).status_code == 200


@pytest.mark.parametrize("path", SUPERVISORS)
def test_only_supervisors_find_the_teams_pages(path: str, ana: Person, rosa: Person, sam: Person) -> None:
    assert [phone_of(one).get(path).status_code for one in (ana, rosa, sam)] == [404, 404, 200]


def test_nobody_else_finds_anas_offer_visit_check_in_or_report(
    ana: Person, sam: Person, otto: Person, rosa: Person, case: Case, duty: Assignment, visit: Appointment
) -> None:
    answered: CheckIn = check_in(ana, case, NOON, alarming=True)
    report = case.reports.get()
    pages = (
        f"/offers/{duty.pk}/",
        f"/appointments/{visit.pk}/outcome/",
        f"/check-in/{answered.pk}/signs/",
        f"/report/sent/{report.pk}/",
    )
    for path in pages:
        assert phone_of(ana).get(path).status_code == 200, path
        for stranger in (sam, otto, rosa):
            assert phone_of(stranger).get(path).status_code == 404, (path, stranger)


@pytest.mark.parametrize("page", ["/?me&", "/check-in/?", "/appointments/new/?", "/follow-up/?", "/asked-to-do-more/?"])
def test_the_number_of_somebody_elses_case_leads_nowhere(page: str, sam: Person, case: Case) -> None:
    assert phone_of(sam).get(f"{page}case={case.number}").status_code == 404


def test_a_strangers_duty_is_not_found_by_the_supervisor_of_another_site(
    duty: Assignment, sam: Person, otto: Person, olga: Person
) -> None:
    path = f"/approvals/{duty.pk}/"
    assert [phone_of(one).get(path).status_code for one in (sam, otto, olga)] == [200, 404, 404]


def test_nobody_answers_their_own_duty(duty: Assignment, ana: Person, sams_post: object) -> None:
    assert phone_of(ana).get(f"/approvals/{duty.pk}/").status_code == 404


def test_a_supervisor_reports_for_the_own_team_only(ana: Person, otto: Person, sam: Person, olga: Person) -> None:
    path = f"/team/report/{ana.employee.pk}/"  # type: ignore[union-attr]  # Ana is employed
    assert [phone_of(one).get(path).status_code for one in (sam, olga, ana)] == [200, 404, 404]
    own = f"/team/report/{sam.employee.pk}/"  # type: ignore[union-attr]  # so is Sam
    assert phone_of(sam).get(own).status_code == 404
