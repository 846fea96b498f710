"""How somebody comes in: over HTTP to the real web process, or straight into the same middleware and views."""

import http.client
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.conf import settings
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

    @property
    def leads_to(self) -> str:
        return self.headers.get("location", "")


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
    """One connection that stays open; it follows no redirect."""

    base_url: str
    session: str
    connection: http.client.HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.base_url)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)

    def ask(self, method: str, path: str, data: Any = None) -> Answer:
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={self.session}"} if self.session else {}
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, headers=headers)
                found = self.connection.getresponse()
                said = {name.lower(): value for name, value in found.getheaders()}
                return Answer(found.status, said, found.read())
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # The server may close a connection that was idle.
                self.connection.close()
                if attempt == 2:
                    raise
        raise AssertionError


class InsideDoor:
    """Django's own client, without redirects; an exception becomes the answer 500 that a browser would get."""

    def __init__(self, person: Somebody) -> None:
        self.client = Client(raise_request_exception=False)
        self.person = person
        self.sign_in()

    def sign_in(self) -> None:
        if self.person.user is not None:
            self.client.force_login(self.person.user)

    def ask(self, method: str, path: str, data: Any = None, *, json: bool = False) -> Answer:
        more: dict[str, Any] = {"content_type": "application/json"} if json else {}
        if data is not None and not json and method == "POST":
            found: Any = self.client.post(path, data)
        else:
            found = self.client.generic(method, path, data or "", **more)
        body = b"".join(found.streaming_content) if found.streaming else found.content
        if self.person.user is not None and "_auth_user_id" not in self.client.session:
            self.sign_in()
        return Answer(found.status_code, {name.lower(): value for name, value in found.items()}, body)
