"""Finding a duty, offering it, and what HR does with it until it ends."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duty import services as duties
from duty.models import Assignment, DutyReview, Task
from injuries.models import Case
from people.models import Department, Supervision
from people.services import name_substitute
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, at_desk, give_report, make_active, make_task, propose

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION)
    return made


@pytest.fixture
def desk(rosa: Person) -> Client:
    return at_desk(rosa)


@pytest.fixture
def phones(assembly: Department, sam: Person) -> Task:
    return make_task(assembly)


def found(desk: Client, case: Case) -> str:
    return str(desk.get(f"/admin/case/{case.number}/duties/").content.decode())


def test_each_task_stands_in_its_group_with_its_reason_in_numbers(
    desk: Client, case: Case, phones: Task, assembly: Department
) -> None:
    make_task(assembly, "dock", name="Load the dock", weight=40)
    make_task(assembly, "kits", name="Pack kits", profile=Task.Profile.ESTIMATED)
    lighter = {"set": [{"activity": code, "weight_lb": 5} for code in ("LIFT", "CARRY")]}
    make_task(
        assembly, "trays", name="Carry trays", weight=30, modifications=[{"code": "SMALL_TRAYS", "patch": lighter}]
    )
    shown = found(desk, case)
    assert "1 duty fits now, 1 fits with a change" in shown
    for words in ("up to 2 lb. The limit is 10 lb.", "It needs 40 lb", "only estimated", "Smaller trays"):
        assert words in shown, words
    order = [shown.index(name) for name in ("Answer phones", "Carry trays", "Pack kits", "Load the dock")]
    assert order == sorted(order)


def test_only_the_best_task_has_the_filled_button(desk: Client, case: Case, phones: Task, assembly: Department) -> None:
    make_task(assembly, "scan", name="Scan job cards")
    shown = found(desk, case)
    assert shown.count('<a class="btn" href') == 1
    assert shown.count(">Offer this<") == 2


def test_what_does_not_fit_has_no_button(desk: Client, case: Case, assembly: Department) -> None:
    make_task(assembly, "dock", weight=40)
    shown = found(desk, case)
    assert "No duty fits yet" in shown
    assert "Offer this" not in shown


def test_many_tasks_take_as_many_queries_as_one(desk: Client, case: Case, phones: Task, assembly: Department) -> None:
    found(desk, case)
    with CaptureQueriesContext(connection) as few:
        found(desk, case)
    for place in range(29):
        make_task(assembly, f"task-{place}", name=f"Task {place}")
    with CaptureQueriesContext(connection) as many:
        shown = found(desk, case)
    assert len(many) == len(few)
    assert "Showing 1 to 25 of 30" in shown


def test_of_a_large_bank_what_certainly_breaks_a_limit_is_left_out_and_counted(
    desk: Client, case: Case, phones: Task, assembly: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_task(assembly, "dock", name="Load the dock", weight=40)
    make_task(assembly, "lift", name="Unload the van", weight=50)
    make_task(assembly, "kits", name="Pack kits", profile=Task.Profile.ESTIMATED)
    duties.fill_screens()
    assert "Load the dock" in found(desk, case)
    monkeypatch.setattr("portal.views.hr.duties.AT_ONCE", 3)
    shown = found(desk, case)
    assert "2 tasks were left out" in shown
    assert "Load the dock" not in shown
    assert "Answer phones" in shown
    assert "Pack kits" in shown
    assert "Load the dock" in desk.get(f"/admin/case/{case.number}/duties/?all=1").content.decode()


def test_leaving_tasks_out_takes_as_many_queries_for_many_as_for_few(
    desk: Client, case: Case, phones: Task, assembly: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_task(assembly, "dock", weight=40)
    duties.fill_screens()
    monkeypatch.setattr("portal.views.hr.duties.AT_ONCE", 1)
    found(desk, case)
    with CaptureQueriesContext(connection) as few:
        found(desk, case)
    for number in range(12):
        make_task(assembly, f"task-{number}", weight=40 if number % 2 else 2)
    duties.fill_screens()
    with CaptureQueriesContext(connection) as many:
        found(desk, case)
    assert len(many) == len(few)


def test_an_offer_is_made_and_sent_in_one_step(desk: Client, case: Case, phones: Task) -> None:
    address = f"/admin/case/{case.number}/duties/{phones.pk}/"
    shown = desk.get(address).content.decode()
    assert "The first review is on Tuesday, March 10" in shown
    assert "Sam Okafor" in shown
    response = desk.post(address, {"starts_on": "2026-03-03", "planned_end_on": "2026-03-30"})
    row = Assignment.objects.get(case=case)
    assert (row.state, row.review_on) == ("pending_supervisor", TODAY + timedelta(days=8))
    assert response["Location"].endswith(f"/duty/{row.pk}/")


def test_the_second_button_keeps_a_draft_that_can_be_changed_and_sent(desk: Client, case: Case, phones: Task) -> None:
    desk.post(f"/admin/case/{case.number}/duties/{phones.pk}/", {"starts_on": "2026-03-03", "draft": "1"})
    row = Assignment.objects.get(case=case)
    assert row.state == "draft"
    desk.post(f"/admin/case/{case.number}/duty/{row.pk}/send/", {"starts_on": "2026-03-05"})
    row.refresh_from_db()
    assert (row.state, row.starts_on) == ("pending_supervisor", TODAY + timedelta(days=3))


def test_a_refused_offer_says_so_at_its_fields_and_leaves_no_draft(desk: Client, case: Case, phones: Task) -> None:
    dates = {"starts_on": "2026-02-01", "planned_end_on": "2026-01-01", "ask_for": "Somebody"}
    response = desk.post(f"/admin/case/{case.number}/duties/{phones.pk}/", dates)
    assert response.status_code == 422
    shown = response.content.decode()
    assert "Enter a day that is not in the past." in shown
    assert 'value="Somebody"' in shown
    assert not Assignment.objects.exists()


def test_an_offer_that_does_not_fit_cannot_be_sent_by_its_address(
    desk: Client, case: Case, assembly: Department
) -> None:
    dock = make_task(assembly, "dock", weight=40)
    response = desk.post(f"/admin/case/{case.number}/duties/{dock.pk}/", {"starts_on": "2026-03-03"})
    assert response.status_code == 422
    assert not Assignment.objects.exists()


def test_while_the_supervisor_is_away_the_duty_names_who_stands_in(
    desk: Client, case: Case, rosa: Person, phones: Task, tina: Person, sams_post: Supervision
) -> None:
    assert tina.employee is not None
    name_substitute(
        stands_in_for=sams_post, supervisor=tina.employee, starts_on=TODAY, ends_on=TODAY + timedelta(days=4)
    )
    row = propose(rosa, case, phones)
    shown = desk.get(f"/admin/case/{case.number}/duty/{row.pk}/").content.decode()
    assert "Tina Lind" in shown
    assert "stands in" in shown


@pytest.fixture
def active(case: Case, ana: Person, sam: Person, rosa: Person, phones: Task) -> Assignment:
    return make_active(rosa, sam, ana, case, phones)


def act(desk: Client, row: Assignment, page: str, **answers: Any) -> int:
    status = desk.post(f"/admin/case/{row.case.number}/duty/{row.pk}/{page}/", answers).status_code
    row.refresh_from_db()
    return int(status)


def test_a_review_that_goes_on_keeps_the_employees_words(desk: Client, active: Assignment) -> None:
    words = "The chair is too low"
    assert act(desk, active, "review", decision="continue", employee_words=words) == 302
    review = DutyReview.objects.get(assignment=active)
    assert (review.decision, review.employee_words, active.state) == ("continue", words, "active")


def test_a_review_without_a_decision_keeps_what_was_written(desk: Client, active: Assignment) -> None:
    address = f"/admin/case/{active.case.number}/duty/{active.pk}/review/"
    response = desk.post(address, {"employee_words": "Too low"})
    assert response.status_code == 422
    assert "Too low" in response.content.decode()


def test_a_duty_is_extended_stopped_resumed_and_ended(desk: Client, active: Assignment) -> None:
    assert act(desk, active, "extend", planned_end_on="2026-03-20") == 302
    assert active.planned_end_on == TODAY + timedelta(days=18)
    assert act(desk, active, "stop", reason="Pain on the second day") == 302
    assert active.state == "suspended"
    assert act(desk, active, "resume") == 302
    assert active.state == "active"
    assert act(desk, active, "end", reason="The task is gone") == 302
    assert active.state == "ended"


def test_back_to_full_duty_needs_a_release(desk: Client, active: Assignment) -> None:
    assert act(desk, active, "end", full_duty="on") == 422
    assert active.state == "active"


def test_a_change_leads_to_a_new_draft(desk: Client, active: Assignment) -> None:
    assert act(desk, active, "change", reason="Shorter shift") == 302
    assert active.state == "ended"
    assert Assignment.objects.get(previous=active).state == "draft"


def test_an_offer_is_withdrawn_with_a_reason(desk: Client, case: Case, rosa: Person, phones: Task) -> None:
    row = propose(rosa, case, phones)
    assert act(desk, row, "withdraw") == 422
    assert act(desk, row, "withdraw", reason="Another duty is better") == 302
    assert row.state == "withdrawn"


def test_an_answer_on_paper_needs_the_signed_copy(
    desk: Client, case: Case, rosa: Person, sam: Person, phones: Task
) -> None:
    row = duties.approve(actor=sam.actor(), assignment=propose(rosa, case, phones), at=NOON)
    assert act(desk, row, "answer", answer="accept") == 422
    assert act(desk, row, "answer", answer="accept", signed_copy="on") == 302
    assert row.state == "active"


def test_only_what_may_be_done_now_has_a_button(desk: Client, active: Assignment) -> None:
    shown = desk.get(f"/admin/case/{active.case.number}/duty/{active.pk}/").content.decode()
    for words in ("Hold review", "Extend", "Stop the duty"):
        assert words in shown
    for words in ("Enter the answer on paper", "Finish and send", "Withdraw"):
        assert words not in shown


def test_without_any_report_the_page_asks_for_it_and_matches_nothing(
    ana: Person, rosa: Person, desk: Client, phones: Task
) -> None:
    page = found(desk, make_open_case(ana, rosa))
    assert "The work status report comes first" in page
    assert "Assess the task" not in page
