"""No answer any more: HR gets in touch, the employee is not asked a further time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.findings import open_findings
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Stall


class Silent(Rule):
    id = "recovery.silent"
    subject_kind = "finding"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    late_after = 30
    working_days = True
    title = _("Check-ins are not answered any more")
    why = _("The employee has not answered check-ins for a while.")
    settled = _("The employee answered, or HR has been in touch.")

    def due(self, at: datetime) -> Facts:
        return facts(open_findings(at, Stall.Kind.SILENT), first_on="opened_on")
