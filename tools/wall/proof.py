"""What each part of `./dev wall` stands on: a company full of secrets, and a report that can be read by the command."""

import json
import logging
import time
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.utils import timezone

from tools.say import say
from tools.wall import planting
from tools.wall.addresses import write_book
from tools.wall.cast import HURT, Somebody
from tools.wall.company import Company, holders
from tools.wall.crawl import Crawl
from tools.wall.founding import found
from tools.wall.judge import Finding, Judge
from tools.wall.oracle import Oracle
from tools.wall.rows_api import ApiRows


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    part: str
    tried: str
    wrong: int
    seconds: float


Step = Callable[[], tuple[str, Iterable[Finding]]]


@dataclass
class Proof:
    """One world of its own, and what came of trying its wall. `full`: everything as everybody, however long."""

    full: bool
    report: Path
    company: Company
    judge: Judge
    crawl: Crawl
    lines: list[Line] = field(default_factory=list)
    findings: set[Finding] = field(default_factory=set)

    @property
    def people(self) -> list[Somebody]:
        return list(self.company.people.values())

    def part(self, name: str, step: Step) -> None:
        """Try one part; what it says was tried and how much of it was wrong is a line."""
        began = time.monotonic()
        tried, found = step()
        wrong = set(found)
        line = Line(name, tried, len(wrong), time.monotonic() - began)
        self.lines.append(line)
        self.findings |= wrong
        self._write()
        say(f"  {name}: {tried}, {line.wrong} wrong ({line.seconds:.0f} s)")

    def taken(self) -> list[Finding]:
        """What the crawl has found since it was asked last."""
        taken, self.crawl.findings = self.crawl.findings, []
        return taken

    def _write(self) -> None:
        """After each part: what a later one breaks is not lost."""
        met = {word for _who, word in self.judge.seen}
        said = {
            "lines": [asdict(line) for line in self.lines],
            "findings": [asdict(finding) for finding in sorted(self.findings)],
            "planted": len(self.judge.canaries),
            "met": sorted(met),
            "people": len(self.people),
            "unknown": self.crawl.book.unknown,
        }
        self.report.write_text(json.dumps(said))


def prepare(*, full: bool, report: Path, alone: bool) -> Proof:
    """Found the company and plant the secrets. `alone`: no worker fills the inboxes, so that is done here."""
    # What a refused request says in the log is no news here.
    logging.disable(logging.CRITICAL)
    warnings.filterwarnings("ignore", message="No directory at")
    at = timezone.now()
    company = found(at, tell=alone)
    canaries = planting.plant({company.people[key].employee_id or 0 for key in HURT})
    oracle = Oracle(at)
    judge = Judge(oracle, canaries)
    book = write_book(company, each=1)
    return Proof(full, report, company, judge, Crawl(judge, ApiRows(oracle), book, holders=holders(company)))
