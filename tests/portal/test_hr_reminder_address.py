"""HR corrects where somebody is reached, and what failed goes there."""

import pytest
from django.test import Client

from notifications.models import Reminder
from notifications.services import deliver_due, plan
from recovery.models import Stall
from tests.cast import TODAY, Person, sign_in
from tests.notifications.worlds import at, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)


@pytest.fixture
def address(ana: Person, rosa: Person, post: MailCatcher) -> str:
    """The page at which Ana's address is corrected."""
    finding(open_case(ana, rosa))
    plan(at=NOW)
    post.fail(Failure(address="ana*", answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    return f"/admin/reminders/{Reminder.objects.get().pk}/"


def signed(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def test_the_desk_leads_to_the_address(rosa: Person, address: str) -> None:
    assert f'href="{address}"' in signed(rosa).get("/admin/reminders/?state=failed").content.decode()


def test_a_corrected_address_is_written_to_at_once(
    rosa: Person, address: str, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    client = signed(rosa)
    assert "550 5.1.1 No such user" in client.get(address).content.decode()
    assert client.post(address, {"email": "rivera@example.com", "phone": ""}).status_code == 302
    deliver_due(at=NOW)
    assert [message.recipients for message in post.messages] == [["rivera@example.com"]]


def test_the_ways_that_worked_are_named_in_the_readers_language(
    rosa: Person, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    client = signed(rosa)
    client.post(address, {"email": "rivera@example.com", "phone": ""})
    deliver_due(at=NOW)
    shown = client.get("/admin/reminders/?state=told", headers={"accept-language": "es"}).content.decode()
    assert "Avisado: correo electrónico, bandeja de entrada" in shown


def test_an_address_that_is_none_is_refused(rosa: Person, address: str) -> None:
    assert signed(rosa).post(address, {"email": "rivera at home"}).status_code == 422


def test_nobody_but_hr_of_the_site_finds_the_page(hugo: Person, auditor: Person, address: str) -> None:
    for person in (hugo, auditor):
        assert signed(person).get(address).status_code == 404


def test_the_address_of_an_account_beyond_the_site_is_left_to_it(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    shown = signed(rosa).get("/admin/reminders/?state=failed").content.decode()
    assert "Change the address" not in shown
    assert "It is the address of an account: ask IT." in shown
    assert "Try again" in shown
    assert "550 5.1.1 No such user. Correct the address" in shown
