"""An agreed duty starts tomorrow: the employee is reminded where to be."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_before, latest_day, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class DutyStarts(Rule):
    id = "duty.starts-soon"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.EMPLOYEE,)
    ahead = 1
    late_after = 0
    pages = {"employee": "/"}
    title = _("Your duty starts tomorrow")
    why = _("An agreed duty starts on the next day.")
    settled = _("The duty has started, was moved or taken back.")

    def due(self, at: datetime) -> Facts:
        soon = Assignment.objects.in_state(Assignment.State.SCHEDULED).filter(
            starts_on__lte=latest_day(at, self.reach())
        )
        rows = soon.annotate(today=local_day(at)).filter(starts_on__gt=F("today"))
        return facts(rows, first_on=days_before(F("starts_on"), self.days()))
