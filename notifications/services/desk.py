"""What people do with reminders: read them, and try again."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from notifications.channels import BY_NAME
from notifications.models import DeliveryReminder, FailingAddress, Heartbeat, InboxItem, Reminder
from notifications.parcels import new_delivery, outside_channels
from notifications.routing import next_ways
from people.refusals import NotAllowed, Refused
from people.wall import Actor


@transaction.atomic
def mark_read(*, actor: Actor, item: InboxItem, at: datetime) -> InboxItem:
    """The recipient has seen it. A second time changes nothing."""
    if actor.user_id is None or actor.user_id != item.recipient_id:
        raise NotAllowed(_("Only the person it is addressed to can do this."))
    if InboxItem.objects.filter(pk=item.pk, read_at__isnull=True).update(read_at=at):
        item.read_at = at
    return item


@transaction.atomic
def retry(*, actor: Actor, reminder: Reminder, at: datetime) -> Reminder:
    """Send a failed reminder again, to the address that is on file now."""
    if not actor.hr_of(reminder.establishment_id):
        raise NotAllowed(_("Only HR of the site sends a reminder again."))
    locked = Reminder.objects.select_for_update().get(pk=reminder.pk)
    if locked.state != Reminder.State.FAILED or locked.reason == Reminder.Reason.UNKNOWN_RULE:
        raise Refused(_("Only a reminder that could not be delivered can be sent again."), code="INVALID_TRANSITION")
    outside = outside_channels()
    for name in next_ways(locked.recipient, outside, {}, tried=()):
        delivery = new_delivery(BY_NAME[name], locked.recipient, locked.establishment_id, at=at)
        # HR says that it works (again): whether it does, the server will say.
        FailingAddress.objects.filter(channel=name, address=delivery.address).delete()
        delivery.next_attempt_at = at
        delivery.save(force_insert=True)
        DeliveryReminder.objects.create(delivery=delivery, reminder=locked)
    locked.state, locked.settled_at = Reminder.State.PLANNED, None
    locked.reason = ""
    locked.data.pop("error", None)
    locked.save(update_fields=["state", "settled_at", "reason", "data"])
    return locked


def beat_heart(*, name: str, at: datetime) -> None:
    """A part of the machinery is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
