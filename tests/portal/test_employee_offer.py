"""The offer: what it is, why it fits, the notice about leave before the answer, yes and no of equal size."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from duty import services as duties
from duty.models import Assignment
from injuries.models import Case
from people.models import Department
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, give_report, make_task, propose
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN)
    return made


@pytest.fixture
def row(rosa: Person, case: Case, assembly: Department) -> Assignment:
    """Sent to the supervisor, not answered yet."""
    return propose(rosa, case, make_task(assembly), starts_on=(NOON + timedelta(days=3)).date())


@pytest.fixture
def offered(row: Assignment, sam: Person) -> Assignment:
    return duties.approve(actor=sam.actor(), assignment=row, at=NOON)


def path(row: Assignment) -> str:
    return f"/offers/{row.pk}/"


def test_before_the_supervisor_has_approved_it_there_is_no_offer(row: Assignment, ana: Person) -> None:
    assert phone_of(ana).get(path(row)).status_code == 404


def test_the_notice_about_leave_stands_before_two_equal_buttons(offered: Assignment, ana: Person) -> None:
    page = phone_of(ana).get(path(offered)).content.decode()
    assert page.index("Your choice about leave (FMLA)") < page.index("Accept this duty")
    assert 'class="btn wide" name="accept"' in page
    assert 'class="btn two wide" name="refuse"' in page


def test_the_letter_is_the_one_that_was_frozen_when_it_was_sent(offered: Assignment, ana: Person) -> None:
    offered.task.name = "Something else"
    offered.task.save()
    said = words_at(ana, path(offered))
    assert "Offer of a duty within your limits" in said
    assert "Duty: Answer phones (Light duty)" in said


def test_the_limits_it_was_checked_against_are_said_in_plain_words(offered: Assignment, ana: Person) -> None:
    assert "Lift and carry up to 10 lb" in words_at(ana, path(offered))


def test_yes_is_carried_out_once_and_said(offered: Assignment, ana: Person) -> None:
    client = phone_of(ana)
    page = client.post(path(offered), {"accept": "1"}, follow=True).content.decode()
    offered.refresh_from_db()
    assert offered.state == "scheduled"
    assert "You accepted the duty." in page
    again = client.post(path(offered), {"accept": "1"})
    assert again.status_code == 422
    assert "This has been decided already." in again.content.decode()


def test_no_is_carried_out_with_the_words_and_without_pressure(offered: Assignment, ana: Person) -> None:
    phone_of(ana).post(path(offered), {"refuse": "1", "reason": "I would rather take leave"})
    offered.refresh_from_db()
    assert (offered.state, offered.reason) == ("declined_employee", "I would rather take leave")


def test_neither_yes_nor_no_says_what_to_press_and_keeps_the_words(offered: Assignment, ana: Person) -> None:
    response = phone_of(ana).post(path(offered), {"reason": "Let me think"})
    assert response.status_code == 422
    assert "Choose “Accept this duty” or “Refuse this duty”." in response.content.decode()
    assert "Let me think" in response.content.decode()


def test_an_answer_after_the_day_is_marked_late_and_still_taken(offered: Assignment, ana: Person) -> None:
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        client = phone_of(ana)
        assert 'class="tag late"' in client.get(path(offered)).content.decode()
        client.post(path(offered), {"refuse": "1"})
    offered.refresh_from_db()
    assert offered.state == "declined_employee"


def test_an_offer_that_was_taken_back_since_is_answered_in_words(
    offered: Assignment, ana: Person, otto: Person, rosa: Person, case: Case
) -> None:
    give_report(rosa, case, status="OFF_WORK")
    page = phone_of(ana).post(path(offered), {"accept": "1"}, follow=True).content.decode()
    offered.refresh_from_db()
    assert offered.state == "draft"
    assert "That offer was taken back" in page
    assert phone_of(otto).get(path(offered)).status_code == 404


def test_an_answered_offer_stays_readable_without_buttons(offered: Assignment, ana: Person) -> None:
    client = phone_of(ana)
    client.post(path(offered), {"accept": "1"})
    page = client.get(path(offered)).content.decode()
    assert "Accept this duty" not in page
    assert "Read the full letter" in page
