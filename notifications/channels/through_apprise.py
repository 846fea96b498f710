"""Texts and chat through Apprise: any service it knows, by an address from the settings with `{to}` in it.

Only ever to one person: an address without `{to}` would be a room in which colleagues read along.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from urllib.parse import quote

from notifications.channels.base import Channel, ChannelError, Door, Parcel
from notifications.letters import Note, note_for
from people.models import Establishment

SAID = re.compile(r"error=(\d{3})")
# Services that let us send a header: they drop the second of two messages with the same key.
TAKES_HEADERS = ("json://", "jsons://", "xml://", "xmls://", "form://", "forms://")
LATER = {408, 425, 429}


class ThroughApprise(Channel):
    """`urls` holds an address for each site's code, and one under "" for the sites that have none of their own."""

    outside = True
    by_choice = True

    @property
    def urls(self) -> Mapping[str, str]:
        raise NotImplementedError

    @property
    def available(self) -> bool:
        return bool(self.urls)

    def title_of(self, note: Note) -> str:
        return ""

    @contextmanager
    def open(self) -> Iterator[Door]:
        codes = dict(Establishment.objects.values_list("pk", "code"))
        yield AppriseDoor(self, codes)


class AppriseDoor:
    def __init__(self, channel: ThroughApprise, codes: Mapping[int, str]) -> None:
        self.channel = channel
        self.codes = codes

    def send(self, parcel: Parcel, at: datetime) -> None:
        delivery = parcel.delivery
        template = self.channel.urls.get(self.codes[delivery.establishment_id]) or self.channel.urls.get("")
        if not template:
            raise ChannelError("This site has no address for this channel.", permanent=True)
        note = note_for(parcel.reminders, language=delivery.recipient.language)
        url = address(template, delivery.address, key=str(delivery.pk))
        # A hundred services come with it: only who sends by one of them pays for that.
        import apprise

        service = apprise.Apprise()
        with apprise.LogCapture(level=logging.WARNING, fmt="%(message)s") as said:  # type: ignore[no-untyped-call]  # apprise types only a part
            known = service.add(url)
            sent = known and service.notify(body=note.text, title=self.channel.title_of(note))
            words = " ".join(said.getvalue().split())
        if not known:
            raise ChannelError("The address of this channel cannot be read. IT must mend it.", down=True)
        if not sent:
            raise _refused(words)


def address(template: str, to: str, *, key: str) -> str:
    """Where one message goes; what a person has written cannot change the address around it."""
    url = template.replace("{to}", quote(to, safe=""))
    if not template.startswith(TAKES_HEADERS):
        return url
    return f"{url}{'&' if '?' in url else '?'}+Idempotency-Key={key}"


def _refused(words: str) -> ChannelError:
    """A refusal that stays one, or a service that may listen later."""
    found = SAID.search(words)
    if found is None:
        return ChannelError(words or "The service cannot be reached.", down=True)
    code = int(found[1])
    if code in {401, 403}:
        return ChannelError(f"{words} The key of this channel is refused: IT must mend it.", down=True)
    return ChannelError(words, permanent=400 <= code < 500 and code not in LATER)
