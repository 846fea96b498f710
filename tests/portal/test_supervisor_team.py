"""The team board: who may do what, until when, away without a reason, a late review without a cause."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from duty.models import Assignment
from injuries.models import Case, Report
from people.models import AccessEntry, Department
from people.services import grant_role
from recovery.services import book_appointment
from tests.cast import NOON, Person, make_case, make_open_case, make_person
from tests.portal.hr_cases import LIFT_TEN, give_report, make_active, make_task
from tests.portal.phone import phone_of, queries_at, sent, words_at, words_of

pytestmark = pytest.mark.django_db

FACTS = {"began_on": "2026-02-20", "repetitive_task": "assembly", "task_words": "Line 4, all week", "place": "Hall 2"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def make_adapted(person: Person, rosa: Person, sam: Person, department: Department, code: str) -> Assignment:
    """Somebody with limits and an active duty."""
    case = make_open_case(person, rosa)
    give_report(rosa, case, LIFT_TEN)
    return make_active(rosa, sam, person, case, make_task(department, code))


def test_the_board_shows_duty_limits_and_review(ana: Person, sam: Person, rosa: Person, assembly: Department) -> None:
    row = make_adapted(ana, rosa, sam, assembly, "phones")
    said = words_at(sam, "/team/")
    assert row.review_on.strftime("%b") in said
    for words in ("1 person has a duty or limits", "A. Rivera", "Answer phones", "Lift and carry up to 10 lb"):
        assert words in said, words


def test_limits_without_a_duty_are_shown_as_well(ana: Person, sam: Person, rosa: Person) -> None:
    give_report(rosa, make_open_case(ana, rosa), LIFT_TEN)
    assert "Lift and carry up to 10 lb" in words_at(sam, "/team/")


def test_off_work_is_a_limit_too(ana: Person, sam: Person, rosa: Person) -> None:
    give_report(rosa, make_open_case(ana, rosa), status="OFF_WORK")
    assert "No work for now" in words_at(sam, "/team/")


def test_somebody_who_only_reported_looks_like_everybody_else(ana: Person, sam: Person) -> None:
    before = words_at(sam, "/team/")
    make_case(ana)
    assert words_at(sam, "/team/") == before


def test_away_has_its_hours_and_no_reason(ana: Person, sam: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    start = NOON + timedelta(hours=2)
    book_appointment(
        actor=ana.actor(),
        case=case,
        at=NOON,
        kind="specialist",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        with_whom="Dr Kim",
        client_key=uuid4(),
    )
    said = words_at(sam, "/team/")
    assert "Today away 2:00 PM to 4:00 PM" in said
    assert "Specialist" not in said
    assert "Dr Kim" not in said


def test_a_late_review_names_its_days_and_no_cause(
    ana: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    row = make_adapted(ana, rosa, sam, assembly, "phones")
    with time_machine.travel(NOON + timedelta(days=(row.review_on - NOON.date()).days + 2), tick=False):
        assert "2 days late" in words_at(sam, "/team/")


def test_people_of_other_departments_are_not_on_the_board(ana: Person, sam: Person, olga: Person, otto: Person) -> None:
    said = words_at(olga, "/team/")
    for name in ("A. Rivera", "S. Okafor", "O. Voss", "O. Berg"):
        assert name not in said


def test_somebody_lent_to_the_department_is_on_its_board_without_the_button_to_report(
    ana: Person, rosa: Person, olga: Person, office: Department
) -> None:
    make_adapted(ana, rosa, olga, office, "phones")
    said = words_at(olga, "/team/")
    assert "Answer phones" in said
    assert "Report for A. Rivera" not in said


def test_the_board_asks_as_many_questions_for_nine_people_as_for_one(
    ana: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    make_adapted(ana, rosa, sam, assembly, "first")
    few = queries_at(phone_of(sam), "/team/")
    for n in range(8):
        make_adapted(make_person("Pat", f"Number{n}", assembly), rosa, sam, assembly, f"task{n}")
    assert queries_at(phone_of(sam), "/team/") == few


def test_a_look_at_the_board_is_written_down_once_a_day_for_those_with_limits(
    ana: Person, sam: Person, tina: Person, rosa: Person
) -> None:
    give_report(rosa, make_open_case(ana, rosa), LIFT_TEN)
    for _look in range(2):
        phone_of(sam).get("/team/")
    assert [(entry.employee, entry.role) for entry in AccessEntry.objects.all()] == [(ana.employee, "supervisor")]
    assert "Saw your limits and duty on the team's page" in words_at(ana, "/record/who/")


def test_a_report_of_the_supervisor_says_what_happened_and_not_where_it_hurts(ana: Person, sam: Person) -> None:
    path = f"/team/report/{ana.employee.pk}/"  # type: ignore[union-attr]  # Ana is employed
    page = phone_of(sam).get(path).content.decode()
    assert "body" not in page.split("<main")[1].split("</main>")[0].lower()
    assert sent(phone_of(sam), path, **FACTS).url == "/team/"
    report = Report.objects.get()
    assert (report.filed_as, report.body_part, report.task_words) == ("supervisor", "", "Line 4, all week")


def test_all_that_is_missing_is_listed_and_the_words_stay(ana: Person, sam: Person) -> None:
    path = f"/team/report/{ana.employee.pk}/"  # type: ignore[union-attr]  # Ana is employed
    response = sent(phone_of(sam), path, began_on="2026-03-09", task_words="Line 4")
    said = words_of(response.content.decode())
    assert response.status_code == 422
    assert "2 things need a fix" in said
    assert "Enter a day that is not in the future." in said
    assert "Line 4" in response.content.decode()


def test_a_report_sent_twice_is_one_report(ana: Person, sam: Person) -> None:
    client, key = phone_of(sam), str(uuid4())
    for _tap in range(2):
        client.post(f"/team/report/{ana.employee.pk}/", {**FACTS, "key": key})  # type: ignore[union-attr]  # Ana is employed
    assert (Report.objects.count(), Case.objects.count()) == (1, 1)


def test_a_supervisor_never_learns_from_reporting_that_a_case_is_open(ana: Person, sam: Person) -> None:
    make_case(ana)
    response = sent(phone_of(sam), f"/team/report/{ana.employee.pk}/", **FACTS)  # type: ignore[union-attr]  # Ana is employed
    assert response.url == "/team/"


def test_a_supervisor_who_is_hr_as_well_reports_on_hrs_form(ana: Person, sam: Person) -> None:
    assert ana.employee is not None
    grant_role(user=sam.user, role="hr", establishment_id=ana.employee.establishment_id)
    response = phone_of(sam).get(f"/team/report/{ana.employee.pk}/")
    assert response.url == f"/admin/report/?employee={ana.employee.pk}"  # type: ignore[attr-defined]  # a redirect has it
