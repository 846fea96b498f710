"""Reminders about a post and not about a case: the same pages show them."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from notifications.models import InboxItem, Reminder
from notifications.services import deliver_due, plan
from people import clock
from people.models import Supervision
from tests.cast import TODAY, Person, sign_in
from tests.notifications.worlds import at, days
from tests.portal.phone import words_at
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)


@pytest.fixture
def ending(rosa: Person, sams_post: Supervision, post: MailCatcher, monkeypatch: pytest.MonkeyPatch) -> Reminder:
    """Rosa is told that nobody follows Sam; the mail does not reach her."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Supervision.objects.filter(pk=sams_post.pk).update(ends_on=days(4))
    post.fail(Failure(answer="550 5.1.1 No such user"))
    plan(at=NOW)
    deliver_due(at=NOW)
    return Reminder.objects.get(rule="people.supervision-ending")


def test_it_stands_in_the_ledger_and_in_the_inbox(rosa: Person, ending: Reminder) -> None:
    assert "and nobody follows" in words_at(rosa, "/admin/reminders/")
    assert "without a supervisor" in words_at(rosa, "/inbox/")
    item = InboxItem.objects.get(reminder=ending)
    assert "and nobody follows" in words_at(rosa, f"/inbox/{item.pk}/why/")
    client = Client()
    sign_in(client, rosa)
    assert client.post(f"/inbox/{item.pk}/")["Location"] == "/admin/people/supervision/"


def test_it_is_tried_again_and_read_over_the_api(rosa: Person, ending: Reminder, post: MailCatcher) -> None:
    post.fail()
    client = APIClient()
    sign_in(client, rosa)
    shown: dict[str, Any] = client.post(f"/api/v1/reminders/{ending.pk}/retry/").json()
    assert (shown["state"], shown["case"]) == ("planned", None)
    deliver_due(at=NOW)
    assert "A department is left without a supervisor" in post.messages[0].text


def test_the_queue_leaves_it_to_the_list_of_reminders(rosa: Person, ending: Reminder) -> None:
    assert ending.state == "failed"
    words_at(rosa, "/admin/")


def test_somebody_of_another_site_sees_nothing_of_it(hugo: Person, ending: Reminder) -> None:
    assert "nobody follows" not in words_at(hugo, "/admin/reminders/")


def test_the_preview_names_whom_it_is_about(
    rosa: Person, sams_post: Supervision, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Supervision.objects.filter(pk=sams_post.pk).update(ends_on=days(10))
    assert "S. Okafor" in words_at(rosa, f"/admin/reminders/rules/{site.pk}/people.supervision-ending/")
