"""The wall inside PostgreSQL, asked by SQL: each role without a scope, each person with one, and the bare login."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from people.database_roles import KINDS, SYSTEM, person_roles
from people.row_security import settings_of
from people.scope import person as acting_as
from people.scope import run_time_transaction
from people.wall import NOBODY, Actor
from tools.wall import facts
from tools.wall.answers import Asked
from tools.wall.judge import Finding

DENIED = "permission denied"


def judge(asked: Asked, web_url: str = "") -> Iterator[Finding]:
    if web_url:
        yield from bare_login(web_url)
    yield from without_scope()
    yield from with_scope(asked)
    yield from written_once()
    yield from forced()


def tables() -> list[str]:
    return sorted(model._meta.db_table for model in facts.walled().values())


def bare_login(web_url: str) -> Iterator[Finding]:
    """Whoever steals the login's password and forgets to become somebody reads nothing at all."""
    with psycopg.connect(web_url, autocommit=True) as raw:
        for table in [*tables(), "people_user", "django_session"]:
            found = count(raw, f'SELECT count(*) FROM "{table}"')  # noqa: S608 - our own tables
            if found is not None:
                yield Finding("leak", "login", f"SELECT {table}", f"{found} rows without SET ROLE")


def count(raw: Any, statement: str) -> int | None:
    """None where it is not permitted."""
    try:
        row = raw.execute(statement).fetchone()
    except psycopg.errors.InsufficientPrivilege:
        return None
    return int(row[0])


def without_scope() -> Iterator[Finding]:
    """A role that nobody told whom it acts for has no rows; the supervisor's has no right on medical tables."""
    for role in person_roles():
        with transaction.atomic(), connection.cursor() as cursor:
            for setting in settings_of(NOBODY):
                cursor.execute("SELECT set_config(%s, '', true)", [setting])
            cursor.execute(f"SET LOCAL ROLE {role}")
            for name, model in facts.walled().items():
                rows = _rows(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
                if rows:
                    yield Finding("leak", role, f"SELECT {model._meta.db_table}", f"{rows} rows without a scope")
                if rows is not None and name in CLOSED_TO.get(role, ()):
                    yield Finding("leak", role, f"SELECT {model._meta.db_table}", "the table itself is open")
            cursor.execute("RESET ROLE")


MEDICAL = ("CaseFile", "Treatment", "WorkStatusReport", "ProviderLink", "CheckIn", "Course", "Stall", "Concern", "Case")
CLOSED_TO = {
    f"lightduty_{KINDS[kind]}": MEDICAL for kind in KINDS if KINDS[kind] in {"supervisor", "it"}
}  # fmt: skip


def _rows(statement: str) -> int | None:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            row = cursor.fetchone()
            return int(row[0]) if row else 0
    except ProgrammingError as error:
        if DENIED not in str(error):
            raise
        return None


def with_scope(asked: Asked, models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """In their role and with their scope, everybody finds exactly the rows of the policy table."""
    for key, actor in asked.actors.items():
        if actor.user is None:
            continue
        with run_time_transaction(), acting_as(actor):
            for name in models or asked.rows:
                yield from _table(asked, key, actor, name)


def _table(asked: Asked, key: str, actor: Actor, name: str) -> Iterator[Finding]:
    model = facts.walled()[name]
    try:
        with transaction.atomic():
            seen = set(model.objects.order_by("pk").values_list("pk", flat=True))
    except ProgrammingError as error:
        if DENIED not in str(error):
            raise
        seen = set()
    for row in asked.rows[name]:
        wanted = asked.expected[name, key, row.pk][0] or _lent(asked, actor, row)
        if wanted != (row.pk in seen):
            kind = "leak" if row.pk in seen else "refused"
            yield Finding(kind, f"{key} by SQL", f"SELECT {model._meta.db_table}", f"row {row.pk}")


def _lent(asked: Asked, actor: Actor, row: Any) -> bool:
    """A supervisor reads the name of whoever is lent to the department."""
    mine = type(row).__name__ == "Employee" and row.pk != actor.employee_id
    return mine and any((department, row.pk) in asked.oracle.lent for department in actor.departments)


def written_once() -> Iterator[Finding]:
    """The journal, the steps of duties and the access log: added to, never changed, by nobody at run time."""
    for model in apps.get_models():
        if not getattr(model, "append_only", False):
            continue
        table, key = model._meta.db_table, model._meta.pk.column
        for role in [SYSTEM, *person_roles()]:
            change = f'UPDATE "{table}" SET "{key}" = "{key}"'  # noqa: S608 - our own tables
            remove = f'DELETE FROM "{table}"'  # noqa: S608 - our own tables
            for statement in (change, remove):
                if _done_as(role, statement):
                    yield Finding("leak", role, statement.split(" SET")[0], "is permitted")


def _done_as(role: str, statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL ROLE {role}")
            cursor.execute(statement)
            transaction.set_rollback(True)
    except ProgrammingError as error:
        if DENIED not in str(error):
            raise
        return False
    return True


def forced() -> Iterator[Finding]:
    """Row security holds for the owner of a table too, and nobody was given a way around it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND NOT (relrowsecurity AND relforcerowsecurity)",
            [tables()],
        )
        for (table,) in cursor.fetchall():
            yield Finding("leak", "owner", table, "row security is not enabled and forced")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'lightduty%%' AND (rolbypassrls OR rolsuper)")
        for (role,) in cursor.fetchall():
            yield Finding("leak", role, "pg_roles", "goes around row security")
