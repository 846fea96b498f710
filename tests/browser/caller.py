"""Somebody at the API, by session or by token, with nothing but the standard library."""

import json
import re
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any

from tests.cast import PASSWORD

Call = Callable[[urllib.request.Request], Any]


@dataclass
class Caller:
    """Somebody at the API, by session or by token."""

    base: str
    call: Call
    headers: dict[str, str]

    def get(self, path: str) -> Any:
        return self._send("GET", path, None)

    def post(self, path: str, **body: Any) -> Any:
        return self._send("POST", path, body)

    def rows(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.get(path)["results"]
        return found

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        data = None if body is None else json.dumps(body, default=str).encode()
        headers = {**self.headers, "Content-Type": "application/json", "Accept": "application/json"}
        request = urllib.request.Request(f"{self.base}/api/v1/{path}", data, headers, method=method)  # noqa: S310 - our own address
        try:
            with self.call(request) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from None


def with_token(base: str, key: str) -> Caller:
    return Caller(base, urllib.request.urlopen, {"Authorization": f"Token {key}"})


def with_session(base: str, email: str) -> Caller:
    """Signed in at the page that everybody uses; writing needs the token against forged requests."""
    cookies = CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(cookies))
    page = f"{base}/accounts/login/"
    with opener.open(page) as answer:
        hidden = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', answer.read().decode())
    assert hidden
    fields = {"csrfmiddlewaretoken": hidden.group(1), "login": email, "password": PASSWORD}
    sent = urllib.request.Request(page, urllib.parse.urlencode(fields).encode(), {"Referer": page})  # noqa: S310
    with opener.open(sent) as answer:
        assert urllib.parse.urlsplit(answer.url).path != "/accounts/login/"
    token = next(cookie.value for cookie in cookies if "csrf" in cookie.name)
    return Caller(base, opener.open, {"X-CSRFToken": str(token), "Referer": page})
