"""From the ledger into the mail: told once, tried again, given up, and never from inside a transaction."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from notifications.channels import Parcel
from notifications.channels.email import EmailDoor
from notifications.models import Delivery, InboxItem, Reminder
from notifications.services import deliver_due, plan, retry
from people.refusals import NotAllowed, Refused
from recovery.models import Stall
from tests.cast import TODAY, Person, make_person
from tests.notifications.worlds import appointment, at, concern, days, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)


def stall_of(ana: Person, rosa: Person) -> Stall:
    stall = finding(open_case(ana, rosa))
    plan(at=NOW)
    return stall


def test_a_due_reminder_is_mailed_and_told(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    deliver_due(at=NOW)
    assert [message.recipients for message in post.messages] == [["ana.rivera@example.com"]]
    assert Reminder.objects.get().state == "told"
    assert Delivery.objects.get(channel="email").state == "sent"


def test_delivering_twice_mails_once(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    deliver_due(at=NOW)
    assert deliver_due(at=NOW) == 0
    assert len(post.messages) == 1


def test_nothing_goes_out_before_the_hour_of_the_site(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa))
    plan(at=at(TODAY, 1))
    deliver_due(at=at(TODAY, 7))
    assert post.messages == []
    deliver_due(at=at(TODAY, 8))
    assert len(post.messages) == 1


def test_a_red_flag_does_not_wait_for_the_morning(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=at(TODAY, 1))
    deliver_due(at=at(TODAY, 1))
    assert post.messages[0].recipients == ["rosa.patel@example.com"]


def test_several_items_of_one_person_go_out_in_one_mail(ana: Person, rosa: Person, post: MailCatcher) -> None:
    for name in ("Ben", "Cleo", "Dan"):
        person = make_person(name, "Vogt", ana.employee.department)
        concern(open_case(person, rosa), by=person)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert len(post.messages) == 1
    assert post.messages[0].parsed["Subject"] == "You have 3 items to review"
    assert Delivery.objects.get(channel="email").reminders.count() == 3


def test_what_is_not_true_any_more_is_withdrawn_at_the_last_moment(
    ana: Person, rosa: Person, post: MailCatcher
) -> None:
    stall = stall_of(ana, rosa)
    appointment(stall.case, at(days(3)), by=ana)
    deliver_due(at=NOW)
    assert post.messages == []
    assert (Reminder.objects.get().state, Reminder.objects.get().reason) == ("withdrawn", "settled")


def test_a_mailbox_that_is_full_is_tried_again_later(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    post.fail(Failure(answer="452 4.2.2 Mailbox full"))
    deliver_due(at=NOW)
    delivery = Delivery.objects.get(channel="email")
    assert (delivery.state, delivery.error) == ("queued", "452 4.2.2 Mailbox full")
    assert delivery.next_attempt_at == NOW + timedelta(minutes=1)
    post.fail()
    assert deliver_due(at=NOW + timedelta(seconds=59)) == 0
    deliver_due(at=NOW + timedelta(minutes=1))
    assert len(post.messages) == 1
    assert post.messages[0].parsed["Message-ID"] == delivery.message_id


def test_attempts_grow_apart_and_end(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    post.fail(Failure())
    moments = [NOW]
    for minutes in (1, 5, 30, 120, 360):
        deliver_due(at=moments[-1])
        moments.append(moments[-1] + timedelta(minutes=minutes))
        assert Delivery.objects.get(channel="email").next_attempt_at == moments[-1]
    deliver_due(at=moments[-1])
    assert Reminder.objects.get().state == "failed"


def test_an_unknown_address_stops_at_once_and_stands_on_hrs_desk(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    reminder = Reminder.objects.failed().get()
    assert (reminder.reason, reminder.data) == ("undeliverable", {"error": "550 5.1.1 No such user"})
    assert Delivery.objects.get(channel="email").permanent


def test_a_server_that_wants_us_to_sign_in_first_fails_no_reminder(
    ana: Person, rosa: Person, post: MailCatcher
) -> None:
    """It is nothing about these letters: whoever runs the machine mends its settings, and they go out."""
    for name in ("Ben", "Cleo"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    post.fail(Failure(answer="530 5.7.0 Authentication required", times=1))
    deliver_due(at=NOW)
    assert set(Delivery.objects.filter(channel="email").values_list("state", "attempts")) == {("queued", 1)}
    deliver_due(at=NOW + timedelta(minutes=1))
    assert len(post.messages) == 2


def test_one_bad_address_does_not_stop_the_others(ana: Person, rosa: Person, post: MailCatcher) -> None:
    for name in ("Ben", "Cleo", "Dan"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    post.fail(Failure(address="cleo*", answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["failed", "told", "told"]


def test_a_refused_body_counts_like_a_refused_address(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    post.fail(Failure(answer="554 5.7.1 Not wanted", stage="data"))
    deliver_due(at=NOW)
    assert Delivery.objects.get(channel="email").error == "554 5.7.1 Not wanted"


def test_a_connection_that_breaks_is_opened_again_for_the_next(ana: Person, rosa: Person, post: MailCatcher) -> None:
    for name in ("Ben", "Cleo", "Dan"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    post.fail(Failure(address="ben*", answer="", drop=True, times=1))
    deliver_due(at=NOW)
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["planned", "told", "told"]
    deliver_due(at=NOW + timedelta(minutes=1))
    assert len(post.messages) == 3


def test_a_server_that_is_away_lets_all_wait(ana: Person, rosa: Person, post: MailCatcher) -> None:
    for name in ("Ben", "Cleo"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    post.stop()
    deliver_due(at=NOW)
    waiting = Delivery.objects.filter(channel="email", state="queued", next_attempt_at=NOW + timedelta(minutes=1))
    assert waiting.count() == 2


def test_a_poisoned_reminder_is_parked_and_the_others_pass(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = make_person("Ben", "Vogt", ana.employee.department)
    for person in (ana, ben):
        finding(open_case(person, rosa))
    plan(at=NOW)
    send = EmailDoor.send

    def poisoned(door: EmailDoor, parcel: object, moment: object) -> None:
        if parcel.delivery.recipient == ben.user:
            raise RuntimeError("a template that cannot be filled")
        send(door, parcel, moment)

    monkeypatch.setattr(EmailDoor, "send", poisoned)
    deliver_due(at=NOW)
    assert Reminder.objects.get(recipient=ana.user).state == "told"
    parked = Reminder.objects.get(recipient=ben.user)
    assert (parked.state, parked.data["error"]) == ("failed", "RuntimeError: a template that cannot be filled")


def test_a_letter_whose_sender_died_is_sent_again_with_its_message_id(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall_of(ana, rosa)
    # It dies between the server's 250 and the mark.
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr("notifications.results.mark_sent", _die)
        deliver_due(at=NOW)
    assert deliver_due(at=NOW + timedelta(minutes=4)) == 0
    deliver_due(at=NOW + timedelta(minutes=5))
    first, second = post.messages
    assert first.parsed["Message-ID"] == second.parsed["Message-ID"]
    assert Delivery.objects.get(channel="email").resumed == 1
    assert Reminder.objects.get().state == "told"


def test_a_sender_that_dies_repeats_no_more_than_ten_letters(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(25):
        finding(open_case(make_person(f"P{number}", "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    monkeypatch.setattr("notifications.results.UNMARKED_SECONDS", 60)
    with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
        dying.setattr("notifications.results.Marks.write", _die)
        deliver_due(at=NOW)
    assert len(post.messages) == 10
    while deliver_due(at=NOW + timedelta(minutes=5)):
        pass
    assert len(post.messages) == 25 + 10
    assert len({message.message_id for message in post.messages}) == 25


def test_behind_a_slow_server_each_letter_is_marked_at_once(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        finding(open_case(make_person(f"P{number}", "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    marked: list[int] = []
    monkeypatch.setattr("notifications.results.UNMARKED_SECONDS", 0)
    monkeypatch.setattr("notifications.results.mark_sent", lambda parcels, *, at: marked.append(len(parcels)))
    deliver_due(at=NOW)
    assert marked == [1, 1, 1]


def test_a_letter_that_kills_its_sender_each_time_is_parked(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    stall_of(ana, rosa)
    for attempt in range(6):
        with monkeypatch.context() as dying, pytest.raises(KeyboardInterrupt):
            dying.setattr(EmailDoor, "send", _die)
            deliver_due(at=NOW + timedelta(minutes=5 * attempt))
    deliver_due(at=NOW + timedelta(minutes=30))
    assert Reminder.objects.get().state == "failed"


def _die(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_letter_that_kills_its_sender_takes_no_others_along(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Ben", "Cleo", "Dan"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    send = EmailDoor.send

    def deadly(door: EmailDoor, parcel: Parcel, moment: datetime) -> None:
        if parcel.delivery.address.startswith("ben"):
            raise KeyboardInterrupt
        send(door, parcel, moment)

    monkeypatch.setattr(EmailDoor, "send", deadly)
    for attempt in range(12):
        with suppress(KeyboardInterrupt):
            while deliver_due(at=NOW + timedelta(minutes=6 * attempt)):
                pass
    told = Reminder.objects.order_by("recipient__email").values_list("recipient__employee__given_name", "state")
    assert list(told) == [("Ben", "failed"), ("Cleo", "told"), ("Dan", "told")]


def test_hr_corrects_the_address_and_sends_again(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    post.fail(Failure(address="ana*", answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    ana.employee.email = "rivera@example.com"
    ana.employee.save()
    retry(actor=rosa.actor(), reminder=Reminder.objects.get(), at=NOW)
    deliver_due(at=NOW)
    assert [message.recipients for message in post.messages] == [["rivera@example.com"]]
    assert Reminder.objects.get().state == "told"


def test_only_hr_of_the_site_sends_again(ana: Person, rosa: Person, hugo: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    with pytest.raises(NotAllowed):
        retry(actor=hugo.actor(), reminder=Reminder.objects.get(), at=NOW)


def test_what_has_been_told_is_not_sent_again(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    deliver_due(at=NOW)
    with pytest.raises(Refused):
        retry(actor=rosa.actor(), reminder=Reminder.objects.get(), at=NOW)


def test_a_failed_reminder_leaves_the_desk_when_the_matter_is_settled(
    ana: Person, rosa: Person, post: MailCatcher
) -> None:
    stall = stall_of(ana, rosa)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    appointment(stall.case, at(days(3)), by=ana)
    plan(at=NOW)
    assert Reminder.objects.get().state == "withdrawn"


def test_past_days_go_into_the_inbox_only(ana: Person, rosa: Person, post: MailCatcher) -> None:
    stall_of(ana, rosa)
    deliver_due(at=NOW, channels=("inbox",))
    assert post.messages == []
    assert Reminder.objects.get().state == "told"
    assert InboxItem.objects.get().url == "/follow-up/"


def test_a_mail_leaves_outside_any_transaction(ana: Person, rosa: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    stall_of(ana, rosa)
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    monkeypatch.setattr(EmailDoor, "send", lambda *_: seen.append(len(connection.savepoint_ids)))
    deliver_due(at=NOW)
    assert seen == [depth]


def test_who_wakes_up_after_the_lease_sends_no_more_of_it(ana: Person, rosa: Person, post: MailCatcher) -> None:
    """Asleep since the first letter, as a machine that was suspended: its monotonic clock stood still."""
    for name in ("Ben", "Cleo", "Dan"):
        finding(open_case(make_person(name, "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    clock = iter([NOW, *[NOW + timedelta(minutes=4)] * 9])
    deliver_due(at=NOW, clock=lambda: next(clock))
    assert len(post.messages) == 1
    assert sorted(Delivery.objects.by("email").values_list("state", "attempts")) == [("queued", 0)] * 2 + [("sent", 1)]


def test_delivery_asks_as_often_for_twenty_as_for_one(
    ana: Person, rosa: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        finding(open_case(make_person(f"P{number}", "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    # Ten letters are marked together; all other statements are for the whole batch.
    with django_assert_max_num_queries(18 + 2):
        deliver_due(at=NOW)
    assert len(mail.outbox) == 20
