"""The review of a duty: what changed since the last one stands before the decision."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duty import services as duties
from duty.models import Assignment
from injuries.models import Case
from people.models import Department
from recovery.services import LimitFacts
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, at_desk, check_in, give_report, make_active, make_task

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=7)
LIFT_TWENTY = LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=({"lb": 20, "band": None},))


@pytest.fixture(autouse=True)
def a_week_later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION)
    return made


@pytest.fixture
def active(case: Case, ana: Person, sam: Person, rosa: Person, assembly: Department) -> Assignment:
    return make_active(rosa, sam, ana, case, make_task(assembly))


def page(desk: Client, row: Assignment) -> str:
    return str(desk.get(f"/admin/case/{row.case.number}/duty/{row.pk}/review/").content.decode())


def asked_for_more(ana: Person, case: Case) -> None:
    words = "Load the truck"
    duties.raise_concern(actor=ana.actor(LATER), case=case, words=words, stop=False, at=LATER, client_key=uuid4())


def test_when_nothing_changed_the_page_says_so(rosa: Person, active: Assignment) -> None:
    assert "The limits are the same, no report came in" in page(at_desk(rosa), active)


def test_changed_and_gone_limits_the_report_and_the_concern_stand_before_the_decision(
    rosa: Person, ana: Person, case: Case, active: Assignment
) -> None:
    give_report(rosa, case, LIFT_TWENTY, at=LATER)
    asked_for_more(ana, case)
    shown = page(at_desk(rosa), active)
    for words in (
        "Changed",
        "Before: ",
        "20 lb",
        "10 lb",
        "No longer",
        "vibrating tools",
        "Report of",
        "Load the truck",
    ):
        assert words in shown, words
    assert shown.index("What changed since") < shown.index("What did you decide?")


def test_what_the_employee_said_at_the_last_review_is_there_again(rosa: Person, active: Assignment) -> None:
    duties.hold_review(
        actor=rosa.actor(LATER), assignment=active, at=LATER, decision="continue", employee_words="The chair is too low"
    )
    shown = page(at_desk(rosa), active)
    assert "What changed since the review of March 9" in shown
    assert "The chair is too low" in shown


def test_more_reports_and_concerns_take_no_more_queries(
    rosa: Person, ana: Person, case: Case, active: Assignment
) -> None:
    desk = at_desk(rosa)
    page(desk, active)
    with CaptureQueriesContext(connection) as few:
        page(desk, active)
    for provider in ("Dr Kim", "Dr Lee", "Dr Roy"):
        give_report(rosa, case, LIFT_TEN, at=LATER, provider=provider)
    asked_for_more(ana, case)
    with CaptureQueriesContext(connection) as many:
        page(desk, active)
    assert len(many) <= len(few) + 1  # the limits of the reports that now came in


def test_a_supervisor_sees_limits_and_the_duty_at_a_review_and_no_score_or_word(
    rosa: Person, ana: Person, sam: Person, case: Case, active: Assignment
) -> None:
    check_in(ana, case, LATER, scores={"pain": 9, "main_activity": 9, "work_ability": 1})
    duties.hold_review(
        actor=rosa.actor(LATER), assignment=active, at=LATER, decision="continue", employee_words="My wrist burns"
    )
    shown = at_desk(sam).get(f"/approvals/{active.pk}/").content.decode()
    for words in ("Answer phones", "10 lb", "Review"):
        assert words in shown, words
    for hidden in ("My wrist burns", "pain", "carpal tunnel", "Dr Kim", case.number):
        assert hidden not in shown, hidden
