"""Who is looking: roles, supervised departments and establishments, read once for a request."""

from collections import defaultdict
from datetime import datetime
from types import MappingProxyType

from people.clock import local_day
from people.models import BrokenGlass, Employee, Establishment, RoleGrant, Supervision, User
from people.policy import Relation
from people.scope import carry_user
from people.wall import NOBODY, Actor

# The day of somebody who is not employed at any establishment (an auditor from outside) is UTC's.
ELSEWHERE = "UTC"


def actor_for(user: User | None, *, at: datetime) -> Actor:
    """The actor behind an account at a moment; an inactive or missing one is nobody."""
    if user is None or not user.is_authenticated or not user.is_active:
        return NOBODY
    employee = Employee.objects.select_related("establishment").filter(user=user).first()
    grants = list(RoleGrant.objects.filter(user=user))
    today = local_day(at, employee.establishment.timezone if employee else ELSEWHERE)
    departments: frozenset[int] = frozenset()
    if employee and (employee.left_on is None or employee.left_on >= today):
        departments = frozenset(
            Supervision.objects.in_force(today).filter(supervisor=employee).values_list("department_id", flat=True)
        )
    glass = _glass(user, at) if grants else []
    return Actor(
        user=user,
        employee_id=employee.pk if employee else None,
        departments=departments,
        sites=_sites(grants),
        leads=frozenset(grant.establishment_id or 0 for grant in grants if grant.is_lead and grant.role == "hr"),
        at=at,
        today=today,
        glass_cases=frozenset(case for case, _person in glass),
        glass_people=frozenset(person for _case, person in glass),
    )


def actor_at_door(user: User | None, *, at: datetime) -> Actor:
    """The same for somebody who has just shown who they are: the door looks up their own row and no other."""
    carry_user(user.pk if user else None)
    return actor_for(user, at=at)


def _glass(user: User, at: datetime) -> list[tuple[int, int]]:
    """The cases this account has open in an emergency, each with its employee."""
    rows = BrokenGlass.objects.filter(user=user, opened_at__lte=at, until__gt=at)
    return list(rows.values_list("case", "employee_id"))


def _sites(grants: list[RoleGrant]) -> MappingProxyType[Relation, frozenset[int]]:
    found: dict[Relation, set[int]] = defaultdict(set)
    everywhere: set[int] | None = None
    for grant in grants:
        relation = Relation(grant.role)
        if grant.establishment_id is not None:
            found[relation].add(grant.establishment_id)
            continue
        if everywhere is None:
            everywhere = set(Establishment.objects.values_list("pk", flat=True))
        found[relation] |= everywhere
    return MappingProxyType({relation: frozenset(ids) for relation, ids in found.items()})
