"""Setting a reminder rule for a site. Every change is written down and acts from the next sweep on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.channels import CHANNELS
from notifications.models import RuleChange, RuleSetting
from notifications.rule import Rule
from notifications.rules import BY_ID
from notifications.settings import tuning_of
from notifications.tuning import AS_THE_RULE_SAYS, Tuning, tuning_from
from people.models import Establishment
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor

MOST_DAYS = 60


@verb
def set_rule(*, actor: Actor, establishment: Establishment, rule: str, at: datetime, **values: Any) -> Tuning:
    """Set a rule for a site; a value that is None is as the rule itself says."""
    if actor.user is None or not actor.hr_of(establishment.pk):
        raise NotAllowed(_("Only HR of the site may do this."))
    # Two changes at once: the second one must be written down as coming after the first.
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    tuning = tuning_from(values)
    check_tuning(BY_ID[rule], tuning)
    before = tuning_of(rule, establishment.pk)
    if tuning == before:
        return tuning
    rows = RuleSetting.objects.filter(establishment=establishment, rule=rule)
    if tuning == AS_THE_RULE_SAYS:
        rows.delete()
    else:
        RuleSetting.objects.update_or_create(establishment=establishment, rule=rule, defaults=tuning.as_json())
    RuleChange.objects.create(
        establishment=establishment, rule=rule, by=actor.user, at=at, before=before.as_json(), after=tuning.as_json()
    )
    return tuning


def check_tuning(rule: Rule, tuning: Tuning) -> None:
    """Refuse what a rule cannot be, by field."""
    wrong: dict[str, Words] = {}
    if rule.must and not tuning.enabled:
        wrong["enabled"] = _("This rule cannot be switched off: somebody's safety or a legal date hangs on it.")
    if tuning.days is not None and not (rule.ahead or rule.after):
        wrong["days"] = _("This rule has no days before or after a date.")
    elif tuning.days is not None and not 1 <= tuning.days <= MOST_DAYS:
        wrong["days"] = _("Enter a number of days from 1 to 60.")
    if tuning.late_after is not None and not 0 <= tuning.late_after <= MOST_DAYS:
        wrong["late_after"] = _("Enter a number of days from 0 to 60.")
    if tuning.channels is not None and set(tuning.channels) - {one.name for one in CHANNELS if one.outside}:
        wrong["channels"] = _("Choose ways from the list.")
    if tuning.audiences is not None and not tuning.audiences:
        wrong["audiences"] = _("Choose somebody who is told.")
    elif tuning.audiences is not None and set(tuning.audiences) - {group.name for group in rule.choices}:
        wrong["audiences"] = _("Choose people from the list.")
    if wrong:
        raise Refused(wrong)
