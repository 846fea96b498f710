"""The SMTP conversation (RFC 5321, with SIZE, 8BITMIME, SMTPUTF8 and PIPELINING), for one connection."""

import asyncio
import contextlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tools.mailcatcher.failures import Failure, FailureList
from tools.mailcatcher.store import MailStore

MAX_BYTES = 25 * 1024 * 1024
MAX_LINE = 4096
MAX_RECIPIENTS = 1000
PATIENCE = 300
PATH = re.compile(r"^(?P<word>FROM|TO):\s*<(?P<address>[^<>\s]*)>(?P<parameters>(?:\s+\S+)*)\s*$", re.IGNORECASE)


class HangUp(Exception):
    """The conversation is over."""


@dataclass
class Session:
    """What one client has said so far."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    store: MailStore
    failures: FailureList
    name: str = ""
    sender: str | None = None
    recipients: list[str] = field(default_factory=list)

    async def run(self) -> None:
        with contextlib.suppress(HangUp, ConnectionError, asyncio.IncompleteReadError, TimeoutError):
            await self.answer("220 lightduty mail catcher")
            while True:
                await self._one_command(await self._line())
        self.writer.close()
        with contextlib.suppress(ConnectionError):
            await self.writer.wait_closed()

    async def answer(self, *lines: str) -> None:
        self.writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self.writer.drain()

    async def _line(self) -> str:
        """One line without its end; a line beyond the limit ends the conversation."""
        try:
            line = await asyncio.wait_for(self.reader.readuntil(b"\n"), PATIENCE)
        except asyncio.LimitOverrunError:
            await self.answer("500 5.5.2 Line too long")
            raise HangUp from None
        return line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")

    async def _one_command(self, line: str) -> None:
        verb, _, rest = line.strip().partition(" ")
        commands: dict[str, Callable[[str], Awaitable[None]]] = {
            "EHLO": self._ehlo,
            "HELO": self._helo,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._rset,
            "NOOP": self._noop,
            "VRFY": self._vrfy,
            "QUIT": self._quit,
        }
        known = commands.get(verb.upper())
        if known is None:
            await self.answer("500 5.5.1 Command not recognized")
            return
        await known(rest.strip())

    def _forget(self) -> None:
        self.sender = None
        self.recipients = []

    async def _ehlo(self, name: str) -> None:
        if not name:
            await self.answer("501 5.5.4 EHLO needs a name")
            return
        self._forget()
        self.name = name
        extensions = ["PIPELINING", f"SIZE {MAX_BYTES}", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"]
        await self.answer("250-lightduty", *(f"250-{extension}" for extension in extensions), "250 HELP")

    async def _helo(self, name: str) -> None:
        self._forget()
        self.name = name or "?"
        await self.answer("250 lightduty")

    async def _mail(self, rest: str) -> None:
        found = PATH.match(rest)
        if not self.name:
            await self.answer("503 5.5.1 Say EHLO first")
        elif self.sender is not None:
            await self.answer("503 5.5.1 A message is already begun")
        elif not found or found["word"].upper() != "FROM":
            await self.answer("501 5.5.4 Write MAIL FROM:<address>")
        elif declared_size(found["parameters"]) > MAX_BYTES:
            await self.answer("552 5.3.4 Message too big")
        else:
            self.sender = found["address"]
            await self.answer("250 2.1.0 OK")

    async def _rcpt(self, rest: str) -> None:
        found = PATH.match(rest)
        if self.sender is None:
            await self.answer("503 5.5.1 Say MAIL first")
        elif not found or found["word"].upper() != "TO" or not found["address"]:
            await self.answer("501 5.5.4 Write RCPT TO:<address>")
        elif len(self.recipients) >= MAX_RECIPIENTS:
            await self.answer("452 4.5.3 Too many recipients")
        elif failure := await self._struck("rcpt", [found["address"]]):
            await self._fail(failure)
        else:
            self.recipients.append(found["address"])
            await self.answer("250 2.1.5 OK")

    async def _data(self, _rest: str) -> None:
        if not self.recipients:
            await self.answer("503 5.5.1 Say RCPT first")
            return
        await self.answer("354 End with a line that holds a single dot")
        async with asyncio.timeout(PATIENCE):
            raw = await self._body()
        sender, recipients = self.sender or "", self.recipients
        self._forget()
        if raw is None:
            await self.answer("552 5.3.4 Message too big")
        elif failure := await self._struck("data", recipients):
            await self._fail(failure)
        else:
            message = self.store.add(sender, recipients, raw)
            await self.answer(f"250 2.0.0 Kept as number {message.number}")

    async def _body(self) -> bytes | None:
        """The message with its dots unstuffed, or None when it is too big (read to its end all the same)."""
        lines: list[bytes] = []
        size = 0
        at_line_start = True
        while True:
            line, ended = await self._piece()
            if at_line_start and line.rstrip(b"\r\n") == b"." and ended:
                return b"".join(lines) if size <= MAX_BYTES else None
            if at_line_start and line.startswith(b"."):
                line = line[1:]
            at_line_start = ended
            size += len(line)
            if size <= MAX_BYTES:
                lines.append(line)

    async def _piece(self) -> tuple[bytes, bool]:
        """The next line, or as much of a very long one as fits, and whether the line ended."""
        try:
            return await self.reader.readuntil(b"\n"), True
        except asyncio.LimitOverrunError as over:
            return await self.reader.readexactly(max(over.consumed, 1)), False

    async def _struck(self, stage: str, recipients: list[str]) -> Failure | None:
        """The failure that strikes here. One that answers 2xx is only slow."""
        failure = self.failures.strike(stage, recipients)
        if failure and failure.answer.startswith("2"):
            await asyncio.sleep(failure.delay)
            return None
        return failure

    async def _fail(self, failure: Failure) -> None:
        if failure.delay:
            await asyncio.sleep(failure.delay)
        if failure.answer:
            await self.answer(failure.answer)
        if failure.drop:
            raise HangUp

    async def _rset(self, _rest: str) -> None:
        self._forget()
        await self.answer("250 2.0.0 OK")

    async def _noop(self, _rest: str) -> None:
        await self.answer("250 2.0.0 OK")

    async def _vrfy(self, _rest: str) -> None:
        await self.answer("252 2.1.5 Send it and see")

    async def _quit(self, _rest: str) -> None:
        await self.answer("221 2.0.0 Goodbye")
        raise HangUp


def declared_size(parameters: str) -> int:
    found = re.search(r"\bSIZE=(\d{1,20})\b", parameters, re.IGNORECASE)
    return int(found[1]) if found else 0
