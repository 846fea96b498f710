"""The parts that need no running process: the same middleware and views, asked in this one."""

import random
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

from django.test.utils import setup_test_environment

from people.database_roles import person_roles
from tools.wall import direct_sql, facts, mutations, queries, unsafe
from tools.wall.answers import Asked
from tools.wall.crawl import addresses_of
from tools.wall.direct_columns import tried_columns
from tools.wall.doors import InsideDoor
from tools.wall.judge import Finding
from tools.wall.messages import Messages
from tools.wall.proof import Proof, prepare
from tools.wall.two_worlds import ONLOOKERS, TwoWorlds

# Without --full: one of each kind; the others of a kind take the same way through the wall, and are met over HTTP.
WATCHERS = ("sam", "olga", "fred", "eve", "ada", "ivo", "hugo", "anonymous")
READERS = (*WATCHERS, "ana", "tina", "rosa", "sia", "provider-ana", "provider-otto", "drop-ana", "drop-otto")
ASKERS = ("sam", "ada", "ivo", "hugo", "sia")
WRITERS = ("sam", "fred", "eve", "hugo", "ada", "ivo", "anonymous")
LEAST_CAUGHT = 0.95
SAMPLE = 60
DRAWN = 20260409


def read(full: bool, report: Path) -> None:
    """Everything that can be asked for by GET, and the same again in a world with other facts."""
    proof = prepare(full=full, report=report, alone=True)
    doors = {person.key: InsideDoor(person) for person in proof.people if full or person.key in READERS}
    proof.crawl.keeps = frozenset(ONLOOKERS if full else WATCHERS)
    with patch("people.clock.now", return_value=proof.company.at):
        proof.part("GET of every address", lambda: _crawl(proof, doors))
        proof.part("filters, searches, orders", lambda: _questions(proof, doors))
        proof.part("two worlds", lambda: _worlds(proof, doors))


def write(full: bool, report: Path, web_url: str) -> None:
    """Rows and fields one by one, in the application and by SQL; messages; the methods that write."""
    # Letters that a form would send stay in this process.
    setup_test_environment(debug=False)
    proof = prepare(full=full, report=report, alone=True)
    asked = Asked(proof.company, proof.judge.oracle)
    proof.part("rows and fields, application", lambda: (f"{len(asked.expected):,} pairs", _classed(asked)))
    proof.part("rows, SQL as each role", lambda: _sql(asked, web_url))
    proof.part("columns, rights of each role", _columns)
    proof.part("letters, texts, chat lines", lambda: _messages(proof))
    proof.part("POST, PUT, PATCH, DELETE, HEAD", lambda: _writing(proof))


def break_it(full: bool, report: Path) -> None:
    """Holes made on purpose."""
    proof = prepare(full=full, report=report, alone=True)
    proof.part("holes made on purpose", lambda: _holes(proof))


def _crawl(proof: Proof, doors: dict[str, InsideDoor]) -> tuple[str, Iterable[Finding]]:
    addresses = proof.crawl.book.addresses if proof.full else proof.crawl.book.some(1)
    for door in doors.values():
        proof.crawl.walk(door.person, door, addresses_of(proof.crawl, door.person, addresses))
    tried = f"{len(proof.crawl.patterns)} routes x {len(doors)} people, {proof.crawl.asked:,} answers"
    return tried, proof.taken()


def _questions(proof: Proof, doors: dict[str, InsideDoor]) -> tuple[str, Iterable[Finding]]:
    before = proof.crawl.asked
    found: list[Finding] = []
    for door in doors.values():
        if door.person.user is not None and (proof.full or door.person.key in ASKERS):
            found += queries.ask(proof.crawl, door.person, door)
    return f"{proof.crawl.asked - before:,} questions", [*found, *proof.taken()]


def _worlds(proof: Proof, doors: dict[str, InsideDoor]) -> tuple[str, Iterable[Finding]]:
    watching = {key: doors[key] for key in proof.crawl.keeps}
    # A secret address answers whoever has it, and tells its holder what it was made for.
    shown = {asked: answer for asked, answer in proof.crawl.kept.items() if proof.full or answer.status == 200}
    kept = {asked: answer for asked, answer in shown.items() if asked[1] not in proof.crawl.holders}
    worlds = TwoWorlds(proof.company, proof.judge, watching, kept)
    worlds.look()
    tried = f"{worlds.changed} facts changed, {worlds.compared:,} answers of {len(watching)} people"
    return tried, worlds.differing


def _classed(asked: Asked) -> Iterable[Finding]:
    for wrong in facts.everything_is_classed():
        yield Finding("broken", "proof", "tools/wall/facts.py", wrong)
    yield from asked.judge()


def _sql(asked: Asked, web_url: str) -> tuple[str, Iterable[Finding]]:
    roles = len(person_roles())
    return f"{len(direct_sql.tables())} tables x {roles} roles", direct_sql.judge(asked, web_url)


def _columns() -> tuple[str, Iterable[Finding]]:
    tried, wrong = tried_columns()
    found = [Finding("leak", "by SQL", one, "a right to a column") for one in wrong]
    return f"{tried:,} pairs of role and column", found


def _messages(proof: Proof) -> tuple[str, Iterable[Finding]]:
    messages = Messages(proof.company, proof.judge)
    messages.write()
    return f"{len(messages.told)} messages of {len(messages.rules)} rules", messages.leaks()


def _writing(proof: Proof) -> tuple[str, Iterable[Finding]]:
    chosen = [person for person in proof.people if proof.full or person.key in WRITERS]
    addresses = proof.crawl.book.some(1, nowhere=False)
    for person in chosen:
        unsafe.probe(proof.crawl, person, addresses)
    tried = f"{len(proof.crawl.patterns)} routes x {len(chosen)} people, {proof.crawl.asked:,} answers"
    return tried, proof.taken()


def _holes(proof: Proof) -> tuple[str, Iterable[Finding]]:
    every = mutations.all_mutations()
    chosen = every if proof.full else random.Random(DRAWN).sample(every, SAMPLE)  # noqa: S311 - a sample, no secret
    tally = mutations.run(Asked(proof.company, proof.judge.oracle), chosen)
    survived = tally.survived or []
    rate = tally.caught / max(tally.total, 1)
    found = [Finding("hole", "proof", "tools/wall/mutations.py", f"{name} is not noticed") for name in survived]
    tried = f"{tally.caught} of {tally.total} noticed ({100 * rate:.1f} %), drawn from {len(every)}"
    return tried, found if rate < LEAST_CAUGHT else []
