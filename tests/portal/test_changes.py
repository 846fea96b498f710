"""The history of rows on the pages: who changed what, from what to what, for whom it is."""

from collections.abc import Iterator

import pytest
import time_machine

from duty import services as duties
from duty.models import Assignment
from injuries.models import Case
from people.models import AccessEntry, Department
from people.scope import carry_user
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, give_report, make_task, propose
from tests.portal.phone import phone_of, queries_at, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    case = make_open_case(ana, rosa)
    carry_user(rosa.user.pk)
    Case.objects.filter(pk=case.pk).update(first_treated_on="2026-02-20")
    return case


def test_hr_reads_what_was_changed_by_whom_and_from_what(rosa: Person, case: Case) -> None:
    said = words_at(rosa, f"/admin/case/{case.number}/changes/")
    for words in ("Case: changed", "Rosa Patel", "first treatment", "February 20, 2026"):
        assert words in said


def test_nobody_reads_what_is_written_for_programs(rosa: Person, case: Case) -> None:
    """Neither a structure nor the last day there is: a field whose value says nothing to people stands alone."""
    limits = give_report(rosa, case, LIFT_TEN).restrictions
    limits.update(replaced_on="2026-03-03", points=[{"lb": 5}])
    said = words_at(rosa, f"/admin/case/{case.number}/changes/")
    assert "replaced: – → March 3, 2026" in said
    for code in ("9999", "{"):
        assert code not in said


def test_the_employee_reads_the_changes_of_the_own_record(ana: Person, case: Case) -> None:
    said = words_at(ana, "/record/changes/")
    assert "Rosa Patel" in said and "February 20, 2026" in said


def test_the_employee_reads_nothing_of_a_duty_before_it_is_sent(
    ana: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN)
    draft = propose(rosa, case, make_task(assembly), starts_on=NOON.date(), send=False)
    Assignment.objects.filter(pk=draft.pk).update(reason="Nobody is to read this yet")
    assert "Nobody is to read" in words_at(rosa, f"/admin/case/{case.number}/changes/")
    assert "Duty" not in words_at(ana, "/record/changes/")
    draft.refresh_from_db()
    duties.submit(actor=rosa.actor(NOON), assignment=draft, at=NOON)
    assert "Duty: changed" in words_at(ana, "/record/changes/?all")


def test_what_people_changed_stands_first_and_the_rest_is_one_link_away(ana: Person, case: Case) -> None:
    carry_user(None)
    Case.objects.filter(pk=case.pk).update(repetitive_task="packing by night")
    said = words_at(ana, "/record/changes/")
    assert "Rosa Patel" in said and "packing by night" not in said
    assert "wrote by itself" in said and 'href="?all"' in phone_of(ana).get("/record/changes/").content.decode()
    assert "packing by night" in words_at(ana, "/record/changes/?all")


def test_where_nobody_has_changed_anything_the_page_says_so(otto: Person) -> None:
    said = words_at(otto, "/record/changes/")
    assert "Nobody has changed anything yet" in said and "Show these as well" in said


def test_what_the_program_wrote_of_a_draft_is_not_even_counted(
    ana: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN)
    before = words_at(ana, "/record/changes/")
    propose(rosa, case, make_task(assembly), starts_on=NOON.date(), send=False)
    assert words_at(ana, "/record/changes/") == before


def test_an_auditor_reads_that_something_changed_but_no_value(auditor: Person, case: Case) -> None:
    said = words_at(auditor, f"/admin/case/{case.number}/changes/")
    assert "first treatment" in said and "February" not in said and "Rivera" not in said


def test_reading_the_changes_is_a_look_at_the_record(rosa: Person, case: Case) -> None:
    phone_of(rosa).get(f"/admin/case/{case.number}/changes/")
    assert AccessEntry.objects.filter(employee=case.employee, user=rosa.user, what="changes").exists()


def test_a_supervisor_a_safety_officer_and_a_stranger_find_no_such_page(
    sam: Person, safety: Person, otto: Person, case: Case
) -> None:
    for person in (sam, safety, otto):
        assert phone_of(person).get(f"/admin/case/{case.number}/changes/").status_code in (302, 404)


def test_more_changes_cost_no_more_queries(ana: Person, rosa: Person, case: Case) -> None:
    few = queries_at(phone_of(ana), "/record/changes/")
    for day in range(1, 20):
        Case.objects.filter(pk=case.pk).update(first_treated_on=f"2026-01-{day:02d}")
    assert queries_at(phone_of(ana), "/record/changes/") == few
