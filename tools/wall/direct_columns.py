"""Rights on single columns, asked of PostgreSQL itself: each role of a person, each table, each column.

What ought to be open is worked out from `tools/wall/facts.py`, not from the product's own declarations.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db import connection

from people.policy import DataClass, Reach, Relation, cell
from tools.wall import facts
from tools.wall.direct_sql import opens_table

KINDS = {
    Relation.SELF: "employee",
    Relation.SUPERVISOR: "supervisor",
    Relation.HR: "hr",
    Relation.SAFETY: "safety",
    Relation.AUDITOR: "auditor",
    Relation.IT: "it",
}
# Hashes and sealed secrets, by what such columns are called; nobody has a right to any.
SECRET = ("password", "digest", "session_key", "token", "token_secret", "secret", "key_hash", "extra_data")
SEALED = {("mfa_authenticator", "data"), ("usersessions_usersession", "data")}
NO_SECRET = {("notifications_reminderpreference", "digest")}  # whether somebody wants one letter a day
# Numbers and days by which `visible_to` finds rows; they may be open where the fields beside them are not.
KEYS = frozenset(
    {
        "id", "pk", "employee_id", "establishment_id", "department_id", "assignment_id", "plan_id", "duty_id",
        "reminder_id", "recipient_id", "filed_by_id", "case_id", "cancelled_at", "replaced_on", "report_id", "state",
        "submitted_at", "data_class", "user_id", "ends_at", "replaced_by_id", "left_on", "by_id", "created_at",
    }
)  # fmt: skip
WHOLE = frozenset({Reach.FULL, Reach.OWN, Reach.FILED, Reach.UNTIL_TRIAGE})


def tried_columns() -> tuple[int, list[str]]:
    """How many pairs of role and column were asked, and a line for each that is open and must not be."""
    rights, wrong = _rights(), []
    for role, relations in _roles().items():
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            for field in model._meta.concrete_fields:
                if (role, table, field.column) in rights and not _may(model, field, relations):
                    wrong.append(f"{role} may read {table}.{field.column}")
    columns = sum(len(model._meta.concrete_fields) for model in apps.get_models(include_auto_created=True))
    return len(_roles()) * columns, wrong


def _roles() -> dict[str, frozenset[Relation]]:
    every = [one for size in range(1, len(KINDS) + 1) for one in combinations(KINDS, size)]
    return {"_".join(["lightduty", *(KINDS[one] for one in some)]): frozenset(some) for some in every}


def _rights() -> set[tuple[str, str, str]]:
    """Each column that each role may read, by its own right or one it is a member for."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT rolname, relname, attname
            FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid CROSS JOIN pg_roles
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
              AND rolname = ANY (%s) AND has_column_privilege(rolname, pg_class.oid, attnum, 'SELECT')
            """,
            [list(_roles())],
        )
        return set(cursor.fetchall())


def _may(model: Any, field: Any, relations: frozenset[Relation]) -> bool:
    table, column = model._meta.db_table, field.column
    if _is_secret(table, column):
        return False
    name = model.__name__
    if facts.walled().get(name) is not model:
        return True
    readers = {one for one in relations if any(opens_table(cell(kind, one).read, name) for kind in _classes(name, ""))}
    # Of rows that somebody else reads less of, the own record's columns are the employee's alone.
    counted = readers - {Relation.SELF} or readers
    return column in KEYS or any(_opens(name, field.name, one) for one in counted)


def _opens(name: str, field: str, relation: Relation) -> bool:
    reaches: Iterator[Reach] = (cell(kind, relation).read for kind in _classes(name, field))
    return any(reach in WHOLE or field in facts.OPEN.get((name, reach), set()) for reach in reaches)


def _classes(name: str, field: str) -> list[DataClass]:
    """A journal entry says itself of which class it is: its columns are of every class."""
    own = facts.OF_FIELD.get(name, {})
    if field in own:
        return [own[field]]
    return [facts.CLASS[name]] if name in facts.CLASS else list(DataClass)


def _is_secret(table: str, column: str) -> bool:
    found = column in SECRET or (table, column) in SEALED
    return found and (table, column) not in NO_SECRET
