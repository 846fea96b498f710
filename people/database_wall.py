"""The wall as PostgreSQL holds it: views of keys, row-level security and grants, generated from each model's wall.

A policy asks only columns of its own row and views of keys: a row hangs on its case, but a supervisor may read no
case, so the view holds, for one kind of person, the keys of those parents within reach, and nothing else of them.
Views run with their owner's rights. See docs/decisions/wall-in-the-database.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from django.apps import apps
from django.db.models import Field, Model

from people.columns import columns_of, keys_of, own_columns, readable_columns, secrets_of
from people.database_roles import DOOR, KINDS, OWN_ROWS, SYSTEM, mixed, person_roles, role_of, rows_role_of
from people.openness import BARE_TABLES, OpenTo, kinds_of_reader, openness_of, wall_of
from people.policy import Relation
from people.row_security import USER, Node, anybody, behind, node_of, render
from people.wall import Wall, rows_of_relation

SCHEMA = "lightduty_wall"
READ = "SELECT"
WRITE = "SELECT, INSERT, UPDATE, DELETE"
APPEND = "SELECT, INSERT"


@dataclass
class KeyViews:
    """The views asked for so far: body and reader -> name."""

    relation: Relation
    made: dict[tuple[Relation, str], str] = field(default_factory=dict)

    def beyond(self, step: "Field[Any, Any]", node: Node, table: str) -> str:
        parent = cast(type[Model], step.related_model)
        key = f'parent."{parent._meta.pk.column}"'
        condition = render(node, "parent", behind)
        body = f'SELECT {key} AS key FROM public."{parent._meta.db_table}" parent WHERE {condition}'
        view = self.view(body, parent._meta.db_table)
        return f'EXISTS (SELECT 1 FROM {view} keys WHERE keys.key = {table}."{step.column}")'

    def view(self, body: str, parent: str) -> str:
        stem = f"{KINDS[self.relation]}_{parent}"
        if (self.relation, body) not in self.made:
            alike = sum(name == stem or name.startswith(f"{stem}_v") for name in self.made.values())
            self.made[self.relation, body] = f"{stem}_v{alike + 1}" if alike else stem
        return f"{SCHEMA}.{self.made[self.relation, body]}"

    def statements(self) -> Iterator[str]:
        for (relation, body), name in self.made.items():
            yield f"CREATE VIEW {SCHEMA}.{name} WITH (security_barrier) AS {body}"
            yield f"GRANT SELECT ON {SCHEMA}.{name} TO {rows_role_of(relation)}"


def walled_models() -> list[type[Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if wall_of(model)]


def open_tables() -> dict[str, OpenTo | None]:
    """Each table without a wall and whom it is open to; None where nobody has said so."""
    models = [model for model in apps.get_models(include_auto_created=True) if not wall_of(model)]
    return {model._meta.db_table: openness_of(model) for model in models if model._meta.managed} | BARE_TABLES


def readers(model: type[Model]) -> list[Relation]:
    return [relation for relation in KINDS if relation in kinds_of_reader(model)]


def build() -> list[str]:
    """Every statement that puts the wall up where there is none."""
    views = KeyViews(Relation.SELF)
    policies = [one for model in walled_models() for one in _policies(model, views)]
    for table, openness in open_tables().items():
        policies += _own_rows(table, openness) if openness and openness.own else ()
    return [
        f"CREATE SCHEMA {SCHEMA}",
        f"GRANT USAGE ON SCHEMA {SCHEMA} TO {', '.join([OWN_ROWS, *person_roles()])}",
        *views.statements(),
        *policies,
    ]


def _policies(model: type[Model], views: KeyViews) -> Iterator[str]:
    table, wall = model._meta.db_table, cast(Wall, wall_of(model))
    yield from _closed(table)
    for relation in readers(model):
        views.relation = relation
        rows = rows_of_relation(wall, relation, anybody())
        condition = render(node_of(model, rows), f'"{table}"', views.beyond) if rows else "false"
        if relation is Relation.SUPERVISOR:
            condition = " OR ".join([condition, *_lent(model, views)])
        yield _select_policy(f"wall_{KINDS[relation]}", table, rows_role_of(relation), condition)
    if wall.account:
        yield _select_policy("wall_door", table, DOOR, f'"{table}"."{wall.account}" = {USER.sql()}')


def _closed(table: str) -> Iterator[str]:
    """Nobody sees a row but the system and the owner, who migrates and as whom backups read.

    Forced, the owner too sees nothing without a policy of its own.
    """
    yield f'ALTER TABLE public."{table}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE public."{table}" FORCE ROW LEVEL SECURITY'
    for name, role in (("wall_owner", "CURRENT_USER"), ("wall_system", SYSTEM)):
        yield f'CREATE POLICY {name} ON public."{table}" TO {role} USING (true) WITH CHECK (true)'


def _lent(model: type[Model], views: KeyViews) -> Iterator[str]:
    """The names of people whose duty the supervisor may see, in whichever department they usually are."""
    key = f'"{model._meta.db_table}"."{model._meta.pk.column}"'
    for lender in walled_models():
        wall = cast(Wall, wall_of(lender))
        rows = rows_of_relation(wall, Relation.SUPERVISOR, anybody())
        if wall.lends and rows and lender._meta.get_field(wall.lends.removesuffix("_id")).related_model is model:
            condition = render(node_of(lender, rows), "lender", behind)
            body = f'SELECT lender."{wall.lends}" AS key FROM public."{lender._meta.db_table}" lender WHERE {condition}'
            yield f"EXISTS (SELECT 1 FROM {views.view(body, lender._meta.db_table)} keys WHERE keys.key = {key})"


def _own_rows(table: str, openness: OpenTo) -> Iterator[str]:
    """Tables whose rows belong to an account: everybody reads their own, the readers and the door all."""
    yield from _closed(table)
    if openness.door_reads:
        yield f'CREATE POLICY wall_door ON public."{table}" TO {DOOR} USING (true) WITH CHECK (true)'
    for relation, kind in KINDS.items():
        condition = "true" if relation in openness.readers else f'"{table}"."{openness.own}" = {USER.sql()}'
        yield _select_policy(f"wall_{kind}", table, rows_role_of(relation), condition)


def _select_policy(name: str, table: str, role: str, condition: str) -> str:
    return f'CREATE POLICY {name} ON public."{table}" FOR SELECT TO {role} USING ({condition})'


def grants() -> list[str]:
    """Every right on tables, after all have been taken away. People read; whatever is written, a verb writes."""
    found: list[str] = []
    for model in walled_models():
        table, wall = model._meta.db_table, cast(Wall, wall_of(model))
        found += _column_grants(model)
        found.append(_grant(_systems_rights(model), table, SYSTEM))
        if wall.account:
            found.append(_grant(READ, table, DOOR))
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    for table, openness in open_tables().items():
        found.append(_grant(_systems_rights(models.get(table)), table, SYSTEM))
        if openness is None:
            continue
        right = _reading(models[table], columns_of(models[table]) - secrets_of(table)) if table in models else READ
        found += [_grant(right, table, rows_role_of(one)) for one in KINDS if openness.own or one in openness.readers]
        if openness.door_reads:
            found.append(_grant(_systems_rights(models.get(table)) if openness.door_writes else READ, table, DOOR))
    return found


def _column_grants(model: type[Model]) -> Iterator[str]:
    """Of each kind of person the columns it reads; of employees who are something else as well, see people.columns."""
    table = model._meta.db_table
    for relation in readers(model):
        if relation is not Relation.SELF:
            yield _grant(_reading(model, readable_columns(model, frozenset({relation}))), table, role_of([relation]))
    if Relation.SELF not in readers(model):
        return
    whole, keys = own_columns(model), keys_of(model, Relation.SELF)
    yield _grant(_reading(model, keys), table, OWN_ROWS)
    for role, relations in {role_of([Relation.SELF]): (Relation.SELF,), **mixed()}.items():
        if Relation.SELF in relations and readable_columns(model, frozenset(relations)) >= whole:
            yield _grant(_reading(model, whole), table, role)


def _reading(model: type[Model], columns: frozenset[str]) -> str:
    if columns == columns_of(model):
        return READ
    named = ", ".join(f'"{field.column}"' for field in model._meta.concrete_fields if field.column in columns)
    return f"{READ} ({named})"


def _systems_rights(model: type[Model] | None) -> str:
    """Rows of a model that says `append_only` are written once: nobody changes or removes them at run time. Those
    `written_by_triggers` nobody writes at all."""
    if getattr(model, "written_by_triggers", False):
        return READ
    return APPEND if getattr(model, "append_only", False) else WRITE


def _grant(rights: str, table: str, role: str) -> str:
    return f'GRANT {rights} ON public."{table}" TO {role}'
