"""Every reminder explains itself: to HR about the recipient, and to the recipient as "you"."""

from itertools import product
from typing import Any

import pytest

from notifications.models import Delivery, InboxItem, Reminder, ReminderPreference
from notifications.services import deliver_due, plan
from notifications.words import explain, to_whom
from people.models import Establishment, RoleGrant
from people.services import grant_role
from recovery.models import Stall
from tests.cast import TODAY, Person, make_office
from tests.notifications.worlds import at, days, finding, open_case
from tests.portal.phone import words_at
from tools.mailcatcher import MailCatcher

NOW = at(TODAY)
WHY = "A finding asks for a follow-up"


@pytest.fixture
def reminder(ana: Person, rosa: Person, post: MailCatcher) -> Reminder:
    """Ana was told to book a follow-up; `said` makes anything else of it."""
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    return Reminder.objects.get()


def said(reminder: Reminder, **changed: Any) -> tuple[str, str]:
    """The same state in the words for HR and for the recipient."""
    Reminder.objects.filter(pk=reminder.pk).update(**changed)
    reminder = Reminder.objects.with_passed_on().get(pk=reminder.pk)
    return explain(reminder), explain(reminder, to_recipient=True)


TOLD = {"state": "told", "told_at": NOW}
PLANNED = {"state": "planned", "told_at": None, "taken_at": None}
NOT_TOLD = {"told_at": None, "settled_at": at(days(3))}
STATES: dict[str, tuple[dict[str, Any], str, str]] = {
    "planned": (PLANNED, "It will be sent on Mon, Mar 2", "It will be sent on Mon, Mar 2"),
    "being sent": ({**PLANNED, "taken_at": NOW}, "It is being sent.", "It is being sent."),
    "quiet": ({**PLANNED, "data": {"moved": "quiet"}}, "end of the recipient's quiet hours", "end of your quiet hours"),
    "digest": (
        {**PLANNED, "data": {"moved": "digest"}},
        "the recipient's one letter of the day",
        "your one letter of the day",
    ),
    "day off": ({**PLANNED, "data": {"moved": "day_off"}}, "next working day of the site", "next working day"),
    "snoozed": (
        {**PLANNED, "told_at": NOW, "data": {"moved": "snoozed"}},
        "The recipient has read it and put it off.",
        "You have put it off.",
    ),
    "told": (TOLD, "It was told on Mon, Mar 2", "It was told on Mon, Mar 2"),
    "told after quiet hours": (
        {**TOLD, "data": {"moved": "quiet"}},
        "It had waited for the end of the recipient's quiet hours.",
        "It had waited for the end of your quiet hours.",
    ),
    "told with the letter of the day": (
        {**TOLD, "data": {"moved": "digest"}},
        "It had waited for the recipient's one letter",
        "It had waited for your one letter",
    ),
    "told after a day off": ({**TOLD, "data": {"moved": "day_off"}}, "a working day of the site", "a working day"),
    "told once more": ({**TOLD, "data": {"moved": "snoozed"}}, "The recipient had put it off.", "You had put it off."),
    "another way": ({**TOLD, "data": {"another_way": "sms"}}, "another one was used", "another one was used"),
    "settled": (
        {**NOT_TOLD, "state": "withdrawn", "reason": "settled"},
        "no longer needed. An appointment was entered",
        "no longer needed. An appointment was entered",
    ),
    "settled after it was put off": (
        {"state": "withdrawn", "reason": "settled", "told_at": NOW},
        "and put off. It is no longer needed. An appointment",
        "and put off. It is no longer needed. An appointment",
    ),
    "switched off": (
        {**NOT_TOLD, "state": "withdrawn", "reason": "switched_off"},
        "It was not sent, because HR has switched this rule off",
        "It was not sent, because HR has switched this rule off",
    ),
    "switched off after it was put off": (
        {"state": "withdrawn", "reason": "switched_off", "told_at": NOW},
        "and put off. HR has since switched this rule off",
        "and put off. HR has since switched this rule off",
    ),
    "late": (
        {**NOT_TOLD, "state": "missed", "reason": "late"},
        "3 days had passed since its date: too late",
        "3 days had passed since its date: too late",
    ),
    "late on its day": (
        {"state": "missed", "reason": "late", "told_at": None, "settled_at": NOW},
        "because its day had passed",
        "because its day had passed",
    ),
    "overtaken": (
        {**NOT_TOLD, "state": "missed", "reason": "overtaken"},
        "a later date of the same matter had come",
        "a later date of the same matter had come",
    ),
    "failed": (
        {"state": "failed", "reason": "undeliverable", "told_at": None, "data": {"error": "550 No such user"}},
        "It could not be delivered: 550 No such user. Correct the address",
        "No letter about it could be delivered. HR sees that",
    ),
    "unknown rule": (
        {"state": "failed", "reason": "unknown_rule", "told_at": None},
        "no longer part of the program",
        "no longer part of the program",
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_each_state_has_a_sentence_for_hr_and_one_for_the_recipient(reminder: Reminder, name: str) -> None:
    changed, to_hr, to_you = STATES[name]
    for_hr, for_you = said(reminder, **changed)
    assert for_hr.startswith(WHY) and to_hr in for_hr
    assert for_you.startswith(WHY) and to_you in for_you


def test_the_recipient_is_never_spoken_of_as_somebody_else(reminder: Reminder) -> None:
    reminder.told_at, reminder.taken_at = NOW, None
    for state, reason, moved in product(Reminder.State, ["", *Reminder.Reason], ["", *Reminder.Moved]):
        reminder.state, reminder.reason, reminder.data = state, reason, {"moved": moved}
        for_you = explain(reminder, to_recipient=True)
        assert "recipient" not in for_you and "Correct" not in for_you and for_you.endswith(".")


def test_a_muted_kind_is_named_as_the_reason_for_no_letter(ana: Person, rosa: Person, post: MailCatcher) -> None:
    ReminderPreference.objects.create(user=ana.user, exceptions=["appointments:email"])
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    for_hr, for_you = said(Reminder.objects.get())
    assert post.messages == []
    assert "because the recipient wants no letter about this" in for_hr
    assert "in your messages alone, because you want no letter about this" in for_you


def test_what_a_replay_told_in_the_inbox_is_not_laid_to_the_recipients_wish(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW, channels=["inbox"])
    for_hr, for_you = said(Reminder.objects.get())
    assert for_hr.endswith("It stands in the inbox alone.") and "want" not in for_you


def test_hr_reads_and_is_told_why_it_is_told_instead(reminder: Reminder) -> None:
    for instead, words in (("no_account", "The employee has no account"), ("no_supervisor", "No supervisor of the")):
        for_hr, for_you = said(reminder, data={"instead": instead})
        assert words in for_hr and words not in for_you
        assert words in to_whom(Reminder.objects.get())


def test_what_went_to_another_owner_of_the_case_says_so(
    ana: Person, rosa: Person, site: Establishment, post: MailCatcher
) -> None:
    lena = make_office("lena@example.com", "Lena Hart", RoleGrant.Role.HR, site)
    case = open_case(ana, rosa)
    finding(case, Stall.Kind.SILENT)
    plan(at=at(TODAY, 5))
    case.owner = lena.user
    case.save()
    plan(at=at(TODAY, 6))
    old = Reminder.objects.with_passed_on().get(recipient=rosa.user)
    assert explain(old).endswith("It was not sent, because somebody else is told now.")
    assert "somebody else is told now" in words_at(lena, "/admin/reminders/?state=withdrawn")


def test_the_page_of_the_recipient_says_it_to_the_recipient(ana: Person, reminder: Reminder) -> None:
    said(reminder, state="failed", reason="undeliverable", told_at=None, data={"error": "550 No such user"})
    shown = words_at(ana, f"/inbox/{InboxItem.objects.get().pk}/why/")
    assert "HR sees that" in shown and "550" not in shown


def test_the_letters_are_dated_by_the_clock_of_the_site_as_the_sentence_is(
    hugo: Person, rosa: Person, reminder: Reminder, site: Establishment
) -> None:
    grant_role(user=hugo.user, role=RoleGrant.Role.HR, establishment_id=site.pk)
    Reminder.objects.update(recipient=hugo.user, audience="hr")
    InboxItem.objects.update(recipient=hugo.user)
    Delivery.objects.update(recipient=hugo.user, sent_at=NOW)
    shown = words_at(hugo, f"/inbox/{InboxItem.objects.get().pk}/why/")
    assert shown.count("Mon, Mar 2, 12:00 PM") == 2
