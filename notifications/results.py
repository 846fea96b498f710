"""Writing down what came of the attempts, outside the claim's transaction."""

import time
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from notifications.channels import ChannelError, Parcel
from notifications.claims import BACKOFF, LEASE, MOST_ATTEMPTS
from notifications.fallback import failed_for_good
from notifications.models import Delivery
from people.away import outlasting

# A few letters are marked by one statement and one commit. That commit does not wait for the disk: if PostgreSQL
# itself crashes within the next moments, they are sent again with their old message ids, as after any crash between
# the server's 250 and the mark.
SENT = """
WITH letter AS (
    UPDATE notifications_delivery SET state = 'sent', sent_at = %(at)s, lease_until = NULL, error = '',
        permanent = false
    FROM (SELECT set_config('synchronous_commit', 'off', true)) quick
    WHERE id = ANY (%(letters)s) RETURNING id
)
UPDATE notifications_reminder told SET state = 'told', told_at = %(at)s, settled_at = NULL, reason = ''
FROM letter, notifications_deliveryreminder carried
WHERE carried.delivery_id = letter.id AND told.id = carried.reminder_id AND told.id = ANY (%(reminders)s)
AND told.state <> 'told'
"""
# What a sender that dies may leave unmarked, to be sent a second time.
MARKED_TOGETHER = 10
UNMARKED_SECONDS = 0.1
# A sender whose database goes away waits for it with what it has to write: else the letters of its batch would wait
# for the end of their lease, and those that are out would go out again. Each of these writes may come twice.
OUTLAST_SECONDS = LEASE.total_seconds() * 0.8


class Marks:
    """The letters that are out and not yet marked: a few at most, and behind a slow server one at a time."""

    def __init__(self, *, at: datetime) -> None:
        self.at = at
        self.out: list[Parcel] = []
        self.since = time.monotonic()

    def add(self, parcel: Parcel) -> None:
        self.out.append(parcel)
        if len(self.out) >= MARKED_TOGETHER or time.monotonic() - self.since > UNMARKED_SECONDS:
            self.write()

    def write(self) -> None:
        if self.out:
            mark_sent(self.out, at=self.at)
        self.out = []
        self.since = time.monotonic()


@outlasting(seconds=OUTLAST_SECONDS)
def mark_sent(parcels: Sequence[Parcel], *, at: datetime) -> None:
    """Told, whatever the ledger thought meanwhile: the letters are out."""
    letters = [parcel.delivery.pk for parcel in parcels]
    reminders = [reminder.pk for parcel in parcels for reminder in parcel.reminders]
    with connection.cursor() as cursor:
        cursor.execute(SENT, {"at": at, "letters": letters, "reminders": reminders})


@outlasting(seconds=OUTLAST_SECONDS)
def mark_failed(parcel: Parcel, error: ChannelError, *, at: datetime) -> None:
    """Try again later, or not at all; a reminder that no channel can deliver stands on HR's desk."""
    delivery = parcel.delivery
    held = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING, attempts=delivery.attempts)
    words = str(error)[:500]
    if not error.permanent and delivery.attempts < MOST_ATTEMPTS:
        again = at + BACKOFF[delivery.attempts - 1]
        held.update(state=Delivery.State.QUEUED, next_attempt_at=again, lease_until=None, error=words)
        return
    with transaction.atomic():
        failed = held.update(state=Delivery.State.FAILED, lease_until=None, error=words, permanent=error.permanent)
        if failed:
            failed_for_good(delivery, parcel.reminders, words, bad_address=error.bad_address, at=at)


@outlasting(seconds=OUTLAST_SECONDS)
def put_back(parcels: Sequence[Parcel], *, at: datetime) -> None:
    """Not tried: the lease would not have lasted. They wait as before, the attempt is not counted."""
    for parcel in parcels:
        Delivery.objects.filter(
            pk=parcel.delivery.pk, state=Delivery.State.SENDING, attempts=parcel.delivery.attempts
        ).update(
            state=Delivery.State.QUEUED,
            next_attempt_at=at,
            lease_until=None,
            attempts=parcel.delivery.attempts - 1,
        )
