"""IT's desk: letters and links are theirs to mend, nobody's name is."""

from collections.abc import Iterator

import pytest
import time_machine

from notifications.models import Reminder
from notifications.services import plan
from tests.cast import NOON, TODAY, Person
from tests.notifications.worlds import at, finding, open_case
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def planned(ana: Person, rosa: Person) -> Reminder:
    finding(open_case(ana, rosa))
    plan(at=at(TODAY))
    return Reminder.objects.get()


def test_it_sees_that_a_reminder_is_planned_and_not_for_whom(it: Person, planned: Reminder) -> None:
    said = words_at(it, "/admin/reminders/")
    assert "Time to book a follow-up appointment" in said
    assert "Rivera" not in said and planned.employee.pseudonym not in said


def test_it_finds_help(it: Person) -> None:
    assert "Ask a person" in words_at(it, "/help/")


def test_the_filter_by_rule_is_one_that_may_be_asked(it: Person, rosa: Person, planned: Reminder) -> None:
    for person in (it, rosa):
        assert phone_of(person).get("/admin/notifications/reminder/", {"rule": planned.rule}).status_code == 200
