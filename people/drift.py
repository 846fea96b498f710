"""Does the wall in the database stand as the code says? Asked of PostgreSQL's own catalogs, not of our memory."""

from django.db import connection, transaction

from people.database_roles import OWN_ROWS, all_roles
from people.database_wall import open_tables
from people.roles import put_up

QUESTIONS = {
    "policy": """
        SELECT tablename || '.' || policyname,
               concat_ws(' ', permissive, cmd, roles, 'USING', qual, 'CHECK', with_check)
        FROM pg_policies WHERE schemaname = 'public'
    """,
    "row security": """
        SELECT relname, concat_ws(' ', relrowsecurity, relforcerowsecurity)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relrowsecurity
    """,
    "view": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'lightduty_wall'",
    "rights": """
        SELECT oid::regclass::text,
               right_.grantee::regrole || ' ' || string_agg(privilege_type, ',' ORDER BY privilege_type)
        FROM pg_class, aclexplode(relacl) right_
        WHERE relnamespace IN ('public'::regnamespace, 'lightduty_wall'::regnamespace)
          AND right_.grantee::regrole::text = ANY(%(roles)s)
        GROUP BY oid, right_.grantee
    """,
    "rights on columns": """
        SELECT attrelid::regclass || '.' || attname,
               right_.grantee::regrole || ' ' || string_agg(privilege_type, ',' ORDER BY privilege_type)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl) right_
        WHERE relnamespace = 'public'::regnamespace GROUP BY attrelid, attname, right_.grantee
    """,
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal
    """,
    "function": """
        SELECT oid::regprocedure::text, md5(pg_get_functiondef(oid))
        FROM pg_proc WHERE pronamespace = to_regnamespace('lightduty_audit')
    """,
    "member": """
        SELECT member::regrole::text,
               concat_ws(' ', roleid::regrole, 'inherits', inherit_option, 'may become', set_option)
        FROM pg_auth_members WHERE member::regrole::text = ANY(%(roles)s)
    """,
}


def undeclared() -> list[str]:
    """Tables of which nobody has said whose they are: they have neither a `wall` nor `open_to`."""
    return sorted(table for table, openness in open_tables().items() if openness is None)


def drift() -> list[str]:
    """What stands and should not, or should and does not: the wall as it is against one put up anew, and undone."""
    with transaction.atomic():
        found = _standing()
        put_up()
        wanted = _standing()
        transaction.set_rollback(True)
    missing = [f"missing: {line}" for line in sorted(wanted - found)]
    return missing + [f"not wanted: {line}" for line in sorted(found - wanted)]


def _standing() -> set[str]:
    lines = set()
    with connection.cursor() as cursor:
        for kind, question in QUESTIONS.items():
            cursor.execute(question, {"roles": [OWN_ROWS, *all_roles()]})
            lines |= {f"{kind} {name}: {detail}" for name, detail in cursor.fetchall()}
    return lines
