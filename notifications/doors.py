"""Links that need no sign-in, made while a letter is claimed: one statement for all letters of a batch."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from notifications.channels.base import Parcel
from notifications.models import Reminder
from notifications.rules.check_in_due import CheckInDue
from recovery.services import drop_box_links


def with_doors(parcels: Sequence[Parcel], *, at: datetime) -> list[Parcel]:
    """The parcels, with a link into the drop-box for each check-in that an employee is asked for."""
    asks = {
        reminder.pk: (int(reminder.subject_id), reminder.due_on)
        for parcel in parcels
        for reminder in parcel.reminders
        if reminder.rule == CheckInDue.id and reminder.audience == Reminder.Audience.EMPLOYEE
    }
    if not asks:
        return list(parcels)
    links = drop_box_links(asks=set(asks.values()), at=at)
    found = {pk: links[ask] for pk, ask in asks.items() if ask in links}
    return [
        replace(parcel, doors={one.pk: found[one.pk] for one in parcel.reminders if one.pk in found})
        for parcel in parcels
    ]
