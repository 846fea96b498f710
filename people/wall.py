"""The wall in the application: rows and fields a person may see, answered from `people.policy` alone.

A model declares a `Wall`: what class of data its rows are and by which path the employee, the establishment and
(for a duty) the receiving department are reached. Nothing else about access is written anywhere else.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from people.policy import DataClass, Reach, Relation, cell

NEVER = datetime.min.replace(tzinfo=UTC)

if TYPE_CHECKING:
    from people.models import User

SITE_RELATIONS = (Relation.HR, Relation.SAFETY, Relation.AUDITOR, Relation.IT)
PRIVACY = "is_private"  # what says so of a case
ROWLESS = frozenset({Reach.NONE, Reach.COUNTS})
# Reaches that open single fields: a model that names none for them shows none.
FIELDWISE = frozenset({Reach.NAME, Reach.FORMS, Reach.CURRENT, Reach.TIMES, Reach.PSEUDONYM, Reach.MASKED, Reach.STATE})


@dataclass(frozen=True)
class CaseLink:
    """A one-time link that stands for a provider without an account: it opens one case.

    `check_ins`: the employee agrees that they are read.
    """

    id: UUID
    case_id: int
    check_ins: bool = False


@dataclass(frozen=True)
class Actor:
    """Who looks, with all that decides what may be seen; made once for a request.

    `sites` maps a role to the ids of its establishments; `departments` are those supervised on `today`, stand-ins
    included. `employee_id` is None for somebody who is not employed here.
    """

    user: "User | None"
    employee_id: int | None = None
    departments: frozenset[int] = frozenset()
    sites: Mapping[Relation, frozenset[int]] = field(default_factory=lambda: MappingProxyType({}))
    leads: frozenset[int] = frozenset()
    at: datetime = NEVER
    today: date = date.min
    link: CaseLink | None = None
    # Cases opened in an emergency, and the people they are about: read as their own HR reads them.
    glass_cases: frozenset[int] = frozenset()
    glass_people: frozenset[int] = frozenset()

    @property
    def user_id(self) -> int | None:
        return self.user.pk if self.user else None

    @property
    def is_supervisor(self) -> bool:
        return bool(self.departments)

    @property
    def is_hr(self) -> bool:
        return bool(self.sites.get(Relation.HR))

    def has(self, relation: Relation) -> bool:
        return bool(self.sites.get(relation))

    def hr_of(self, establishment_id: int) -> bool:
        return establishment_id in self.sites.get(Relation.HR, frozenset())


NOBODY = Actor(user=None)


@dataclass(frozen=True)
class Wall:
    """How a model's rows hang on the wall.

    fields: fields of another class than the row; limited: for a reach below FULL, the only fields shown.
    data_class_field: the column that holds the class of each row, where rows of one table differ.
    current: a filter on rows in force now or coming, for Reach.CURRENT and Reach.TIMES; "today" and "now" stand for
    the actor's. published: a filter on what has left HR's desk; the employee and the supervisor see nothing else.
    receiving_states: a filter on rows that the receiving department's supervisor still has to do with.
    employee is empty for rows about no single person (a letter with reminders about several).
    case: the path to the case, where a provider's link may open the row. hangs_on: that path where no link opens the
    row and `employee` does not lead over the case.
    lends: the column of a person whose name the receiving department's supervisor reads together with the row.
    compared: fields that lists ask about where they do not show them (whether somebody has left); a foreign key among
    them only for those who read what it points at.
    account: the column that leads from an account to its own row, read before anybody knows who signs in.
    """

    data_class: DataClass
    employee: str
    establishment: str
    department: str | None = None
    employee_department: str | None = None
    filed_by: str | None = None
    recipient: str | None = None
    untriaged: Mapping[str, Any] = field(default_factory=dict)
    fields: Mapping[str, DataClass] = field(default_factory=dict)
    limited: Mapping[Reach, frozenset[str]] = field(default_factory=dict)
    data_class_field: str | None = None
    current: Mapping[str, Any] = field(default_factory=dict)
    receiving_states: Mapping[str, Any] = field(default_factory=dict)
    published: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    hangs_on: str = ""
    compared: frozenset[str] = frozenset()
    account: str | None = None
    lends: str | None = None

    @property
    def way_to_case(self) -> str:
        """The path to the case a row hangs on; empty where it hangs on none, or on several."""
        if self.hangs_on:
            return self.hangs_on
        way, _, last = self.employee.rpartition("__")
        if self.case or not way or last != "employee_id" or self.recipient:
            return self.case
        return f"{way}_id" if way.split("__")[-1] == "case" else f"{way}__case_id"


def _relation_rows(wall: Wall, relation: Relation, reach: Reach, actor: Actor, *, write: bool = False) -> Q | None:
    """The rows that a relation at a reach opens, or None. An emergency opens rows to be read, never to be written."""
    if reach in ROWLESS:
        return None
    if relation is Relation.PROVIDER:
        return _linked_rows(wall, reach, actor)
    if reach is Reach.OWN:
        return Q(**{wall.recipient: actor.user_id}) if wall.recipient and actor.user_id else None
    if reach is Reach.FILED:
        return Q(**{wall.filed_by: actor.user_id}) if wall.filed_by and actor.user_id else None
    rows: Q | None = None
    if relation is Relation.SELF and actor.employee_id is not None and wall.employee:
        rows = Q(**{wall.employee: actor.employee_id}, **wall.published)
        if reach is Reach.UNTIL_TRIAGE:
            rows &= Q(**wall.untriaged)
    elif relation is Relation.SUPERVISOR and actor.departments:
        rows = _team_rows(wall, actor)
    elif relation in SITE_RELATIONS:
        own = Q(**{f"{wall.establishment}__in": actor.sites[relation]}) if actor.sites.get(relation) else None
        rows = own if relation is not Relation.HR or write else _either(own, _glass_rows(wall, actor))
    if rows is not None and reach in {Reach.CURRENT, Reach.TIMES}:
        rows &= _current(wall, actor)
    return rows


def _glass_rows(wall: Wall, actor: Actor) -> Q | None:
    if wall.way_to_case and actor.glass_cases:
        return Q(**{f"{wall.way_to_case}__in": actor.glass_cases})
    if wall.employee == "id" and actor.glass_people:
        return Q(id__in=actor.glass_people)
    return None


def _either(one: Q | None, other: Q | None) -> Q | None:
    return one | other if one is not None and other is not None else one if one is not None else other


def _linked_rows(wall: Wall, reach: Reach, actor: Actor) -> Q | None:
    """The rows of the case that a provider's link opens. What a provider proposes is a verb's matter, no row's."""
    opened = reach is Reach.FULL or (reach is Reach.AGREED and actor.link and actor.link.check_ins)
    return Q(**{wall.case: actor.link.case_id}) if opened and actor.link and wall.case else None


def _team_rows(wall: Wall, actor: Actor) -> Q:
    """Rows of the supervisor's own people, and rows that offer somebody to the supervisor's department.

    Nobody supervises themselves: the own row is seen as its subject, or not at all.
    """
    path = wall.employee_department or f"{wall.employee.removesuffix('_id')}__department"
    rows = Q(**{f"{path}__in": actor.departments})
    if wall.department:
        rows |= Q(**{f"{wall.department}__in": actor.departments}, **wall.receiving_states)
    return rows & Q(**wall.published) & ~Q(**{wall.employee: actor.employee_id or 0})


def _current(wall: Wall, actor: Actor) -> Q:
    rows = Q()
    times = {"today": actor.today, "now": actor.at}
    for lookup, value in wall.current.items():
        rows &= Q(**{lookup: times.get(value, value) if isinstance(value, str) else value})
    return rows


def rows_for(wall: Wall, actor: Actor, *, write: bool = False) -> Q:
    """The condition under which a row of this wall is visible to (or, with `write`, may be changed by) the actor."""
    condition = Q(pk__in=[])
    for relation in Relation:
        rows = rows_of_relation(wall, relation, actor, write=write)
        if rows is not None:
            condition |= rows
    return condition


def rows_of_relation(wall: Wall, relation: Relation, actor: Actor, *, write: bool = False) -> Q | None:
    """The rows that one relation alone opens, or None."""
    condition: Q | None = None
    for data_class in DataClass if wall.data_class_field else [wall.data_class]:
        rights = cell(data_class, relation)
        reach = rights.write if write else rights.read
        rows = _relation_rows(wall, relation, reach, actor, write=write) if _shows_some(wall, reach) else None
        if rows is None:
            continue
        if wall.data_class_field:
            rows &= Q(**{wall.data_class_field: data_class})
        condition = rows if condition is None else condition | rows
    return condition


def _shows_some(wall: Wall, reach: Reach) -> bool:
    """A row of which nothing would be shown is not there, nor anything that hangs on it alone."""
    return reach not in FIELDWISE or bool(wall.limited.get(reach, frozenset()) - wall.fields.keys())


def rows_to_filter(wall: Wall, actor: Actor, field_name: str) -> Q:
    """The rows of which the actor may read a field: a filter on it may look at no others, or it would tell."""
    condition = Q(pk__in=[])
    for relation in Relation:
        reach = cell(wall.fields.get(field_name, wall.data_class), relation).read
        rows = _relation_rows(wall, relation, reach, actor) if opens(wall, reach, field_name) else None
        condition |= rows if rows is not None else Q(pk__in=[])
    return condition


class OutOfSight(Exception):
    """A column was touched that the person who looks may not read. The page asked for too much; it answers 404."""


def value_at(row: models.Model, path: str) -> Any:
    """What a path of double underscores leads to from a row."""
    value: Any = row
    for step in path.split("__"):
        try:
            value = getattr(value, step, None)
        except (ObjectDoesNotExist, OutOfSight):  # there is one, but out of this person's sight
            return None
    return value


def relations_to(actor: Actor, row: models.Model) -> frozenset[Relation]:
    """How the actor stands to the employee whom the row is about."""
    wall: Wall = row.wall  # type: ignore[attr-defined]  # every walled model declares it; tests walk them all
    found: set[Relation] = set()
    if actor.employee_id is not None and wall.employee and value_at(row, wall.employee) == actor.employee_id:
        found.add(Relation.SELF)
    elif actor.departments and wall.employee:
        team = wall.employee_department or f"{wall.employee.removesuffix('_id')}__department_id"
        if value_at(row, team) in actor.departments:
            found.add(Relation.SUPERVISOR)
        if wall.department and value_at(row, wall.department) in actor.departments:
            found.add(Relation.SUPERVISOR)
    if wall.filed_by and actor.user_id and value_at(row, wall.filed_by) == actor.user_id:
        found.add(Relation.SUPERVISOR)
    if actor.link and wall.case and value_at(row, wall.case) == actor.link.case_id:
        found.add(Relation.PROVIDER)
    site = value_at(row, wall.establishment)
    found |= {relation for relation in SITE_RELATIONS if site in actor.sites.get(relation, frozenset())}
    if _behind_glass(wall, actor, row):
        found.add(Relation.HR)
    return frozenset(found)


def _behind_glass(wall: Wall, actor: Actor, row: models.Model) -> bool:
    if wall.way_to_case and actor.glass_cases:
        return value_at(row, wall.way_to_case) in actor.glass_cases
    return wall.employee == "id" and row.pk in actor.glass_people


def readable(actor: Actor, row: models.Model, field_name: str) -> bool:
    """May the actor read this field of this row? Row access itself is `visible_to`'s question."""
    return field_name in readable_fields(actor, row, [field_name])


def readable_fields(actor: Actor, row: models.Model, names: Iterable[str]) -> frozenset[str]:
    """Those of the named fields that the actor may read; cheaper than asking for each."""
    wall: Wall = row.wall  # type: ignore[attr-defined]  # see relations_to
    own = DataClass(getattr(row, wall.data_class_field)) if wall.data_class_field else wall.data_class
    relations, addressed = relations_to(actor, row), _addressed_to(actor, row)
    found = set()
    for name in names:
        data_class = wall.fields.get(name, own)
        opened = any(opens(wall, _granted(cell(data_class, one).read, one, actor), name) for one in relations)
        if opened or (data_class is own and addressed):
            found.add(name)
    if "employee" in found and relations == {Relation.AUDITOR} and _private(wall, row):
        found.remove("employee")
    return frozenset(found)


def _private(wall: Wall, row: models.Model) -> bool:
    """Does the row belong to a privacy case? An auditor's rows of one lead to nobody (29 CFR 1904.29(b)(6))."""
    way = wall.way_to_case
    if not way:
        return False
    return bool(value_at(row, PRIVACY if way == "pk" else f"{way.removesuffix('_id')}__{PRIVACY}"))


def _granted(reach: Reach, relation: Relation, actor: Actor) -> Reach:
    """What a relation reaches of one row. What is addressed to somebody is asked of the row, not of the relation; of a
    link all of it where the table says so and the employee agrees, else nothing."""
    if reach is Reach.OWN:
        return Reach.NONE
    if relation is not Relation.PROVIDER or reach is Reach.FULL:
        return reach
    agreed = reach is Reach.AGREED and actor.link and actor.link.check_ins
    return Reach.FULL if agreed else Reach.NONE


def _addressed_to(actor: Actor, row: models.Model) -> bool:
    """What is addressed to somebody is theirs to read, however they stand to the employee by now."""
    wall: Wall = row.wall  # type: ignore[attr-defined]  # see relations_to
    return bool(wall.recipient and actor.user_id and value_at(row, wall.recipient) == actor.user_id)


def opens(wall: Wall, reach: Reach, field_name: str) -> bool:
    """Does a reach open this field?"""
    if reach in ROWLESS:
        return False
    if reach in FIELDWISE:
        return field_name in wall.limited.get(reach, frozenset())
    return True


Model = TypeVar("Model", bound=models.Model)


class WalledQuerySet(models.QuerySet[Model]):
    """Adds `visible_to` and `writable_by` to a model that declares a `wall`."""

    def visible_to(self, actor: Actor) -> Self:
        return self._behind_the_wall(rows_for(self.model.wall, actor))  # type: ignore[attr-defined]  # see relations_to

    def writable_by(self, actor: Actor) -> Self:
        return self._behind_the_wall(rows_for(self.model.wall, actor, write=True))  # type: ignore[attr-defined]  # see relations_to

    def _behind_the_wall(self, condition: Q) -> Self:
        return self.filter(condition)
