"""A mail server that answers as fast as it can and keeps one line for each message: recipient, message id.

Run as a program of its own (`python -m tools.sink FILE`), so that it never shares an interpreter with what is measured.
It prints its port, then serves until its standard input ends. A line stands in the file before its 250 is sent.
"""

import asyncio
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tools.places import ROOT, venv_program

EHLO = b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
OK, GO, BYE = b"250 OK\r\n", b"354 Go on\r\n", b"221 Bye\r\n"
END = b"\r\n.\r\n"


class Conversation(asyncio.Protocol):
    """Commands are not checked: whoever talks to a sink is trusted to speak SMTP."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.waiting = b""
        self.recipient = b""
        self.in_body = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - what a TCP server hands over
        self.transport = transport
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        answers: list[bytes] = []
        while self._body(answers) if self.in_body else self._command(answers):
            pass
        if answers:
            self.transport.write(b"".join(answers))

    def _body(self, answers: list[bytes]) -> bool:
        end = self.waiting.find(END)
        if end < 0:
            return False
        begin = self.waiting.find(b"Message-ID: ") + 12
        key = self.waiting[begin : self.waiting.find(b"\r", begin)]
        os.write(self.file, self.recipient + b" " + key + b"\n")
        self.waiting = self.waiting[end + len(END) :]
        self.in_body = False
        answers.append(OK)
        return True

    def _command(self, answers: list[bytes]) -> bool:
        line, ended, rest = self.waiting.partition(b"\r\n")
        if not ended:
            return False
        self.waiting = rest
        verb = line[:4].upper()
        if verb == b"RCPT":
            self.recipient = line[line.find(b"<") + 1 : line.find(b">")]
        elif verb == b"DATA":
            # A body that is empty but for the dot ends as any other.
            self.in_body = True
        answers.append({b"EHLO": EHLO, b"DATA": GO, b"QUIT": BYE}.get(verb, OK))
        return True


async def serve(file: Path) -> None:
    loop = asyncio.get_running_loop()
    out = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    server = await loop.create_server(lambda: Conversation(out), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


@dataclass
class Sink:
    """The mail server as whoever starts it sees it."""

    file: Path
    port: int = 0
    process: "subprocess.Popen[str]" = field(init=False)

    def start(self) -> Self:
        command = [str(venv_program("python")), "-m", "tools.sink", str(self.file)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True, start_new_session=True)
        if self.process.stdout:
            self.port = int(self.process.stdout.readline())
        return self

    def count(self) -> int:
        return self.file.read_bytes().count(b"\n")

    def letters(self) -> list[tuple[str, str]]:
        """Recipient and message id of every letter that was answered with 250."""
        pairs = (line.split(" ", 1) for line in self.file.read_text().splitlines())
        return [(address, key) for address, key in pairs]

    def empty(self) -> None:
        """The program appends, so it goes on at the new end."""
        self.file.write_bytes(b"")

    def stop(self) -> None:
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1])))
