"""What is wrong with an answer, whoever asked; and the rows that a refused request must not have touched."""

import re
from collections import Counter
from dataclasses import dataclass, field

import psycopg

from tools.fuzz.wire import NO_ANSWER, Answer, Sent

BROKEN, MISMATCH, ALLOWED, HALF, TELLS, HANGS = "5xx", "schema", "allowed", "half-written", "tells too much", "hangs"
KINDS = (BROKEN, MISMATCH, ALLOWED, HALF, TELLS, HANGS)
INSIDES = re.compile(
    r"Traceback \(most recent call last\)|File \"[^\"]+\.py\"|\bpsycopg\b|\bdjango\.(?:db|core)\b"
    r"|\b(?:Integrity|Data|Programming|Operational|Internal)Error\b"
    r"|\b(?:SELECT\s.+\sFROM|INSERT INTO|UPDATE\s\S+\sSET)\s|violates (?:check|unique|foreign key) constraint"
)
# What a request may write although it is refused: who looked, who failed to sign in, when a token was last used.
LOGS = frozenset(
    {"people_accessentry", "people_securityevent", "people_apitoken", "django_session", "django_cache"}
    | {"usersessions_usersession"}
)


@dataclass(frozen=True)
class Finding:
    kind: str
    area: str
    caller: str
    where: str
    words: str
    curl: str = ""

    @property
    def same_as(self) -> tuple[str, str, str]:
        return self.kind, self.where, self.words[:60]


@dataclass
class Tally:
    """Requests and findings by area and caller; of how many places there are, where that is known."""

    base: str
    requests: Counter[tuple[str, str]] = field(default_factory=Counter)
    places: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    found: list[Finding] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    there_are: dict[str, int] = field(default_factory=dict)

    def note(self, area: str, caller: str, where: str, answer: Answer) -> None:
        self.requests[area, caller] += 1
        self.places.setdefault((area, caller), set()).add(where)
        self.slowest = max(self.slowest, (answer.seconds, where))

    def blame(self, kind: str, *, area: str, caller: str, where: str, words: str, sent: Sent | None = None) -> None:
        self.found.append(Finding(kind, area, caller, where, words, sent.curl(self.base) if sent else ""))

    def judge(self, area: str, caller: str, where: str, sent: Sent, answer: Answer) -> None:
        """What holds for every answer of the product."""
        self.note(area, caller, where, answer)
        for kind, words in wrong_with(answer):
            self.blame(kind, area=area, caller=caller, where=where, words=words, sent=sent)

    def count(self, kind: str, area: str, caller: str) -> int:
        return sum((one.kind, one.area, one.caller) == (kind, area, caller) for one in self.found)


def wrong_with(answer: Answer) -> list[tuple[str, str]]:
    if answer.status == NO_ANSWER:
        return [(HANGS, f"no answer after {answer.seconds:.0f} s")]
    found = [(BROKEN, f"answers {answer.status}")] if answer.status >= 500 else []
    inside = INSIDES.search(answer.text) if answer.kind.startswith(("text/", "application/json")) else None
    return [*found, *([(TELLS, f"says {inside[0][:60]!r}")] if inside else [])]


class Rows:
    """A sum over every row of every table, so that also half a change of one value shows."""

    def __init__(self, owner_url: str) -> None:
        self.line = psycopg.connect(owner_url, autocommit=True)
        tables = self.line.execute(
            "SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public' ORDER BY relname"
        ).fetchall()
        self.names = [name for (name,) in tables if name not in LOGS]
        self.query = " UNION ALL ".join(
            f'SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)), 0) FROM "{name}" t'  # noqa: S608 - names of tables
            for name in self.names
        )
        self.known = self.now()

    def now(self) -> list[tuple[object, ...]]:
        return self.line.execute(self.query).fetchall()

    def accept(self) -> None:
        """The last request may have written."""
        self.known = self.now()

    def changed(self) -> list[str]:
        """The tables that differ from what was known; known from now on."""
        found = self.now()
        names = [name for name, old, new in zip(self.names, self.known, found, strict=True) if old != new]
        self.known = found
        return names

    def close(self) -> None:
        self.line.close()
