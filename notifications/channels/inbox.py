"""The inbox behind the sign-in: part of the database, so nothing can go wrong between it and the ledger."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from notifications.channels.base import Channel
from notifications.models import Reminder
from notifications.rules import BY_ID
from people.models import User

# A reminder that was withdrawn and has come back, or was put off, has its item already: it is new again.
PUT = """
INSERT INTO notifications_inboxitem (recipient_id, reminder_id, title_key, url, created_at)
SELECT reminder.recipient_id, reminder.id, reminder.rule, made.url, %s
FROM unnest(%s::bigint[], %s::text[]) AS made(id, url) JOIN notifications_reminder reminder ON reminder.id = made.id
ON CONFLICT (reminder_id) DO UPDATE SET read_at = NULL, created_at = EXCLUDED.created_at
"""


class Inbox(Channel):
    name = "inbox"
    outside = False

    def address_of(self, recipient: User) -> str:
        return "inbox"

    def put(self, reminders: Sequence[Reminder], at: datetime) -> None:
        rows = [(reminder.pk, BY_ID[reminder.rule].page_of(reminder)) for reminder in reminders]
        with connection.cursor() as cursor:
            cursor.execute(PUT, [at, [pk for pk, _url in rows], [url for _pk, url in rows]])
