"""What stands in the inbox behind the sign-in: the words of the rule, about whom, since when, and whether it is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from notifications.models import Delivery, InboxItem, Reminder
from notifications.rules import RULES
from notifications.words import explain, title_of
from people.wall import Actor
from portal.parts import Text

WAYS: dict[str, Text] = {"email": _("E-mail"), "sms": _("Text message"), "chat": _("Chat"), "inbox": _("Inbox")}
STATE_TONES = {"planned": "wait", "told": "ok", "withdrawn": "ended", "missed": "due", "failed": "late"}
TITLES: dict[str, Text] = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True)
class Message:
    """`about` is somebody's name, "" where it is about oneself."""

    key: int
    title: Text
    about: str
    since: datetime
    new: bool


@dataclass(frozen=True)
class NotTold:
    """A reminder to oneself that has not come, or not yet, and why."""

    title: str
    about: str
    on: date
    state: Text
    tone: str
    why: str


@dataclass(frozen=True)
class LetterLine:
    """One attempt to reach somebody. Where it went, and what the server said, is for HR."""

    way: Text
    state: Text
    at: datetime
    tone: str
    address: str = ""
    said: str = ""


def unread_of(actor: Actor) -> int:
    """How many messages this person has not opened: one count over an index, for the frame of every page."""
    return InboxItem.objects.filter(recipient=actor.user_id or 0).unread().count()


def letter_line(letter: Delivery) -> LetterLine:
    tone = {"sent": "ok", "failed": "late"}.get(letter.state, "wait")
    way = WAYS.get(letter.channel, letter.channel)
    return LetterLine(way=way, state=letter.get_state_display(), at=letter.sent_at or letter.created_at, tone=tone)


def not_told(reminder: Reminder, actor: Actor) -> NotTold:
    return NotTold(
        title=title_of(reminder.rule),
        about="" if reminder.employee_id == actor.employee_id else reminder.employee.short_name,
        on=reminder.due_on,
        state=reminder.get_state_display(),
        tone=STATE_TONES.get(reminder.state, "wait"),
        why=explain(reminder, to_recipient=True),
    )


def shown_items(items: Iterable[InboxItem], actor: Actor) -> list[Message]:
    """A rule that is gone still leaves something to look at."""
    return [
        Message(
            key=item.pk,
            title=TITLES.get(item.title_key, item.title_key),
            about="" if item.reminder.employee_id == actor.employee_id else item.reminder.employee.short_name,
            since=item.created_at,
            new=item.read_at is None,
        )
        for item in items
    ]
