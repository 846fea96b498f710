"""The work queue: what waits for HR, in the order in which it must be done."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duty import services as duties
from injuries.models import Case
from notifications.models import Reminder
from people.models import Department
from portal.queue import Row, queue_rows, queue_size, scope_for
from recovery import services as recovery
from recovery.models import Appointment, Stall
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_case, make_open_case, make_person
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


def rows(rosa: Person, *, at: datetime = NOON, mine: bool = False) -> list[Row]:
    today = TODAY + (at.date() - NOON.date())
    return queue_rows(scope_for(rosa.actor(at), today, mine=mine))


def only(rosa: Person, *, at: datetime = NOON) -> Row:
    (row,) = rows(rosa, at=at)
    return row


def later(days: int) -> datetime:
    return NOON + timedelta(days=days)


def finding(case: Case, kind: str, *, days_ago: int = 0) -> Stall:
    day = TODAY - timedelta(days=days_ago)
    return Stall.objects.create(
        case=case, kind=kind, opened_on=day, opened_at=NOON - timedelta(days=days_ago), rule_version="test"
    )


def test_a_new_report_waits_until_the_next_working_day(ana: Person, rosa: Person) -> None:
    make_case(ana)
    row = only(rosa)
    assert (row.kind, row.deadline, row.group) == ("triage", TODAY + timedelta(days=1), "week")
    assert only(rosa, at=later(1)).group == "today"
    assert only(rosa, at=later(3)).when == "2 days late"


def test_a_report_of_friday_is_due_on_monday(ana: Person, rosa: Person) -> None:
    friday = NOON - timedelta(days=3)
    make_case(ana, at=friday)
    assert only(rosa).deadline == TODAY


def test_an_alarming_answer_comes_before_all_that_is_late(ana: Person, sam: Person, rosa: Person) -> None:
    make_case(sam, at=NOON - timedelta(days=8))
    case = make_open_case(ana, rosa)
    check_in(ana, case, NOON, scores={"pain": 5}, alarming=True)
    assert [row.kind for row in rows(rosa)] == ["alarm", "triage"]


def test_the_queue_never_says_which_sign_was_alarming(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    check_in(ana, case, NOON, scores={"pain": 5}, alarming=True, red_flags=("both_legs",))
    assert "leg" not in " ".join(row.what + row.why for row in rows(rosa))


def test_a_stall_without_an_appointment_is_due_after_the_sites_days(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    finding(case, Stall.Kind.STALLED, days_ago=13)
    row = only(rosa)
    assert (row.what, row.when) == ("Follow-up not booked", "3 days late")


def test_two_findings_of_one_case_ask_for_one_visit(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    finding(case, Stall.Kind.STALLED, days_ago=13)
    finding(case, Stall.Kind.NO_GAIN, days_ago=2)
    assert only(rosa).kind == "follow_up"


def test_an_appointment_takes_the_stall_off_the_queue(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    finding(case, Stall.Kind.STALLED, days_ago=13)
    book(rosa, case, NOON + timedelta(days=2))
    assert rows(rosa) == []


def book(rosa: Person, case: Case, starts_at: datetime, *, at: datetime = NOON) -> Appointment:
    return recovery.book_appointment(
        actor=rosa.actor(at),
        case=case,
        at=at,
        kind="follow_up",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        client_key=uuid4(),
    )


def test_a_visit_without_outcome_is_asked_for(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    book(rosa, case, NOON + timedelta(days=1))
    assert only(rosa, at=later(5)).what == "Outcome of the visit"


def test_silence_is_its_own_row(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    finding(case, Stall.Kind.SILENT, days_ago=3)
    row = only(rosa)
    assert (row.what, row.why, row.group) == ("No answer any more", "No check-in was ever answered.", "today")


def test_limits_without_a_duty_ask_for_one(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, LIFT_TEN)
    assert only(rosa).what == "No duty offered yet"


def test_words_without_numbers_are_a_question(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, LimitFacts(original_words="light duty"))
    row = next(row for row in rows(rosa) if row.kind == "limits")
    assert (row.what, row.verb) == ("Limits have no numbers", "Ask the provider")
    assert "light duty" in row.why


def test_limits_that_run_out_are_asked_for_until_a_new_report_comes(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, LIFT_TEN, days=5)
    assert "Limits end" in [row.what for row in rows(rosa)]
    give_report(rosa, case, LIFT_TEN, at=later(1), days=40)
    assert [row.kind for row in rows(rosa, at=later(1))] == ["duty"]


@pytest.fixture
def active(ana: Person, sam: Person, rosa: Person, assembly: Department) -> Case:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, LIFT_TEN, NO_VIBRATION)
    make_active(rosa, sam, ana, case, make_task(assembly))
    return case


def test_a_review_due_and_one_overdue_stand_in_order(active: Case, rosa: Person) -> None:
    row = only(rosa)
    assert (row.what, row.deadline) == ("Duty review", TODAY + timedelta(days=7))
    assert only(rosa, at=later(9)).when == "2 days late"


def test_all_overdue_reviews_are_one_click_away(active: Case, rosa: Person) -> None:
    with time_machine.travel(later(9), tick=False):
        page = at_desk(rosa).get("/admin/?show=late&kind=review").content.decode()
    assert "Hold review" in page
    assert "2 days late" in page


def test_an_offer_waits_for_the_supervisor_then_for_the_employee(
    ana: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, LIFT_TEN)
    row = propose(rosa, case, make_task(assembly))
    assert only(rosa).what == "Supervisor answer"
    duties.approve(actor=sam.actor(), assignment=row, at=NOON)
    assert only(rosa).what == "Offer without answer"


def test_a_stopped_duty_waits_for_a_decision(active: Case, ana: Person, rosa: Person) -> None:
    duties.raise_concern(
        actor=ana.actor(), case=active, words="Carry the big boxes", stop=True, at=NOON, client_key=uuid4()
    )
    assert [row.what for row in rows(rosa)] == ["Asked to do more", "Duty stopped"]


def test_only_my_cases_leaves_the_others_out(ana: Person, sam: Person, rosa: Person) -> None:
    make_case(sam)
    finding(make_open_case(ana, rosa), Stall.Kind.SILENT, days_ago=3)
    assert [row.kind for row in rows(rosa, mine=True)] == ["silent"]


def test_hr_of_another_establishment_has_an_empty_queue(ana: Person, hugo: Person) -> None:
    make_case(ana)
    assert rows(hugo) == []
    assert b"Nothing waits for you" in at_desk(hugo).get("/admin/").content


def test_the_size_in_the_rail_is_the_number_of_rows(ana: Person, sam: Person, rosa: Person) -> None:
    make_case(sam)
    case = make_open_case(ana, rosa)
    finding(case, Stall.Kind.STALLED, days_ago=13)
    give_report(rosa, case, LIFT_TEN, days=5)
    assert queue_size(rosa.actor(), TODAY) == len(rows(rosa)) == 4


def test_the_heading_says_how_much_and_how_much_is_late(ana: Person, rosa: Person) -> None:
    make_case(ana)
    with time_machine.travel(later(4), tick=False):
        assert b"1 thing needs you, 1 is late" in at_desk(rosa).get("/admin/").content


def queries_of(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    return len(found)


def fill(rosa: Person, assembly: Department, many: int) -> None:
    """Cases in several states, so that several kinds of rows grow."""
    for place in range(many):
        person = make_person(f"P{place}", f"Many{many}", assembly)
        case = make_open_case(person, rosa)
        finding(case, Stall.Kind.STALLED, days_ago=13)
        finding(case, Stall.Kind.SILENT, days_ago=2)
        give_report(rosa, case, LIFT_TEN, LimitFacts(original_words="light duty"), days=5)
        make_case(make_person(f"N{place}", f"New{many}", assembly))


def test_thirty_rows_take_as_many_queries_as_one(rosa: Person, assembly: Department) -> None:
    client = at_desk(rosa)
    fill(rosa, assembly, 1)
    few = queries_of(client, "/admin/")
    fill(rosa, assembly, 6)
    assert queries_of(client, "/admin/") == few
    assert len(rows(rosa)) >= 30


def test_a_message_that_reached_nobody_is_shown_with_its_reason_a_click_away(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    Reminder.objects.create(
        rule="recovery.check-in-due",
        subject_kind="case",
        subject_id=str(case.pk),
        establishment=case.establishment,
        employee=case.employee,
        case=case,
        recipient=ana.user,
        audience="employee",
        due_on=TODAY,
        not_before=NOON,
        planned_at=NOON,
        state="failed",
    )
    row = only(rosa)
    assert (row.kind, row.verb) == ("delivery", "Correct or send again")
    shown = at_desk(rosa).get(row.url).content.decode()
    assert "It could not be delivered" in shown and "Send again" in shown


def test_the_queue_is_paginated(rosa: Person, assembly: Department) -> None:
    fill(rosa, assembly, 6)
    page = at_desk(rosa).get("/admin/").content.decode()
    assert "Showing 1 to 25 of 36" in page
    assert "?page=2" in page


def test_a_fresh_stall_without_an_appointment_stands_in_the_queue_at_once(
    client: Client, ana: Person, rosa: Person
) -> None:
    case = make_open_case(ana, rosa)
    Stall.objects.create(case=case, kind="stalled", opened_on=TODAY, opened_at=NOON, rule_version="test", evidence={})
    rows = queue_rows(scope_for(rosa.actor(NOON), TODAY))
    assert [(row.kind, row.group) for row in rows if row.kind == "follow_up"] == [("follow_up", "later")]


def test_only_hr_has_the_button_to_report_for_an_employee(rosa: Person, auditor: Person) -> None:
    assert "/admin/report/" in at_desk(rosa).get("/admin/cases/").content.decode()
    assert "/admin/report/" not in at_desk(auditor).get("/admin/cases/").content.decode()
