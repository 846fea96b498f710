"""E-mail through the API of a mail provider (django-anymail), where EMAIL_PROVIDER names one."""

from datetime import datetime

import requests
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notifications.channels.base import ChannelError, Parcel
from notifications.letters import letter_for, render
from notifications.mime import ReadyMail

LATER = {408, 425, 429}
OURS = {401, 403}


def provider_door() -> "ProviderDoor":
    return ProviderDoor(get_connection(fail_silently=False))


def in_use() -> bool:
    return settings.EMAIL_BACKEND.startswith("anymail.")


class ProviderDoor:
    """One session with the provider for a batch. The key lets a provider that knows it drop a second copy."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection

    def send(self, parcel: Parcel, at: datetime) -> None:
        language = parcel.delivery.recipient.language
        rendered = render(letter_for(parcel.reminders, language=language, doors=parcel.doors))
        mail = ReadyMail(rendered, to=parcel.delivery.address, message_id=parcel.delivery.message_id, at=at)
        mail.metadata = {"delivery": str(parcel.delivery.pk)}  # type: ignore[attr-defined]  # anymail's own field
        self.connection.open()
        session = getattr(self.connection, "session", None)
        if session is not None:
            session.headers["Idempotency-Key"] = str(parcel.delivery.pk)
        try:
            self.connection.send_messages([mail])
        except AnymailRecipientsRefused as error:
            raise ChannelError(_words(error), permanent=True, bad_address=True) from error
        except AnymailAPIError as error:
            raise _refused(error) from error
        except (AnymailError, ValueError) as error:
            raise ChannelError(_words(error), permanent=True) from error

    def close(self) -> None:
        self.connection.close()


def _refused(error: AnymailAPIError) -> ChannelError:
    """Not reached, or our own key refused: all wait. 429 and 5xx: later. Another 4xx: never."""
    code = error.status_code or 0
    if isinstance(error, requests.RequestException) and not code:
        return ChannelError(_words(error), down=True)
    return ChannelError(_words(error), permanent=400 <= code < 500 and code not in LATER | OURS, down=code in OURS)


def _words(error: Exception) -> str:
    return " ".join(str(error).split())[:500]
