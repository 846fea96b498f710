"""The last day of an active duty comes up: HR extends it, changes it or lets it end."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class DutyEnding(Rule):
    id = "duty.ending"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    ahead = 7
    late_after = 6
    working_days = True
    title = _("A duty ends soon")
    why = _("The last day of an active duty is near.")
    settled = _("The duty was extended or has ended.")

    def due(self, at: datetime) -> Facts:
        active = Assignment.objects.in_state(Assignment.State.ACTIVE)
        rows = active.filter(planned_end_on__gte=earliest_day(at), planned_end_on__lte=latest_day(at, self.reach()))
        return facts(rows, first_on=days_before(F("planned_end_on"), self.days()))
