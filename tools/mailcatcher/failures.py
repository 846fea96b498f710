"""Failures on demand: `failures.json` beside the messages makes the server answer as bad servers do.

The file holds a list such as
`[{"address": "*@full.example", "answer": "452 4.2.2 Mailbox full", "stage": "rcpt", "delay": 0, "drop": false}]`
and is read again whenever it changes. `stage` is `rcpt` or `data`; a failure at `data` meets a message
when one of its recipients matches. An answer that begins with 2 only comes
late, by `delay` seconds. `drop` closes the connection after the answer (an empty answer: at once).
`times` limits how often it strikes.
"""

import json
from dataclasses import asdict, dataclass
from fnmatch import fnmatch
from pathlib import Path


@dataclass
class Failure:
    """An answer for the addresses that match."""

    address: str = "*"
    answer: str = "451 4.3.0 Try again later"
    stage: str = "rcpt"
    delay: float = 0
    drop: bool = False
    times: int | None = None
    struck: int = 0

    def meets(self, stage: str, addresses: list[str]) -> bool:
        if stage != self.stage or (self.times is not None and self.struck >= self.times):
            return False
        return any(fnmatch(address.lower(), self.address.lower()) for address in addresses)


class FailureList:
    """The failures in force now."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._seen: int | None = None
        self._failures: list[Failure] = []

    def write(self, failures: list[Failure]) -> None:
        """Replace the list; the file is exchanged in one move, so that a reader never meets half of it."""
        unfinished = self.file.with_suffix(".new")
        unfinished.write_text(json.dumps([asdict(failure) for failure in failures]))
        unfinished.replace(self.file)

    def strike(self, stage: str, addresses: list[str]) -> Failure | None:
        """The first failure that meets these addresses at this stage, counted as used."""
        self._refresh()
        found = next((failure for failure in self._failures if failure.meets(stage, addresses)), None)
        if found:
            found.struck += 1
        return found

    def _refresh(self) -> None:
        try:
            changed = self.file.stat().st_ino, self.file.stat().st_mtime_ns
        except FileNotFoundError:
            self._failures, self._seen = [], None
            return
        if hash(changed) != self._seen:
            self._failures = [Failure(**entry) for entry in json.loads(self.file.read_text())]
            self._seen = hash(changed)
