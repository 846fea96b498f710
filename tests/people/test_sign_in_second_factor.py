"""The second factor: who must have one, what stays shut until then, and how it is changed."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from people.models import SecurityEvent
from people.tokens import make_token
from tests.cast import NOON, Person
from tests.people.doors import SECOND, SHOW, app_code, enter, give_app, is_inside, recovery_codes_of, with_password

pytestmark = pytest.mark.django_db
SET_UP = "/account/second-factor/"
ACTIVATE = "/accounts/2fa/totp/activate/"
NO_ANSWERS = ('{"id": "x"}', "[]", "1", "null", '{"response": {"userHandle": 1}}', '{"response": null}', "{")
ROLES = pytest.mark.parametrize("who", ["rosa", "safety", "auditor", "it"])


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.fixture
def person(request: pytest.FixtureRequest, who: str) -> Person:
    found: Person = request.getfixturevalue(who)
    return with_password(found)


def set_app_up(client: Client) -> str:
    """On the page, as a person does; the secret."""
    found = re.search(r'<code class="break">(\w+)</code>', client.get(ACTIVATE).content.decode())
    assert found
    client.post(ACTIVATE, {"code": app_code(found[1])})
    return found[1]


@ROLES
def test_a_role_at_a_desk_is_led_to_a_second_factor_before_any_other_page(client: Client, person: Person) -> None:
    enter(client, person)
    for page in ("/", "/admin/", "/admin/cases/", "/tokens/", "/account/", "/inbox/", "/help/"):
        assert client.get(page).headers["Location"].startswith(SET_UP), page
    assert client.get(SET_UP).status_code == 200


@ROLES
def test_its_session_does_not_open_the_api_either(client: Client, person: Person) -> None:
    enter(client, person)
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (403, "SECOND_FACTOR_REQUIRED")
    assert client.get("/api/v1/me/", headers={"Authorization": "Basic abc"}).status_code == 403


@ROLES
def test_once_set_up_everything_opens_and_the_next_sign_in_asks_for_it(client: Client, person: Person) -> None:
    enter(client, person)
    secret = set_app_up(client)
    assert is_inside(client)
    assert client.get("/api/v1/me/").status_code == 200
    again = Client()
    assert enter(again, person).headers["Location"] == SECOND
    assert not is_inside(again)
    again.post(SECOND, {"code": app_code(secret, steps=1)})
    assert is_inside(again)


@pytest.mark.parametrize("who", ["ana", "sam"])
def test_employees_and_supervisors_may_do_without(client: Client, person: Person) -> None:
    enter(client, person)
    assert is_inside(client)


@pytest.mark.parametrize("who", ["ana", "sam"])
def test_but_whoever_chose_one_is_asked_for_it(client: Client, person: Person) -> None:
    give_app(person.user)
    assert enter(client, person).headers["Location"] == SECOND
    assert not is_inside(client)


def test_a_recovery_code_works_once(client: Client, rosa: Person) -> None:
    give_app(with_password(rosa).user)
    code = recovery_codes_of(rosa.user)[0]
    for expected in (True, False):
        visitor = Client()
        enter(visitor, rosa)
        visitor.post(SECOND, {"code": code})
        assert is_inside(visitor) is expected


def test_recovery_codes_are_shown_once_and_never_again(client: Client, rosa: Person) -> None:
    enter(client, with_password(rosa))
    set_app_up(client)
    codes = recovery_codes_of(rosa.user)
    assert "Show them" in client.get("/account/").content.decode()
    first, second = (client.get("/accounts/2fa/recovery-codes/").content.decode() for _ in range(2))
    assert all(code in first for code in codes)
    assert "not shown again" in second
    assert not any(code in second for code in codes)
    assert client.get("/accounts/2fa/recovery-codes/download/").status_code == 403
    assert "Show them" not in client.get("/account/").content.decode()


def test_new_recovery_codes_end_the_old_ones(client: Client, rosa: Person) -> None:
    enter(client, with_password(rosa))
    set_app_up(client)
    old = recovery_codes_of(rosa.user)
    page = client.post("/accounts/2fa/recovery-codes/generate/", follow=True).content.decode()
    new = recovery_codes_of(rosa.user)
    assert all(code in page for code in new)
    assert not set(old) & set(new)


def test_a_new_passkey_is_offered_a_name_that_says_what_it_is(client: Client, rosa: Person) -> None:
    enter(client, with_password(rosa))
    page = client.get("/accounts/2fa/webauthn/add/").content.decode()
    assert 'value="My passkey"' in page
    assert "Master key" not in page


def test_a_code_of_the_app_works_once(client: Client, rosa: Person) -> None:
    code = app_code(give_app(with_password(rosa).user))
    for expected in (True, False):
        visitor = Client()
        enter(visitor, rosa)
        visitor.post(SECOND, {"code": code})
        assert is_inside(visitor) is expected


def test_after_five_wrong_codes_the_right_one_has_to_wait(client: Client, rosa: Person) -> None:
    secret = give_app(with_password(rosa).user)
    enter(client, rosa)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": app_code(secret)})
    assert not is_inside(client)
    assert SecurityEvent.objects.filter(kind="factor-failed", user=rosa.user).count() == 5


def test_an_older_session_must_show_the_factor_that_was_set_up_elsewhere(rosa: Person) -> None:
    """Whoever had only the password, and came in first, must not profit from the factor of the owner."""
    thief, owner = Client(), Client()
    enter(thief, with_password(rosa))
    enter(owner, rosa)
    secret = set_app_up(owner)
    assert thief.get("/admin/").headers["Location"].startswith(SHOW)
    assert thief.get("/accounts/2fa/webauthn/add/").headers["Location"].startswith(SHOW)
    assert thief.get("/accounts/2fa/recovery-codes/").headers["Location"].startswith(SHOW)
    assert thief.post("/accounts/2fa/totp/deactivate/").headers["Location"].startswith(SHOW)
    thief.post(SHOW, {"code": app_code(secret, steps=1)})
    assert thief.get("/admin/").status_code == 200


def test_the_last_factor_of_a_role_stays(client: Client, rosa: Person, ana: Person) -> None:
    for person, left in ((rosa, True), (ana, False)):
        visitor = Client()
        visitor.force_login(person.user)
        give_app(person.user)
        visitor.post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=person.user, type="totp").exists() is left


def test_a_token_made_behind_the_door_goes_on_working(rosa: Person) -> None:
    _token, key = make_token(user=rosa.user, name="a script", at=NOON)
    assert Client().get("/api/v1/me/", headers={"Authorization": f"Token {key}"}).status_code == 200


def test_the_admin_has_no_sign_in_of_its_own(client: Client, rosa: Person) -> None:
    with_password(rosa)
    assert client.get("/admin/login/").headers["Location"].startswith("/accounts/login/")
    client.post("/admin/login/", {"username": rosa.user.email, "password": "correct horse battery"})
    assert client.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_demo_mode_exempts_the_accounts_of_the_demo_alone(client: Client, rosa: Person, settings: object) -> None:
    settings.DEMO = True  # type: ignore[attr-defined]  # pytest-django's
    enter(client, with_password(rosa))
    assert not is_inside(client)
    rosa.user.email = "hr@demo.example"
    rosa.user.save()
    assert is_inside(client)


def test_the_secret_of_an_app_is_sealed_in_the_database(client: Client, rosa: Person) -> None:
    enter(client, with_password(rosa))
    secret = set_app_up(client)
    assert secret not in str(Authenticator.objects.get(type="totp").data)


def test_an_older_key_still_opens_what_it_sealed(rosa: Person, settings: object) -> None:
    secret = give_app(with_password(rosa).user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]  # pytest-django's
    settings.SECRET_KEY = "another long secret key of the next year"  # type: ignore[attr-defined]
    visitor = Client()
    enter(visitor, rosa)
    visitor.post(SECOND, {"code": app_code(secret)})
    assert is_inside(visitor)


def test_a_lost_telephone_is_helped_on_the_server(client: Client, rosa: Person) -> None:
    secret = give_app(with_password(rosa).user)
    enter(client, rosa)
    client.post(SECOND, {"code": app_code(secret)})
    assert is_inside(client)
    call_command("reset_second_factor", rosa.user.email, verbosity=0)
    assert not is_inside(client)
    assert enter(client, rosa).headers["Location"] != SECOND
    assert SecurityEvent.objects.filter(kind="factor-removed", detail="on the server").exists()


def test_setting_an_app_up_is_written_down_and_told_by_mail(client: Client, rosa: Person) -> None:
    enter(client, with_password(rosa))
    set_app_up(client)
    assert SecurityEvent.objects.filter(kind="factor-added", user=rosa.user, detail="totp").count() == 1


def test_a_passkey_that_is_none_is_refused_with_the_same_words(client: Client, ana: Person) -> None:
    client.force_login(ana.user)
    for answer in NO_ANSWERS:
        client.get("/accounts/2fa/webauthn/add/")
        page = client.post("/accounts/2fa/webauthn/add/", {"name": "mine", "credential": answer})
        assert page.status_code == 200
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("answer", ["0", "false", '""', "0.0"])
def test_nothing_is_not_kept_as_a_passkey(client: Client, ana: Person, answer: str) -> None:
    client.force_login(ana.user)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", {"name": "mine", "credential": answer}).status_code == 200
    assert not Authenticator.objects.exists()


def test_a_sign_in_with_something_that_is_no_passkey_is_refused(client: Client, ana: Person) -> None:
    for answer in NO_ANSWERS:
        client.get("/accounts/2fa/webauthn/login/", headers={"Accept": "application/json"})
        assert client.post("/accounts/2fa/webauthn/login/", {"credential": answer}).status_code == 302
    assert not is_inside(client)
    assert SecurityEvent.objects.filter(kind="factor-failed", user=None).count() == len(NO_ANSWERS)
