"""Who may read a table whose rows are nobody's record; each model without a `wall` names one of these as `open_to`."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model

from people.policy import Relation
from people.row_security import anybody
from people.wall import Wall, rows_of_relation

EVERYBODY = frozenset({relation for relation in Relation if relation is not Relation.PROVIDER})


@dataclass(frozen=True)
class OpenTo:
    """The kinds of person whose database role may read the table, and what the door before sign-in may do with it."""

    readers: frozenset[Relation]
    door_reads: bool = False
    door_writes: bool = False
    # The column of the account whose own rows everybody reads, where not all of them.
    own: str | None = None


# The company as everybody in it knows it: sites, departments, the task bank, rules of a site.
COMPANY = OpenTo(EVERYBODY, door_reads=True)
# Which letter carried which reminder: two numbers.
LINKS = OpenTo(EVERYBODY)
# Accounts: whoever is signed in meets other people's names; only the door signs in and out.
NAMES = OpenTo(EVERYBODY, door_reads=True, door_writes=True)
# Roles and keys: one's own, and for those who hand them out.
ACCOUNTS = OpenTo(frozenset({Relation.HR, Relation.IT}), door_reads=True, door_writes=True, own="user_id")
# What happened to accounts: one's own, and for those who watch over them.
SECURITY = OpenTo(frozenset({Relation.AUDITOR, Relation.IT}), door_reads=True, door_writes=True, own="user_id")
# What people have set for themselves.
OWN = OpenTo(frozenset(), own="user_id")
# Sessions, second factors, throttles: the door's alone.
DOOR = OpenTo(frozenset(), door_reads=True, door_writes=True)
# For those who work at a desk: how rules were changed, which letter carried which reminder.
DESK = OpenTo(frozenset({Relation.HR, Relation.SAFETY, Relation.AUDITOR, Relation.IT}))
# The same where rows belong to an account: whether somebody has a second factor is asked on other pages too.
OWN_DOOR = OpenTo(frozenset(), door_reads=True, door_writes=True, own="user_id")
# What only verbs and the worker touch.
MACHINERY = OpenTo(frozenset())

# Tables of libraries, by app; allauth's are what one signs in with.
LIBRARIES: dict[str, OpenTo] = {
    "account": DOOR,
    "mfa": DOOR,
    "socialaccount": DOOR,
    "usersessions": DOOR,
    "sessions": DOOR,
    "contenttypes": COMPANY,
    "auth": COMPANY,
    "admin": OpenTo(frozenset({Relation.HR, Relation.IT})),
}
# Tables without a model.
BARE_TABLES: dict[str, OpenTo] = {"django_cache": DOOR}


def openness_of(model: type[Model]) -> OpenTo | None:
    """What a model without a wall declares; None where it declares nothing, which `check_wall` reports."""
    declared = getattr(model, "open_to", None) or LIBRARIES.get(model._meta.app_label)
    if declared is DOOR and any(field.column == "user_id" for field in model._meta.concrete_fields):
        return OWN_DOOR
    made_by: Any = model._meta.auto_created  # the model that declares the many-to-many, or False
    if declared is None and made_by:
        return LINKS if wall_of(made_by) else openness_of(made_by)
    return declared


@cache
def kinds_of_reader(model: type[Model]) -> frozenset[Relation]:
    """The kinds of person that some row of a walled model may open itself to."""
    wall = wall_of(model)
    return frozenset(
        relation for relation in EVERYBODY if wall and rows_of_relation(wall, relation, anybody()) is not None
    )


def wall_of(model: type[Model]) -> Wall | None:
    found: Wall | None = getattr(model, "wall", None)
    return found
