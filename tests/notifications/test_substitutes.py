"""While a supervisor is away, reminders go to whoever stands in; afterwards they come back."""

from datetime import date

import pytest

from duty.models import Assignment
from notifications.models import Reminder
from notifications.services import deliver_due, plan
from notifications.words import explain, to_whom
from people.models import Department, Supervision, User
from people.services import name_substitute
from tests.cast import TODAY, Person
from tests.notifications.worlds import at, days, duty, open_case, told
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
WAITING = "duty.approval-waiting"
SAM, TINA = ("sam.okafor", "supervisor", TODAY), ("tina.lind", "substitute", TODAY)


@pytest.fixture
def asked(ana: Person, sam: Person, rosa: Person, assembly: Department) -> Assignment:
    return duty(open_case(ana, rosa), assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa)


def away(post: Supervision, tina: Person, first: date, last: date) -> Supervision:
    assert tina.employee is not None
    return name_substitute(stands_in_for=post, supervisor=tina.employee, starts_on=first, ends_on=last)


def test_the_substitute_is_asked_while_the_supervisor_is_away(
    asked: Assignment, sams_post: Supervision, tina: Person, post: MailCatcher
) -> None:
    away(sams_post, tina, TODAY, days(4))
    plan(at=NOW)
    deliver_due(at=NOW)
    assert told(WAITING) == [TINA]
    (mail,) = post.messages
    assert mail.recipients == ["tina.lind@example.com"]
    assert f"/approvals/{asked.pk}/" in mail.text
    assert "you stand in for the supervisor" in to_whom(Reminder.objects.get())


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_before_and_after_it_the_supervisor_is_asked(
    asked: Assignment, sams_post: Supervision, tina: Person, first: int, last: int
) -> None:
    away(sams_post, tina, days(first), days(last))
    plan(at=NOW)
    assert told(WAITING) == [SAM]


def test_what_the_substitute_left_open_comes_back_to_the_supervisor(
    asked: Assignment, sams_post: Supervision, tina: Person, post: MailCatcher
) -> None:
    away(sams_post, tina, TODAY, TODAY)
    for moment in (NOW, at(days(1))):
        plan(at=moment)
        deliver_due(at=moment)
    assert told(WAITING, "told") == [SAM, TINA]
    assert [mail.recipients for mail in post.messages] == [["tina.lind@example.com"], ["sam.okafor@example.com"]]


def test_what_was_not_sent_yet_moves_to_the_substitute(asked: Assignment, sams_post: Supervision, tina: Person) -> None:
    plan(at=NOW)
    away(sams_post, tina, TODAY, days(2))
    plan(at=NOW)
    assert (told(WAITING, "withdrawn"), told(WAITING, "planned")) == ([SAM], [TINA])


def test_a_letter_claimed_after_the_supervisor_went_away_is_asked_again(
    asked: Assignment, sams_post: Supervision, tina: Person, post: MailCatcher
) -> None:
    plan(at=NOW)
    away(sams_post, tina, TODAY, days(2))
    deliver_due(at=NOW)
    assert post.messages == []
    assert told(WAITING, "withdrawn") == [SAM]


def test_a_substitute_who_cannot_be_reached_leaves_it_with_the_supervisor(
    asked: Assignment, sams_post: Supervision, tina: Person
) -> None:
    away(sams_post, tina, TODAY, days(2))
    User.objects.filter(pk=tina.user.pk).update(is_active=False)
    plan(at=NOW)
    assert told(WAITING) == [SAM]


def test_a_substitute_does_not_decide_about_their_own_duty(
    tina: Person, sam: Person, rosa: Person, sams_post: Supervision, assembly: Department
) -> None:
    away(sams_post, tina, TODAY, days(2))
    duty(open_case(tina, rosa), assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    assert told(WAITING) == [SAM]


def test_the_supervisor_hears_the_day_before_the_substitute_ends(
    sams_post: Supervision, tina: Person, post: MailCatcher
) -> None:
    away(sams_post, tina, days(-5), days(1))
    plan(at=at(days(-1)))
    assert told("people.substitute-ending") == []
    plan(at=NOW)
    deliver_due(at=NOW)
    assert told("people.substitute-ending", "told") == [SAM]
    (mail,) = post.messages
    assert "Tina Lind stops standing in for you" in mail.text
    assert "/approvals/" in mail.text
    assert explain(Reminder.objects.get()).startswith("The last day of somebody who stands in")


def test_a_substitute_whose_time_is_prolonged_ends_for_nobody(sams_post: Supervision, tina: Person) -> None:
    row = away(sams_post, tina, days(-5), days(1))
    plan(at=NOW)
    Supervision.objects.filter(pk=row.pk).update(ends_on=days(20))
    plan(at=NOW)
    assert told("people.substitute-ending", "withdrawn") == [SAM]
