"""The wall inside PostgreSQL, asked by SQL: each role without a scope, each person with one, and the bare login."""

from collections.abc import Iterator
from typing import Any

import psycopg
from django.apps import apps
from django.db import ProgrammingError, connection, transaction

from people.database_roles import DOOR, KINDS, SYSTEM, all_roles, person_roles, role_of
from people.policy import POLICY, Cell, DataClass, Reach
from people.row_security import settings_of
from people.scope import person as acting_as
from people.scope import run_time_transaction
from people.wall import NOBODY, Actor
from tools.wall import facts
from tools.wall.answers import Asked
from tools.wall.judge import Finding
from tools.wall.oracle import CLOSED, PARTLY

DENIED = "permission denied"


def judge(asked: Asked, web_url: str = "", models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Of all tables, or of some alone."""
    if web_url:
        yield from bare_login(web_url)
    yield from rights_on_tables(models)
    yield from forced(models)
    yield from at_the_door(models)
    yield from without_scope(models)
    yield from with_scope(asked, models)
    yield from written_once(models)
    yield from membership()


def _named(models: tuple[str, ...]) -> dict[str, Any]:
    return {name: model for name, model in facts.walled().items() if not models or name in models}


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


def without_scope(models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """A role that nobody told whom it acts for has no rows."""
    for role in person_roles():
        with transaction.atomic(), connection.cursor() as cursor:
            for setting in settings_of(NOBODY):
                cursor.execute("SELECT set_config(%s, '', true)", [setting])
            cursor.execute(f"SET LOCAL ROLE {role}")
            for model in _named(models).values():
                rows = _rows(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
                if rows:
                    yield Finding("leak", role, f"SELECT {model._meta.db_table}", f"{rows} rows without a scope")
            cursor.execute("RESET ROLE")


def may_read_table(role: str, name: str) -> bool:
    """Whether the policy table opens any row of a table to a kind of person, or the door needs one's own row of it."""
    if role == DOOR:
        return name in AT_THE_DOOR
    relation = next(relation for relation in KINDS if role_of([relation]) == role)
    own = set(DataClass) if name == "CaseEvent" else {facts.CLASS[name]}
    reaches = {POLICY[one].get(relation, Cell()).read for one in own}
    return any(opens_table(reach, name) for reach in reaches)


def opens_table(reach: Reach, name: str) -> bool:
    """Reports alone are filed, reminders alone addressed to somebody; a reach that shows no field shows no row."""
    if reach is Reach.OWN:
        return facts.CLASS.get(name) is DataClass.REMINDER  # the tables that name a recipient
    if reach is Reach.FILED:
        return name == "Report"
    others = set(facts.OF_FIELD.get(name, ()))
    return reach not in CLOSED and (reach not in PARTLY or bool(facts.OPEN.get((name, reach), set()) - others))


# One's own row, read to find out who signs in.
AT_THE_DOOR = {"Employee": "user_id", "BrokenGlass": "user_id"}
WRITING = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")


def rights_on_tables(models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """People read the tables of the policy table and no others, and write none."""
    named = {model._meta.db_table: name for name, model in _named(models).items()}
    asked = " OR ".join(f"has_any_column_privilege(role, tab, '{right}')" for right in WRITING[:2])
    asked += "".join(f" OR has_table_privilege(role, tab, '{right}')" for right in WRITING[2:])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT role, tab, has_any_column_privilege(role, tab, 'SELECT'), {asked}"  # noqa: S608 - our own words
            " FROM unnest(%s::text[]) role, unnest(%s::text[]) tab",
            [[DOOR, *person_roles()], list(named)],
        )
        for role, table, reads, writes in cursor.fetchall():
            if reads != may_read_table(role, named[table]):
                yield Finding("leak" if reads else "refused", role, f"SELECT {table}", "the right to the table itself")
            if writes:
                yield Finding("leak", role, f"write {table}", "a right to write")


def membership() -> Iterator[Finding]:
    """Somebody who is several kinds of person is those kinds, and nobody is the system or the door."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT member::regrole::text, roleid::regrole::text FROM pg_auth_members")
        for member, role in cursor.fetchall():
            strange = role in {SYSTEM, DOOR} or (role in person_roles() and not _kinds(role) <= _kinds(member))
            if member in all_roles() and strange:
                yield Finding("leak", member, role, "is a member of it")


def _kinds(role: str) -> set[str]:
    return set(role.split("_"))


def at_the_door(models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Before anybody has signed in: the row of the account that tries to, and no other."""
    for name, model in _named(models).items():
        column = AT_THE_DOOR.get(name)
        account = model.objects.filter(**{f"{column}__isnull": False}).values_list(column).first() if column else None
        if account is None:
            continue
        with transaction.atomic(), connection.cursor() as cursor:
            wanted = model.objects.filter(**{str(column): account[0]}).count()
            cursor.execute("SELECT set_config('lightduty.user_id', %s, true)", [str(account[0])])
            cursor.execute(f"SET LOCAL ROLE {DOOR}")
            found = _rows(f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608 - our own tables
            cursor.execute("RESET ROLE")
            transaction.set_rollback(True)
        if found != wanted:
            yield Finding("leak", DOOR, f"SELECT {model._meta.db_table}", f"{found} rows, not {wanted}")


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


def written_once(models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """The journal, the steps of duties and the access log: added to, never changed, by nobody at run time."""
    for model in apps.get_models():
        if not getattr(model, "append_only", False) or (models and model.__name__ not in models):
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


def forced(models: tuple[str, ...] = ()) -> Iterator[Finding]:
    """Row security holds for the owner of a table too, and nobody was given a way around it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY (%s) AND NOT (relrowsecurity AND relforcerowsecurity)",
            [[model._meta.db_table for model in _named(models).values()]],
        )
        for (table,) in cursor.fetchall():
            yield Finding("leak", "owner", table, "row security is not enabled and forced")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'lightduty%%' AND (rolbypassrls OR rolsuper)")
        for (role,) in cursor.fetchall():
            yield Finding("leak", role, "pg_roles", "goes around row security")
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relnamespace = 'lightduty_wall'::regnamespace"
            " AND relkind = 'v' AND NOT coalesce(reloptions, '{}') && '{security_barrier,security_barrier=true}'"
        )
        for (view,) in cursor.fetchall():
            yield Finding("leak", "owner", view, "has no barrier: a function in a question would see every key")
