""" "I was asked to do more than this": HR is told at once."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duty.models import Concern
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ConcernRaised(Rule):
    id = "duty.concern"
    subject_kind = "concern"
    kind = Kind.SAFETY
    audiences = (audiences.HR_DESK,)
    late_after = 30
    urgent = True
    must = True
    at_once = True
    title = _("An employee was asked to do more than allowed")
    why = _("The employee reported being asked to do more than the limits allow.")
    settled = _("HR has answered.")

    def due(self, at: datetime) -> Facts:
        return facts(Concern.objects.filter(answered_at__isnull=True), first_on=local_day("raised_at"))
