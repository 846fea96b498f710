"""How somebody comes in: over HTTP to the real web process, or straight into the same middleware and views."""

import http.client
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.test import Client

from tools.wall.cast import Somebody


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "")


class Door(Protocol):
    def ask(self, method: str, path: str, data: Any = None) -> Answer: ...


def session_of(person: Somebody) -> str:
    client = Client()
    if person.user is None:
        return ""
    client.force_login(person.user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class HttpDoor:
    """One connection that stays open, and one session: where an answer ends it, the person signs in again.

    It follows no redirect. `renewed` are the addresses that ended a session.
    """

    base_url: str
    person: Somebody
    session: str = ""
    renewed: list[str] = field(default_factory=list)
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        self.session = session_of(self.person)

    def ask(self, method: str, path: str, data: Any = None) -> Answer:
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"} if self.session else {}
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, headers=headers)
                found = self.connection.getresponse()
                said = {name.lower(): value for name, value in found.getheaders()}
                body = found.read()
                self._keep_session(path, found.headers.get_all("Set-Cookie") or [])
                return Answer(found.status, said, body)
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The server may close a connection that was idle.
                self.connection.close()
                if attempt == 2:
                    raise
        raise AssertionError

    def _keep_session(self, path: str, cookies: list[str]) -> None:
        """A visitor has no session to lose, whatever a page gives them."""
        for line in cookies:
            cookie = SimpleCookie(line).get(settings.SESSION_COOKIE_NAME)
            if cookie is not None and self.session and cookie.value != self.session:
                self.session = session_of(self.person)
                self.renewed.append(path)


class InsideDoor:
    """Django's own client, without redirects; an exception becomes the answer 500 that a browser would get.

    Whatever an answer has changed is taken back, in the tables and in the browser: an address that signs out, or
    rotates the session, leaves the next one as it was.
    """

    def __init__(self, person: Somebody) -> None:
        self.client = Client(raise_request_exception=False)
        self.person = person
        if person.user is not None:
            self.client.force_login(person.user)
        self.cookies = {name: morsel.value for name, morsel in self.client.cookies.items()}

    def ask(self, method: str, path: str, data: Any = None, *, json: bool = False) -> Answer:
        more: dict[str, Any] = {"content_type": "application/json"} if json else {}
        with transaction.atomic():
            if data is not None and not json and method == "POST":
                found: Any = self.client.post(path, data)
            else:
                found = self.client.generic(method, path, data or "", **more)
            body = b"".join(found.streaming_content) if found.streaming else found.content
            transaction.set_rollback(True)
        headers = {name.lower(): value for name, value in found.items()}
        self.client.cookies = SimpleCookie(self.cookies)
        return Answer(found.status_code, headers, body)
