"""The names of the database's roles: one for each kind of person, one for each mixture, the door's and the system's."""

from collections.abc import Iterable
from itertools import combinations

from people.policy import Relation
from people.row_security import PREFIX
from people.wall import Actor

KINDS = {
    Relation.SELF: "employee",
    Relation.SUPERVISOR: "supervisor",
    Relation.HR: "hr",
    Relation.SAFETY: "safety",
    Relation.AUDITOR: "auditor",
    Relation.IT: "it",
}
DOOR = f"{PREFIX}_door"
SYSTEM = f"{PREFIX}_system"


def role_of(relations: Iterable[Relation]) -> str:
    """The role of somebody who is all of these; whoever is none of them stays at the door."""
    held = set(relations)
    kinds = [name for relation, name in KINDS.items() if relation in held]
    return "_".join([PREFIX, *kinds]) if kinds else DOOR


def relations_of(actor: Actor) -> frozenset[Relation]:
    found = {relation for relation, sites in actor.sites.items() if sites}
    if actor.employee_id is not None:
        found.add(Relation.SELF)
    if actor.departments:
        found.add(Relation.SUPERVISOR)
    if actor.glass_cases:
        found.add(Relation.HR)
    return frozenset(found)


def mixtures() -> dict[str, list[str]]:
    """Each role of somebody with several relations, and the roles it is made of."""
    found = {}
    for size in range(2, len(KINDS) + 1):
        for relations in combinations(KINDS, size):
            found[role_of(relations)] = [role_of([one]) for one in relations]
    return found


def person_roles() -> list[str]:
    return [role_of([relation]) for relation in KINDS]


def all_roles() -> list[str]:
    return [DOOR, SYSTEM, *person_roles(), *mixtures()]
