"""The ledgers in the admin: to be read, each cell by the wall."""

import pytest
from django.test import Client

from notifications.models import Delivery, Reminder
from notifications.services import deliver_due, plan
from tests.cast import TODAY, Person, sign_in
from tests.notifications.worlds import at, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)
LEDGER, LETTERS = "/admin/notifications/reminder/", "/admin/notifications/delivery/"


@pytest.fixture
def failed(ana: Person, rosa: Person, post: MailCatcher) -> Reminder:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    return Reminder.objects.get()


def page(client: Client, person: Person, url: str) -> str:
    sign_in(client, person)
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_hr_reads_the_ledger_and_what_the_server_said(client: Client, failed: Reminder, rosa: Person) -> None:
    assert "Ana Rivera" in page(client, rosa, LEDGER)
    assert "550 5.1.1 No such user" in page(client, rosa, f"{LEDGER}{failed.pk}/change/")
    assert "550 5.1.1 No such user" in page(client, rosa, LETTERS)


def test_it_reads_states_without_names_or_addresses(client: Client, failed: Reminder, it: Person) -> None:
    letter = Delivery.objects.get(channel="email")
    for url in (LEDGER, LETTERS, f"{LEDGER}{failed.pk}/change/", f"{LETTERS}{letter.pk}/change/"):
        seen = page(client, it, url)
        assert "Ana Rivera" not in seen
        assert "ana.rivera@example.com" not in seen
    assert "Not delivered" in page(client, it, LEDGER)


def test_another_establishment_reads_nothing(client: Client, failed: Reminder, hugo: Person) -> None:
    assert "Ana Rivera" not in page(client, hugo, LEDGER)
    assert client.get(f"{LEDGER}{failed.pk}/change/").status_code == 302


def test_nobody_writes_the_ledger_by_hand(client: Client, failed: Reminder, rosa: Person) -> None:
    sign_in(client, rosa)
    assert client.get(f"{LEDGER}add/").status_code == 403
    assert client.post(f"{LEDGER}{failed.pk}/change/", {"state": "told"}).status_code == 403
    assert client.post(f"{LEDGER}{failed.pk}/delete/", {"post": "yes"}).status_code == 403


def test_hr_sends_again_from_the_list(client: Client, failed: Reminder, rosa: Person, it: Person) -> None:
    pressed = {"action": "send_again", "_selected_action": [failed.pk]}
    for person, state in ((it, "failed"), (rosa, "planned")):
        sign_in(client, person)
        client.post(LEDGER, pressed)
        failed.refresh_from_db()
        assert failed.state == state
