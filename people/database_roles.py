"""The names of the database's roles: one for each kind of person, one for each mixture, the door's and the system's."""

from collections.abc import Iterable
from functools import cache
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
# Rows of one's own record, without the columns that somebody else reads of such rows less of: what somebody who is
# employed and something besides holds of the employee. See people.columns.
OWN_ROWS = f"{PREFIX}_own"


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


def rows_role_of(relation: Relation) -> str:
    """The role that a kind of person's rows are opened to, alone and in every mixture."""
    return OWN_ROWS if relation is Relation.SELF else role_of([relation])


def mixed() -> dict[str, tuple[Relation, ...]]:
    """Each role of somebody with several relations, and these."""
    sizes = range(2, len(KINDS) + 1)
    return {role_of(relations): relations for size in sizes for relations in combinations(KINDS, size)}


def members() -> dict[str, list[str]]:
    """Each role that is made of others, and these."""
    found = {role: [rows_role_of(one) for one in relations] for role, relations in mixed().items()}
    return {role_of([Relation.SELF]): [OWN_ROWS], **found}


def person_roles() -> list[str]:
    return [role_of([relation]) for relation in KINDS]


def all_roles() -> list[str]:
    """The roles that the login may step into."""
    return [DOOR, SYSTEM, *person_roles(), *mixed()]


@cache
def relations_of_role(role: str) -> frozenset[Relation]:
    """The kinds of person that a role stands for; none of the door's and the system's."""
    alone = {role_of([relation]): (relation,) for relation in KINDS}
    return frozenset((alone | mixed()).get(role, ()))
