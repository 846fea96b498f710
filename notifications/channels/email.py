"""E-mail through Django's backend: one connection for a batch, each letter made once into bytes."""

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from notifications.channels.base import Channel, ChannelError, Door, Parcel
from notifications.channels.provider import in_use, provider_door
from notifications.letters import letter_for, render
from notifications.mime import ReadyMail
from notifications.smtp import CLOSING, hand_over
from people.models import User

# RFC 4954: the server wants a sign-in, or another one.
SIGN_IN_FIRST = {530, 534, 535, 538}
STATUS = re.compile(r"\b5\.\d{1,3}\.\d{1,3}\b")


class Email(Channel):
    name = "email"
    outside = True

    def address_of(self, recipient: User) -> str:
        """HR keeps an employee's address; an account without an employee has its own."""
        employee = getattr(recipient, "employee", None)
        return (employee.email if employee else "") or recipient.email

    @contextmanager
    def open(self) -> Iterator[Door]:
        door = provider_door() if in_use() else EmailDoor(get_connection(fail_silently=False))
        try:
            yield door
        finally:
            door.close()


class EmailDoor:
    """A connection that is opened at the first letter and again after it broke."""

    def __init__(self, connection: BaseEmailBackend) -> None:
        self.connection = connection
        self.is_open = False

    def send(self, parcel: Parcel, at: datetime) -> None:
        language = parcel.delivery.recipient.language
        rendered = render(letter_for(parcel.reminders, language=language, doors=parcel.doors))
        self.post(ReadyMail(rendered, to=parcel.delivery.address, message_id=parcel.delivery.message_id, at=at))

    def post(self, mail: ReadyMail) -> None:
        """Hand one letter to the server, or raise ChannelError."""
        self._open()
        try:
            self._hand_over(mail)
        except smtplib.SMTPServerDisconnected as error:
            raise self._lost(error) from error
        except smtplib.SMTPException as error:
            raise self._refused(error) from error
        except OSError as error:
            raise self._lost(error) from error
        except ValueError as error:
            raise ChannelError(_words(error), permanent=True) from error

    def _hand_over(self, mail: ReadyMail) -> None:
        """By Django's SMTP connection, but without its parsing both addresses anew for each letter: half the work."""
        if isinstance(self.connection, EmailBackend) and self.connection.connection:
            sender, recipient, content = mail.envelope()
            hand_over(self.connection.connection, sender, recipient, content)
        else:
            self.connection.send_messages([mail])

    def _open(self) -> None:
        if self.is_open:
            return
        try:
            self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelError(_words(error), down=True) from error
        self.is_open = True

    def _lost(self, error: Exception) -> ChannelError:
        """Reset, time-out, hung up: it may have arrived, so the next attempt carries the same message id."""
        self.close()
        return ChannelError(_words(error))

    def _refused(self, error: smtplib.SMTPException) -> ChannelError:
        """4xx: later. 5xx: never, unless it is no letter that the server refuses but us."""
        code = _code(error)
        if code == CLOSING:
            self.close()
        if code in SIGN_IN_FIRST:
            return ChannelError(_words(error), down=True)
        return ChannelError(_words(error), permanent=500 <= code < 600, bad_address=_is_no_address(error, code))

    def close(self) -> None:
        self.is_open = False
        with suppress(OSError, smtplib.SMTPException):
            self.connection.close()


def _is_no_address(error: smtplib.SMTPException, code: int) -> bool:
    """The address itself was refused for good, not the sender or the content (RFC 3463: 5.1.x, and 5.2.1 disabled)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused) or not 500 <= code < 600:
        return False
    status = STATUS.search(_words(error))
    return status[0].startswith(("5.1.", "5.2.1")) if status else code in {550, 551, 553}


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return int(next(iter(error.recipients.values()))[0])
    return int(error.smtp_code) if isinstance(error, smtplib.SMTPResponseException) else 0


def _words(error: Exception) -> str:
    """What the server said, as one line."""
    said: object = f"{type(error).__name__}: {error}"
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = next(iter(error.recipients.values()))[1]
    elif isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    code = _code(error) if isinstance(error, smtplib.SMTPException) else 0
    return " ".join(f"{code or ''} {text}".split())[:500]
