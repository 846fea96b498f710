"""Sessions: they end in time, their owner can end them, and whoever is closed out has none."""

from datetime import date
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test import Client

from people.models import Employee, RoleGrant, SecurityEvent, User
from people.scope import run_time_transaction
from people.sign_in import events
from tests.cast import PASSWORD, Person, make_office, sign_in
from tests.people.doors import enter, is_inside, letters_sent, with_password

pytestmark = pytest.mark.django_db
MINUTE, HOUR = 60, 3600


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


@pytest.mark.parametrize(("who", "minutes"), [("ana", 240), ("sam", 240), ("rosa", 45), ("it", 45)])
def test_an_idle_session_ends_sooner_at_a_desk(
    request: pytest.FixtureRequest, client: Client, who: str, minutes: int, time_machine_at_noon: Any
) -> None:
    sign_in(client, request.getfixturevalue(who))
    assert is_inside(client)
    time_machine_at_noon.shift(minutes * MINUTE - 1)
    assert is_inside(client)
    time_machine_at_noon.shift(minutes * MINUTE + 1)
    assert not is_inside(client)


@pytest.mark.parametrize(("who", "hours"), [("ana", 12), ("rosa", 10)])
def test_a_session_ends_after_its_hours_however_busy(
    request: pytest.FixtureRequest, client: Client, who: str, hours: int, time_machine_at_noon: Any
) -> None:
    sign_in(client, request.getfixturevalue(who))
    for _ in range(hours * 2 - 1):
        time_machine_at_noon.shift(HOUR / 2)
        assert is_inside(client)
    time_machine_at_noon.shift(HOUR / 2 + 1)
    assert not is_inside(client)


def test_an_ended_session_answers_a_program_with_401(client: Client, ana: Person, time_machine_at_noon: Any) -> None:
    sign_in(client, ana)
    time_machine_at_noon.shift(5 * HOUR)
    answer = client.get("/api/v1/me/")
    assert (answer.status_code, answer.json()["code"]) == (401, "SESSION_OVER")


def test_a_new_sign_in_begins_a_new_session(client: Client, ana: Person, time_machine_at_noon: Any) -> None:
    with_password(ana)
    sign_in(client, ana)
    time_machine_at_noon.shift(5 * HOUR)
    client.get("/account/")
    enter(client, ana)
    assert is_inside(client)


def test_a_closed_account_loses_its_sessions_with_the_next_request(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    User.objects.filter(pk=ana.user.pk).update(is_active=False)
    assert not is_inside(client)


def test_whoever_left_loses_every_session_with_the_next_request(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    Employee.objects.filter(user=ana.user).update(left_on=date(2025, 1, 1))
    assert not is_inside(client)


def test_whoever_leaves_later_stays_in_until_then(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    Employee.objects.filter(user=ana.user).update(left_on=date(2999, 1, 1))
    assert is_inside(client)


def test_one_of_the_sessions_is_signed_out_and_the_others_stay(ana: Person) -> None:
    here, there = Client(), Client()
    enter(here, with_password(ana))
    enter(there, ana)
    row = UserSession.objects.get(session_key=there.session.session_key)
    here.post(f"/account/sessions/{row.pk}/end/")
    assert (is_inside(here), is_inside(there)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(client: Client, ana: Person, otto: Person) -> None:
    other = Client()
    enter(client, with_password(ana))
    enter(other, with_password(otto))
    row = UserSession.objects.get(user=otto.user)
    assert client.post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert is_inside(other)


def test_signing_out_everywhere_leaves_no_session(ana: Person) -> None:
    here, there = Client(), Client()
    enter(here, with_password(ana))
    enter(there, ana)
    here.post("/account/sessions/end/")
    assert (is_inside(here), is_inside(there)) == (False, False)


def test_a_new_password_ends_the_other_sessions(ana: Person) -> None:
    here, there = Client(), Client()
    enter(here, with_password(ana))
    enter(there, ana)
    new = "a wholly new long sentence"
    here.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert (is_inside(here), is_inside(there)) == (True, False)
    assert SecurityEvent.objects.filter(kind="password-changed", user=ana.user).count() == 1
    assert "was changed" in str(letters_sent()[-1].body)


def test_a_key_to_the_api_is_not_made_from_an_old_session_without_asking_again(
    client: Client, ana: Person, time_machine_at_noon: Any
) -> None:
    enter(client, with_password(ana))
    time_machine_at_noon.shift(11 * MINUTE)
    answer = client.post("/tokens/", {"name": "mine"})
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    page = client.post(answer.headers["Location"], {"password": PASSWORD})
    assert "ld_" in page.content.decode()


def test_without_a_password_the_way_in_is_walked_again(client: Client, ana: Person, time_machine_at_noon: Any) -> None:
    sign_in(client, ana)
    time_machine_at_noon.shift(11 * MINUTE)
    assert client.post("/tokens/", {"name": "mine"}).headers["Location"].startswith("/accounts/login/")
    assert not is_inside(client)


def test_the_account_page_asks_the_database_the_same_however_many_events_there_are(
    client: Client, ana: Person, django_assert_max_num_queries: Any
) -> None:
    sign_in(client, ana)
    client.get("/account/")
    with django_assert_max_num_queries(100) as few:
        client.get("/account/")
    for _ in range(20):
        SecurityEvent.objects.create(at="2026-03-02T18:00Z", kind="failed", user=ana.user)
    with django_assert_max_num_queries(len(few)):
        client.get("/account/")


def test_nobody_changes_or_removes_a_security_event_at_run_time(ana: Person) -> None:
    SecurityEvent.objects.create(at="2026-03-02T18:00Z", kind="failed", user=ana.user)
    for statement in ("UPDATE people_securityevent SET kind = 'x'", "DELETE FROM people_securityevent"):
        denied = pytest.raises(ProgrammingError, match="permission denied")
        with denied, transaction.atomic(), run_time_transaction(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_it_sees_the_events_of_its_site_and_nobody_else_sees_any(
    it: Person, rosa: Person, ana: Person, otto: Person
) -> None:
    for person in (ana, otto):
        SecurityEvent.objects.create(at="2026-03-02T18:00Z", kind="locked", user=person.user)
    page = "/admin/people/securityevent/"
    visitor = Client()
    sign_in(visitor, it)
    seen = visitor.get(page).content.decode()
    assert str(ana.user) in seen
    assert str(otto.user) not in seen
    sign_in(visitor, rosa)
    assert visitor.get(page).status_code == 403


def test_tries_at_unknown_addresses_are_seen_by_it_of_everywhere(client: Client, it: Person) -> None:
    SecurityEvent.objects.create(at="2026-03-02T18:00Z", kind="failed", detail="of-nobody")
    sign_in(client, it)
    assert "of-nobody" not in client.get("/admin/people/securityevent/").content.decode()
    sign_in(client, make_office("chief@example.com", "Cora Ito", RoleGrant.Role.IT, None))
    assert "of-nobody" in client.get("/admin/people/securityevent/").content.decode()


def test_every_kind_of_event_has_a_short_name() -> None:
    assert all(len(kind.value) <= 20 for kind in events.Kind)
