"""What HR sets for a site. It acts from then on: open cases are read anew, no old finding is rewritten."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from people.clock import local_day
from people.models import Establishment
from people.refusals import NotAllowed, Refused
from people.wall import Actor
from recovery.measures import CATALOGUE, PAIN
from recovery.models import CheckIn, Course, Policy
from recovery.services.courses import reassess
from recovery.services.rules import Subject, policy_of

SETTABLE = (
    "cadence_days",
    "later_cadence_days",
    "sensitivity",
    "backstop_day",
    "measures",
    "repeat_after_days",
    "escalate_after_days",
)


@transaction.atomic
def set_policy(*, actor: Actor, establishment: Establishment, at: datetime, **changes: Any) -> Policy:
    """Change a site's rules, within the bounds of the table's own validation."""
    if actor.user is None or not actor.hr_of(establishment.pk):
        raise NotAllowed(_("Only HR of the site may do this."))
    policy = policy_of(establishment.pk)
    for name, value in changes.items():
        if name not in SETTABLE:
            raise Refused({name: _("This cannot be set.")})
        setattr(policy, name, value)
    check_policy(policy)
    policy.save()
    _apply(policy, at=at)
    return policy


def check_policy(policy: Policy) -> None:
    """Refuse rules outside their bounds, by field."""
    asked = list(policy.measures)
    try:
        policy.clean_fields()
    except ValidationError as error:
        raise Refused({name: words[0] for name, words in error.message_dict.items()}) from None
    offered = {code for code, measure in CATALOGUE.items() if measure.decides and measure.bundled}
    if PAIN.code not in asked or set(asked) - offered or len(set(asked)) != len(asked):
        raise Refused({"measures": _("Choose measures from the list, each once; pain is always asked.")})
    if policy.escalate_after_days < policy.repeat_after_days:
        raise Refused({"escalate_after_days": _("Tell HR after the employee has been asked again, not before.")})


def _apply(policy: Policy, *, at: datetime) -> None:
    """Move the waiting days of open cases, and read each one's latest answer under the new rules."""
    open_cases = Case.objects.filter(establishment_id=policy.pk, state=Case.State.OPEN, course__isnull=False)
    for case in open_cases.select_related("establishment").iterator(chunk_size=500):
        _move_backstop(case, policy, at=at)
        latest = CheckIn.objects.current().filter(case=case).order_by("-day").values_list("day", flat=True).first()
        if latest is not None:
            reassess(case=case, at=at, from_day=latest, anew=True)


def _move_backstop(case: Case, policy: Policy, *, at: datetime) -> None:
    """Only a look that is still to come moves; it may become due today, never in the past."""
    course = Course.objects.select_for_update().get(pk=case.pk)
    today = local_day(at, case.establishment.timezone)
    if course.backstop_on is None or course.backstop_on < today:
        return
    day = Subject(case, course, policy, at).date_of(policy.backstop_day)
    Course.objects.filter(pk=case.pk).update(backstop_on=max(today, day))
