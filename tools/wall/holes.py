"""Holes in the application's wall: the table of policy, each model's wall, and code that forgets to ask."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from unittest.mock import patch

from django.db.models import Q

from people.models import BrokenGlass, Establishment
from people.policy import POLICY, Cell, DataClass, Reach, Relation
from recovery.models import Consent
from tools.wall import facts
from tools.wall.alike import classes, employee_alike, limits_alike, policy_alike, serializer_alike

# Classes and relations that no table of the product bears yet: nothing there could be told.
WITHOUT_TABLE = {DataClass.OSHA}


@dataclass(frozen=True)
class Mutation:
    """`where` says which part of the proof has to notice: "answers", "api" or "sql"; `tables` where it looks first."""

    name: str
    where: str
    broken: Callable[[], AbstractContextManager[Any]]
    kind: str
    tables: tuple[str, ...] = ()


def policy_mutations() -> Iterator[Mutation]:
    """Every cell of the table made wider, for reading and for writing."""
    for data_class in DataClass:
        if data_class in WITHOUT_TABLE:
            continue
        for relation in Relation:
            cell = POLICY[data_class].get(relation, Cell())
            wider = {"read": replace(cell, read=Reach.FULL), "write": replace(cell, write=Reach.FULL)}
            for right, changed in wider.items():
                if changed != cell and not policy_alike(data_class, relation, right, cell):
                    name = f"POLICY {data_class}/{relation} {right} full"
                    yield Mutation(
                        name, "answers", _cell(data_class, relation, changed), "policy", _bearing(data_class)
                    )


def _bearing(data_class: DataClass) -> tuple[str, ...]:
    return tuple(name for name, model in facts.walled().items() if data_class in classes(model.wall))


def _cell(data_class: DataClass, relation: Relation, changed: Cell) -> Callable[[], AbstractContextManager[Any]]:
    return lambda: patch.dict(POLICY[data_class], {relation: changed})


def wall_mutations() -> Iterator[Mutation]:
    """Each entry of each model's wall taken away or pointed elsewhere."""
    for name, model in facts.walled().items():
        wall = model.wall
        for field in wall.fields:
            yield _wall(name, f"field {field}", replace(wall, fields=_without(wall.fields, field)))
        for reach in wall.limited:
            every = frozenset({one.name for one in model._meta.concrete_fields})
            if not limits_alike(model, reach, every):
                opened = {**wall.limited, reach: every}
                yield _wall(name, f"everything limited to {reach}", replace(wall, limited=opened))
            yield _wall(name, f"nothing limited to {reach}", replace(wall, limited=_without(wall.limited, reach)))
        for part in ("current", "published", "receiving_states"):
            if getattr(wall, part):
                yield _wall(name, f"without {part}", replace(wall, **{part: {}}))
        for part in ("department", "recipient", "filed_by"):
            if getattr(wall, part):
                yield _wall(name, f"without {part}", replace(wall, **{part: None}))
        if wall.employee.endswith("employee_id") and not employee_alike(wall):
            yield _wall(name, "employee is the site", replace(wall, employee=wall.establishment))
        yield _wall(name, "site is the employee", replace(wall, establishment=wall.employee or "id"))


def _without(entries: Any, name: Any) -> dict[Any, Any]:
    return {one: value for one, value in entries.items() if one != name}


def _wall(name: str, what: str, wall: Any) -> Mutation:
    model = facts.walled()[name]
    return Mutation(f"{name}.wall: {what}", "answers", lambda: patch.object(model, "wall", wall), "model", (name,))


def code_mutations() -> Iterator[Mutation]:
    """The question to the wall left out, in the shared code and in each resource of the API."""
    from config.api import resources

    for where, name, target, instead in (
        ("api", "readable_fields returns all", "people.api_base.readable_fields", _all_fields),
        ("answers", "opens() is always true", "people.wall.opens", lambda *_any: True),
        ("answers", "rows_for() is every row", "people.wall.rows_for", lambda *_a, **_k: Q()),
        ("answers", "somebody supervises themselves", "people.wall._team_rows", _team_with_oneself),
        ("answers", "what is addressed to one is open to all", "people.wall._granted", lambda reach, *_any: reach),
        ("answers", "rows of which nothing is shown", "people.wall._shows_some", lambda *_any: True),
        ("actors", "a role holds at every site", "people.actors._sites", _every_site),
        ("actors", "supervisors for good", "people.models.company.SupervisionQuerySet.in_force", _all_rows),
        ("actors", "links read without consent", "duty.services.links.consent_of", _agreed),
        ("actors", "emergencies never end", "people.actors._glass", _endless),
    ):
        yield Mutation(name, where, partial(patch, target, instead), "code")
    for prefix, (view, _basename) in resources.items():
        model = getattr(view, "model", None)
        if model is not None and hasattr(model, "wall"):
            yield Mutation(f"visible_to left out in /{prefix}/", "api", _open_view(view), "API", (prefix,))
            if not serializer_alike(model, list(view.serializer_class().fields)):
                shows = f"serializer of /{prefix}/ shows all"
                yield Mutation(shows, "api", _open_serializer(view), "API", (prefix,))


def _every_site(grants: Any) -> dict[Relation, frozenset[int]]:
    everywhere = frozenset(Establishment.objects.values_list("pk", flat=True))
    return {Relation(grant.role): everywhere for grant in grants}


def _all_rows(self: Any, _today: Any) -> Any:
    return self.all()


def _agreed(case: Any) -> Any:
    return Consent(case=case, provider_reads=True)


def _endless(user: Any, _at: Any) -> list[tuple[int, int]]:
    return list(BrokenGlass.objects.filter(user=user).values_list("case", "employee_id"))


def _all_fields(_actor: Any, _row: Any, names: Any) -> frozenset[str]:
    return frozenset(names)


def _team_with_oneself(wall: Any, actor: Any) -> Q:
    path = wall.employee_department or f"{wall.employee.removesuffix('_id')}__department"
    return Q(**{f"{path}__in": actor.departments}, **wall.published)


def _open_view(view: Any) -> Callable[[], AbstractContextManager[Any]]:
    def everything(self: Any) -> Any:
        return self.model._default_manager.all().select_related(*self.related)

    return lambda: patch.object(view, "get_queryset", everything)


def _open_serializer(view: Any) -> Callable[[], AbstractContextManager[Any]]:
    from rest_framework.serializers import ModelSerializer

    return lambda: patch.object(
        view.serializer_class, "to_representation", ModelSerializer.to_representation, create=True
    )
