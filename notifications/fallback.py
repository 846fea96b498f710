"""When a channel has failed for good the next one is tried; what has none left stands on HR's desk."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Exists, JSONField, OuterRef, QuerySet, Value

from notifications.channels import BY_NAME
from notifications.expressions import Sql
from notifications.models import Delivery, DeliveryReminder, FailingAddress, Reminder
from notifications.parcels import new_delivery, outside_channels
from notifications.routing import failing_among, next_ways

HOPEFUL = (Delivery.State.QUEUED, Delivery.State.SENDING)
TO_REACH = ("recipient__employee", "recipient__reminder_preference")


def failed_for_good(
    delivery: Delivery, reminders: Sequence[Reminder], words: str, *, bad_address: bool, at: datetime
) -> None:
    """After a delivery has failed: note the address, try another way, or call its reminders failed."""
    if bad_address:
        note_failing(delivery.channel, delivery.address, words, at=at)
    left = Reminder.objects.filter(pk__in=[row.pk for row in reminders], state=Reminder.State.PLANNED)
    _by_another_way(list(_hopeless(left).select_related(*TO_REACH)), at=at)
    _hopeless(left).update(
        state=Reminder.State.FAILED,
        reason=Reminder.Reason.UNDELIVERABLE,
        settled_at=at,
        data=with_details({"error": words}),
    )


def note_failing(channel: str, address: str, words: str, *, at: datetime) -> None:
    if address:
        FailingAddress.objects.get_or_create(
            channel=channel, address=address, defaults={"since": at, "words": words[:500]}
        )


def with_details(details: dict[str, str]) -> Sql:
    """The reminder's details with more of them, for an update of many rows."""
    return Sql("({0} || {1})", "data", Value(details, JSONField()), output_field=JSONField())


def _hopeless(rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    hopeful = DeliveryReminder.objects.filter(reminder=OuterRef("pk"), delivery__state__in=HOPEFUL)
    return rows.filter(~Exists(hopeful))


def _by_another_way(reminders: Sequence[Reminder], *, at: datetime) -> None:
    """One letter by the next channel that may carry something to this person and has not been tried."""
    if not reminders:
        return
    recipient = reminders[0].recipient
    outside = outside_channels()
    carried = Delivery.objects.filter(reminders__in=reminders, recipient=recipient)
    tried = set(carried.values_list("channel", flat=True))
    names = next_ways(recipient, outside, failing_among(reminders, outside), tried=tried)
    if not names:
        return
    delivery = new_delivery(BY_NAME[names[0]], recipient, reminders[0].establishment_id, at=at)
    delivery.next_attempt_at = at
    delivery.save(force_insert=True)
    links = [DeliveryReminder(delivery=delivery, reminder=reminder) for reminder in reminders]
    DeliveryReminder.objects.bulk_create(links)
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(data=with_details({"another_way": names[0]}))
