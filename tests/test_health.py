"""The alarm that wakes somebody, and the page for when the database cannot be had."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, InternalError, OperationalError, connection
from django.test import Client, RequestFactory
from psycopg.errors import ReadOnlySqlTransaction
from psycopg_pool.base import AttemptWithBackoff

from config import health
from config import settings as config_settings
from notifications.services import beat_heart
from people import clock
from people.middleware import server_error


@pytest.mark.django_db
def test_a_database_with_room_is_well() -> None:
    assert health._storage()


@pytest.mark.django_db
def test_a_read_only_database_is_red(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["storage"], answer.json()["database"]) == (503, "down", "ok")


@pytest.mark.django_db
def test_a_full_disk_is_red(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "NEEDS_ROOM", ("SELECT no_such_function_for_lack_of_room()",))
    assert client.get("/readyz").json()["storage"] == "down"


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["worker", "planning"])
def test_a_part_of_the_machinery_without_a_sign_of_life_is_red(client: Client, part: str) -> None:
    for name in ("worker", "planning"):
        beat_heart(name=name, at=clock.now() - timedelta(minutes=6 if name == part else 4))
    answer = client.get("/readyz").json()
    assert [name for name in ("worker", "planning") if answer[name] == "down"] == [part]


def test_the_web_asks_soon_again_for_a_database_that_was_away() -> None:
    attempt = AttemptWithBackoff(timeout=config_settings.WEB_POOL["reconnect_timeout"])
    now, waits = 1000.0, []
    while not attempt.time_to_give_up(now):
        attempt.update_delay(now)
        now += attempt.delay
        waits.append(attempt.delay)
    assert sum(waits) <= config_settings.WEB_POOL["timeout"]


@pytest.mark.parametrize("error", [OperationalError("no room"), InternalError("read-only")])
def test_a_database_that_takes_no_writes_is_answered_with_503(rf: RequestFactory, error: DatabaseError) -> None:
    error.__cause__ = ReadOnlySqlTransaction()
    with pytest.raises(DatabaseError):
        try:
            raise error
        except DatabaseError:
            assert server_error(rf.get("/")).status_code == 503
            raise


def test_any_other_fault_stays_a_500(rf: RequestFactory) -> None:
    try:
        raise ValueError("a slip")
    except ValueError:
        assert server_error(rf.get("/")).status_code == 500
