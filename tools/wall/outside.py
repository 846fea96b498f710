"""Beside a running instance: many people at once over HTTP, and the letters that a real worker sent.

What one process answers is tried inside; here it is whether the connections, threads and sessions that people share
keep them apart.
"""

import json
import os
import time
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from django.db import connections

from tools.running import SharedClock
from tools.wall import facts
from tools.wall.addresses import Address
from tools.wall.cast import Somebody
from tools.wall.crawl import Crawl, addresses_of
from tools.wall.doors import HttpDoor
from tools.wall.judge import Finding
from tools.wall.messages import judge_letters
from tools.wall.proof import Proof, prepare

AT_ONCE = 6
# Of all addresses, each person asks for one in so many, each of them for others.
SHARE = 4
# Day and night by turns, so that quiet hours end.
STEPS, HOURS, QUIET = 6, 16, 4.0
LETTERS = 5


def ask(full: bool, report: Path, base_url: str, mail_url: str) -> None:
    proof = prepare(full=full, report=report, alone=False)
    proof.part("GET over HTTP, 6 people at once", lambda: _crawl(proof, base_url))
    proof.part("letters of the real worker", lambda: _letters(proof, mail_url))


def _crawl(proof: Proof, base_url: str) -> tuple[str, Iterable[Finding]]:
    for model in facts.walled().values():
        # Read once, by the owner, before threads ask for it.
        proof.crawl.rows.table(model._meta.label)
    everywhere = proof.crawl.book.some(1)
    renewed: list[str] = []

    def walk(number: int, person: Somebody) -> Crawl:
        own = Crawl(proof.judge, proof.crawl.rows, proof.crawl.book, holders=proof.crawl.holders)
        door = HttpDoor(base_url, person)
        own.walk(person, door, _share(proof, number, addresses_of(own, person, everywhere)))
        renewed.extend(door.renewed)
        connections.close_all()
        return own

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in pool.map(walk, range(len(proof.people)), proof.people):
            proof.crawl.asked += done.asked
            proof.crawl.patterns |= done.patterns
            proof.crawl.findings += done.findings
    tried = f"{len(proof.crawl.patterns)} routes x {len(proof.people)} people, {proof.crawl.asked:,} answers"
    return tried, proof.taken()


def _share(proof: Proof, number: int, addresses: list[Address]) -> list[Address]:
    if proof.full or len(addresses) < SHARE:
        return addresses
    return addresses[number % SHARE :: SHARE]


def _letters(proof: Proof, mail_url: str) -> tuple[str, Iterable[Finding]]:
    """What beat and worker send by themselves while the days go by."""
    clock = SharedClock(Path(os.environ["LIGHTDUTY_CLOCK_FILE"]))
    letters: list[dict[str, Any]] = []
    for _step in range(STEPS):
        clock.advance(hours=HOURS)
        letters = _when_quiet(mail_url)
    found = list(judge_letters(proof.company, proof.judge, letters))
    if len(letters) < LETTERS:
        found.append(Finding("broken", "worker", "MAIL", f"sent only {len(letters)} letters"))
    return f"{len(letters)} letters, {STEPS * HOURS // 24} days", found


def _when_quiet(mail_url: str) -> list[dict[str, Any]]:
    """Everything caught, once nothing more has come for a while: sweeps run every second."""
    letters: list[dict[str, Any]] = []
    since = time.monotonic()
    while time.monotonic() - since < QUIET:
        time.sleep(0.5)
        with urllib.request.urlopen(f"{mail_url}/messages.json", timeout=10) as answer:  # noqa: S310 - our own catcher
            now = json.load(answer)
        if len(now) != len(letters):
            letters, since = now, time.monotonic()
    return letters
