"""Several workers, several beats: real connections, nobody told twice."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from config.settings import database_settings
from notifications.models import Delivery, Reminder
from notifications.services import deliver_due, plan
from people.away import is_away
from tests.at_once import at_once
from tests.cast import TODAY, make_department, make_office, make_person, make_site
from tests.notifications.worlds import at, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)
pytestmark = pytest.mark.django_db(transaction=True)


def stalled_people(count: int) -> None:
    site = make_site()
    department = make_department(site)
    rosa = make_office("rosa.patel@example.com", "Rosa Patel", "hr", site)
    for number in range(count):
        finding(open_case(make_person(f"P{number}", "Vogt", department), rosa))


def drain() -> None:
    while deliver_due(at=NOW, limit=7):
        pass


def test_two_beats_plan_each_reminder_once() -> None:
    stalled_people(20)
    at_once(*[lambda: plan(at=NOW)] * 3)
    assert Reminder.objects.count() == 20


def test_a_sweep_can_be_divided_by_rules() -> None:
    stalled_people(2)
    assert [plan(at=NOW, share=slice(place, None, 2)) for place in (0, 1, 0, 1)].count(2) == 1
    assert plan(at=NOW) == 0


def test_two_workers_mail_each_reminder_once(post: MailCatcher) -> None:
    stalled_people(40)
    plan(at=NOW)
    at_once(*[drain] * 3)
    assert len(post.messages) == len({message.recipients[0] for message in post.messages}) == 40
    assert Reminder.objects.filter(state="told").count() == 40


def test_an_expired_lease_is_taken_up_by_one_worker_only(post: MailCatcher) -> None:
    stalled_people(5)
    plan(at=NOW)
    post.fail(Failure())
    deliver_due(at=NOW)
    Delivery.objects.filter(channel="email").update(state="sending", next_attempt_at=None, lease_until=NOW)
    post.fail()
    at_once(*[lambda: deliver_due(at=NOW + timedelta(minutes=6))] * 2)
    assert len(post.messages) == 5
    assert set(Delivery.objects.filter(channel="email").values_list("resumed", flat=True)) == {1}


@pytest.fixture
def asleep(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A worker's connection, whose half a minute is made short."""
    monkeypatch.setattr("config.settings.PROCESS", "worker")
    monkeypatch.setattr("config.settings.WORKER_PAUSE", "100ms")
    monkeypatch.setattr("config.settings.DATABASE_ROLE", "lightduty_system")
    worker = connections.create_connection("default")
    worker.settings_dict = {**worker.settings_dict, "OPTIONS": database_settings()["OPTIONS"]}
    yield worker
    worker.close()


def wait_for_the_end_of(session: Any) -> None:
    with connection.cursor() as cursor:
        for _moment in range(300):
            cursor.execute("SELECT 1 FROM pg_stat_activity WHERE pid = %s", [session.connection.info.backend_pid])
            if cursor.fetchone() is None:
                return
            time.sleep(0.1)
    pytest.fail("The session is still there.")


def test_a_worker_asleep_in_its_claim_keeps_nobody_waiting(asleep: Any, post: MailCatcher) -> None:
    stalled_people(3)
    plan(at=NOW)
    asleep.set_autocommit(False)
    with asleep.cursor() as cursor:
        cursor.execute("SELECT id FROM notifications_reminder FOR UPDATE")
    assert deliver_due(at=NOW) == 0
    wait_for_the_end_of(asleep)
    assert (deliver_due(at=NOW), len(post.messages)) == (3, 3)


def test_who_wakes_up_from_it_finds_the_database_away(asleep: Any) -> None:
    asleep.set_autocommit(False)
    with asleep.cursor() as cursor:
        cursor.execute("SELECT 1")
        wait_for_the_end_of(asleep)
        with pytest.raises(DatabaseError) as slept:
            cursor.execute("SELECT 1")
    assert is_away(slept.value)


def test_a_claim_inside_somebody_elses_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        deliver_due(at=NOW)


def test_no_transaction_is_open_while_a_mail_is_sent(post: MailCatcher, monkeypatch: pytest.MonkeyPatch) -> None:
    stalled_people(1)
    plan(at=NOW)
    open_ones: list[bool] = []
    monkeypatch.setattr(
        "notifications.channels.email.EmailDoor.send", lambda *_: open_ones.append(connection.in_atomic_block)
    )
    deliver_due(at=NOW)
    assert open_ones == [False]
