"""How I am reminded, why I got this, and not now: pages for everybody who gets reminders."""

from typing import Any

import pytest
from django.test import Client

from notifications.models import InboxItem, Reminder, ReminderPreference
from notifications.services import deliver_due, plan, snooze
from people.models import Department
from people.refusals import NotAllowed, Refused
from recovery.models import Stall
from tests.cast import TODAY, Person, sign_in
from tests.notifications.worlds import appointment, at, days, duty, finding, open_case
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
WISHES = "/reminded/"


@pytest.fixture
def told(ana: Person, rosa: Person) -> InboxItem:
    """Ana has been asked to book a follow-up."""
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    return InboxItem.objects.of(ana.user).get()


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)


def signed(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def words(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def given(**changed: Any) -> dict[str, Any]:
    return {
        "language": "en",
        "timezone": "",
        "quiet_from": "20:00",
        "quiet_until": "07:00",
        "digest": "no",
        "digest_hour": "8",
        **{f"ways_{kind}": ["email"] for kind in ("check-ins", "appointments", "limits", "duties")},
        **changed,
    }


def test_a_person_sets_how_they_are_reminded(ana: Person) -> None:
    client = signed(ana)
    answer = client.post(WISHES, given(language="es", digest="yes", timezone="America/Denver", ways_appointments=[]))
    assert answer.status_code == 302
    row = ReminderPreference.objects.get()
    assert (row.digest, row.timezone, row.exceptions) == (True, "America/Denver", ["appointments:email"])
    ana.user.refresh_from_db()
    assert ana.user.language == "es"


def test_what_was_set_is_filled_in_and_can_be_turned_back(ana: Person) -> None:
    client = signed(ana)
    client.post(WISHES, given(ways_limits=[]))
    assert 'name="ways_limits" value="email" id="id_ways_limits_0" checked' not in words(client, WISHES)
    client.post(WISHES, given())
    assert ReminderPreference.objects.get().exceptions == []


def test_a_channel_that_is_not_set_up_is_not_offered(ana: Person) -> None:
    assert "Text message" not in words(signed(ana), WISHES)


def test_texts_need_a_number(ana: Person, settings: Any) -> None:
    settings.SMS_URLS = {"": "json://localhost/{to}"}
    client = signed(ana)
    answer = client.post(WISHES, given(ways_duties=["email", "sms"], mobile=""))
    assert (answer.status_code, "Enter the number for texts." in answer.content.decode()) == (422, True)
    assert client.post(WISHES, given(ways_duties=["email", "sms"], mobile="555 010 0199")).status_code == 302


def test_the_letter_of_the_day_comes_outside_the_quiet_hours(ana: Person) -> None:
    answer = signed(ana).post(WISHES, given(digest="yes", digest_hour="22"))
    assert (answer.status_code, ReminderPreference.objects.count()) == (422, 0)


def test_a_supervisor_who_is_an_employee_and_hr_have_the_page_too(sam: Person, rosa: Person) -> None:
    assert "Duties: offers, approvals and reviews" in words(signed(sam), WISHES)
    assert "E-mail stays on" in words(signed(rosa), WISHES)


def test_the_frame_counts_what_is_new(ana: Person, told: InboxItem) -> None:
    client = signed(ana)
    assert '<span class="vh">New: </span>1' in words(client, "/")
    client.post(f"/inbox/{told.pk}/")
    assert '<span class="vh">New: </span>' not in words(client, "/")


def test_an_item_says_why_it_was_sent_and_how(ana: Person, told: InboxItem) -> None:
    shown = words(signed(ana), f"/inbox/{told.pk}/why/")
    assert "It is addressed to you because it is about you." in shown
    assert "A finding asks for a follow-up" in shown
    assert "It was told on" in shown
    assert "E-mail" in shown


def test_a_supervisors_item_says_nothing_medical(ana: Person, sam: Person, rosa: Person, assembly: Department) -> None:
    case = open_case(ana, rosa)
    finding(case)
    duty(case, assembly, "pending_supervisor", by=rosa)
    plan(at=NOW)
    deliver_due(at=NOW)
    shown = words(signed(sam), f"/inbox/{InboxItem.objects.of(sam.user).get().pk}/why/").lower()
    assert [word for word in ("wrist", "finding", "follow-up", "doctor", case.number) if word.lower() in shown] == []


def test_somebody_elses_item_is_not_there(rosa: Person, otto: Person, told: InboxItem) -> None:
    for person in (rosa, otto):
        for client in (signed(person),):
            assert client.get(f"/inbox/{told.pk}/why/").status_code == 404
            assert client.post(f"/inbox/{told.pk}/later/", {"days": "1"}).status_code == 404


def test_putting_off_moves_the_letter_and_not_the_date(ana: Person, told: InboxItem) -> None:
    client = signed(ana)
    assert client.post(f"/inbox/{told.pk}/later/", {"days": "3"}).status_code == 302
    reminder = Reminder.objects.get()
    assert (reminder.state, reminder.due_on, reminder.not_before) == ("planned", TODAY, at(days(3), 8))
    assert "You have put it off." in words(client, f"/inbox/{told.pk}/why/")


def test_what_was_put_off_comes_again_and_is_new(ana: Person, rosa: Person, told: InboxItem, post: MailCatcher) -> None:
    snooze(actor=ana.actor(), item=told, days=1, at=NOW)
    plan(at=at(days(1), 7))
    deliver_due(at=at(days(1), 7))
    assert post.messages == []
    deliver_due(at=at(days(1), 8))
    told.refresh_from_db()
    assert (len(post.messages), told.read_at, Reminder.objects.get().state) == (1, None, "told")


def test_what_was_put_off_is_withdrawn_when_it_is_settled(
    ana: Person, rosa: Person, told: InboxItem, post: MailCatcher
) -> None:
    snooze(actor=ana.actor(), item=told, days=1, at=NOW)
    appointment(told.reminder.case, at(days(9)), by=ana)
    plan(at=at(days(1)))
    deliver_due(at=at(days(1)))
    assert (Reminder.objects.get().state, post.messages) == ("withdrawn", [])


def test_what_was_put_off_until_the_next_one_came_stays_told(ana: Person, rosa: Person, told: InboxItem) -> None:
    snooze(actor=ana.actor(), item=told, days=7, at=NOW)
    plan(at=at(days(7), 7))
    assert list(Reminder.objects.filter(recipient=ana.user).order_by("due_on").values_list("state", flat=True)) == [
        "told",
        "planned",
    ]


def test_it_can_be_put_off_three_times(ana: Person, told: InboxItem) -> None:
    for day in range(3):
        moment = at(days(day), 9)
        deliver_due(at=moment)
        snooze(actor=ana.actor(), item=told, days=1, at=moment)
    deliver_due(at=at(days(3), 9))
    with pytest.raises(Refused, match="three times"):
        snooze(actor=ana.actor(), item=told, days=1, at=at(days(3), 9))


def test_an_alarming_sign_cannot_be_put_off(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=NOW)
    deliver_due(at=NOW)
    item = InboxItem.objects.of(rosa.user).get()
    with pytest.raises(Refused):
        snooze(actor=rosa.actor(), item=item, days=1, at=NOW)
    assert "Not now?" not in words(signed(rosa), f"/inbox/{item.pk}/why/")


def test_only_the_recipient_puts_it_off(rosa: Person, told: InboxItem) -> None:
    with pytest.raises(NotAllowed):
        snooze(actor=rosa.actor(), item=told, days=1, at=NOW)
