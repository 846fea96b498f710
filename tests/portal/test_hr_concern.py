""" "I was asked to do more than this" at HR's desk: with the limits of that day beside the words."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from duty import services as duties
from duty.models import Concern
from injuries.models import Case
from recovery.services import LimitFacts
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, at_desk, give_report
from tests.portal.phone import phone_of, words_of

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)
LIFT_FIVE = LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=({"lb": 5},), original_words="5 lb")


@pytest.fixture(autouse=True)
def tuesday() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN)
    return made


@pytest.fixture
def concern(ana: Person, case: Case) -> Concern:
    return duties.raise_concern(
        actor=ana.actor(), case=case, words="Carry the crates", stop=False, at=NOON, client_key=uuid4()
    )


def page(concern: Concern) -> str:
    return f"/admin/case/{concern.case.number}/concern/{concern.pk}/"


def test_hr_reads_the_words_beside_the_limits_in_force(concern: Concern, rosa: Person) -> None:
    said = words_of(at_desk(rosa).get(page(concern)).content.decode())
    assert "Carry the crates" in said
    assert "Limits on Mon, Mar 2" in said and "Lift and carry up to 10 lb" in said


def test_limits_that_came_later_are_not_taken_for_those_of_that_day(concern: Concern, rosa: Person, case: Case) -> None:
    give_report(rosa, case, LIFT_FIVE, at=LATER)
    said = words_of(at_desk(rosa).get(page(concern)).content.decode())
    assert "up to 10 lb" in said and "up to 5 lb" not in said


def test_a_supervisor_reads_no_such_words(concern: Concern, sam: Person) -> None:
    assert phone_of(sam).get(page(concern)).status_code in {302, 403, 404}
