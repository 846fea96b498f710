"""How long duties may take in a case: a number of each site."""

from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError

from duty.lifecycle import PERMISSION_DENIED
from duty.models import DutyPolicy
from duty.refusal_words import refusal
from people.models import Establishment
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor

LONGEST_DAYS: int = getattr(settings, "LONGEST_DUTY_DAYS", 90)


def policies_of(establishment_ids: set[int]) -> dict[int, DutyPolicy]:
    """The policy of each site, its own or the settings'."""
    found = {row.establishment_id: row for row in DutyPolicy.objects.filter(establishment_id__in=establishment_ids)}
    return {pk: found.get(pk) or DutyPolicy(establishment_id=pk, longest_days=LONGEST_DAYS) for pk in establishment_ids}


def longest_days(establishment_id: int) -> int:
    return policies_of({establishment_id})[establishment_id].longest_days


@verb
def set_duty_policy(
    *, actor: Actor, establishment: Establishment, longest_days: int, warn_days: int, at: datetime
) -> DutyPolicy:
    if not actor.hr_of(establishment.pk):
        raise refusal(PERMISSION_DENIED)
    row = DutyPolicy.objects.select_for_update().filter(establishment=establishment).first()
    row = row or DutyPolicy(establishment=establishment)
    row.longest_days, row.warn_days, row.set_by, row.set_at = longest_days, warn_days, actor.user, at
    try:
        row.clean_fields()
    except ValidationError as wrong:
        raise Refused({name: " ".join(words) for name, words in wrong.message_dict.items()}) from None
    row.save()
    return row
