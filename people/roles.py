"""The run-time login of PostgreSQL and what it may do: nothing of its own, only step into the run-time role.

Roles belong to the server, not to a database, so pg_dump does not carry them: `manage.py make_roles` makes them.
"""

from typing import Any

from django.db import connection, transaction
from psycopg import sql

# Written once: nobody may change or remove these rows at run time.
APPEND_ONLY = (
    "injuries_caseevent",
    "people_accessentry",
    "people_securityevent",
    "duty_assignmentstep",
    "duty_taskversion",
    "notifications_rulechange",
)


@transaction.atomic
def make_roles(*, role: str, login: str, password: str) -> None:
    """Make or mend the run-time role and login. Safe to run again; needed after every migration.

    The login steps into `role` by SET ROLE and inherits nothing, so a connection that forgot to do so sees no row.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        owner = cursor.fetchone()[0]
        _ensure(cursor, role, "NOLOGIN")
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
        for table in APPEND_ONLY:
            revoke = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
            cursor.execute(revoke.format(table=sql.Identifier(table), role=sql.Identifier(role)))
        _let_step_in(cursor, owner, role)
        if login == owner:
            return
        _ensure(cursor, login, "LOGIN")
        if password:
            change = sql.SQL("ALTER ROLE {login} PASSWORD {password}")
            cursor.execute(change.format(login=sql.Identifier(login), password=sql.Literal(password)))
        _let_step_in(cursor, login, role)


GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
)


def _let_step_in(cursor: Any, login: str, role: str) -> None:
    step = sql.SQL("GRANT {role} TO {login} WITH INHERIT FALSE, SET TRUE")
    cursor.execute(step.format(role=sql.Identifier(role), login=sql.Identifier(login)))


def _ensure(cursor: Any, name: str, kind: str) -> None:
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {name} " + kind).format(name=sql.Identifier(name)))
