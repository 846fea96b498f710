"""The demo company: lived through by the verbs, with something left for the running worker to do."""

from datetime import date
from multiprocessing import Pipe
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import override_settings

from injuries.models import CaseEvent
from notifications.models import Delivery, Reminder
from notifications.services import plan
from people import clock
from people.models import Employee, Establishment
from portal.demo import replay, shares, story
from recovery.models import Stall

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few people and weeks of it: the same code in seconds."""
    monkeypatch.setattr(replay, "DAYS_BACK", 45)
    monkeypatch.setattr(replay, "REMINDED_DAYS", 10)
    # The processes of a test may not be forked: a browser of another test may have left its threads.
    monkeypatch.setattr(shares, "PROCESSES", 1)
    monkeypatch.setattr(story, "PAST", 2)
    monkeypatch.setattr(story, "FRESH_STALLS", 3)
    monkeypatch.setattr(story, "ARRIVALS", story.ARRIVALS[-4:])


@override_settings(DEMO=True)
def test_the_demo_company_leaves_three_stalls_for_the_worker_to_tell(small: None) -> None:
    call_command("seed_demo")
    asked = Stall.objects.open().asks_for_follow_up()
    told = Reminder.objects.filter(rule="recovery.follow-up", subject_id__in=[str(stall.pk) for stall in asked])
    assert asked.count() >= 3
    assert not told.exists()
    plan(at=clock.now())
    assert Reminder.objects.filter(rule="recovery.follow-up", state="planned").count() >= 3
    assert not Delivery.objects.filter(channel="email").exists()
    for name in ("hr", "supervisor", "employee", "auditor"):
        assert authenticate(None, email=f"{name}@demo.example", password="lightduty-demo") is not None
    entries = CaseEvent.objects.count()
    call_command("seed_demo")
    assert CaseEvent.objects.count() == entries
    call_command("seed_demo", forget=True)
    assert not Establishment.objects.exists()
    assert not Employee.objects.exists()


def test_sites_are_not_torn_apart_and_the_shares_are_alike() -> None:
    sites = [1] * 5 + [2] * 3 + [3] * 2
    lives: list[Any] = [SimpleNamespace(employee=SimpleNamespace(establishment_id=site)) for site in sites]
    shared = [[life.employee.establishment_id for life in share] for share in shares.split(lives, 2)]
    assert shared == [[1] * 5, [2] * 3 + [3] * 2]


def test_a_day_that_goes_wrong_in_another_process_is_told_to_the_first() -> None:
    def live(day: date) -> None:
        if day.day == 2:
            raise ValueError("nobody could show the work")

    (first, other), (spare, _end) = Pipe(), Pipe()
    for number in (1, 2, 3):
        first.send(("live", date(2026, 3, number)))
    shares.follow(spare, other, {"live": live})
    assert first.recv() == ""
    assert "nobody could show the work" in first.recv()
    assert not first.poll()


@override_settings(DEMO=False)
def test_without_demo_mode_nobody_is_invented() -> None:
    with pytest.raises(CommandError, match="LIGHTDUTY_DEMO=1"):
        call_command("seed_demo")
