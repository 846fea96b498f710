"""Walls broken on purpose, one hole at a time: does the proof notice?

Holes in the application are made with the wall inside PostgreSQL held open, and the other way round: each must hold
alone, and a proof that only ever sees both would notice neither.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction

from tools.wall import direct_sql
from tools.wall.answers import Asked
from tools.wall.database_holes import database_mutations
from tools.wall.doors import InsideDoor
from tools.wall.holes import Mutation, code_mutations, policy_mutations, wall_mutations
from tools.wall.judge import Finding
from tools.wall.rows_api import ApiRows

SHORT_CAST = ("sam", "olga", "eve", "ada", "ivo", "sia", "hugo", "ben", "rosa")


def all_mutations() -> list[Mutation]:
    return [*policy_mutations(), *wall_mutations(), *code_mutations(), *database_mutations()]


@dataclass
class Jury:
    """The fast part of the proof, by what a mutation concerns."""

    asked: Asked
    doors: dict[str, InsideDoor]

    @classmethod
    def of(cls, asked: Asked) -> "Jury":
        people = asked.company.people
        return cls(asked, {key: InsideDoor(people[key]) for key in SHORT_CAST})

    def first_finding(self, mutation: Mutation) -> Finding | None:
        """Looks first where the hole was made, and at everything only if nothing is wrong there."""
        parts: dict[str, Callable[[tuple[str, ...]], Iterator[Finding]]] = {
            "answers": self.asked.judge,
            "actors": self._actors,
            "api": self._api,
            "sql": lambda models: direct_sql.judge(self.asked, models=models),
        }
        part = parts[mutation.where]
        near = next(part(mutation.tables), None) if mutation.tables else None
        return near or next(part(()), None)

    def _actors(self, models: tuple[str, ...]) -> Iterator[Finding]:
        """Who looks is asked anew."""
        asked = copy(self.asked)
        asked.actors = {key: asked.company.actor(key) for key, actor in self.asked.actors.items() if actor.user}
        asked._add_providers()
        yield from asked.judge(models)

    def _api(self, prefixes: tuple[str, ...]) -> Iterator[Finding]:
        from config.api import resources

        rows = ApiRows(self.asked.oracle)
        with database_wall_open():
            for prefix in prefixes or resources:
                for key, door in self.doors.items():
                    path = f"/api/v1/{prefix}/"
                    with transaction.atomic():
                        answer = door.ask("GET", path)
                        transaction.set_rollback(True)
                    yield from rows.judge(self.asked.company.people[key], path, answer.status, answer.body)


@contextmanager
def database_wall_open() -> Iterator[None]:
    """Every request acts as the system: only the application keeps anything back."""
    from people import scope
    from people.database_roles import SYSTEM

    def as_system(_actor: Any) -> Any:
        return scope._acting_as(SYSTEM)

    with patch("people.middleware.person", as_system):
        yield


@dataclass
class Tally:
    caught: int = 0
    survived: list[str] | None = None
    # Of each kind of hole: those caught, and all.
    kinds: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return self.caught + len(self.survived or [])

    def add(self, mutation: Mutation, *, caught: bool) -> None:
        kind = self.kinds.setdefault(mutation.kind, Counter())
        kind["all"] += 1
        kind["caught"] += caught
        self.caught += caught
        if not caught:
            self.survived = [*(self.survived or []), mutation.name]

    def lines(self) -> list[str]:
        """What was caught, by kind of hole."""
        return [f"{kind:<22}{found['caught']:>4} of {found['all']:>4}" for kind, found in self.kinds.items()]


def run(asked: Asked, mutations: list[Mutation]) -> Tally:
    """Make each hole, ask the jury, fill the hole again."""
    # No table can be altered while a check of its rows is still to come.
    connection.check_constraints()
    jury, tally = Jury.of(asked), Tally(survived=[])
    for mutation in mutations:
        tally.add(mutation, caught=_noticed(jury, mutation))
    return tally


def _noticed(jury: Jury, mutation: Mutation) -> bool:
    """A hole that breaks the question itself is noticed as well: such a page answers with an error."""
    try:
        with transaction.atomic():
            try:
                with mutation.broken():
                    return jury.first_finding(mutation) is not None
            finally:
                transaction.set_rollback(True)
    except (ValueError, TypeError, AttributeError, LookupError):
        return True
