"""Walls broken on purpose, one hole at a time: does the proof notice?

Holes in the application are made with the wall inside PostgreSQL held open, and the other way round: each must hold
alone, and a proof that only ever sees both would notice neither.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from typing import Any
from unittest.mock import patch

from django.db import connection, transaction
from django.db.models import Q

from people.policy import POLICY, Cell, DataClass, Reach, Relation
from tools.wall import direct_sql, facts
from tools.wall.answers import Asked
from tools.wall.doors import InsideDoor
from tools.wall.judge import Finding
from tools.wall.rows_api import ApiRows

# Classes and relations that no table of the product bears yet: nothing there could be told.
WITHOUT_TABLE = {DataClass.OSHA}
SHORT_CAST = ("sam", "olga", "eve", "ada", "ivo", "sia", "hugo", "ben", "rosa")


@dataclass(frozen=True)
class Mutation:
    """`where` says which part of the proof has to notice: "answers", "api" or "sql"."""

    name: str
    where: str
    broken: Callable[[], AbstractContextManager[Any]]


def all_mutations() -> list[Mutation]:
    return [*policy_mutations(), *wall_mutations(), *code_mutations(), *database_mutations()]


def policy_mutations() -> Iterator[Mutation]:
    """Every cell of the table made wider, for reading and for writing."""
    for data_class in DataClass:
        if data_class in WITHOUT_TABLE:
            continue
        for relation in Relation:
            cell = POLICY[data_class].get(relation, Cell())
            wider = {"read": replace(cell, read=Reach.FULL), "write": replace(cell, write=Reach.FULL)}
            for right, changed in wider.items():
                if changed != cell and not _equal(data_class, relation, right, cell):
                    name = f"POLICY {data_class}/{relation} {right} full"
                    yield Mutation(name, "answers", _cell(data_class, relation, changed))


def _equal(data_class: DataClass, relation: Relation, right: str, cell: Cell) -> bool:
    """A class borne by fields alone gives no row to write; whoever has no account writes through verbs.

    Whoever may answer an offer has the row already: what the answer may be is the verb's.
    """
    if right == "write" and cell.write in {Reach.DECIDE, Reach.PROPOSE}:
        return True
    borne = data_class in facts.CLASS.values() or data_class is DataClass.BODY
    return right == "write" and (not borne or data_class is DataClass.BODY or relation is Relation.PROVIDER)


def _cell(data_class: DataClass, relation: Relation, changed: Cell) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: patch.dict(POLICY[data_class], {relation: changed})


def wall_mutations() -> Iterator[Mutation]:
    """Each entry of each model's wall taken away or pointed elsewhere."""
    for name, model in facts.walled().items():
        wall = model.wall
        for field in wall.fields:
            yield _wall(name, f"field {field}", replace(wall, fields=_without(wall.fields, field)))
        for reach in wall.limited:
            opened = {**wall.limited, reach: frozenset({one.name for one in model._meta.concrete_fields})}
            yield _wall(name, f"everything limited to {reach}", replace(wall, limited=opened))
            yield _wall(name, f"nothing limited to {reach}", replace(wall, limited=_without(wall.limited, reach)))
        for part in ("current", "published", "receiving_states"):
            # An entry of the journal is never current: without that it is judged by its fields, which are none.
            if getattr(wall, part):
                yield _wall(name, f"without {part}", replace(wall, **{part: {}}))
        for part in ("department", "recipient", "filed_by"):
            if getattr(wall, part):
                yield _wall(name, f"without {part}", replace(wall, **{part: None}))
        if wall.employee.endswith("employee_id"):
            yield _wall(name, "employee is the site", replace(wall, employee=wall.establishment))
        yield _wall(name, "site is the employee", replace(wall, establishment=wall.employee or "id"))


def _without(entries: Any, name: Any) -> dict[Any, Any]:
    return {one: value for one, value in entries.items() if one != name}


def _wall(name: str, what: str, wall: Any) -> Mutation:
    model = facts.walled()[name]
    return Mutation(f"{name}.wall: {what}", "answers", lambda: patch.object(model, "wall", wall))


def code_mutations() -> Iterator[Mutation]:
    """The question to the wall left out, in the shared code and in each resource of the API."""
    from config.api import resources

    yield Mutation("readable_fields returns all", "api", lambda: patch("people.api_base.readable_fields", _all_fields))
    yield Mutation("opens() is always true", "answers", lambda: patch("people.wall.opens", lambda *_any: True))
    yield Mutation("rows_for() is every row", "answers", lambda: patch("people.wall.rows_for", lambda *_a, **_k: Q()))
    yield Mutation(
        "somebody supervises themselves", "answers", lambda: patch("people.wall._team_rows", _team_with_oneself)
    )
    for prefix, (view, _basename) in resources.items():
        model = getattr(view, "model", None)
        if model is not None and hasattr(model, "wall"):
            yield Mutation(f"visible_to left out in /{prefix}/", "api", _open_view(view))
            yield Mutation(f"serializer of /{prefix}/ shows all", "api", _open_serializer(view))


def _all_fields(_actor: Any, _row: Any, names: Any) -> frozenset[str]:
    return frozenset(names)


def _team_with_oneself(wall: Any, actor: Any) -> Q:
    path = wall.employee_department or f"{wall.employee.removesuffix('_id')}__department"
    return Q(**{f"{path}__in": actor.departments}, **wall.published)


def _open_view(view: Any) -> Callable[[], AbstractContextManager[Any]]:
    def everything(self: Any) -> Any:
        return self.model._default_manager.all().select_related(*self.related)

    return lambda: patch.object(view, "get_queryset", everything)


def _open_serializer(view: Any) -> Callable[[], AbstractContextManager[Any]]:
    from rest_framework.serializers import ModelSerializer

    return lambda: patch.object(
        view.serializer_class, "to_representation", ModelSerializer.to_representation, create=True
    )


def database_mutations() -> Iterator[Mutation]:
    """A policy dropped, made true, not forced; a right given that nobody should have."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename, policyname FROM pg_policies WHERE policyname LIKE 'wall_%%' AND tablename = ANY (%s)"
            " AND policyname NOT IN ('wall_owner', 'wall_system', 'wall_door') ORDER BY 1, 2",
            [direct_sql.tables()],
        )
        policies = cursor.fetchall()
    for table, policy in policies:
        yield _sql(f"{policy} on {table} is true", f'ALTER POLICY {policy} ON "{table}" USING (true)')
        yield _sql(f"{policy} on {table} is gone", f'DROP POLICY {policy} ON "{table}"')
    for table in direct_sql.tables():
        yield _sql(f"no FORCE on {table}", f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY')
        yield _sql(f"row security off on {table}", f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY')
    for name in direct_sql.MEDICAL:
        table = facts.walled()[name]._meta.db_table
        grant = f'GRANT SELECT ON "{table}" TO lightduty_supervisor'
        yield _sql(f"supervisor may read {table}", grant)
        opened = f'CREATE POLICY hole ON "{table}" FOR SELECT TO lightduty_supervisor USING (true)'
        yield _sql(f"supervisor reads all of {table}", f"{grant}; {opened}")
    for table in ("injuries_caseevent", "duty_assignmentstep", "people_accessentry"):
        for right in ("UPDATE", "DELETE"):
            yield _sql(f"{right} on {table}", f'GRANT {right} ON "{table}" TO lightduty_system')


def _sql(name: str, statement: str) -> Mutation:
    @contextmanager
    def broken() -> Iterator[None]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            yield
            transaction.set_rollback(True)

    return Mutation(name, "sql", broken)


@dataclass
class Jury:
    """The fast part of the proof, by what a mutation concerns."""

    asked: Asked
    doors: dict[str, InsideDoor]

    @classmethod
    def of(cls, asked: Asked) -> "Jury":
        people = asked.company.people
        return cls(asked, {key: InsideDoor(people[key]) for key in SHORT_CAST})

    def first_finding(self, where: str) -> Finding | None:
        parts: dict[str, Callable[[], Iterator[Finding]]] = {
            "answers": self._answers,
            "api": self._api,
            "sql": lambda: direct_sql.judge(self.asked),
        }
        return next(parts[where](), None)

    def _answers(self) -> Iterator[Finding]:
        yield from self.asked.judge()

    def _api(self) -> Iterator[Finding]:
        from config.api import resources

        rows = ApiRows(self.asked.oracle)
        with database_wall_open():
            for prefix in resources:
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

    @property
    def total(self) -> int:
        return self.caught + len(self.survived or [])


def run(asked: Asked, mutations: list[Mutation]) -> Tally:
    """Make each hole, ask the jury, fill the hole again."""
    jury, tally = Jury.of(asked), Tally(survived=[])
    for mutation in mutations:
        if _noticed(jury, mutation):
            tally.caught += 1
        elif tally.survived is not None:
            tally.survived.append(mutation.name)
    return tally


def _noticed(jury: Jury, mutation: Mutation) -> bool:
    """A hole that breaks the question itself is noticed as well: such a page answers with an error."""
    try:
        with transaction.atomic():
            try:
                with mutation.broken():
                    return jury.first_finding(mutation.where) is not None
            finally:
                transaction.set_rollback(True)
    except (ValueError, TypeError, AttributeError, LookupError):
        return True
