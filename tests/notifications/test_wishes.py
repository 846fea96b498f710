"""People choose how they are reminded, and what they chose is kept."""

from datetime import time
from typing import Any

import pytest

from notifications.models import Delivery, InboxItem, Reminder, ReminderPreference
from notifications.services import deliver_due, plan, set_rule
from notifications.ways import Way, Wish, opened, wanted
from people.models import Holiday
from recovery.models import Stall
from tests.cast import TODAY, Person
from tests.notifications.worlds import at, days, finding, limit, open_case
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
WAYS = (Way("email"), Way("sms", by_choice=True), Way("chat", by_choice=True))


def wishes(person: Person, **values: Any) -> ReminderPreference:
    return ReminderPreference.objects.create(user=person.user, **values)


def state() -> tuple[str, str | None]:
    row = Reminder.objects.get()
    return row.state, row.data.get("moved")


@pytest.mark.parametrize(
    ("wish", "exceptions", "names"),
    [
        (Wish("duties"), [], ["email"]),
        (Wish("duties"), ["duties:sms"], ["email", "sms"]),
        (Wish("duties"), ["duties:email", "duties:sms"], ["sms"]),
        (Wish("duties"), ["duties:email"], []),
        (Wish("duties", must=True), ["duties:email"], ["email"]),
        (Wish("duties", allowed=["sms"]), ["duties:sms"], ["sms"]),
        (Wish("duties", allowed=["sms"]), [], ["email"]),
        (Wish("limits"), ["duties:email"], ["email"]),
    ],
)
def test_a_person_is_reminded_by_what_they_chose(wish: Wish, exceptions: list[str], names: list[str]) -> None:
    assert wanted(wish, WAYS, exceptions) == names


def test_a_text_never_stands_in_for_mail_unless_somebody_asked_for_texts() -> None:
    assert opened(WAYS, ["limits:email"]) == ["email"]
    assert opened(WAYS, ["limits:sms"]) == ["email", "sms"]


def test_a_kind_without_mail_is_told_in_the_inbox(ana: Person, rosa: Person, post: MailCatcher) -> None:
    wishes(ana, exceptions=["appointments:email"])
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    assert (state()[0], post.messages) == ("told", [])
    assert InboxItem.objects.of(ana.user).count() == 1


def test_what_must_be_told_cannot_be_muted(ana: Person, rosa: Person, post: MailCatcher) -> None:
    wishes(rosa, exceptions=["safety:email"])
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert len(post.to("rosa.patel@example.com")) == 1


def test_quiet_hours_are_those_of_the_person_and_their_time_zone(ana: Person, rosa: Person, post: MailCatcher) -> None:
    wishes(ana, timezone="America/New_York", quiet_from=time(11), quiet_until=time(14))
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    assert (state(), post.messages) == (("planned", "quiet"), [])
    assert Reminder.objects.get().not_before == at(TODAY, 13)
    deliver_due(at=at(TODAY, 13))
    assert len(post.messages) == 1


def test_a_letter_a_day_carries_all_that_can_wait(ana: Person, rosa: Person, post: MailCatcher) -> None:
    wishes(ana, digest=True, digest_hour=16)
    case = open_case(ana, rosa)
    finding(case)
    plan(at=NOW)
    deliver_due(at=NOW)
    limit(case, days(7), by=rosa)
    plan(at=at(TODAY, 14))
    deliver_due(at=at(TODAY, 14))
    assert post.to("ana.rivera@example.com") == []
    deliver_due(at=at(TODAY, 16))
    assert [mail.subject for mail in post.to("ana.rivera@example.com")] == ["You have 2 items to review"]


def test_a_check_in_does_not_wait_for_the_letter_of_the_day(ana: Person, rosa: Person, post: MailCatcher) -> None:
    wishes(ana, digest=True, digest_hour=16)
    open_case(ana, rosa, next_check_in_on=TODAY)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert len(post.messages) == 1


def test_the_office_is_not_written_to_on_its_holidays(ana: Person, rosa: Person, site: Any, post: MailCatcher) -> None:
    Holiday.objects.create(establishment=site, day=TODAY, name="Founders' day")
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert state() == ("planned", "day_off")
    deliver_due(at=at(days(1), 7))
    assert len(post.messages) == 1


def test_hr_decides_whether_a_rule_keeps_to_working_days(
    ana: Person, rosa: Person, site: Any, post: MailCatcher
) -> None:
    Holiday.objects.create(establishment=site, day=TODAY, name="Founders' day")
    rule = "recovery.silent"
    set_rule(actor=rosa.actor(), establishment=site, rule=rule, at=NOW, working_days=False)
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert len(post.messages) == 1


def test_a_red_flag_passes_quiet_hours_and_days_off(ana: Person, rosa: Person, site: Any, post: MailCatcher) -> None:
    Holiday.objects.create(establishment=site, day=TODAY, name="Founders' day")
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=at(TODAY, 1))
    deliver_due(at=at(TODAY, 1))
    assert len(post.messages) == 1
    assert Delivery.objects.get(channel="email").state == "sent"
