"""Writing down what came of an attempt. Each result is a statement of its own, outside the claim's transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Exists, JSONField, OuterRef, Value

from notifications.channels import ChannelError, Parcel
from notifications.claims import BACKOFF, MOST_ATTEMPTS
from notifications.expressions import Sql
from notifications.models import Delivery, DeliveryReminder, Reminder

# One statement, so one trip and one commit for each letter. That commit does not wait for the disk: if PostgreSQL
# itself crashes within the next moments, the letter is sent again with its old message id, as after any crash
# between the server's 250 and the mark. Waiting would halve the rate of delivery.
SENT = """
WITH letter AS (
    UPDATE notifications_delivery SET state = 'sent', sent_at = %s, lease_until = NULL, error = '', permanent = false
    FROM (SELECT set_config('synchronous_commit', 'off', true)) quick
    WHERE id = %s RETURNING id
)
UPDATE notifications_reminder told SET state = 'told', told_at = %s, settled_at = NULL, reason = ''
FROM letter, notifications_deliveryreminder carried
WHERE carried.delivery_id = letter.id AND told.id = carried.reminder_id AND told.id = ANY (%s) AND told.state <> 'told'
"""


def mark_sent(parcel: Parcel, *, at: datetime) -> None:
    """Told, whatever the ledger thought meanwhile: the letter is out."""
    with connection.cursor() as cursor:
        cursor.execute(SENT, [at, parcel.delivery.pk, at, [reminder.pk for reminder in parcel.reminders]])


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
            _give_up(parcel.reminders, words, at=at)


def _give_up(reminders: Sequence[Reminder], words: str, *, at: datetime) -> None:
    hopeful = DeliveryReminder.objects.filter(
        reminder=OuterRef("pk"), delivery__state__in=[Delivery.State.QUEUED, Delivery.State.SENDING]
    )
    left = Reminder.objects.filter(pk__in=[row.pk for row in reminders], state=Reminder.State.PLANNED)
    noted = Sql("({0} || {1})", "data", Value({"error": words}, JSONField()), output_field=JSONField())
    left.filter(~Exists(hopeful)).update(
        state=Reminder.State.FAILED, reason=Reminder.Reason.UNDELIVERABLE, settled_at=at, data=noted
    )


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
