"""Triggers that write down every change of every row, generated from the models.

A statement-level trigger with transition tables costs one INSERT a statement, however many rows it touched, and sees
bulk statements and plain SQL alike. The function runs with its owner's rights: nobody else may write the history,
and nobody may change it.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

from people.models import Change
from people.wall import Wall

ROOMS = frozenset({"people", "injuries", "recovery", "duty", "notifications"})
# Histories and queues, whose rows are the record themselves, and what machines derive from other rows.
OWN_HISTORY = frozenset(
    {
        "people_change",
        "people_accessentry",
        "people_brokenglass",
        "people_securityevent",
        "injuries_caseevent",
        "injuries_numberseries",
        "duty_assignmentstep",
        "duty_taskscreen",
        "duty_taskversion",
        "notifications_delivery",
        "notifications_deliveryreminder",
        "notifications_heartbeat",
        "notifications_inboxitem",
        "notifications_reminder",
        "notifications_rulechange",
        "recovery_dropboxlink",
        "recovery_policychange",
    }
)
# That they changed is written down, their values are not.
SECRET = frozenset({"password", "digest"})
# Written by machines at every look; a change of nothing else is no change.
NOISE = frozenset({"last_login", "last_used_at"})
SCHEMA = "lightduty_audit"
TRIGGER = "lightduty_note_change"


def audited_models() -> list[type[models.Model]]:
    """Every table of ours that is not a history itself."""
    found = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in ROOMS]
    return [model for model in found if model._meta.managed and model._meta.db_table not in OWN_HISTORY]


def statements() -> Iterator[str]:
    """Put up the triggers where there are none; `people.roles.put_up` does so after every migration."""
    yield f"CREATE SCHEMA {SCHEMA}"
    for model in audited_models():
        yield function_of(model)
        yield from triggers_of(model)


def function_of(model: type[models.Model]) -> str:
    """What is written for the rows of one table."""
    return f"""
CREATE FUNCTION {name_of(model)}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE looker bigint := nullif(current_setting('lightduty.user_id', true), '')::bigint;
BEGIN
  IF TG_OP = 'INSERT' THEN
    {_insert("new_rows r", model, fields="'{}'", before="NULL", after="NULL")};
  ELSIF TG_OP = 'DELETE' THEN
    {_insert("old_rows r", model, fields="'{}'", before=_row("r"), after="NULL")};
  ELSE
    {_insert(_changed(model), model, fields="d.fields", before="d.before", after="d.after")};
  END IF;
  RETURN NULL;
END $$"""


def triggers_of(model: type[models.Model]) -> Iterator[str]:
    """Three, because transition tables belong to one kind of statement each."""
    seen = {"INSERT": "NEW TABLE AS new_rows", "DELETE": "OLD TABLE AS old_rows"}
    seen["UPDATE"] = f"{seen['INSERT']} {seen['DELETE']}"
    for verb, tables in seen.items():
        yield (
            f'CREATE TRIGGER {TRIGGER}_{verb.lower()} AFTER {verb} ON public."{model._meta.db_table}" '
            f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {name_of(model)}()"
        )


def name_of(model: type[models.Model]) -> str:
    return f"{SCHEMA}.{model._meta.db_table}"


def _insert(rows: str, model: type[models.Model], *, fields: str, before: str, after: str) -> str:
    wall: Wall | None = getattr(model, "wall", None)
    employee = _reach(model, wall.employee if wall else "")
    establishment = _reach(model, wall.establishment if wall else _site_path(model))
    return (
        f'INSERT INTO public.{Change._meta.db_table} (at, "table", "row", verb, user_id, employee_id, '  # noqa: S608  # every name is a model's
        "establishment_id, fields, before, after) "
        f"SELECT statement_timestamp(), '{model._meta.db_table}', r.\"{_key(model)}\"::text, left(TG_OP, 1), looker, "
        f"{employee}, {establishment}, {fields}, {before}, {after} FROM {rows}"
    )


def _changed(model: type[models.Model]) -> str:
    """Old and new rows side by side, with the names and values of what differs; rows that do not differ fall out."""
    noise = ", ".join(f"'{name}'" for name in sorted(NOISE))
    secret = ", ".join(f"'{name}'" for name in sorted(SECRET))
    open_to_read = f"FILTER (WHERE n.key NOT IN ({secret}))"
    return (
        f'new_rows r JOIN old_rows o USING ("{_key(model)}") CROSS JOIN LATERAL ('  # noqa: S608  # see _insert
        "SELECT array_agg(n.key ORDER BY n.key) AS fields, "
        f"jsonb_object_agg(n.key, to_jsonb(o) -> n.key) {open_to_read} AS before, "
        f"jsonb_object_agg(n.key, n.value) {open_to_read} AS after FROM jsonb_each(to_jsonb(r)) n "
        f"WHERE n.value IS DISTINCT FROM to_jsonb(o) -> n.key AND n.key NOT IN ({noise})) d WHERE d.fields IS NOT NULL"
    )


def _row(alias: str) -> str:
    secret = ", ".join(f"'{name}'" for name in sorted(SECRET))
    return f"to_jsonb({alias}) - ARRAY[{secret}]"


def _key(model: type[models.Model]) -> str:
    return str(model._meta.pk.column)


def _site_path(model: type[models.Model]) -> str:
    """Rows about no person belong to the history of an establishment: their own, or that of what they hang on."""
    for field in model._meta.fields:
        if field.name == "establishment":
            return "establishment_id"
    for field in model._meta.fields:
        parent = field.related_model
        if isinstance(parent, type) and any(one.name == "establishment" for one in parent._meta.fields):
            return f"{field.name}__establishment_id"
    return ""


def _reach(model: type[models.Model], path: str, row: str = "r") -> str:
    """The SQL of what a path of foreign keys leads to from a row: each step one look by its key."""
    if not path:
        return "NULL"
    step, _, rest = path.partition("__")
    if not rest:
        field = model._meta.pk if step == "id" else model._meta.get_field(step.removesuffix("_id"))
        return f'{row}."{_column(field)}"'
    link: Any = model._meta.get_field(step)
    parent, alias = link.related_model, f"{row}p"
    keys = f'{alias}."{_key(parent)}" = {row}."{_column(link)}"'
    return f'(SELECT {_reach(parent, rest, alias)} FROM public."{parent._meta.db_table}" {alias} WHERE {keys})'  # noqa: S608  # see _insert


def _column(field: Any) -> str:
    return str(field.column)
