"""GET of every address as everybody: no canary too many, no row too few, and strangers' rows are not there."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tools.wall import facts
from tools.wall.addresses import UNKNOWN, Address, Book
from tools.wall.cast import Somebody
from tools.wall.doors import Answer, Door
from tools.wall.judge import Finding, Judge, text_of
from tools.wall.rows_api import ApiRows

AWAY = {302, 401, 403, 404, 405, 410}
NO_SUCH = ("987654321", UNKNOWN, "2026-9999", "0123456789abcdef")


@dataclass
class Crawl:
    judge: Judge
    rows: ApiRows
    book: Book
    asked: int = 0
    findings: list[Finding] = field(default_factory=list)
    patterns: set[str] = field(default_factory=set)
    # Whoever has a secret address is whom it was given to: address -> person.
    holders: dict[str, Somebody] = field(default_factory=dict)
    # What the two worlds compare: person and address -> the answer.
    kept: dict[tuple[str, str], Answer] = field(default_factory=dict)
    keeps: frozenset[str] = frozenset()

    def walk(self, person: Somebody, door: Door, addresses: Iterable[Address]) -> None:
        """Everything one person can ask for by GET; own pages that must open are looked at by the way."""
        missing: dict[str, int] = {}
        strangers: list[tuple[Address, int]] = []
        for address in addresses:
            answer = self.get(person, door, address.path)
            self.patterns.add(address.pattern)
            if any(word in address.path for word in NO_SUCH):
                missing[address.pattern] = answer.status
            elif self._strange(person, address):
                strangers.append((address, answer.status))
            elif must_open(person, address) and answer.status != 200:
                self.findings.append(Finding("refused", person.key, f"GET {address.path}", f"answers {answer.status}"))
        self._compare(person, strangers, missing)

    def get(self, person: Somebody, door: Door, path: str) -> Answer:
        answer = door.ask("GET", path)
        if person.key in self.keeps:
            self.kept[person.key, path] = answer
        self.note(person, "GET", path, answer)
        self.findings += self.rows.judge(person, path, answer.status, answer.body)
        return answer

    def note(self, person: Somebody, method: str, path: str, answer: Answer) -> None:
        """Whatever an answer says: body and headers."""
        self.asked += 1
        where = f"{method} {path}"
        if answer.status >= 500 and not path.startswith("/readyz"):
            self.findings.append(Finding("broken", person.key, where, f"answers {answer.status}"))
        text = text_of(answer.body, answer.kind) + str(answer.headers)
        holder = self.holders.get(path)
        known = self.judge.may_know(holder) if holder else frozenset()
        self.findings += self.judge.leaks(person, where, text, also=known)

    def _strange(self, person: Somebody, address: Address) -> bool:
        """Does it name a row that this person may not know of?"""
        walled = [row for row in address.rows if hasattr(row, "wall")]
        return any(not self.judge.oracle.row(person, row) for row in walled)

    def _compare(self, person: Somebody, strangers: list[tuple[Address, int]], missing: dict[str, int]) -> None:
        """A stranger's row answers as one that does not exist: whoever asks learns not even that it is there."""
        for address, status in strangers:
            usual = missing.get(address.pattern)
            opened = status not in AWAY
            told = usual is not None and status != usual
            if opened or told:
                what = f"a stranger's row answers {status}, none answers {usual}"
                self.findings.append(Finding("leak", person.key, f"GET {address.path}", what))


HR_PAGES = {"admin/case/<str:number>/", "admin/case/<str:number>/journal/", "admin/case/<str:number>/note/"}
OWN_PAGES = {
    "", "card/", "dates/", "check-in/", "record/", "record/check-ins/", "record/who/", "record/data/", "record/links/",
    "asked-to-do-more/", "treatments/new/", "appointments/new/", "record/files/new/",
}  # fmt: skip
TEAM_PAGES = {"team/", "approvals/"}
EVERYBODYS = {"inbox/", "help/", "account/"}


def must_open(person: Somebody, address: Address) -> bool:
    """Pages that somebody's work needs; the API's rows are looked at one by one elsewhere."""
    pattern = address.pattern
    if person.user is None:
        return False
    if pattern in EVERYBODYS:
        return True
    if pattern in OWN_PAGES:
        return person.key in {"ana", "ben", "otto"}
    if pattern in TEAM_PAGES:
        return bool(person.department_ids)
    desk = person.roles & {"hr", "safety", "auditor"}
    if pattern in {"admin/case/<str:number>/", "admin/case/<str:number>/journal/"}:
        return bool(desk)
    if pattern in HR_PAGES:
        return "hr" in person.roles
    if pattern == "offers/<uuid:pk>/":
        offer = address.rows[0]
        return bool(offer.employee_id == person.employee_id and offer.state.startswith("pending_e"))
    if pattern == "approvals/<uuid:pk>/":
        row = facts.about(address.rows[0], at=None)
        return row.published and {row.team, row.receiving} & set(person.department_ids) != set()
    own = pattern == "files/<uuid:pk>/" and address.rows[0].case.employee_id == person.employee_id
    return bool(own)


def addresses_of(crawl: Crawl, person: Somebody, addresses: list[Address]) -> list[Address]:
    """Whoever has a link alone is anonymous everywhere else, and somebody anonymous walks everywhere anyway."""
    if person.linked_case is None:
        return addresses
    return [one for one in crawl.book.addresses if crawl.holders.get(one.path) is person]
