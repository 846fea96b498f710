"""One's own messages on every page of the desk: how many are new, in one question."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from injuries.models import Case
from people.models import Supervision
from tests.cast import NOON, Person, make_open_case, sign_in
from tests.portal.phone import queries_at, words_at
from tests.portal.test_employee_inbox import make_item

pytestmark = pytest.mark.django_db
PAGES = ("/admin/", "/admin/reminders/", "/admin/people/employee/", "/admin/tables/")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def desk_of(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_a_page_of_the_desk_says_how_many_messages_are_new(rosa: Person, ana: Person, case: Case, page: str) -> None:
    assert "Messages New:" not in words_at(rosa, page)
    make_item(ana, case)
    for days in (1, 2):
        make_item(rosa, case, days=days)
    assert "Messages New: 2" in words_at(rosa, page)


def test_a_message_that_was_read_is_not_counted(rosa: Person, case: Case) -> None:
    item = make_item(rosa, case)
    item.read_at = NOON
    item.save()
    assert "New:" not in words_at(rosa, "/admin/reminders/")


def test_the_rail_of_a_supervisor_counts_them_too(sam: Person, sams_post: Supervision, ana: Person, case: Case) -> None:
    make_item(sam, case)
    assert "Messages 1" in words_at(sam, "/team/")


@pytest.mark.parametrize("page", PAGES)
def test_many_messages_ask_no_more_questions_than_one(rosa: Person, case: Case, page: str) -> None:
    make_item(rosa, case)
    client = desk_of(rosa)
    client.get(page)
    few = queries_at(client, page)
    for days in range(1, 20):
        make_item(rosa, case, days=days)
    assert queries_at(client, page) == few
