"""Holes in the wall inside PostgreSQL: policies, views of keys, and rights that nobody should have."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from people.database_roles import SYSTEM, person_roles
from tools.wall import direct_sql, facts
from tools.wall.alike import dropped_alike
from tools.wall.holes import Mutation

WRITTEN_ONCE = ("injuries_caseevent", "duty_assignmentstep", "people_accessentry", "people_brokenglass")


def database_mutations() -> Iterator[Mutation]:
    yield from policies()
    yield from row_security()
    yield from rights()
    yield from views()


def _asked(question: str, values: list[Any]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


def policies() -> Iterator[Mutation]:
    """Each policy of a kind of person made true or dropped; the system's given to everybody."""
    found = _asked(
        "SELECT tablename, policyname, qual FROM pg_policies WHERE tablename = ANY (%s) AND policyname LIKE 'wall_%%'"
        " AND policyname NOT IN ('wall_owner', 'wall_system') ORDER BY 1, 2",
        [direct_sql.tables()],
    )
    employees = {table: condition for table, policy, condition in found if policy == "wall_employee"}
    for table, policy, condition in found:
        yield _sql(
            "policy true", f"{policy} on {table} is true", f'ALTER POLICY {policy} ON "{table}" USING (true)', table
        )
        if not dropped_alike(policy, condition, employees.get(table)):
            yield _sql("policy dropped", f"{policy} on {table} is gone", f'DROP POLICY {policy} ON "{table}"', table)
    for table in direct_sql.tables():
        statement = f'ALTER POLICY wall_system ON "{table}" TO PUBLIC'
        yield _sql("policy for everybody", f"wall_system on {table} is everybody's", statement, table)


def row_security() -> Iterator[Mutation]:
    for table in direct_sql.tables():
        off = f'ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY'
        yield _sql("row security off", f"no FORCE on {table}", off, table)
        off = f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY'
        yield _sql("row security off", f"row security off on {table}", off, table)
    for role in person_roles():
        yield _sql("role", f"{role} is the system", f"GRANT {SYSTEM} TO {role}")


def rights() -> Iterator[Mutation]:
    """Each table given to whoever may not read it; writing given to people; what is written once, written again."""
    for name, model in facts.walled().items():
        table = model._meta.db_table
        for role in person_roles():
            if not direct_sql.may_read_table(role, name):
                grant = f'GRANT SELECT ON "{table}" TO {role}'
                yield _sql("table granted", f"{role} may read {table}", grant, table)
                hole = f'CREATE POLICY hole ON "{table}" FOR SELECT TO {role} USING (true)'
                yield _sql("table opened", f"{role} reads all of {table}", f"{grant}; {hole}", table)
        for right, role in zip(("INSERT", "UPDATE", "DELETE"), person_roles(), strict=False):
            yield _sql("write granted", f"{role} may {right} {table}", f'GRANT {right} ON "{table}" TO {role}', table)
        yield _sql("table granted", f"everybody may read {table}", f'GRANT SELECT ON "{table}" TO PUBLIC', table)
    for table in WRITTEN_ONCE:
        for right in ("UPDATE", "DELETE"):
            yield _sql("write granted", f"{right} on {table}", f'GRANT {right} ON "{table}" TO {SYSTEM}', table)


def views() -> Iterator[Mutation]:
    """Each view of keys with every key in it."""
    found = _asked("SELECT viewname, definition FROM pg_views WHERE schemaname = 'lightduty_wall' ORDER BY 1", [])
    for view, definition in found:
        every = definition.partition("\n  WHERE")[0]
        using = _asked(r"SELECT tablename FROM pg_policies WHERE qual ~ %s", [rf"lightduty_wall\.{view}\M"])
        statement = f"CREATE OR REPLACE VIEW lightduty_wall.{view} WITH (security_barrier) AS {every}"
        yield _sql("view of keys opened", f"every key in {view}", statement, *(table for (table,) in using))
        plain = f"ALTER VIEW lightduty_wall.{view} RESET (security_barrier)"
        yield _sql("view of keys opened", f"no barrier before {view}", plain)


def _sql(kind: str, name: str, statement: str, *tables: str) -> Mutation:
    @contextmanager
    def broken() -> Iterator[None]:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            yield
            transaction.set_rollback(True)

    models = {model._meta.db_table: name for name, model in facts.walled().items()}
    return Mutation(name, "sql", broken, kind, tuple(models[table] for table in tables if table in models))
