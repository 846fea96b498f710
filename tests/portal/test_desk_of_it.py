"""IT at the desk: accounts, keys and events, no case; and sessions of others ended."""

import re
from typing import Any

import pytest
from django.test import Client

from notifications.services import deliver_due, plan
from people.models import RoleGrant, SecurityEvent
from tests.cast import NOON, Person, make_office, make_open_case, sign_in
from tests.people.doors import enter, is_inside, with_password

pytestmark = pytest.mark.django_db
LINK = re.compile(r'href="(/[^"#]*)"')
# Answers that are no page: a calendar, scripts and pictures, and leaving.
ELSEWHERE = ("/static/", "/accounts/logout/", "/admin/jsi18n/")


def page_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    return answer.content.decode()


def signed_in(who: Person) -> Client:
    client = Client()
    sign_in(client, who)
    return client


def account_of(who: Person) -> str:
    return f"/admin/people/user/{who.user.pk}/change/"


@pytest.mark.parametrize("who", ["it", "auditor", "safety"])
def test_no_link_at_the_desk_leads_to_a_closed_page(
    who: str, request: pytest.FixtureRequest, ana: Person, rosa: Person
) -> None:
    make_open_case(ana, rosa)
    plan(at=NOON)
    deliver_due(at=NOON)
    client = signed_in(request.getfixturevalue(who))
    seen, waiting = set(), ["/admin/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(ELSEWHERE):
            continue
        seen.add(address)
        answer = client.get(address, follow=True)
        assert answer.status_code == 200, address
        if address.startswith("/admin/") and "?" not in address:
            waiting += LINK.findall(answer.content.decode())
    assert len(seen) > 5


def test_it_begins_with_the_accounts_and_is_offered_no_case(it: Person) -> None:
    page = page_of(signed_in(it), "/admin/")
    assert "Security events" in page
    for closed in ("Work queue", "/admin/cases/", "Find a case or person"):
        assert closed not in page


def test_hr_keeps_its_own_rail(rosa: Person) -> None:
    page = page_of(signed_in(rosa), "/admin/")
    assert "Work queue" in page
    assert "Security events" not in page


def test_it_reads_the_accounts_of_its_site_and_changes_none(it: Person, ana: Person, otto: Person) -> None:
    client = signed_in(it)
    seen = page_of(client, "/admin/people/user/")
    assert ana.user.email in seen
    assert otto.user.email not in seen
    assert 'name="full_name"' not in page_of(client, account_of(ana))
    assert client.post(account_of(ana), {"full_name": "X"}).status_code == 403


@pytest.mark.parametrize("who", ["it", "rosa"])
def test_every_session_of_somebody_else_is_ended(who: str, request: pytest.FixtureRequest, ana: Person) -> None:
    phone, computer = Client(), Client()
    for session in (phone, computer):
        enter(session, with_password(ana))
        assert is_inside(session)
    desk = signed_in(request.getfixturevalue(who))
    assert "Sign out everywhere" in page_of(desk, account_of(ana))
    answer = desk.post(f"/admin/people/user/{ana.user.pk}/sign-out/", follow=True)
    assert "is signed out everywhere" in answer.content.decode()
    for session in (phone, computer):
        assert not is_inside(session)
    assert desk.get("/admin/people/user/").status_code == 200


def test_it_is_written_down_for_the_owner_of_the_account(it: Person, ana: Person) -> None:
    signed_in(it).post(f"/admin/people/user/{ana.user.pk}/sign-out/")
    event = SecurityEvent.objects.get(kind="sessions-taken")
    assert (event.user, event.detail) == (ana.user, "by IT")
    assert "Every session ended by HR or IT" in page_of(signed_in(ana), "/account/")


def test_only_hr_and_it_of_the_site_may_and_only_by_a_button(
    it: Person, ana: Person, otto: Person, safety: Person
) -> None:
    button = f"/admin/people/user/{ana.user.pk}/sign-out/"
    assert signed_in(it).get(button).status_code == 405
    assert signed_in(safety).post(button).status_code in {403, 404}
    assert signed_in(ana).post(button).status_code in {302, 403, 404}
    assert signed_in(it).post(f"/admin/people/user/{otto.user.pk}/sign-out/").status_code == 404
    assert not SecurityEvent.objects.filter(kind="sessions-taken").exists()


def test_hr_that_leads_nobody_leaves_the_desk_alone(it: Person, rosa: Person, site: Any) -> None:
    plain = make_office("desk@example.com", "Dee Esk", RoleGrant.Role.HR, site)
    button = f"/admin/people/user/{it.user.pk}/sign-out/"
    assert signed_in(plain).post(button).status_code == 404
