"""The page of a case, and who sees which part of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from injuries.models import Case
from injuries.services import add_note
from people.models import AccessEntry, Department
from tests.cast import NOON, Person, make_case, make_open_case, make_person
from tests.portal.hr_cases import (
    LIFT_TEN,
    NO_VIBRATION,
    at_desk,
    check_in,
    give_report,
    make_active,
    make_task,
    propose,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, sam: Person, rosa: Person, assembly: Department) -> Case:
    """A case with everything: limits, an active duty, answers and a note."""
    made = make_open_case(ana, rosa, at=NOON - timedelta(days=20), began_on=(NOON - timedelta(days=30)).date())
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION)
    make_active(rosa, sam, ana, made, make_task(assembly))
    for days in (9, 6, 2):
        check_in(ana, made, NOON - timedelta(days=days))
    add_note(actor=rosa.actor(), case=made, words="Wears a splint at night.", at=NOON)
    return made


def page(person: Person, case: Case) -> str:
    response = at_desk(person).get(f"/admin/case/{case.number}/")
    assert response.status_code == 200
    return response.content.decode()


def test_hr_sees_the_way_of_the_case_and_what_it_rests_on(case: Case, rosa: Person) -> None:
    shown = page(rosa, case)
    for words in (
        "Lift and carry up to 10 lb",
        "No vibrating tools",
        "Answer phones",
        "active since Mar 2",
        "Wears a splint at night.",
        "Opening jars",
    ):
        assert words in shown, words


def test_opening_the_page_is_written_down_for_the_employee(case: Case, rosa: Person, ana: Person) -> None:
    page(rosa, case)
    entry = AccessEntry.objects.get(employee=ana.employee)
    assert (entry.user, entry.role, entry.what) == (rosa.user, "hr", "case")


def test_hr_of_another_establishment_finds_nothing(case: Case, hugo: Person) -> None:
    assert at_desk(hugo).get(f"/admin/case/{case.number}/").status_code == 404
    assert AccessEntry.objects.count() == 0


@pytest.mark.parametrize("address", ["note", "work-status", "duties", "triage", "close", "appointment", "treatment"])
def test_only_hr_of_the_establishment_opens_a_form(case: Case, safety: Person, hugo: Person, address: str) -> None:
    for person in (safety, hugo):
        assert at_desk(person).get(f"/admin/case/{case.number}/{address}/").status_code == 404


def test_safety_sees_limits_and_duty_but_no_answer_note_or_provider(case: Case, safety: Person) -> None:
    shown = page(safety, case)
    assert "Lift and carry up to 10 lb" in shown
    assert "Answer phones" in shown
    for secret in ("splint", "Dr Kim", "Opening jars", "carpal", "Stalled", "Check-in answered", "Add note"):
        assert secret not in shown, secret


def test_the_auditor_reads_a_pseudonym(case: Case, auditor: Person, ana: Person) -> None:
    assert ana.employee is not None
    shown = page(auditor, case)
    assert ana.employee.pseudonym in shown
    for secret in ("Rivera", "wrist", "splint", "Dr Kim"):
        assert secret not in shown.replace(f"/admin/case/{case.number}", ""), secret


def test_beside_a_later_draft_elsewhere_the_supervisor_of_the_running_duty_is_named(
    ana: Person, sam: Person, olga: Person, rosa: Person, assembly: Department, office: Department
) -> None:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN)
    make_active(rosa, olga, ana, made, make_task(office))
    propose(rosa, made, make_task(assembly, "later"), at=NOON + timedelta(minutes=1), send=False)
    shown = page(rosa, made)
    assert olga.employee is not None
    assert olga.employee.short_name in shown
    assert "nobody named" not in shown


def test_an_employee_and_a_supervisor_have_no_desk(case: Case, ana: Person, sam: Person) -> None:
    for person in (ana, sam):
        response = at_desk(person).get(f"/admin/case/{case.number}/")
        assert response.status_code == 302


def test_somebody_who_has_not_signed_in_is_sent_to_the_one_sign_in(case: Case, client: object) -> None:
    response = client.get("/admin/", follow=True)  # type: ignore[attr-defined]  # django.test.Client
    assert response.redirect_chain[-1][0].startswith("/accounts/login/")


def test_the_next_step_of_the_case_stands_on_top(case: Case, rosa: Person) -> None:
    with time_machine.travel(NOON + timedelta(days=9), tick=False):
        shown = page(rosa, case)
    assert "Duty review: 2 days late." in shown
    assert "Hold review" in shown


def test_a_new_case_leads_to_triage(ana: Person, rosa: Person) -> None:
    made = make_case(ana)
    assert f"/admin/case/{made.number}/triage/" in page(rosa, made)


def test_a_long_history_takes_no_more_queries(case: Case, ana: Person, rosa: Person) -> None:
    client = at_desk(rosa)
    client.get(f"/admin/case/{case.number}/")
    with CaptureQueriesContext(connection) as few:
        client.get(f"/admin/case/{case.number}/")
    for place in range(10):
        add_note(actor=rosa.actor(), case=case, words=f"Note {place}", at=NOON)
        check_in(ana, case, NOON - timedelta(days=1))
    with CaptureQueriesContext(connection) as many:
        client.get(f"/admin/case/{case.number}/")
    assert len(many) == len(few)


def test_the_journal_has_a_page_of_its_own(case: Case, rosa: Person) -> None:
    for place in range(30):
        add_note(actor=rosa.actor(), case=case, words=f"Note {place}", at=NOON)
    shown = at_desk(rosa).get(f"/admin/case/{case.number}/journal/").content.decode()
    assert "Note 29" in shown
    assert "?page=2" in shown


def test_search_opens_the_case_of_a_number_or_of_the_one_person(case: Case, rosa: Person) -> None:
    for words in (case.number, "rivera", "Ana"):
        response = at_desk(rosa).get("/admin/find/", {"q": words})
        assert response["Location"] == f"/admin/case/{case.number}/", words


def test_search_lists_people_who_have_no_case(rosa: Person, assembly: Department) -> None:
    make_person("Zoe", "Zane", assembly)
    assert b"Report for this person" in at_desk(rosa).get("/admin/find/", {"q": "zane"}).content


def test_a_name_is_no_way_for_the_auditor_to_find_somebody(case: Case, auditor: Person) -> None:
    assert b"Nothing found" in at_desk(auditor).get("/admin/find/", {"q": "rivera"}).content


def test_cases_are_listed_by_state_with_as_many_queries_for_many(rosa: Person, assembly: Department) -> None:
    client = at_desk(rosa)
    make_open_case(make_person("A", "One", assembly), rosa)
    client.get("/admin/cases/")
    with CaptureQueriesContext(connection) as few:
        client.get("/admin/cases/")
    for place in range(29):
        make_case(make_person(f"P{place}", "Many", assembly))
    with CaptureQueriesContext(connection) as many:
        shown = client.get("/admin/cases/?state=reported").content.decode()
    assert len(many) == len(few)
    assert "1 open case, 29 wait for triage" in shown
    assert "?page=2" in shown
