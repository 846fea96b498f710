"""Letters that came back, read from a delivery status notification (RFC 3464)."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message


@dataclass(frozen=True)
class Bounce:
    """`message_id` is the letter's own, or `delivery` our name for it as a mail provider hands it back."""

    words: str
    message_id: str = ""
    delivery: str = ""


def bounces_in(content: bytes) -> list[Bounce]:
    """Final failures in a notification; a delay, a success and an ordinary mail are none."""
    mail = message_from_bytes(content, policy=policy.default)
    if mail.get_content_type() != "multipart/report" or mail.get_param("report-type") != "delivery-status":
        return []
    message_id = _returned_id(mail)
    return [Bounce(words, message_id) for words in _failures(mail)] if message_id else []


def _failures(mail: EmailMessage) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        blocks = part.get_payload()
        for block in blocks if isinstance(blocks, list) else []:
            if isinstance(block, Message) and _is_final(block):
                yield _words(block)


def _is_final(block: Message) -> bool:
    return _field(block, "Action").lower() == "failed" and _field(block, "Status").startswith("5.")


def _words(block: Message) -> str:
    """ "550 5.1.1 No such user", without the kind of protocol before it."""
    said = _field(block, "Diagnostic-Code").partition(";")[2].strip()
    return " ".join((said or _field(block, "Status")).split())[:500]


def _returned_id(mail: EmailMessage) -> str:
    """The Message-ID of the letter that comes back, from its copy or its headers at the end of the notification."""
    for part in mail.walk():
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            headers = message_from_bytes(content if isinstance(content, bytes) else b"", policy=policy.default)
            return _field(headers, "Message-ID")
        if part.get_content_type() == "message/rfc822":
            copies = part.get_payload()
            return _field(copies[0], "Message-ID") if isinstance(copies, list) and copies else ""
    return ""


def _field(part: object, name: str) -> str:
    value = part.get(name) if isinstance(part, Message) else None
    return str(value).strip() if value is not None else ""
