"""Which columns of a table each kind of person may read: the wall's field rules, as rights on columns.

Rights of one who is several kinds of person add up over all rows. Somebody who is employed and supervises would so read
of the team's rows whatever an employee reads of the own ones. Therefore the columns of one's own record count in a
mixture only where nobody else in it reads the table; what is missing of the own rows is read as the employee alone
(`people.scope.as_employee`).
"""

from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from django.apps import apps
from django.db.models import Field, Model, Q

from people.database_roles import relations_of_role
from people.openness import kinds_of_reader, openness_of, wall_of
from people.policy import DataClass, Relation, cell
from people.row_security import Leaf, Node, anybody, node_of
from people.scope import role
from people.wall import Wall, opens, rows_of_relation

# Nobody reads them as a person: hashes, sealed secrets and keys. Signing in is the door's, making them a verb's.
SECRETS: dict[str, frozenset[str]] = {
    "people_user": frozenset({"password"}),
    "people_apitoken": frozenset({"digest"}),
    "people_calendarkey": frozenset({"digest"}),
    "duty_providerlink": frozenset({"digest"}),
    "recovery_dropboxlink": frozenset({"digest"}),
    "mfa_authenticator": frozenset({"data"}),
    "usersessions_usersession": frozenset({"session_key", "data"}),
    "socialaccount_socialaccount": frozenset({"extra_data"}),
}


def secrets_of(table: str) -> frozenset[str]:
    return SECRETS.get(table, frozenset())


def columns_of(model: type[Model]) -> frozenset[str]:
    return frozenset(str(field.column) for field in model._meta.concrete_fields)


@cache
def readable_columns(model: type[Model], relations: frozenset[Relation]) -> frozenset[str]:
    """What somebody who is all of these may read of the rows of a walled model."""
    readers = kinds_of_reader(model) & relations
    others = readers - {Relation.SELF}
    if readers and not others:
        return own_columns(model)
    found = frozenset[str]().union(*(_opened(model, one) | keys_of(model, one) for one in others))
    if Relation.SELF in readers:
        found |= keys_of(model, Relation.SELF)
    return found - secrets_of(model._meta.db_table)


def own_columns(model: type[Model]) -> frozenset[str]:
    """What an employee reads of the own record."""
    found = _opened(model, Relation.SELF) | keys_of(model, Relation.SELF)
    return found - secrets_of(model._meta.db_table)


@cache
def keys_of(model: type[Model], relation: Relation) -> frozenset[str]:
    """The primary key, the columns that conditions compare where this kind of person can follow the path, and the way
    to the employee, whose own row has a name, a pseudonym or nothing for them."""
    wall = cast(Wall, wall_of(model))
    rows = rows_of_relation(wall, relation, anybody())
    leaves = [] if rows is None else list(_leaves(node_of(model, rows)))
    # Everybody's own: `visible_to` asks it whatever somebody is.
    named = [path for path in (wall.employee, wall.recipient, wall.filed_by) if path]
    if relation is not Relation.SELF:
        named += sorted(wall.compared)
    for path in named:
        leaves += _leaves(node_of(model, Q(**{path: 0})))
    asked = {_first(leaf) for leaf in leaves if all(_followed(step, relation) for step in _steps(model, leaf))}
    return frozenset({str(model._meta.pk.column), *asked})


@cache
def hidden_columns(role: str) -> dict[str, frozenset[str]]:
    """By table: the columns that a role may not read of a table that it does read."""
    relations = relations_of_role(role)
    found = {}
    for model in apps.get_models(include_auto_created=True) if relations else ():
        columns, table = columns_of(model), model._meta.db_table
        if wall_of(model) and kinds_of_reader(model) & relations:
            found[table] = columns - readable_columns(model, relations)
        elif openness_of(model):
            found[table] = columns & secrets_of(table)
    return {table: hidden for table, hidden in found.items() if hidden}


def is_hidden(field: "Field[Any, Any]") -> bool:
    """Is the column closed to the role that the connection has now? Of the own record it can be read one by one."""
    return field.column in hidden_columns(role()).get(field.model._meta.db_table, frozenset())


def _opened(model: type[Model], relation: Relation) -> frozenset[str]:
    wall = cast(Wall, wall_of(model))
    return frozenset(
        str(field.column)
        for field in model._meta.concrete_fields
        if any(opens(wall, cell(one, relation).read, field.name) for one in _classes(wall, field))
    )


def _classes(wall: Wall, field: "Field[Any, Any]") -> list[DataClass]:
    """Where each row says its class itself, a column is of all of them."""
    if field.name in wall.fields:
        return [wall.fields[field.name]]
    return list(DataClass) if wall.data_class_field else [wall.data_class]


def _leaves(part: Node | Leaf) -> Iterator[Leaf]:
    if isinstance(part, Leaf):
        yield part
        return
    for one in part.parts:
        yield from _leaves(one)


def _first(leaf: Leaf) -> str:
    return str(leaf.path[0].column) if leaf.path else leaf.column


def _steps(model: type[Model], leaf: Leaf) -> "list[Field[Any, Any]]":
    """The foreign keys that a comparison leads through; one that is compared itself leads somewhere as well."""
    last = next((field for field in model._meta.concrete_fields if field.column == leaf.column), None)
    return [*leaf.path, last] if not leaf.path and last is not None and last.is_relation else list(leaf.path)


def _followed(step: "Field[Any, Any]", relation: Relation) -> bool:
    parent = cast(type[Model], step.related_model)
    return wall_of(parent) is None or relation in kinds_of_reader(parent)
