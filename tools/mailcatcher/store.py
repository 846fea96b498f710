"""Caught messages: one `.eml` file each, as received, with its envelope beside it."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class CaughtMessage:
    """A message with the envelope under which it came."""

    number: int
    sender: str
    recipients: list[str]
    received_at: str
    raw: bytes = field(repr=False)

    @cached_property
    def parsed(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def subject(self) -> str:
        return str(self.parsed.get("Subject", ""))

    @property
    def message_id(self) -> str:
        return str(self.parsed.get("Message-ID", "")).strip()

    @property
    def text(self) -> str:
        return self._part("plain")

    @property
    def html(self) -> str:
        return self._part("html")

    def _part(self, kind: str) -> str:
        part = self.parsed.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""

    @property
    def attachments(self) -> list[str]:
        return [part.get_filename() or part.get_content_type() for part in self.parsed.iter_attachments()]

    def as_json(self) -> dict[str, Any]:
        headers = [[name, str(value)] for name, value in self.parsed.items()]
        told = {"subject": self.subject, "message_id": self.message_id, "headers": headers}
        told |= {"text": self.text, "html": self.html, "attachments": self.attachments}
        return {**self._envelope(), **told}

    def _envelope(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if name != "raw"}


class MailStore:
    """The folder of caught messages, oldest first; safe to use from several threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._changed = threading.Condition()
        self._messages = list(self._read())
        last = self._messages[-1].number if self._messages else 0
        self._numbers = itertools.count(last + 1)

    def _read(self) -> Iterator[CaughtMessage]:
        for note in sorted(self.folder.glob("*.json")):
            raw = note.with_suffix(".eml")
            if raw.exists():
                yield CaughtMessage(**json.loads(note.read_text()), raw=raw.read_bytes())

    def add(self, sender: str, recipients: list[str], raw: bytes) -> CaughtMessage:
        """Keep a message: on disk first, so that what was answered with 250 is never lost."""
        with self._changed:
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            message = CaughtMessage(next(self._numbers), sender, recipients, moment, raw)
            file = self.folder / f"{message.number:06d}.eml"
            file.write_bytes(raw)
            file.with_suffix(".json").write_text(json.dumps(message._envelope()))
            self._messages.append(message)
            self._changed.notify_all()
        return message

    def all(self) -> list[CaughtMessage]:
        with self._changed:
            return list(self._messages)

    def get(self, number: int) -> CaughtMessage | None:
        return next((message for message in self.all() if message.number == number), None)

    def clear(self) -> None:
        with self._changed:
            for message in self._messages:
                file = self.folder / f"{message.number:06d}.eml"
                file.unlink(missing_ok=True)
                file.with_suffix(".json").unlink(missing_ok=True)
            self._messages.clear()

    def wait_for(self, count: int, *, to: str = "", seconds: float = 30) -> list[CaughtMessage]:
        """The messages (to this address, if given) once there are that many; TimeoutError otherwise."""
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                found = [message for message in self._messages if not to or to in message.recipients]
                if len(found) >= count:
                    return found
                left = until - time.monotonic()
                if left <= 0:
                    raise TimeoutError(f"{len(found)} of {count} messages came to {to or 'anybody'}.")
                self._changed.wait(left)
