"""Parcels: reminders of one recipient put together into a delivery, and many deliveries written by two statements."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection

from notifications.channels import BY_NAME, Channel, Parcel
from notifications.models import Delivery, Reminder
from people.models import User

DELIVERIES = """
INSERT INTO notifications_delivery (id, channel, establishment_id, recipient_id, address, message_id, state, attempts,
    resumed, lease_until, created_at, sent_at, error, permanent)
SELECT made.id, %s, made.establishment_id, made.recipient_id, made.address, made.message_id, %s, 1,
    0, %s, %s, %s, '', false
FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[], %s::text[], %s::text[])
    AS made(id, establishment_id, recipient_id, address, message_id)
"""
CONTENTS = """
INSERT INTO notifications_deliveryreminder (delivery_id, reminder_id)
SELECT made.delivery_id, made.reminder_id FROM unnest(%s::uuid[], %s::bigint[]) AS made(delivery_id, reminder_id)
"""


def pack(reminders: Iterable[Reminder], channel: Channel, *, at: datetime, lease_until: datetime) -> list[Parcel]:
    """One parcel for each recipient and establishment: a delivery is seen by HR of one establishment only."""
    groups: dict[tuple[int, int], list[Reminder]] = defaultdict(list)
    for reminder in reminders:
        groups[reminder.recipient_id, reminder.establishment_id].append(reminder)
    parcels = []
    for (_recipient, establishment_id), group in groups.items():
        delivery = new_delivery(channel, group[0].recipient, establishment_id, at=at)
        delivery.attempts = 1
        if channel.outside:
            delivery.state, delivery.lease_until = Delivery.State.SENDING, lease_until
        else:
            delivery.state, delivery.sent_at = Delivery.State.SENT, at
        parcels.append(Parcel(delivery, group))
    return parcels


def store(parcels: Sequence[Parcel], channel: Channel) -> None:
    """Write parcels of one channel that were packed together: they differ in recipient and content only."""
    if not parcels:
        return
    letters = [parcel.delivery for parcel in parcels]
    first = letters[0]
    same: list[Any] = [channel.name, first.state, first.lease_until, first.created_at, first.sent_at]
    differing: list[Any] = [
        [letter.pk for letter in letters],
        [letter.establishment_id for letter in letters],
        [letter.recipient_id for letter in letters],
        [letter.address for letter in letters],
        [letter.message_id for letter in letters],
    ]
    contents = [(parcel.delivery.pk, reminder.pk) for parcel in parcels for reminder in parcel.reminders]
    with connection.cursor() as cursor:
        cursor.execute(DELIVERIES, [*same, *differing])
        cursor.execute(CONTENTS, [[letter for letter, _reminder in contents], [pk for _letter, pk in contents]])


def new_delivery(channel: Channel, recipient: User, establishment_id: int, *, at: datetime) -> Delivery:
    """A delivery to where the recipient is reached today, with the message id that all its attempts carry."""
    key = uuid4()
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return Delivery(
        id=key,
        channel=channel.name,
        establishment_id=establishment_id,
        recipient=recipient,
        address=channel.address_of(recipient),
        message_id=f"<{key}.{channel.name}@{host}>",
        created_at=at,
    )


def outside_channels() -> list[Channel]:
    return [channel for channel in BY_NAME.values() if channel.outside and channel.available]
