"""Letters that come back: from a mail server's notification, a mailbox, or a provider's event."""

import io
import mailbox
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, tracking
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from notifications.bounces import bounces_in
from notifications.models import Delivery, FailingAddress, Reminder
from notifications.services import deliver_due, plan
from portal.views.hooks import signature
from tests.cast import TODAY, Person
from tests.notifications.worlds import at, finding, open_case
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
SECRET = "s" * 40
DSN = """From: MAILER-DAEMON@example.com
To: lightduty@example.com
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you ...

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.com

Final-Recipient: rfc822; ana.rivera@example.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 No such user

--b
Content-Type: {kind}

Message-ID: {message_id}
Subject: You have an item to review

--b--
"""


def notification(message_id: str, **changed: str) -> bytes:
    values = {"action": "failed", "status": "5.1.1", "kind": "text/rfc822-headers", **changed}
    return DSN.format(message_id=message_id, **values).replace("\n", "\r\n").encode()


@pytest.fixture
def letter(ana: Person, rosa: Person, post: MailCatcher) -> Delivery:
    """A letter that the server has taken."""
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    return Delivery.objects.get(channel="email", state="sent")


def is_on_the_desk() -> bool:
    return Reminder.objects.values_list("state", "data__error").get() == ("failed", "550 5.1.1 No such user")


@pytest.mark.parametrize("kind", ["text/rfc822-headers", "message/rfc822"])
def test_a_notification_names_the_letter_and_the_servers_words(kind: str) -> None:
    (bounce,) = bounces_in(notification("<1.email@example.com>", kind=kind))
    assert (bounce.message_id, bounce.words) == ("<1.email@example.com>", "550 5.1.1 No such user")


@pytest.mark.parametrize(
    "content",
    [
        notification("<1@x>", action="delayed", status="4.2.2"),
        notification("<1@x>", action="delivered", status="2.0.0"),
        notification(""),
        b"Subject: out of office\r\n\r\nback on Monday",
        b"",
        b"\xff\x00 no mail at all",
    ],
)
def test_a_delay_or_an_ordinary_mail_is_no_bounce(content: bytes) -> None:
    assert bounces_in(content) == []


def test_a_mailbox_is_read_once(letter: Delivery, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notification(letter.message_id))
    for _run in range(2):
        call_command("read_bounces", str(tmp_path / "box"))
    assert capsys.readouterr().out.splitlines() == ["Letters that came back: 1", "Letters that came back: 0"]
    assert is_on_the_desk()
    assert FailingAddress.objects.get().address == "ana.rivera@example.com"


def test_a_mail_server_may_pipe_a_notification_in(letter: Delivery, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(notification(letter.message_id))))
    call_command("read_bounces")
    assert is_on_the_desk()


def test_a_folder_that_is_no_mailbox_is_named(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("read_bounces", str(tmp_path))


def test_a_notification_about_a_strangers_letter_changes_nothing(letter: Delivery, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "box")
    box.add(notification("<guessed.email@example.com>"))
    call_command("read_bounces", str(tmp_path / "box"))
    assert Reminder.objects.get().state == "told"


def knock(content: bytes, *, key: str = SECRET, seconds: int = 0) -> Any:
    moment = str(int(time.time()) + seconds)
    header = f"t={moment},v1={signature(content, moment)}"
    header = header if key == SECRET else header.replace("v1=", "v1=0")[: len(header)]
    return Client(enforce_csrf_checks=True).post(
        "/hooks/bounces/", content, content_type="message/rfc822", headers={"X-Lightduty-Signature": header}
    )


def test_a_signed_notification_is_taken(letter: Delivery, settings: Settings) -> None:
    settings.BOUNCE_SECRET = SECRET
    assert knock(notification(letter.message_id)).json() == {"letters": 1}
    assert is_on_the_desk()


@pytest.mark.parametrize("wrong", [{"key": "another"}, {"seconds": -400}, {"seconds": 400}])
def test_a_notification_without_a_fresh_signature_is_refused(
    letter: Delivery, settings: Settings, wrong: dict[str, Any]
) -> None:
    settings.BOUNCE_SECRET = SECRET
    assert knock(notification(letter.message_id), **wrong).status_code == 403
    assert Reminder.objects.get().state == "told"


def test_without_a_secret_there_is_no_such_door(db: None) -> None:
    assert Client().post("/hooks/bounces/", b"", content_type="message/rfc822").status_code == 404


@pytest.mark.parametrize(("kind", "state"), [("bounced", "failed"), ("delivered", "told"), ("deferred", "told")])
def test_a_provider_tells_of_a_letter_that_came_back(letter: Delivery, kind: str, state: str) -> None:
    event = AnymailTrackingEvent(
        event_type=kind, metadata={"delivery": str(letter.pk)}, mta_response="550 5.1.1 No such user"
    )
    tracking.send(sender=None, event=event, esp_name="Postmark")
    assert Reminder.objects.get().state == state


def test_an_event_about_something_else_is_left_alone(letter: Delivery) -> None:
    for metadata in ({}, {"delivery": "1"}, None):
        event = AnymailTrackingEvent(event_type="bounced", metadata=metadata)
        tracking.send(sender=None, event=event, esp_name="Postmark")
    assert Reminder.objects.get().state == "told"
