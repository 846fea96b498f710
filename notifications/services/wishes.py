"""How somebody wants to be reminded, set by that person alone."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from notifications.channels import BY_NAME
from notifications.channels.sms import plain_number
from notifications.kinds import Kind
from notifications.models import ReminderPreference
from notifications.timing import Habits, quiet_until
from notifications.ways import turned
from people.models import User
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor

SETTABLE = ("timezone", "quiet_from", "quiet_until", "digest", "digest_hour", "mobile", "chat")


@verb
def set_wishes(*, actor: Actor, language: str, ways: dict[str, list[str]], **values: Any) -> ReminderPreference:
    """`ways`: for each kind that was asked about, the channels that are wanted; other kinds stay as they are."""
    if actor.user is None:
        raise NotAllowed(_("Sign in first."))
    row = ReminderPreference.objects.filter(user=actor.user).first() or ReminderPreference(user=actor.user)
    for name in SETTABLE:
        setattr(row, name, values.get(name, getattr(row, name)))
    row.exceptions = _exceptions(row.exceptions, ways)
    if wrong := _wrong(row):
        raise Refused(wrong)
    row.save()
    User.objects.filter(pk=actor.user.pk).update(language=language)
    return row


def _exceptions(before: list[str], ways: dict[str, list[str]]) -> list[str]:
    """Pairs that are the other way round than at first, for the kinds that were asked about."""
    kept = [pair for pair in before if pair.partition(":")[0] not in ways]
    outside = [channel for channel in BY_NAME.values() if channel.outside]
    turned_over = [
        turned(kind, channel.name)
        for kind, wanted in ways.items()
        for channel in outside
        if (channel.name in wanted) == channel.by_choice
    ]
    return sorted({*kept, *turned_over})


def _wrong(row: ReminderPreference) -> dict[str, Words]:
    wrong: dict[str, Words] = {}
    asked_for = {pair.partition(":")[2] for pair in row.exceptions}
    if row.timezone and row.timezone not in available_timezones():
        wrong["timezone"] = _("Enter a time zone such as America/Chicago.")
    if row.mobile and not plain_number(row.mobile):
        wrong["mobile"] = _("Enter a telephone number, with the country's code if it is abroad.")
    elif "sms" in asked_for and not BY_NAME["sms"].address_of(_with(row)):
        wrong["mobile"] = _("Enter the number for texts.")
    if "chat" in asked_for and not row.chat:
        wrong["chat"] = _("Enter the name under which the chat knows you.")
    habits = Habits("UTC", row.quiet_from, row.quiet_until)
    hour = datetime.combine(datetime(2026, 1, 1, tzinfo=UTC), time(row.digest_hour), UTC)
    if row.digest and quiet_until(hour, habits) != hour:
        wrong["digest_hour"] = _("Choose an hour outside your quiet hours.")
    return wrong


def _with(row: ReminderPreference) -> User:
    row.user.reminder_preference = row
    return row.user


def kinds_of(actor: Actor) -> list[Kind]:
    """The kinds that can reach this person."""
    if actor.is_hr:
        return list(Kind)
    return [Kind.CHECK_INS, Kind.APPOINTMENTS, Kind.LIMITS, Kind.DUTIES] if actor.employee_id else list(Kind)
