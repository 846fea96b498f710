"""The ways in: password and e-mailed code; limits, and the same words for addresses that nobody knows."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client

from people.models import Employee, SecurityEvent, User
from tests.cast import Person
from tests.people.doors import CODE, CONFIRM, LOGIN, code_in, enter, is_inside, letters_sent, with_password

pytestmark = pytest.mark.django_db
WRONG = "not the password at all"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def words_of(page: str) -> str:
    """What a person reads, without the token against forged forms and the address they typed."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r"[\w.]+@example\.com", "ADDRESS", page)


def kinds() -> list[str]:
    return list(SecurityEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_an_employee_signs_in_with_a_password(client: Client, ana: Person) -> None:
    assert enter(client, with_password(ana)).headers["Location"] == "/"
    assert is_inside(client)
    assert kinds() == ["signed-in"]


def test_a_password_is_kept_as_argon2(ana: Person) -> None:
    assert with_password(ana).user.password.startswith("argon2$argon2id$")


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client, ana: Person) -> None:
    known = enter(client, with_password(ana), WRONG).content.decode()
    unknown = client.post(LOGIN, {"login": "nobody@example.com", "password": WRONG}).content.decode()
    assert words_of(known) == words_of(unknown)
    assert not is_inside(client)


def test_an_account_is_locked_after_five_wrong_passwords_and_says_so_to_everybody(client: Client, ana: Person) -> None:
    with_password(ana)
    for _ in range(5):
        enter(client, ana, WRONG)
    assert "Too many failed" in enter(client, ana).content.decode()
    assert not is_inside(client)
    for _ in range(5):
        client.post(LOGIN, {"login": "nobody@example.com", "password": WRONG})
    assert "Too many failed" in client.post(LOGIN, {"login": "nobody@example.com", "password": WRONG}).content.decode()
    assert kinds().count("locked") == 2


def test_one_address_of_the_network_cannot_try_passwords_of_many_accounts(client: Client, db: None) -> None:
    for number in range(30):
        client.post(LOGIN, {"login": f"nobody{number}@example.com", "password": WRONG})
    page = client.post(LOGIN, {"login": "somebody@example.com", "password": WRONG}).content.decode()
    assert "Too many failed" in page


def test_what_was_typed_for_an_unknown_account_is_not_kept(client: Client, db: None) -> None:
    client.post(LOGIN, {"login": "my-secret-password@example.com", "password": WRONG})
    event = SecurityEvent.objects.get()
    assert event.user is None
    assert "secret" not in repr(event.__dict__)


def test_a_code_by_mail_opens_the_account_once(client: Client, ana: Person) -> None:
    assert client.post(CODE, {"email": ana.user.email}).headers["Location"] == CONFIRM
    (letter,) = letters_sent()
    assert letter.to == [ana.user.email]
    assert client.post(CONFIRM, {"code": code_in(letter)}).status_code == 302
    assert is_inside(client)
    other = Client()
    other.post(CONFIRM, {"code": code_in(letter)})
    assert not is_inside(other)


def test_a_code_is_good_for_ten_minutes(client: Client, ana: Person, time_machine_at_noon: object) -> None:
    client.post(CODE, {"email": ana.user.email})
    time_machine_at_noon.shift(601)  # type: ignore[attr-defined]  # a time_machine traveller
    client.post(CONFIRM, {"code": code_in(letters_sent()[0])})
    assert not is_inside(client)


def test_after_three_wrong_codes_the_right_one_is_worthless(client: Client, ana: Person) -> None:
    client.post(CODE, {"email": ana.user.email})
    for _ in range(3):
        client.post(CONFIRM, {"code": "WRONG-ONE"})
    client.post(CONFIRM, {"code": code_in(letters_sent()[0])})
    assert not is_inside(client)
    assert kinds() == ["code-failed"] * 3


def test_a_code_for_an_unknown_address_reads_the_same_and_is_sent_to_nobody(client: Client, ana: Person) -> None:
    pages = []
    for address in (ana.user.email, "nobody@example.com"):
        visitor = Client()
        assert visitor.post(CODE, {"email": address}).headers["Location"] == CONFIRM
        pages.append(words_of(visitor.get(CONFIRM).content.decode()))
    assert pages[0] == pages[1]
    assert [letter.to for letter in letters_sent()] == [[ana.user.email]]


def test_an_unknown_address_makes_the_same_letter_as_a_known_one(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter is made and thrown away, and a real one leaves beside the request: the time tells nothing."""
    from people.sign_in.adapters import AccountAdapter

    made: list[str] = []
    plain = AccountAdapter.render_mail

    def count(self: AccountAdapter, prefix: str, *more: object, **named: object) -> object:
        made.append(prefix)
        return plain(self, prefix, *more, **named)

    monkeypatch.setattr(AccountAdapter, "render_mail", count)
    for address in (ana.user.email, "nobody@example.com"):
        for page in (CODE, "/accounts/password/reset/"):
            Client().post(page, {"email": address})
    assert len(made) == 4


def test_codes_are_not_sent_without_end(client: Client, ana: Person) -> None:
    for _ in range(6):
        Client().post(CODE, {"email": ana.user.email})
    assert len(letters_sent()) == 3


def test_links_for_a_new_password_are_not_sent_without_end(client: Client, ana: Person) -> None:
    for _ in range(6):
        Client().post("/accounts/password/reset/", {"email": ana.user.email})
    assert len(letters_sent()) == 3


def link_in(body: str) -> str:
    found = re.search(r"http://testserver(/\S+)", body)
    assert found
    return found[1]


def test_the_link_for_a_new_password_signs_nobody_in(client: Client, ana: Person) -> None:
    Client().post("/accounts/password/reset/", {"email": ana.user.email})
    link = link_in(str(letters_sent()[0].body))
    Client().get(link)  # a mail scanner was here first
    form = client.get(link, follow=True)
    assert not is_inside(client)
    new = "a wholly new long sentence"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert not is_inside(client)
    assert enter(client, ana, new).status_code == 302
    assert is_inside(client)


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 404
    assert client.post("/accounts/signup/", {"email": "new@example.com"}).status_code == 404
    assert not User.objects.exists()


def test_a_closed_account_does_not_come_in_by_password_or_code(client: Client, ana: Person) -> None:
    User.objects.filter(pk=with_password(ana).user.pk).update(is_active=False)
    enter(client, ana)
    client.post(CODE, {"email": ana.user.email})
    assert letters_sent() == []
    assert not is_inside(client)


def test_somebody_who_left_does_not_come_in(client: Client, ana: Person) -> None:
    Employee.objects.filter(user=with_password(ana).user).update(left_on=date(2025, 1, 1))
    assert enter(client, ana).headers["Location"] == "/accounts/inactive/"
    assert not is_inside(client)
    assert kinds() == ["turned-away"]


def test_a_letter_that_cannot_be_sent_is_logged_without_its_words(
    client: Client, ana: Person, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "tests.people.broken_mail.Backend"  # type: ignore[attr-defined]  # pytest-django's
    client.post(CODE, {"email": ana.user.email})
    assert letters_sent() == []
    assert "ConnectionRefusedError" in caplog.text
    assert ana.user.email not in caplog.text


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short 1", "12"),
        ("password1234", "common"),
        ("LightDuty for ever", "lightduty"),
        ("my riverside plant", "riverside"),
        ("ana.rivera@example", "similar"),
    ],
)
def test_a_weak_password_is_refused_with_its_reason(ana: Person, settings: Any, password: str, why: str) -> None:
    settings.PASSWORD_WORDS = ["Riverside"]
    with pytest.raises(ValidationError) as caught:
        validate_password(password, ana.user)
    assert why in " ".join(caught.value.messages).lower()


@pytest.mark.parametrize("password", ["a" * 6 + "bcdefg" * 10, "  spaces are kept  ", "ñandú ∀ correct horse"])
def test_any_long_enough_password_is_taken_as_it_is(client: Client, ana: Person, password: str) -> None:
    validate_password(password, ana.user)
    assert enter(client, with_password(ana, password), password).headers["Location"] == "/"
    assert not is_inside(Client()) and enter(Client(), ana, password.upper()).status_code == 200


def test_signing_out_clears_what_the_browser_kept(client: Client, ana: Person) -> None:
    enter(client, with_password(ana))
    assert "cache" in client.post("/accounts/logout/").headers["Clear-Site-Data"]
    assert "Clear-Site-Data" not in client.get("/accounts/login/").headers
