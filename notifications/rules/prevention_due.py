"""What is changed about the task so that it does not happen again, and its day comes up."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_before, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class PreventionDue(Rule):
    id = "injuries.prevention-due"
    subject_kind = "case"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    ahead = 3
    late_after = 14
    working_days = True
    title = _("A change to the task is due")
    why = _("The day by which the task was to be changed is near, and the case is open.")
    settled = _("The day was moved, or the case was closed.")

    def due(self, at: datetime) -> Facts:
        open_ones = Case.objects.filter(state=Case.State.OPEN, prevention_due_on__lte=latest_day(at, self.reach()))
        return facts(open_ones, case="", first_on=days_before(F("prevention_due_on"), self.days("establishment_id")))
