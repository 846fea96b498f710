"""PostgreSQL goes away while letters are under way: nobody waits for a lease, nothing goes out twice."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection, connections

from notifications.channels import Parcel
from notifications.channels.email import EmailDoor
from notifications.models import Delivery, Reminder
from notifications.services import deliver_due, plan
from people.away import outlasting
from tests.cast import TODAY
from tests.notifications.test_two_at_once import stalled_people
from tests.notifications.worlds import at
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
pytestmark = pytest.mark.django_db(transaction=True)


def cut_off() -> None:
    """What a restart of PostgreSQL does to this connection."""
    asked = "SELECT pg_terminate_backend(%s, 5000)"
    pid = connection.connection.info.backend_pid

    def cut() -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(asked, [pid])
        connections.close_all()

    thread = threading.Thread(target=cut)
    thread.start()
    thread.join(20)


def states() -> set[tuple[str, int, int]]:
    return set(Delivery.objects.filter(channel="email").values_list("state", "attempts", "resumed"))


@pytest.fixture
def cut_after_first(post: MailCatcher, monkeypatch: pytest.MonkeyPatch) -> MailCatcher:
    """The first letter is out when the database goes."""
    send = EmailDoor.send

    def send_and_cut(door: EmailDoor, parcel: Parcel, moment: object) -> None:
        send(door, parcel, NOW)
        if len(post.messages) == 1:
            cut_off()

    monkeypatch.setattr(EmailDoor, "send", send_and_cut)
    return post


def test_letters_that_are_out_are_marked_once_the_database_is_back(cut_after_first: MailCatcher) -> None:
    stalled_people(25)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert Reminder.objects.filter(state="told").count() == len(cut_after_first.messages) == 25
    assert states() == {("sent", 1, 0)}


def test_a_refusal_is_written_down_once_the_database_is_back(
    post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_door: EmailDoor, parcel: Parcel, _moment: object) -> None:
        cut_off()
        raise ValidationError("no letter")

    monkeypatch.setattr(EmailDoor, "send", refuse)
    stalled_people(1)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert Reminder.objects.get().state == "failed"


def test_a_letter_that_misses_the_database_is_put_back_and_no_attempt_is_counted(
    post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = EmailDoor.send
    missed: list[Parcel] = []

    def ask_then_send(door: EmailDoor, parcel: Parcel, _moment: object) -> None:
        if not missed:
            missed.append(parcel)
            cut_off()
        Reminder.objects.count()
        send(door, parcel, NOW)

    monkeypatch.setattr(EmailDoor, "send", ask_then_send)
    stalled_people(3)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert states() == {("queued", 0, 0)}
    deliver_due(at=NOW)
    assert (states(), len(post.messages)) == ({("sent", 1, 0)}, 3)


def test_a_letter_that_the_database_refuses_does_not_stop_the_others(
    post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is there: it is the letter that is wrong."""
    send = EmailDoor.send
    poisoned: list[Parcel] = []

    def fail_one(door: EmailDoor, parcel: Parcel, _moment: object) -> None:
        if not poisoned:
            poisoned.append(parcel)
            raise OperationalError("canceling statement due to statement timeout")
        send(door, parcel, NOW)

    monkeypatch.setattr(EmailDoor, "send", fail_one)
    stalled_people(3)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert sorted(Reminder.objects.values_list("state", flat=True)) == ["failed", "told", "told"]


def test_writing_that_outlasts_gives_up_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    tries: list[int] = []

    @outlasting(seconds=0.3)
    def write() -> None:
        tries.append(1)
        raise OperationalError("the server closed the connection unexpectedly")

    with pytest.raises(OperationalError):
        write()
    assert len(tries) > 1
