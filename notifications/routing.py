"""Where a batch of reminders goes, and what of it waits: people's wishes, the site's days off, failing addresses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.db.models import JSONField, Value

from notifications.channels import Channel
from notifications.expressions import Sql
from notifications.models import FailingAddress, Reminder, ReminderPreference
from notifications.rule import Rule
from notifications.timing import MOST_DAYS_OFF, DaysOff, Habits, soonest
from notifications.tuning import given
from notifications.ways import Way, Wish, opened, wanted
from people.models import Holiday, User

MOVE = """
UPDATE notifications_reminder later
SET taken_at = NULL, not_before = moved.until, data = later.data || jsonb_build_object('moved', moved.why)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) AS moved(id, until, why) WHERE later.id = moved.id
"""
Failing = Mapping[tuple[str, str], str]


def wishes_of(user: User) -> ReminderPreference:
    """What somebody has set, or how it is for everybody at first."""
    return getattr(user, "reminder_preference", None) or ReminderPreference(user=user)


def hold_back(reminders: Sequence[Reminder], rules: Mapping[str, Rule], *, at: datetime) -> list[Reminder]:
    """Those that may go out now; the others are put back, with the moment and the reason."""
    days_off = _days_off(reminders, rules, at)
    now, later = [], []
    for reminder in reminders:
        until, why = _soonest(reminder, rules[reminder.rule], days_off, at)
        if until > at:
            later.append((reminder.pk, until, why))
        else:
            now.append(reminder)
    if later:
        with connection.cursor() as cursor:
            cursor.execute(MOVE, [list(column) for column in zip(*later, strict=True)])
    return now


def sort_out(
    reminders: Sequence[Reminder], rules: Mapping[str, Rule], channels: Sequence[Channel], *, at: datetime
) -> list[tuple[Channel, list[Reminder]]]:
    """The reminders for each channel. Whoever has no address that works is HR's; who wants none has the inbox."""
    outside = [channel for channel in channels if channel.outside]
    failing = failing_among(reminders, outside)
    found: dict[str, list[Reminder]] = defaultdict(list)
    inside: list[Reminder] = []
    nowhere: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        names = wanted_by(reminder, rules[reminder.rule], outside)
        working = [name for name in names if not failing_at(reminder.recipient, name, outside, failing)]
        instead = [] if working or not names else next_ways(reminder.recipient, outside, failing, tried=names)[:1]
        for name in working or instead:
            found[name].append(reminder)
        if not names:
            inside.append(reminder)
        elif not working and not instead:
            nowhere[failing_at(reminder.recipient, names[0], outside, failing)].append(reminder)
    _told_inside(inside, outside, at)
    for words, group in nowhere.items():
        _undeliverable(group, words, at)
    return [(channel, found[channel.name] if channel.outside else list(reminders)) for channel in channels]


def wanted_by(reminder: Reminder, rule: Rule, outside: Sequence[Channel]) -> list[str]:
    allowed = given(rule.tuned, "channels").get(reminder.establishment_id)
    wish = Wish(kind=rule.kind.value, must=rule.must, allowed=allowed)
    ways = [way for channel in outside if (way := _way(channel, reminder.recipient))]
    return wanted(wish, ways, wishes_of(reminder.recipient).exceptions)


def next_ways(user: User, outside: Sequence[Channel], failing: Failing, *, tried: Iterable[str]) -> list[str]:
    """What is left to reach somebody by when a channel has failed."""
    ways = [way for channel in outside if channel.address_of(user) and (way := _way(channel, user))]
    left = [name for name in opened(ways, wishes_of(user).exceptions) if name not in tried]
    return [name for name in left if not failing_at(user, name, outside, failing)]


def failing_among(reminders: Iterable[Reminder], outside: Sequence[Channel]) -> Failing:
    """Of all addresses of these people, those that do not work, with what was said of them."""
    people = {reminder.recipient_id: reminder.recipient for reminder in reminders}.values()
    addresses = {address for user in people for channel in outside if (address := channel.address_of(user))}
    rows = FailingAddress.objects.filter(address__in=addresses) if addresses else FailingAddress.objects.none()
    return {(row.channel, row.address): row.words for row in rows}


def failing_at(user: User, name: str, outside: Sequence[Channel], failing: Failing) -> str:
    channel = next(one for one in outside if one.name == name)
    return failing.get((name, channel.address_of(user)), "")


def _way(channel: Channel, user: User) -> Way | None:
    """A channel that is not set up here, or for which somebody has no address, is no way; mail without one fails."""
    if not channel.available or (channel.by_choice and not channel.address_of(user)):
        return None
    return Way(channel.name, channel.by_choice)


def _soonest(reminder: Reminder, rule: Rule, days_off: Mapping[int, DaysOff], at: datetime) -> tuple[datetime, str]:
    if rule.urgent:
        return at, ""
    wishes = wishes_of(reminder.recipient)
    zone = reminder.establishment.timezone
    # What is worth nothing tomorrow does not wait for the letter of the day.
    waits = wishes.digest and not rule.at_once and rule.late_after > 0
    habits = Habits(
        zone=wishes.timezone or zone,
        quiet_from=wishes.quiet_from,
        quiet_until=wishes.quiet_until,
        digest_hour=wishes.digest_hour if waits else None,
    )
    off = days_off.get(reminder.establishment_id) if _on_working_days(reminder, rule) else None
    return soonest(now=at, ready=reminder.not_before, habits=habits, off=off)


def _on_working_days(reminder: Reminder, rule: Rule) -> bool:
    return bool(given(rule.tuned, "working_days").get(reminder.establishment_id, rule.working_days))


def _days_off(reminders: Sequence[Reminder], rules: Mapping[str, Rule], at: datetime) -> dict[int, DaysOff]:
    asked = [one for one in reminders if _on_working_days(one, rules[one.rule])]
    sites = {one.establishment_id: one.establishment for one in asked}
    if not sites:
        return {}
    holidays: dict[int, set[date]] = defaultdict(set)
    first, last = (at - timedelta(days=1)).date(), (at + timedelta(days=MOST_DAYS_OFF)).date()
    rows = Holiday.objects.filter(establishment__in=sites, day__range=(first, last))
    for site, day in rows.values_list("establishment_id", "day"):
        holidays[site].add(day)
    return {pk: DaysOff(site.timezone, site.weekend, holidays[pk]) for pk, site in sites.items()}


def _told_inside(reminders: Sequence[Reminder], outside: Sequence[Channel], at: datetime) -> None:
    """The inbox is the telling: there is no way out of the house, or the recipient wants no letter of this kind."""
    if not reminders:
        return
    rows = Reminder.objects.filter(pk__in=[one.pk for one in reminders])
    rows.update(state=Reminder.State.TOLD, told_at=at, settled_at=None, reason="")
    muted = [one.pk for one in reminders if any(_way(channel, one.recipient) for channel in outside)]
    if muted:
        noted = Sql("({0} || {1})", "data", Value({"muted": True}, JSONField()), output_field=JSONField())
        rows.filter(pk__in=muted).update(data=noted)


def _undeliverable(reminders: Sequence[Reminder], words: str, at: datetime) -> None:
    noted = Sql("({0} || {1})", "data", Value({"error": words}, JSONField()), output_field=JSONField())
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(
        state=Reminder.State.FAILED, reason=Reminder.Reason.UNDELIVERABLE, settled_at=at, data=noted
    )
