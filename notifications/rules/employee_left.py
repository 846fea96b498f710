"""An employee has left the company and the case is open: HR decides what becomes of it."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, latest_day, latest_of
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class EmployeeLeft(Rule):
    id = "injuries.employee-left"
    subject_kind = "case"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    after = 1
    late_after = 30
    working_days = True
    title = _("An employee has left, and the case is open")
    why = _("The employee's last day has passed, and the case is still open.")
    settled = _("The case was closed, or the last day was moved.")

    def due(self, at: datetime) -> Facts:
        rows = Case.objects.open().filter(employee__left_on__lt=latest_day(at))
        last = latest_of(F("employee__left_on"), "opened_on")
        return facts(rows, case="", first_on=days_after(last, self.days("establishment_id")))
