"""A provider has answered by link: HR looks at it before anything gives way."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import WorkStatusReport

AGAIN_AFTER_DAYS = 7


class ReportToAccept(Rule):
    id = "recovery.report-to-accept"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    late_after = 6
    working_days = True
    title = _("A provider has answered: please look at it")
    why = _("A provider's answer by link waits for HR to look at it.")
    settled = _("HR has looked at it, or it was voided.")

    def due(self, at: datetime) -> Facts:
        waiting = WorkStatusReport.objects.proposed().filter(case__state=Case.State.OPEN)
        return facts(waiting, first_on=local_day("entered_at"), every=AGAIN_AFTER_DAYS)
