"""Single sign-on, against a real provider in a process of its own: authorization code with PKCE, over HTTP."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from people.models import SecurityEvent, User
from tests.cast import Person
from tests.people.doors import SECOND, enter, give_app, is_inside, with_password
from tools.ports import any_free

pytestmark = pytest.mark.django_db
USERS = (
    {"sub": "ana-1", "email": "Ana.Rivera@example.com", "email_verified": True},
    {"sub": "ana-2", "email": "ana.rivera@example.com", "email_verified": True},
    {"sub": "unverified", "email": "ana.rivera@example.com", "email_verified": False},
    {"sub": "silent", "email": "ana.rivera@example.com"},
    {"sub": "stranger", "email": "stranger@example.com", "email_verified": True},
    {"sub": "rosa-1", "email": "rosa.patel@example.com", "email_verified": True},
)
START = "/accounts/oidc/work/login/"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Its address, once it answers."""
    port = any_free()
    known = [argument for user in USERS for argument in ("--user-claims", json.dumps(user))]
    command = [
        sys.executable,
        "-W",
        "ignore",
        "-m",
        "oidc_provider_mock",
        "--require-nonce",
        "--port",
        str(port),
        *known,
    ]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                requests.get(f"{address}/.well-known/openid-configuration", timeout=2)
                break
            except requests.ConnectionError:
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)


@pytest.fixture(autouse=True)
def _configured(settings: Any, issuer: str) -> None:
    cache.clear()
    settings.OIDC_ISSUER = issuer
    app = {"provider_id": "work", "name": "Work", "client_id": "lightduty", "secret": "hidden"}
    app["settings"] = {"server_url": issuer, "oauth_pkce_enabled": True}  # type: ignore[assignment]  # a mixed bag
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


def come_back_as(client: Client, sub: str, away: str = "", **answer: str) -> Any:
    """From our link to the provider's page and back, as a browser goes."""
    away = away or client.get(START).headers["Location"]
    sent = requests.post(away, data=answer or {"sub": sub}, allow_redirects=False, timeout=10)
    back = urlsplit(sent.headers["Location"])
    assert back.netloc == "testserver"
    return client.get(f"{back.path}?{back.query}")


def test_the_sign_in_page_offers_the_work_account(client: Client) -> None:
    assert "Sign in with your work account" in client.get("/accounts/login/").content.decode()


def test_the_request_to_the_provider_carries_a_state_and_a_pkce_challenge(client: Client) -> None:
    asked = parse_qs(urlsplit(client.get(START).headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["code_challenge"] and asked["state"]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/work/login/callback/"]


def test_the_request_carries_a_nonce_that_is_new_each_time(client: Client) -> None:
    asked = [parse_qs(urlsplit(client.get(START).headers["Location"]).query) for _ in range(2)]
    assert all(len(one["nonce"]) == 1 and len(one["nonce"][0]) == 64 for one in asked)
    assert asked[0]["nonce"] != asked[1]["nonce"]


def test_a_link_to_the_sign_in_adds_nothing_to_the_question(client: Client) -> None:
    away = client.get(START, {"auth_params": "prompt=none&nonce=mine", "scope": "offline_access"}).headers["Location"]
    asked = parse_qs(urlsplit(away).query)
    assert "prompt" not in asked
    assert len(asked["nonce"]) == 1
    assert "offline_access" not in asked["scope"][0]


def test_an_answer_made_for_another_sign_in_opens_nothing(client: Client, ana: Person) -> None:
    """Somebody slips an ID token of another sign-in in: its nonce is not of this state."""
    away = client.get(START).headers["Location"]
    nonce = parse_qs(urlsplit(away).query)["nonce"][0]
    page = come_back_as(client, "ana-1", away=away.replace(nonce, "f" * 64))
    assert page.headers["Location"] == "/accounts/login/"
    assert not is_inside(client)
    assert not SocialAccount.objects.exists()


def test_a_verified_address_opens_the_account_that_hr_made(client: Client, ana: Person) -> None:
    assert come_back_as(client, "ana-1").status_code == 302
    assert is_inside(client)
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", "user")
    assert list(kinds) == [("linked", ana.user.pk), ("signed-in", ana.user.pk)]


def test_the_password_stays_as_it_was_and_no_facts_of_the_provider_are_kept(client: Client, ana: Person) -> None:
    with_password(ana)
    come_back_as(client, "ana-1")
    assert enter(Client(), ana).status_code == 302
    linked = SocialAccount.objects.get()
    assert (linked.user, linked.uid, linked.extra_data) == (ana.user, "ana-1", {})


def test_the_second_time_it_is_the_providers_own_identifier_that_counts(client: Client, ana: Person) -> None:
    come_back_as(client, "ana-1")
    User.objects.filter(pk=ana.user.pk).update(email="new.name@example.com")
    again = Client()
    come_back_as(again, "ana-1")
    assert is_inside(again)


def test_somebody_who_was_given_the_address_later_does_not_get_the_account(client: Client, ana: Person) -> None:
    come_back_as(Client(), "ana-1")
    come_back_as(client, "ana-2")
    assert not is_inside(client)


@pytest.mark.parametrize("sub", ["unverified", "silent"])
def test_an_address_the_provider_does_not_vouch_for_opens_nothing(client: Client, ana: Person, sub: str) -> None:
    come_back_as(client, sub)
    assert not is_inside(client)
    assert not SocialAccount.objects.exists()


def test_unless_it_is_said_that_this_provider_vouches_for_all(client: Client, ana: Person, settings: Any) -> None:
    settings.OIDC_TRUST_EMAIL = True
    come_back_as(client, "silent")
    assert is_inside(client)


def test_no_account_is_made_from_outside(client: Client, ana: Person) -> None:
    page = come_back_as(client, "stranger")
    assert "There is no account for you here" in page.content.decode()
    assert User.objects.count() == 1
    assert not is_inside(client)
    assert client.get("/accounts/3rdparty/signup/").status_code == 404


def test_a_closed_account_stays_closed(client: Client, ana: Person) -> None:
    User.objects.filter(pk=ana.user.pk).update(is_active=False)
    assert come_back_as(client, "ana-1").headers["Location"] == "/accounts/inactive/"
    assert not is_inside(client)


def test_hr_is_asked_for_the_second_factor_all_the_same(client: Client, rosa: Person) -> None:
    come_back_as(client, "rosa-1")
    assert client.get("/admin/").headers["Location"].startswith("/account/second-factor/")
    give_app(rosa.user)
    again = Client()
    assert come_back_as(again, "rosa-1").headers["Location"] == SECOND


def test_a_callback_that_nobody_asked_for_opens_nothing(client: Client, ana: Person) -> None:
    answer = client.get(f"{START}callback/", {"code": "x", "state": "y"}, follow=True)
    assert answer.status_code == 200
    assert not is_inside(client)


def test_a_sign_in_that_was_stopped_at_the_provider_leads_back(client: Client, ana: Person) -> None:
    away = client.get(START).headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    answer = client.get(f"{START}callback/", {"error": "access_denied", "state": state}, follow=True)
    assert answer.status_code == 200
    assert not is_inside(client)


def test_a_provider_that_does_not_answer_is_no_error_page(client: Client, settings: Any) -> None:
    dead = f"http://127.0.0.1:{any_free()}"
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = dead
    assert client.get(START).headers["Location"] == "/accounts/login/"


def test_nobody_ties_another_work_account_to_their_own(client: Client, ana: Person) -> None:
    client.force_login(ana.user)
    away = client.get(START, {"process": "connect"}).headers["Location"]
    sent = requests.post(away, data={"sub": "stranger"}, allow_redirects=False, timeout=10)
    back = urlsplit(sent.headers["Location"])
    client.get(f"{back.path}?{back.query}")
    assert not SocialAccount.objects.exists()
