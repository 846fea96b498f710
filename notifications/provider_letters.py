"""Letters that bring a provider the one-time link: an outbox of its own, because a provider has no account.

The row is the queue. Claiming one moves its next attempt into the future first, so that whoever dies while sending
leaves it to be tried again, with the same link and the same message id.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string

from duty.models import ProviderLink
from duty.services.links import url_of
from notifications.channels import ChannelError
from notifications.channels.email import Email, EmailDoor
from notifications.claims import BACKOFF
from notifications.letters import Rendered
from notifications.mime import ReadyMail
from notifications.results import OUTLAST_SECONDS
from people.away import outlasting

BATCH = 20
FOLDER = "notifications/provider-link"
TAKE = """
UPDATE duty_providerlink SET mail_attempts = mail_attempts + 1, mail_next_at = %(at)s + (%(waits)s::interval[])[
    LEAST(mail_attempts + 1, %(most)s)]
WHERE id IN (
    SELECT id FROM duty_providerlink WHERE mail_next_at <= %(at)s ORDER BY mail_next_at
    LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


@dataclass(frozen=True)
class Asked:
    """All that the letter says. No name, no part of the body, nothing of the case: it may be read on the way."""

    url: str
    provider: str
    site: str
    sender: str
    telephone: str
    until: datetime


def send_provider_letters(*, at: datetime) -> int:
    """Send what is due; returns how many letters were tried."""
    links = _claimed(at)
    if not links:
        return 0
    with Email().open() as door:
        for link in links:
            _send(link, door, at=at)  # type: ignore[arg-type]  # the e-mail channel opens an EmailDoor
    return len(links)


def _claimed(at: datetime) -> list[ProviderLink]:
    values: dict[str, Any] = {"at": at, "waits": list(BACKOFF), "most": len(BACKOFF), "limit": BATCH}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        ids: list[UUID] = [row[0] for row in cursor.fetchall()]
        rows = ProviderLink.objects.filter(pk__in=ids).select_related("case__establishment", "made_by")
        return list(rows)


def _send(link: ProviderLink, door: EmailDoor, *, at: datetime) -> None:
    error = ""
    try:
        if link.expires_at <= at or link.mail_attempts > len(BACKOFF):
            raise ChannelError(link.mail_error or "It could not be sent in time.", permanent=True)
        door.post(ReadyMail(letter_of(link), to=link.email, message_id=message_id(link), at=at))
    except ChannelError as refused:
        error = str(refused)[:500]
        if not refused.permanent:
            _note(link, mail_error=error)
            return
    _note(link, mail_next_at=None, mail_sent_at=None if error else at, mail_error=error)


@outlasting(seconds=OUTLAST_SECONDS)
def _note(link: ProviderLink, **values: Any) -> None:
    ProviderLink.objects.filter(pk=link.pk).update(**values)


def message_id(link: ProviderLink) -> str:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >") or "localhost"
    return f"<{link.pk}.provider-link@{host}>"


def letter_of(link: ProviderLink) -> Rendered:
    site = link.case.establishment
    asked = Asked(
        url=url_of(link),
        provider=link.provider,
        site=site.name,
        sender=site.contact_name or str(link.made_by),
        telephone=site.contact_phone,
        until=link.expires_at,
    )
    return Rendered(
        subject=render_to_string(f"{FOLDER}/subject.txt").strip(),
        text=render_to_string(f"{FOLDER}/text.txt", {"asked": asked}).strip() + "\n",
        html=render_to_string(f"{FOLDER}/html.html", {"asked": asked}).strip() + "\n",
    )
