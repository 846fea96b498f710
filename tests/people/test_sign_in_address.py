"""A new e-mail address for the own account: shown to be read, told to the old one, and the old one opens nothing."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from people.models import Employee, SecurityEvent, User
from tests.cast import PASSWORD, Person
from tests.people.doors import CODE, LOGIN, code_in, enter, is_inside, letters_sent, with_password

pytestmark = pytest.mark.django_db
PAGE, CODE_PAGE, NEW = "/account/address/", "/account/address/code/", "ana@home.example"


@pytest.fixture(autouse=True)
def _no_letters_yet() -> None:
    cache.clear()


@pytest.fixture
def inside(client: Client, ana: Person, time_machine_at_noon: Any) -> Client:
    enter(client, with_password(ana))
    assert is_inside(client)
    return client


def asked(client: Client, address: str = NEW) -> str:
    """The code in the letter to the new address."""
    assert client.post(PAGE, {"email": address}).headers["Location"] == CODE_PAGE
    letter = letters_sent()[-1]
    assert letter.to == [address.lower()]
    return code_in(letter)


def test_the_code_from_the_new_address_changes_it(inside: Client, ana: Person) -> None:
    answer = inside.post(CODE_PAGE, {"code": asked(inside, "Ana@Home.Example")})
    assert answer.headers["Location"] == "/account/"
    assert User.objects.get(pk=ana.user.pk).email == NEW
    assert Employee.objects.get(user=ana.user).email == NEW
    assert SecurityEvent.objects.filter(kind="email-changed", user=ana.user).count() == 1


def test_the_old_address_is_told_and_opens_nothing_any_more(inside: Client, ana: Person) -> None:
    inside.post(CODE_PAGE, {"code": asked(inside)})
    letter = letters_sent()[-1]
    assert letter.to == ["ana.rivera@example.com"]
    assert NEW in str(letter.body)
    stranger = Client()
    stranger.post(LOGIN, {"login": "ana.rivera@example.com", "password": PASSWORD})
    assert not is_inside(stranger)
    sent = len(letters_sent())
    Client().post(CODE, {"email": "ana.rivera@example.com"})
    assert len(letters_sent()) == sent
    stranger.post(LOGIN, {"login": NEW, "password": PASSWORD})
    assert is_inside(stranger)


def test_other_sessions_end_and_this_one_goes_on(inside: Client, ana: Person) -> None:
    other = Client()
    enter(other, ana)
    assert is_inside(other)
    inside.post(CODE_PAGE, {"code": asked(inside)})
    assert is_inside(inside)
    assert not is_inside(other)


def test_three_wrong_codes_end_it(inside: Client, ana: Person) -> None:
    code = asked(inside)
    for _ in range(3):
        assert inside.post(CODE_PAGE, {"code": "WRONG"}).status_code == 422
    assert inside.post(CODE_PAGE, {"code": code}).headers["Location"] == PAGE
    assert User.objects.get(pk=ana.user.pk).email == "ana.rivera@example.com"


def test_after_ten_minutes_the_code_is_worth_nothing(inside: Client, ana: Person, time_machine_at_noon: Any) -> None:
    code = asked(inside)
    time_machine_at_noon.shift(601)
    assert inside.post(CODE_PAGE, {"code": code}).status_code == 302
    assert User.objects.get(pk=ana.user.pk).email == "ana.rivera@example.com"


def test_the_code_of_another_session_is_worth_nothing(inside: Client, ana: Person) -> None:
    code = asked(inside)
    other = Client()
    enter(other, ana)
    assert other.post(CODE_PAGE, {"code": code}).headers["Location"] == PAGE


def test_the_address_of_another_account_gets_no_letter_and_no_other_answer(
    inside: Client, ana: Person, rosa: Person
) -> None:
    before = len(letters_sent())
    assert inside.post(PAGE, {"email": rosa.user.email}).headers["Location"] == CODE_PAGE
    assert len(letters_sent()) == before
    assert inside.get(CODE_PAGE).status_code == 200


def test_no_more_than_three_letters_in_ten_minutes(inside: Client) -> None:
    answers = [inside.post(PAGE, {"email": f"ana{n}@home.example"}).status_code for n in range(4)]
    assert answers == [302, 302, 302, 429]


def test_what_is_no_address_is_said_at_its_field(inside: Client) -> None:
    answer = inside.post(PAGE, {"email": "ana at home"})
    assert answer.status_code == 422
    assert "New e-mail address" in answer.content.decode()


def test_an_old_session_is_asked_again_first(inside: Client, time_machine_at_noon: Any) -> None:
    time_machine_at_noon.shift(11 * 60)
    assert inside.post(PAGE, {"email": NEW}).headers["Location"].startswith("/accounts/reauthenticate/")
