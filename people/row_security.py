"""Conditions of the wall as SQL: the same `Q` objects that `visible_to` uses, asked with settings in place of values.

Every value that depends on who looks becomes a sub-select on a setting of the transaction, which PostgreSQL
computes once for a query; a setting that was never made is NULL, and no row equals NULL.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, cast

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model, Q
from psycopg import sql

from people.wall import SITE_RELATIONS, Actor

PREFIX = "lightduty"
COLUMN = "<column>"
COMPARISONS = {"exact": "=", "gte": ">=", "gt": ">", "lte": "<=", "lt": "<"}


@dataclass(frozen=True)
class Setting:
    """A value of the one who looks, as the transaction carries it."""

    name: str
    kind: str

    def __bool__(self) -> bool:
        return True

    def sql(self) -> str:
        asked = f"SELECT NULLIF(current_setting('{PREFIX}.{self.name}', true), '')::{self.kind}"
        return f"({asked})::{self.kind}"


@dataclass(frozen=True)
class _Account:
    pk: Setting


USER = Setting("user_id", "bigint")
EMPLOYEE = Setting("employee_id", "bigint")
DEPARTMENTS = Setting("departments", "bigint[]")
SITES = {relation: Setting(f"{relation.value}_sites", "bigint[]") for relation in SITE_RELATIONS}
GLASS_CASES = Setting("glass_cases", "bigint[]")
GLASS_PEOPLE = Setting("glass_people", "bigint[]")
TODAY = Setting("today", "date")
NOW = Setting("now", "timestamptz")


def anybody() -> Actor:
    """An actor whose every fact is a setting: what the wall answers to it holds for whoever looks."""
    loose: Any = Actor
    found: Actor = loose(
        user=_Account(USER),
        employee_id=EMPLOYEE,
        departments=DEPARTMENTS,
        sites=MappingProxyType(dict(SITES)),
        glass_cases=GLASS_CASES,
        glass_people=GLASS_PEOPLE,
        at=NOW,
        today=TODAY,
    )
    return found


def settings_of(actor: Actor) -> dict[str, str]:
    """The settings of one actor, to be made for one transaction."""
    found = {
        USER.name: str(actor.user_id or ""),
        EMPLOYEE.name: str(actor.employee_id or ""),
        DEPARTMENTS.name: _array(actor.departments),
        GLASS_CASES.name: _array(actor.glass_cases),
        GLASS_PEOPLE.name: _array(actor.glass_people),
        TODAY.name: actor.today.isoformat() if actor.user_id else "",
        NOW.name: actor.at.isoformat() if actor.user_id else "",
    }
    for relation, setting in SITES.items():
        found[setting.name] = _array(actor.sites.get(relation, frozenset()))
    return {f"{PREFIX}.{name}": value for name, value in found.items()}


def _array(ids: Iterable[int]) -> str:
    return "{" + ",".join(str(one) for one in sorted(ids)) + "}" if ids else ""


@dataclass(frozen=True)
class Leaf:
    """A comparison at the end of a path of foreign keys; an empty column is a constant."""

    path: tuple["Field[Any, Any]", ...]
    column: str
    condition: str


@dataclass(frozen=True)
class Node:
    """Parts joined by AND or OR, perhaps negated."""

    parts: tuple["Node | Leaf", ...]
    joined_by: str = "AND"
    negated: bool = False


def node_of(model: type[Model], condition: Q) -> Node:
    parts = []
    for child in condition.children:
        parts.append(node_of(model, child) if isinstance(child, Q) else _leaf(model, *cast(tuple[str, Any], child)))
    return Node(tuple(parts), condition.connector, condition.negated)


def _leaf(model: type[Model], lookup: str, value: Any) -> Leaf:
    path: list[Field[Any, Any]] = []
    steps = lookup.split("__")
    here = model
    while True:
        field = _field(here, steps.pop(0))
        if not steps or steps[0] in {*COMPARISONS, "in", "isnull"}:
            break
        path.append(field)
        here = cast(type[Model], field.related_model)
    return Leaf(tuple(path), str(field.column), _comparison(steps[0] if steps else "exact", value))


def _field(model: type[Model], name: str) -> "Field[Any, Any]":
    if name == "pk":
        return model._meta.pk
    try:
        return cast("Field[Any, Any]", model._meta.get_field(name))
    except FieldDoesNotExist:
        return next(field for field in model._meta.concrete_fields if field.attname == name)


def _comparison(kind: str, value: Any) -> str:
    """SQL with COLUMN where the column goes."""
    if kind == "isnull":
        return f"{COLUMN} IS NULL" if value else f"{COLUMN} IS NOT NULL"
    if kind == "in":
        if isinstance(value, Setting):
            return f"{COLUMN} = ANY ({value.sql()})"
        values = ", ".join(_literal(one) for one in value)
        return f"{COLUMN} IN ({values})" if values else "false"
    right = value.sql() if isinstance(value, Setting) else _literal(value)
    return f"{COLUMN} {COMPARISONS[kind]} {right}"


def _literal(value: Any) -> str:
    return sql.Literal(value if isinstance(value, int) else str(value)).as_string()


# Given the foreign key and what must hold beyond it: the SQL that asks for it.
Beyond = Callable[["Field[Any, Any]", "Node", str], str]


def render(part: Node | Leaf, table: str, beyond: Beyond) -> str:
    """SQL over the columns of `table`; whatever lies behind a foreign key is asked through `beyond`, once for each."""
    step = _shared_step(part)
    if step is not None:
        return beyond(step, Node((_without_first(part),)), table)
    if isinstance(part, Leaf):
        return part.condition.replace(COLUMN, f'{table}."{part.column}"')
    grouped = _grouped(part)
    text = f" {part.joined_by} ".join(render(one, table, beyond) for one in grouped) or "true"
    if len(grouped) > 1:
        text = f"({text})"
    # As Django's exclude(): what is unknown is not excluded.
    return f"(({text}) IS NOT TRUE)" if part.negated else text


def _grouped(node: Node) -> list[Node | Leaf]:
    """Parts that lie behind the same foreign key become one."""
    found: list[Node | Leaf] = []
    behind_one: dict[Field[Any, Any], list[Node | Leaf]] = {}
    for part in node.parts:
        step = _shared_step(part)
        if step is None:
            found.append(part)
        else:
            behind_one.setdefault(step, []).append(part)
    return found + [Node(tuple(parts), node.joined_by) for parts in behind_one.values()]


def _first_steps(part: Node | Leaf) -> set["Field[Any, Any] | None"]:
    if isinstance(part, Leaf):
        return {part.path[0] if part.path else None}
    return set().union(*(_first_steps(one) for one in part.parts)) if part.parts else {None}


def _shared_step(part: Node | Leaf) -> "Field[Any, Any] | None":
    steps = _first_steps(part)
    return next(iter(steps)) if len(steps) == 1 else None


def _without_first(part: Node | Leaf) -> Node | Leaf:
    if isinstance(part, Leaf):
        return Leaf(part.path[1:], part.column, part.condition)
    return Node(tuple(_without_first(one) for one in part.parts), part.joined_by, part.negated)


def behind(step: "Field[Any, Any]", node: Node, table: str) -> str:
    """The plain way through a foreign key: a sub-select on the table it points at."""
    parent, alias = cast(type[Model], step.related_model), f"{table}_{step.name}"
    key = f'{alias}."{parent._meta.pk.column}"'
    asked = f'FROM public."{parent._meta.db_table}" {alias} WHERE {key} = {table}."{step.column}"'
    return f"EXISTS (SELECT 1 {asked} AND {render(node, alias, behind)})"
