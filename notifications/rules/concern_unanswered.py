""" "I was asked to do more than this", and a day later nobody has answered: the lead of HR is told."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duty.models import Concern
from notifications import audiences
from notifications.expressions import days_after, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ConcernUnanswered(Rule):
    id = "duty.concern-unanswered"
    subject_kind = "concern"
    kind = Kind.SAFETY
    audiences = (audiences.HR_LEADS,)
    after = 1
    late_after = 30
    urgent = True
    must = True
    title = _("Nobody has answered an employee who was asked to do too much")
    why = _("The employee reported being asked to do more than allowed, and a day has passed without an answer.")
    settled = _("HR has answered.")

    def due(self, at: datetime) -> Facts:
        open_ones = Concern.objects.filter(answered_at__isnull=True)
        return facts(open_ones, first_on=days_after(local_day("raised_at"), self.days()))
