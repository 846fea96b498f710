"""A letter as the bytes that go over the wire. Building a MIME tree for each mail costs ten times the sending."""

import re
from collections.abc import Mapping
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import sanitize_address

from notifications.letters import Rendered

CRLF = "\r\n"
PLAIN = re.compile(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


class ReadyMail(EmailMultiAlternatives):
    """What Django's backends want, except that the SMTP one is handed bytes instead of a tree.

    Backends of mail providers read subject, body and alternatives, which are there as usual.
    """

    def __init__(self, rendered: Rendered, *, to: str, message_id: str, at: datetime) -> None:
        headers = {
            "Message-ID": message_id,
            "Date": format_datetime(at),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        }
        super().__init__(rendered.subject, rendered.text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
        self.attach_alternative(rendered.html, "text/html")
        self.rendered = rendered

    def message(self, *args: Any, **kwargs: Any) -> Any:
        addresses = {"From": _clean(self.from_email), "To": _clean(self.to[0])}
        return ReadyBytes({**addresses, "Subject": self.rendered.subject, **self.extra_headers}, body_of(self.rendered))

    def envelope(self) -> tuple[str, str, bytes]:
        """Sender, recipient and content as they go over the wire."""
        return _bare(_clean(self.from_email)), _clean(self.to[0]), self.message().as_bytes()


@lru_cache(maxsize=16)
def _bare(address: str) -> str:
    return parseaddr(address)[1]


def _clean(address: str) -> str:
    """An address as it may stand in a header; nearly all are plain, and need no parser."""
    return address if PLAIN.fullmatch(address) else _parsed(address)


@lru_cache(maxsize=256)
def _parsed(address: str) -> str:
    return str(sanitize_address(address, "utf-8"))


class ReadyBytes:
    def __init__(self, headers: Mapping[str, str], body: bytes) -> None:
        self.headers = headers
        self.body = body

    def as_bytes(self, *_: object, **__: object) -> bytes:
        return "".join(header(name, value) for name, value in self.headers.items()).encode("ascii") + self.body


def header(name: str, value: str) -> str:
    """One header line. A line break in a value would begin a header of a stranger's making: it is refused."""
    if any(character in value for character in "\r\n\0"):
        raise ValueError(f"The {name} of a mail cannot contain a line break.")
    if value.isascii():
        return f"{name}: {value}{CRLF}"
    return f"{name}: {Header(value, 'utf-8', maxlinelen=75).encode(linesep=CRLF)}{CRLF}"


def body_of(rendered: Rendered) -> bytes:
    """The multipart body with its own headers; made once for everybody who gets the same words but for their link."""
    if rendered.alike is None:
        return _body(rendered)
    body = _body(rendered.alike)
    for instead, door in rendered.doors:
        # Encoded in a way that breaks lines, the stand-in could not be found again.
        if body.count(instead.encode()) != rendered.alike.text.count(instead) + rendered.alike.html.count(instead):
            return _body.__wrapped__(rendered)
        body = body.replace(instead.encode(), door.encode())
    return body


@lru_cache(maxsize=4096)
def _body(rendered: Rendered) -> bytes:
    plain = EmailMultiAlternatives("", rendered.text, "", [])
    plain.attach_alternative(rendered.html, "text/html")
    tree = plain.message()
    for name in set(tree.keys()) - {"Content-Type", "MIME-Version"}:
        del tree[name]
    return tree.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
