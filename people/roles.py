"""The run-time login of PostgreSQL and the roles it may step into; it has no right of its own.

Roles belong to the server, not to a database, so pg_dump does not carry them: `manage.py make_roles` makes them.
"""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

from people import audit
from people.database_roles import DOOR, OWN_ROWS, SYSTEM, all_roles, members, mixed, person_roles, role_of
from people.database_wall import SCHEMA, build, grants
from people.policy import Relation

# One role for everybody, as it was before there was one for each kind of person; nobody may step into it any more.
FORMER = "lightduty_run"


@transaction.atomic
def make_roles(*, login: str, password: str) -> None:
    """Make or mend the roles, the run-time login and, if there are tables, the wall on them.

    Safe to run again; needed after every migration. The login steps into roles by SET ROLE and inherits nothing, so
    a connection that forgot to do so sees no table.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        for role in [OWN_ROWS, *all_roles()]:
            _ensure(cursor, role, "NOLOGIN")
        # Mixtures were members of the employee's whole role before there was one of rows alone.
        cursor.execute(f"REVOKE {role_of([Relation.SELF])} FROM {', '.join(mixed())}")
        parts = [f"GRANT {', '.join(parts)} TO {role} WITH INHERIT TRUE" for role, parts in members().items()]
        cursor.execute("; ".join(parts))
        _let_step_in(cursor, owner)
        if login != owner:
            _make_login(cursor, login, password)
        # Policies make statements look dear to the planner; it would compile for a second what runs for a hundredth.
        for name in {owner, login}:
            cursor.execute(sql.SQL("ALTER ROLE {name} SET jit = off").format(name=sql.Identifier(name)))
        if _migrated():
            put_up()


def put_up() -> None:
    """Take down what stands of the wall and put it up anew, with every right on every table and the triggers of the
    history of rows."""
    take_down()
    people = ", ".join([OWN_ROWS, *person_roles()])
    with connection.cursor() as cursor:
        cursor.execute("; ".join(["SET LOCAL search_path TO public", *build()]))
        for role in _existing(cursor, [OWN_ROWS, *all_roles(), FORMER]):
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        rights = [
            f"GRANT USAGE ON SCHEMA public TO {DOOR}, {SYSTEM}, {people}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {DOOR}, {SYSTEM}",
        ]
        cursor.execute("; ".join([*rights, *grants()]))
        for statement in audit.statements():
            cursor.execute(statement)


def take_down() -> None:
    """Remove policies, views and triggers, not the lock on the rows: until it stands again, only the owner sees any."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename, policyname FROM pg_policies WHERE policyname LIKE 'wall\\_%'")
        for table, policy in cursor.fetchall():
            drop = sql.SQL("DROP POLICY {policy} ON public.{table}")
            cursor.execute(drop.format(policy=sql.Identifier(policy), table=sql.Identifier(table)))
        cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA}, {audit.SCHEMA} CASCADE")


def stands() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [SCHEMA])
        found: bool = cursor.fetchone()[0]
    return found


def _migrated() -> bool:
    return "people_employee" in connection.introspection.table_names()


def _existing(cursor: Any, names: list[str]) -> list[str]:
    cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [names])
    return [name for (name,) in cursor.fetchall()]


def _make_login(cursor: Any, login: str, password: str) -> None:
    _ensure(cursor, login, "LOGIN")
    if password:
        change = sql.SQL("ALTER ROLE {login} PASSWORD {password}")
        cursor.execute(change.format(login=sql.Identifier(login), password=sql.Literal(password)))
    _let_step_in(cursor, login)
    if _existing(cursor, [FORMER]):
        revoke = sql.SQL("REVOKE {former} FROM {login}")
        cursor.execute(revoke.format(former=sql.Identifier(FORMER), login=sql.Identifier(login)))


def _let_step_in(cursor: Any, login: str) -> None:
    step = sql.SQL("GRANT {roles} TO {login} WITH INHERIT FALSE, SET TRUE")
    cursor.execute(step.format(roles=sql.SQL(", ".join(all_roles())), login=sql.Identifier(login)))


def _ensure(cursor: Any, name: str, kind: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {name} " + kind).format(name=sql.Identifier(name)))
