"""The company's chat: the same short line, to the name under which somebody is known there."""

from collections.abc import Mapping

from django.conf import settings

from notifications.channels.through_apprise import ThroughApprise
from notifications.letters import Note
from people.models import User


class Chat(ThroughApprise):
    name = "chat"

    @property
    def urls(self) -> Mapping[str, str]:
        return dict(settings.CHAT_URLS)

    def address_of(self, recipient: User) -> str:
        wishes = getattr(recipient, "reminder_preference", None)
        return wishes.chat if wishes else ""

    def title_of(self, note: Note) -> str:
        return note.title
