"""One request and its answer, over a socket of our own: nothing between us and the server corrects what is sent."""

import shlex
import socket
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from urllib.parse import urlsplit

# A page that takes longer than this hangs.
PATIENCE = 20.0
NO_ANSWER = 0


@dataclass(frozen=True)
class Sent:
    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    @property
    def writes(self) -> bool:
        return self.method not in {"GET", "HEAD", "OPTIONS"}

    def raw(self, host: str) -> bytes:
        named = {name.lower() for name, _value in self.headers}
        head = [f"{self.method} {self.target} HTTP/1.1", f"Host: {host}", "Connection: close"]
        head += [f"{name}: {value}" for name, value in self.headers]
        if "content-length" not in named and "transfer-encoding" not in named:
            head.append(f"Content-Length: {len(self.body)}")
        return "\r\n".join(head).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + self.body

    def curl(self, base: str) -> str:
        """A line that sends the same again; the end of a body that no terminal would hold is left out."""
        words = ["curl", "-sik", "-X", self.method, "--path-as-is", base + self.target]
        for name, value in self.headers:
            words += ["-H", f"{name}: {value}"]
        if self.body:
            words += ["--data-binary", self.body[:2000].decode("utf-8", "backslashreplace")]
        more = f"  # and {len(self.body) - 2000} bytes more" if len(self.body) > 2000 else ""
        return shlex.join(words) + more


@dataclass(frozen=True)
class Answer:
    """Status 0 means that nothing came back in time."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0
    cookies: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    @property
    def refused(self) -> bool:
        return 400 <= self.status < 500


def send(base: str, sent: Sent, patience: float = PATIENCE) -> Answer:
    return send_raw(base, sent.raw(urlsplit(base).netloc), patience)


def send_raw(base: str, raw: bytes, patience: float = PATIENCE) -> Answer:
    """Send these very bytes and read until the server closes."""
    place = urlsplit(base)
    began = time.monotonic()
    heard = b""
    try:
        with socket.create_connection((place.hostname or "", place.port or 80), timeout=patience) as line:
            heard = b"".join(_exchange(line, raw, began + patience))
    except OSError:
        heard = b""
    return parsed(heard, time.monotonic() - began)


def _exchange(line: socket.socket, raw: bytes, until: float) -> Iterable[bytes]:
    try:
        line.sendall(raw)
    except OSError:
        # The server has already refused and closed its ear; what it said is still to be read.
        line.settimeout(2)
    while time.monotonic() < until:
        try:
            piece = line.recv(65536)
        except OSError:
            return
        if not piece:
            return
        yield piece


def parsed(heard: bytes, seconds: float = 0.0) -> Answer:
    head, _gap, body = heard.partition(b"\r\n\r\n")
    first, _end, lines = head.partition(b"\r\n")
    words = first.split()
    if len(words) < 2 or not words[1].isdigit():
        return Answer(NO_ANSWER, seconds=seconds)
    read = message_from_bytes(lines + b"\r\n\r\n", policy=HTTP)
    headers = {name.lower(): str(value) for name, value in read.items()}
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join(_chunks(body))
    cookies = tuple(str(value) for value in read.get_all("set-cookie", []))
    return Answer(int(words[1]), headers, body, seconds, cookies)


def _chunks(body: bytes) -> Iterable[bytes]:
    while body:
        size, _end, rest = body.partition(b"\r\n")
        length = int(size.split(b";")[0] or b"0", 16)
        if not length:
            return
        yield rest[:length]
        body = rest[length + 2 :]
