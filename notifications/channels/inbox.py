"""The inbox behind the sign-in: part of the database, so nothing can go wrong between it and the ledger."""

from collections.abc import Sequence
from datetime import datetime

from notifications.channels.base import Channel
from notifications.models import InboxItem, Reminder
from notifications.rules import BY_ID
from people.models import User


class Inbox(Channel):
    name = "inbox"
    outside = False

    def address_of(self, recipient: User) -> str:
        return "inbox"

    def put(self, reminders: Sequence[Reminder], at: datetime) -> None:
        items = [
            InboxItem(
                recipient_id=reminder.recipient_id,
                reminder=reminder,
                title_key=reminder.rule,
                url=BY_ID[reminder.rule].page_of(reminder),
                created_at=at,
            )
            for reminder in reminders
        ]
        InboxItem.objects.bulk_create(items, ignore_conflicts=True)
