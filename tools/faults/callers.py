"""Somebody who uses the web all the while: looks at a page, files reports, and remembers what was answered."""

import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

from tools.faults.world import World

KEY = """
from people.models import User
from people.tokens import make_token
from people.clock import now
answer = make_token(user=User.objects.get(email="{email}"), name="faults", at=now())[1]
"""


@dataclass
class Answer:
    """Status 0: nobody answered; begun: although the request had been taken."""

    status: int
    body: str = ""
    begun: bool = False


def call(made: World, method: str, path: str, *, token: str = "", body: object = None, patience: float = 30) -> Answer:
    """One request."""
    line = http.client.HTTPConnection(made.product.host, made.product.port, timeout=patience)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Token {token}"} if token else {})
    begun = False
    try:
        line.connect()
        line.request(method, path, json.dumps(body) if body is not None else None, headers)
        heard = line.getresponse()
        begun = True
        return Answer(heard.status, heard.read().decode("utf-8", "replace"))
    except (OSError, http.client.HTTPException):
        return Answer(0, begun=begun)
    finally:
        line.close()


def token_of(made: World, email: str) -> str:
    return str(made.ask(KEY.format(email=email)))


@dataclass
class Caller:
    """`with Caller(made):` files a report and looks at the sign-in page, over and over, from a thread of its own."""

    made: World
    statuses: dict[int, int] = field(default_factory=dict)
    filed: list[str] = field(default_factory=list)
    unheard: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    recovered_after: float = 0
    cut_short: int = 0

    def __enter__(self) -> "Caller":
        self.token = token_of(self.made, "hr1@example.com")
        self.people = [int(line) for line in self.made.sql("SELECT id FROM people_employee ORDER BY id").splitlines()]
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._call_on, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.set()
        self._thread.join(60)

    def _call_on(self) -> None:
        down_since = 0.0
        while not self._ending.is_set():
            page = call(self.made, "GET", "/accounts/login/")
            self._note(page)
            if page.status != 200 and not down_since:
                down_since = time.monotonic()
            if page.status == 200 and down_since:
                self.recovered_after, down_since = max(self.recovered_after, time.monotonic() - down_since), 0.0
            self._file()
            time.sleep(0.05)

    def _file(self) -> None:
        key = str(uuid4())
        person = self.people[(len(self.filed) + len(self.unheard)) % len(self.people)]
        facts = {"client_key": key, "employee": person, "began_on": "2026-02-20", "repetitive_task": "assembly"}
        facts |= {"body_part": "CHEST"}
        answer = call(self.made, "POST", "/api/v1/reports/", token=self.token, body=facts)
        self._note(answer)
        (self.filed if answer.status == 201 else self.unheard).append(key)

    def _note(self, answer: Answer) -> None:
        self.statuses[answer.status] = self.statuses.get(answer.status, 0) + 1
        self.cut_short += answer.begun
        if answer.status not in {200, 201, 503, 0}:
            self.wrong.append(f"{answer.status}: {answer.body[:300]}")

    def lost_reports(self) -> int:
        """Reports that were answered with 201 and are not in PostgreSQL."""
        kept = set(self.made.sql("SELECT id FROM injuries_report").splitlines())
        return len(set(self.filed) - kept)

    def said(self) -> str:
        return ", ".join(f"{count} x {status or 'no answer'}" for status, count in sorted(self.statuses.items()))
