"""The product that is attacked: web alone, over the run-time login; nothing else writes beside the attack."""

import json
import random
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from tools.fuzz.judge import Rows, Tally
from tools.fuzz.wire import Answer, Sent, send
from tools.places import ROOT, venv_program
from tools.running import RunningLightduty
from tools.say import CannotGoOn, step
from tools.throwaway import Throwaway

NOBODY, REVOKED, FRESH, ELSEWHERE = "no token", "revoked", "fresh", "hr elsewhere"
# Strangers first: what they do must change nothing, so that the others still find the company whole.
CALLERS = (NOBODY, REVOKED, FRESH, ELSEWHERE, "it", "auditor", "safety", "supervisor", "employee", "hr")
WITH_PAGES = ("visitor", FRESH, ELSEWHERE, "it", "auditor", "safety", "supervisor", "employee", "hr")
FORM = "application/x-www-form-urlencoded"
HIDDEN_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Browser:
    """The cookies of one caller; signs in again when an attack has ended the session."""

    base: str
    email: str = ""
    password: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def headers(self) -> tuple[tuple[str, str], ...]:
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return (("Cookie", jar), ("Referer", self.base + "/")) if jar else (("Referer", self.base + "/"),)

    def ask(self, sent: Sent) -> tuple[Sent, Answer]:
        """Send with the cookies; the request as it went, and its answer."""
        whole = Sent(sent.method, sent.target, (*self.headers(), *sent.headers), sent.body)
        answer = send(self.base, whole)
        for line in answer.cookies:
            name, _is, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return whole, answer

    def sign_in(self) -> None:
        if not self.email:
            return
        self.cookies.clear()
        _sent, page = self.ask(Sent("GET", "/accounts/login/"))
        token = HIDDEN_TOKEN.search(page.text)
        fields = {"login": self.email, "password": self.password, "csrfmiddlewaretoken": token[1] if token else ""}
        _sent, answer = self.ask(
            Sent("POST", "/accounts/login/", (("Content-Type", FORM),), urlencode(fields).encode())
        )
        if answer.status != 302:
            raise CannotGoOn(f"{self.email} cannot sign in: {answer.status}.")


@dataclass
class World:
    lightduty: RunningLightduty
    keys: dict[str, str]
    browsers: dict[str, Browser]
    rows: Rows
    tally: Tally
    chance: random.Random
    ids: dict[str, list[str]] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return self.lightduty.base_url

    def token(self, caller: str) -> tuple[tuple[str, str], ...]:
        key = self.keys.get(caller)
        return (("Authorization", f"Token {key}"),) if key else ()

    def schema(self) -> dict[str, Any]:
        answer = send(self.base, Sent("GET", "/api/schema/?format=json", self.token("hr")))
        found: dict[str, Any] = json.loads(answer.body)
        return found

    def learn(self, resources: list[str]) -> None:
        """The keys of rows that are really there."""
        for resource in resources:
            found: list[str] = []
            for caller in ("hr", "employee", "supervisor"):
                answer = send(self.base, Sent("GET", f"/api/v1/{resource}/?page_size=20", self.token(caller)))
                rows = json.loads(answer.body)["results"] if answer.status == 200 else []
                found += [str(row["number" if resource == "cases" else "id"]) for row in rows]
            self.ids[resource] = list(dict.fromkeys(found))


@contextmanager
def world(seed: int) -> Iterator[World]:
    with Throwaway() as servers, RunningLightduty(servers) as lightduty:
        for child in reversed(lightduty.product.children):
            if child.name != "web":
                child.stop()
        with step("building a company to attack"):
            told = built(lightduty)
        lightduty.clock.set(datetime.fromisoformat(told["now"]))
        base = lightduty.base_url
        browsers = {name: Browser(base, email, told["password"]) for name, email in told["emails"].items()}
        browsers["visitor"] = Browser(base)
        rows = Rows(lightduty.database.owner_url)
        try:
            yield World(lightduty, told["keys"], browsers, rows, Tally(base), random.Random(seed))  # noqa: S311 - dice
        finally:
            rows.close()


def built(lightduty: RunningLightduty) -> dict[str, Any]:
    env = {**lightduty.product.env, "LIGHTDUTY_PROCESS": "manage", "PYTHONPATH": str(ROOT)}
    command = [str(venv_program("python")), "-m", "tools.fuzz.company"]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CannotGoOn(f"The company cannot be built:\n{done.stderr}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told
