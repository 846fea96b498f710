"""A rule whose question fails in PostgreSQL: the others are planned and sent, and its own reminders wait for it."""

from datetime import datetime, timedelta

import pytest
from django.db.models import IntegerField

from notifications.expressions import Sql
from notifications.models import Delivery, Heartbeat, Reminder
from notifications.rule import Facts
from notifications.rules.follow_up import FollowUp
from notifications.services import deliver_due, plan
from tests.cast import TODAY, Person
from tests.notifications.worlds import at, concern, finding, open_case, told
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)
ANA = "ana.rivera@example.com"
TO_ANA, TO_ROSA = [("ana.rivera", "employee", TODAY)], [("rosa.patel", "hr", TODAY)]


def break_the_follow_up(patch: pytest.MonkeyPatch) -> None:
    asked = FollowUp.due

    def fails(rule: FollowUp, moment: datetime) -> Facts:
        return asked(rule, moment).filter(
            pk__lt=Sql("(1 / (recovery_stall.id - {0}))", "pk", output_field=IntegerField())
        )

    patch.setattr(FollowUp, "due", fails)


@pytest.fixture
def broken(ana: Person, rosa: Person, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Ana waits for her follow-up, Rosa for Ana's concern; the rule of follow-ups divides by zero."""
    case = open_case(ana, rosa)
    finding(case)
    concern(case, by=ana)
    break_the_follow_up(monkeypatch)
    return monkeypatch


def test_the_other_rules_are_planned(broken: pytest.MonkeyPatch) -> None:
    plan(at=NOW)
    assert told("duty.concern", "planned") == TO_ROSA
    assert told("recovery.follow-up") == []


def test_a_sweep_that_left_a_rule_out_is_no_sign_of_life(broken: pytest.MonkeyPatch) -> None:
    plan(at=NOW)
    assert not Heartbeat.objects.filter(name="planning").exists()
    broken.undo()
    plan(at=NOW)
    assert Heartbeat.objects.get(name="planning").at == NOW


def test_what_is_planned_already_waits_and_the_others_go_out(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = open_case(ana, rosa)
    finding(case)
    concern(case, by=ana)
    plan(at=NOW)
    break_the_follow_up(monkeypatch)
    deliver_due(at=NOW)
    assert [letter.recipients for letter in post.messages] == [["rosa.patel@example.com"]]
    waiting = Reminder.objects.get(rule="recovery.follow-up")
    assert (waiting.state, waiting.taken_at) == ("planned", None)
    monkeypatch.undo()
    deliver_due(at=waiting.not_before)
    assert told("recovery.follow-up", "told") == TO_ANA


def test_a_letter_under_way_waits_as_a_whole_and_goes_out_with_its_old_key(
    ana: Person, rosa: Person, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding(open_case(ana, rosa))
    post.fail(Failure(ANA, "452 4.2.2 Mailbox full", times=1))
    plan(at=NOW)
    deliver_due(at=NOW)
    key = Delivery.objects.get(channel="email").message_id
    break_the_follow_up(monkeypatch)
    deliver_due(at=NOW + timedelta(minutes=1))
    letter = Delivery.objects.get(channel="email")
    assert (letter.state, letter.attempts, post.messages) == ("queued", 1, [])
    monkeypatch.undo()
    deliver_due(at=letter.next_attempt_at)
    assert [message.message_id for message in post.messages] == [key]
