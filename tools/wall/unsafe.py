"""Every other method of every address as everybody, each taken back at once: nothing is told, nothing is written."""

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from people.policy import Reach, Relation
from tools.wall import facts
from tools.wall.addresses import Address
from tools.wall.cast import Somebody
from tools.wall.crawl import AWAY, Crawl, addresses_of
from tools.wall.doors import Answer, InsideDoor
from tools.wall.judge import Finding

FIELDS = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([\w.-]+)"')
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
# HEAD and OPTIONS are answered from what GET is answered from: one is enough.
LOOKERS = {"sam"}
# Rows that a reading leaves behind, or that the machinery keeps: nobody's medical record.
TRACES = {"AccessEntry", "Reminder", "InboxItem", "Delivery", "ReviewEntry"}
PLAUSIBLE: dict[str, Any] = {
    "decision": "continue", "outcome": "seen", "kind": "therapy", "status": "RESTRICTED", "work_related": "yes",
    "began_on": "2026-01-05", "starts_on": "2026-01-05", "ends_on": "2026-12-20", "started_on": "2026-01-05",
    "starts_at": "2026-12-01T10:00", "ends_at": "2026-12-01T11:00", "issued_on": "2026-01-05", "pain": "4",
    "work_ability": "6", "alarming": "no", "repetitive_task": "assembly", "body_part": "HIP", "side": "R",
    "scores": {"pain": 4, "main_activity": 4, "work_ability": 5}, "client_key": "6f1f0f6e-0000-4000-8000-000000000001",
    "stop": False, "alternative": "none available", "parts": "HIP-R", "symptoms": ["pain"],
}  # fmt: skip


def probe(crawl: Crawl, person: Somebody, addresses: Iterable[Address]) -> None:
    """All methods but GET at each address; each answer judged, each write looked at, everything taken back."""
    door = InsideDoor(person)
    for address in addresses_of(crawl, person, list(addresses)):
        for method, data, as_json in _asks(door, address, looks=person.key in LOOKERS):
            with writes_noted() as written:
                answer = door.ask(method, address.path, data, json=as_json)
            crawl.note(person, method, address.path, answer)
            crawl.findings += list(_judge(crawl, person, method, address, answer, written))
        crawl.patterns.add(address.pattern)


def _asks(door: InsideDoor, address: Address, *, looks: bool) -> Iterator[tuple[str, Any, bool]]:
    api = address.path.startswith("/api/")
    if looks:
        yield "HEAD", None, False
        yield "OPTIONS", None, False
        yield "DELETE", None, False
    if api:
        yield "POST", "{}", True
        yield "POST", json.dumps(_body(door, address)), True
        for method in ("PUT", "PATCH", "DELETE"):
            yield method, "{}", True
        return
    yield "POST", {}, False
    filled = _form(door, address)
    if filled:
        yield "POST", filled, False


def _form(door: InsideDoor, address: Address) -> dict[str, Any]:
    """The form that the page shows, filled in."""
    shown = door.ask("GET", address.path)
    names = set(FIELDS.findall(shown.body.decode("utf-8", "replace"))) if shown.status == 200 else set()
    return {name: PLAUSIBLE.get(name.rsplit("-", 1)[-1], "1") for name in names - {"csrfmiddlewaretoken"}}


def _body(door: InsideDoor, address: Address) -> dict[str, Any]:
    """What the endpoint says it needs, filled in."""
    refused = door.ask("POST", address.path, "{}", json=True)
    try:
        said = json.loads(refused.body) if refused.status == 400 else {}
    except ValueError:
        said = {}
    return {name: PLAUSIBLE.get(name, 1) for name in said if name not in {"code", "non_field_errors"}}


@contextmanager
def writes_noted() -> Iterator[set[str]]:
    """The tables that somebody tried to write to."""
    tables: set[str] = set()

    def note(execute: Any, statement: Any, *rest: Any) -> Any:
        found = WRITES.match(str(statement))
        if found:
            tables.add(found[1])
        return execute(statement, *rest)

    with connection.execute_wrapper(note):
        yield tables


def _judge(
    crawl: Crawl, person: Somebody, method: str, address: Address, answer: Answer, written: set[str]
) -> Iterator[Finding]:
    where = f"{method} {address.path}"
    touched = {name for name, model in facts.walled().items() if model._meta.db_table in written} - TRACES
    if method in {"HEAD", "OPTIONS"} and touched:
        yield Finding("write", person.key, where, f"writes {sorted(touched)}")
    holder = crawl.holders.get(address.path)
    strange = [row for row in address.rows if hasattr(row, "wall") and not crawl.judge.oracle.row(person, row)]
    if strange and method not in {"HEAD", "OPTIONS"} and (touched or answer.status not in AWAY | {400}):
        yield Finding("write", person.key, where, f"a stranger's row answers {answer.status}, writes {sorted(touched)}")
    for name in sorted(touched):
        if not _ever_writes(crawl, holder or person, name):
            yield Finding("write", person.key, where, f"writes {name}")


# Verbs write what follows from a deed: the journal, the course, findings, the letters, the state of a duty.
FOLLOWS = {"CaseEvent", "Course", "Stall", "AssignmentStep", "Assignment", "DropBoxLink", "Case"}


def _ever_writes(crawl: Crawl, person: Somebody, name: str) -> bool:
    """Has this person any right to write rows of this table, or to do what changes them?"""
    if name in FOLLOWS:
        return person.employee is not None or bool(person.roles & {"hr", "safety"}) or person.linked_case is not None
    if name == "CheckIn" and person.key.startswith("drop"):
        return True
    held = {Relation.SELF} if person.employee else set()
    held |= {Relation.SUPERVISOR} if person.department_ids else set()
    held |= {Relation(role) for role in person.roles}
    held |= {Relation.PROVIDER} if person.key.startswith("provider") else set()
    policy = crawl.judge.oracle.policy
    classes = {facts.CLASS[name], *facts.OF_FIELD.get(name, {}).values()}
    return any(
        one in policy[data_class] and policy[data_class][one].write is not Reach.NONE
        for data_class in classes
        for one in held
    )
