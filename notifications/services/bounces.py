"""A letter came back although the server had taken it: it was not told after all."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from notifications.bounces import Bounce
from notifications.fallback import failed_for_good
from notifications.models import Delivery, Reminder
from people.scope import verb


@verb
def take_back(*, bounces: Iterable[Bounce], at: datetime) -> int:
    """Mark what came back; its reminders go by another way or to HR's desk. Returns how many letters it was.

    Only a letter of ours counts: whoever sends a notification must know the id that was in it.
    """
    return sum(_one(bounce, at) for bounce in bounces)


def _one(bounce: Bounce, at: datetime) -> int:
    rows = Delivery.objects.select_for_update().filter(channel="email", state=Delivery.State.SENT)
    delivery = _named(bounce, rows)
    if delivery is None:
        return 0
    words = bounce.words or "The letter came back."
    delivery.state, delivery.error, delivery.permanent = Delivery.State.FAILED, words[:500], True
    delivery.save(update_fields=["state", "error", "permanent"])
    told = Reminder.objects.filter(deliveries=delivery, state=Reminder.State.TOLD)
    # What another letter has told stays told; the inbox tells nobody by itself.
    elsewhere = Delivery.objects.filter(state=Delivery.State.SENT, reminders=OuterRef("pk")).exclude(channel="inbox")
    reminders = list(told.filter(~Exists(elsewhere)))
    Reminder.objects.filter(pk__in=[one.pk for one in reminders]).update(state=Reminder.State.PLANNED)
    failed_for_good(delivery, reminders, words, bad_address=True, at=at)
    return 1


def _named(bounce: Bounce, rows: QuerySet[Delivery]) -> Delivery | None:
    if bounce.message_id:
        return rows.filter(message_id=bounce.message_id).first()
    try:
        return rows.filter(pk=UUID(bounce.delivery)).first()
    except ValueError:
        return None
