"""Claiming what is to be sent: one short transaction, committed before anything leaves the house.

The row is the queue. A claim holds a delivery until its lease is over; if the sender dies, the next one takes it up
again with the same message id, and counts that it did.
"""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection, transaction
from django.db.models import F

from notifications.channels import Channel, Parcel
from notifications.doors import with_doors
from notifications.ledger import still_true
from notifications.models import Delivery, DeliveryReminder, Reminder
from notifications.parcels import pack, store
from notifications.routing import hold_back, sort_out
from notifications.rule import Rule
from notifications.settings import rules_as_set
from people.away import is_away

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 360))
MOST_ATTEMPTS = len(BACKOFF) + 1

WISHES = ("user_id", "timezone", "quiet_from", "quiet_until", "digest", "digest_hour", "mobile", "chat", "exceptions")
# What a letter needs of a reminder; the rest of a case is not even read.
NEEDED = (
    *("rule", "subject_id", "audience", "due_on", "data", "establishment_id", "case__number"),
    *("employee__given_name", "employee__family_name"),
    *("recipient__email", "recipient__language", "recipient__employee__email", "recipient__employee__user_id"),
    *("recipient__employee__phone", "not_before", "establishment__timezone", "establishment__weekend"),
    *(f"recipient__reminder_preference__{field}" for field in WISHES),
)

JOINED = ("case", "employee", "establishment", "recipient__employee", "recipient__reminder_preference")

# The whole of a recipient's items comes along with the first, so that they go out in one letter.
TAKE = """
WITH first AS (
    SELECT recipient_id FROM notifications_reminder
    WHERE state = 'planned' AND taken_at IS NULL AND not_before <= %(at)s
    ORDER BY recipient_id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), held AS (
    SELECT id FROM notifications_reminder
    WHERE state = 'planned' AND taken_at IS NULL AND not_before <= %(at)s
    AND recipient_id IN (SELECT recipient_id FROM first) FOR UPDATE SKIP LOCKED
)
UPDATE notifications_reminder SET taken_at = %(at)s WHERE id IN (SELECT id FROM held) RETURNING id
"""
# A letter in whose batch senders died twice is a suspect: it goes alone, when nothing else is due, so that one that
# kills its sender takes no others along.
SUSPECT = 2
RESUME = """
UPDATE notifications_delivery SET state = 'sending', attempts = attempts + 1, lease_until = %(lease)s,
    resumed = resumed + (state = 'sending')::int, next_attempt_at = NULL
WHERE id IN (
    SELECT id FROM notifications_delivery WHERE channel = ANY (%(channels)s)
    AND ((state = 'queued' AND next_attempt_at <= %(at)s) OR (state = 'sending' AND lease_until <= %(at)s))
    AND (resumed >= %(suspect)s) = %(suspects)s LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def claim(*, at: datetime, channels: Sequence[Channel], limit: int) -> tuple[list[Parcel], int]:
    """Parcels to send now, and how many rows were moved in all (0: nothing is left to do)."""
    with transaction.atomic(durable=True):
        names = [channel.name for channel in channels if channel.outside]
        held: dict[str, Any] = {"at": at, "lease": at + LEASE, "channels": names, "suspect": SUSPECT}
        resumed = _ids(RESUME, **held, suspects=False, limit=limit)
        taken = _ids(TAKE, at=at, limit=max(limit - len(resumed), 1))
        if not resumed and not taken:
            resumed = _ids(RESUME, **held, suspects=True, limit=1)
        parcels = _resume(resumed, at=at)
        parcels += _take(taken, channels, at=at)
        parcels = with_doors(parcels, at=at)
    return parcels, len(resumed) + len(taken)


def _ids(statement: str, **values: Any) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _resume(ids: Sequence[UUID], *, at: datetime) -> list[Parcel]:
    """Further attempts: with what still holds of them. One that has killed its sender too often is parked."""
    if not ids:
        return []
    carried: dict[UUID, list[int]] = defaultdict(list)
    links = DeliveryReminder.objects.filter(delivery__in=ids, reminder__state=Reminder.State.PLANNED)
    for delivery_id, reminder_id in links.values_list("delivery_id", "reminder_id"):
        carried[delivery_id].append(reminder_id)
    holding, unclear = _holding([pk for pks in carried.values() for pk in pks], at=at)
    known = {reminder.pk: reminder for reminder in holding}
    parcels, empty, waiting = [], [], []
    for delivery in Delivery.objects.filter(pk__in=ids).select_related("recipient"):
        reminders = [known[pk] for pk in carried[delivery.pk] if pk in known]
        if not unclear.isdisjoint(carried[delivery.pk]):
            waiting.append(delivery.pk)
        elif reminders:
            parcels.append(Parcel(delivery, reminders))
        else:
            empty.append(delivery.pk)
    if empty:
        Delivery.objects.filter(pk__in=empty).update(state=Delivery.State.DROPPED, lease_until=None)
    if waiting:
        Delivery.objects.filter(pk__in=waiting).update(
            state=Delivery.State.QUEUED, next_attempt_at=at + LEASE, lease_until=None, attempts=F("attempts") - 1
        )
    return parcels


def _take(ids: Sequence[int], channels: Sequence[Channel], *, at: datetime) -> list[Parcel]:
    """Fresh reminders: into the inbox at once, and into one letter for each recipient and channel."""
    rules = {rule.id: rule for rule in rules_as_set()}
    reminders, unclear = _holding(ids, at=at, rules=rules)
    if unclear:
        Reminder.objects.filter(pk__in=unclear).update(taken_at=None, not_before=at + LEASE)
    # A replay of past days leaves nothing but items in the inbox; nobody is woken by it.
    if any(channel.outside for channel in channels):
        reminders = hold_back(reminders, rules, at=at)
    if not reminders:
        return []
    parcels: list[Parcel] = []
    for channel, group in sort_out(reminders, rules, channels, at=at):
        made = pack(group, channel, at=at, lease_until=at + LEASE)
        store(made, channel)
        if channel.outside:
            parcels += made
        else:
            channel.put(group, at)
    return parcels


def _holding(
    ids: Sequence[int], *, at: datetime, rules: Mapping[str, Rule] | None = None
) -> tuple[list[Reminder], set[int]]:
    """Ask again at the moment of sending: those that do not hold any more are withdrawn.

    Beside those that hold: those of which that cannot be said, since their rule's question failed. They wait.
    """
    found = Reminder.objects.filter(pk__in=ids).select_related(*JOINED)
    reminders = list(found.only(*NEEDED).order_by("pk"))
    by_rule: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        by_rule[reminder.rule].append(reminder)
    true: set[int] = set()
    unclear: set[int] = set()
    rules = rules if rules is not None else {rule.id: rule for rule in rules_as_set()}
    for rule_id, group in by_rule.items():
        if rule_id not in rules:
            continue
        try:
            with transaction.atomic():
                true |= still_true(rules[rule_id], at, group)
        except DatabaseError as error:
            if is_away(error):
                raise
            logger.exception("The rule %s cannot be asked again: %s reminders wait", rule_id, len(group))
            unclear |= {reminder.pk for reminder in group}
    gone = [reminder.pk for reminder in reminders if reminder.pk not in true | unclear]
    if gone:
        Reminder.objects.filter(pk__in=gone).update(
            state=Reminder.State.WITHDRAWN, reason=Reminder.Reason.SETTLED, settled_at=at
        )
    return [reminder for reminder in reminders if reminder.pk in true], unclear
