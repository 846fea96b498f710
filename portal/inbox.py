"""What stands in the inbox behind the sign-in: the words of the rule, about whom, since when, and whether it is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from notifications.models import InboxItem
from notifications.rules import RULES
from people.wall import Actor
from portal.parts import Text

TITLES: dict[str, Text] = {rule.id: rule.title for rule in RULES}


@dataclass(frozen=True)
class Message:
    """`about` is somebody's name, "" where it is about oneself."""

    key: int
    title: Text
    about: str
    since: datetime
    new: bool


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
