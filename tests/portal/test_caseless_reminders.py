"""Reminders about a post and not about a case: the same pages show them."""

from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from notifications.models import InboxItem, Reminder
from notifications.services import deliver_due, plan
from people import clock
from people.models import Department, Supervision
from portal.queue import Row, counts_by_kind, queue_rows, queue_size, scope_for
from tests.cast import TODAY, Person, make_person, sign_in
from tests.notifications.worlds import at, days
from tests.portal.hr_cases import at_desk
from tests.portal.phone import queries_at, words_at
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


def only(rosa: Person) -> Row:
    (row,) = queue_rows(scope_for(rosa.actor(NOW), TODAY))
    return row


def test_it_stands_in_the_work_queue_and_in_its_size(rosa: Person, ending: Reminder) -> None:
    row = only(rosa)
    assert (row.kind, row.person, row.case) == ("delivery", "S. Okafor", None)
    assert queue_size(rosa.actor(NOW), TODAY) == 1
    (count,) = counts_by_kind([row])
    assert (count.kind, count.all) == ("delivery", 1)


def test_the_queue_leads_to_just_this_reminder_and_its_button(rosa: Person, ending: Reminder) -> None:
    url = only(rosa).url
    assert f'href="{url}"' in at_desk(rosa).get("/admin/").content.decode()
    shown = at_desk(rosa).get(url).content.decode()
    assert "and nobody follows" in shown and "550 5.1.1 No such user" in shown
    assert f'action="/admin/reminders/{ending.pk}/retry/"' in shown


def test_it_is_nobodys_case(rosa: Person, ending: Reminder) -> None:
    assert queue_rows(scope_for(rosa.actor(NOW), TODAY, mine=True)) == []


def test_hr_of_another_site_has_no_such_row_and_no_such_page(hugo: Person, rosa: Person, ending: Reminder) -> None:
    url = only(rosa).url
    assert queue_rows(scope_for(hugo.actor(NOW), TODAY)) == []
    assert at_desk(hugo).get(url).status_code == 404


def test_many_of_them_take_as_many_queries_as_one(rosa: Person, ending: Reminder, assembly: Department) -> None:
    client = at_desk(rosa)
    few = queries_at(client, "/admin/")
    for place in range(5):
        person = make_person(f"P{place}", "Lind", assembly)
        ending.pk, ending.employee, ending.subject_id = None, person.employee, f"more {place}"
        ending.save(force_insert=True)
    assert queries_at(client, "/admin/") == few
    assert len(queue_rows(scope_for(rosa.actor(NOW), TODAY))) == 6


def test_one_about_somebody_of_another_site_stands_there_without_a_name(
    rosa: Person, otto: Person, ending: Reminder
) -> None:
    Reminder.objects.filter(pk=ending.pk).update(employee=otto.employee)
    for path in ("/admin/", "/admin/reminders/", f"/admin/reminders/{ending.pk}/"):
        said = words_at(rosa, path)
        assert "left without a supervisor" in said and "Voss" not in said


def test_somebody_of_another_site_sees_nothing_of_it(hugo: Person, ending: Reminder) -> None:
    assert "nobody follows" not in words_at(hugo, "/admin/reminders/")


def test_the_preview_names_whom_it_is_about(
    rosa: Person, sams_post: Supervision, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    Supervision.objects.filter(pk=sams_post.pk).update(ends_on=days(10))
    assert "S. Okafor" in words_at(rosa, f"/admin/reminders/rules/{site.pk}/people.supervision-ending/")
