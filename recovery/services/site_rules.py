"""What HR sets for a site. It acts from then on: open cases are read anew, no old finding is rewritten."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from people.models import Establishment, User
from people.refusals import NotAllowed, Refused
from people.scope import verb
from people.wall import Actor
from recovery.measures import CATALOGUE, PAIN
from recovery.models import Policy, PolicyChange
from recovery.services.rules import policy_of

SETTABLE = (
    "cadence_days",
    "later_cadence_days",
    "sensitivity",
    "backstop_day",
    "measures",
    "repeat_after_days",
    "escalate_after_days",
)


@verb
def set_policy(*, actor: Actor, establishment: Establishment, at: datetime, **changes: Any) -> Policy:
    """Change a site's rules. Its open cases are read anew by the timetable, a few at a time."""
    user = only_hr(actor, establishment)
    # Two changes at once: the second one must be written down as coming after the first.
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    present = policy_of(establishment.pk)
    before = values_of(present)
    policy = changed(present, changes)
    policy.save()
    after = values_of(policy)
    if after != before:
        PolicyChange.objects.create(establishment=establishment, by=user, at=at, before=before, after=after)
    return policy


def only_hr(actor: Actor, establishment: Establishment) -> User:
    if actor.user is None or not actor.hr_of(establishment.pk):
        raise NotAllowed(_("Only HR of the site may do this."))
    return actor.user


def changed(policy: Policy, changes: Mapping[str, Any]) -> Policy:
    """A policy with changes, within the bounds of the table's own validation; not saved."""
    other = copy(policy)
    for name, value in changes.items():
        if name not in SETTABLE:
            raise Refused({name: _("This cannot be set.")})
        setattr(other, name, value)
    check_policy(other)
    return other


def values_of(policy: Policy) -> dict[str, Any]:
    """What is set, as JSON keeps it."""
    values = {name: getattr(policy, name) for name in SETTABLE}
    return {**values, **{name: float(values[name]) for name in ("cadence_days", "later_cadence_days")}}


def check_policy(policy: Policy) -> None:
    """Refuse rules outside their bounds, by field."""
    asked = list(policy.measures)
    try:
        policy.clean_fields()
    except ValidationError as error:
        raise Refused({name: words[0] for name, words in error.message_dict.items()}) from None
    offered = {
        code for code, measure in CATALOGUE.items() if measure.decides and measure.bundled and measure.on_number_pad
    }
    if PAIN.code not in asked or set(asked) - offered or len(set(asked)) != len(asked):
        raise Refused({"measures": _("Choose measures from the list, each once; pain is always asked.")})
    if policy.escalate_after_days < policy.repeat_after_days:
        raise Refused({"escalate_after_days": _("Tell HR after the employee has been asked again, not before.")})
