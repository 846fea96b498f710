"""An alarming answer that nobody has acted on for a day: the lead of HR is told."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_after
from notifications.findings import open_findings
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Stall


class RedFlagWaiting(Rule):
    id = "recovery.red-flag-waiting"
    subject_kind = "finding"
    kind = Kind.SAFETY
    audiences = (audiences.HR_LEADS,)
    after = 1
    late_after = 30
    urgent = True
    must = True
    title = _("Nobody has contacted this employee yet")
    why = _("The employee reported an alarming sign, and a day has passed without contact.")
    settled = _("HR has been in touch, or the answer was corrected.")

    def due(self, at: datetime) -> Facts:
        found = open_findings(at, Stall.Kind.RED_FLAG, though_paused=True)
        return facts(found, first_on=days_after(F("opened_on"), self.days()))
