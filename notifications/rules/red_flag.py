"""An alarming answer: HR contacts the employee the same day. Never paused, never held back until the morning."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.findings import open_findings
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Stall


class RedFlag(Rule):
    id = "recovery.red-flag"
    subject_kind = "finding"
    kind = Kind.SAFETY
    audiences = (audiences.HR_DESK,)
    late_after = 30
    urgent = True
    must = True
    at_once = True
    title = _("Please contact this employee today")
    why = _("The employee reported an alarming sign.")
    settled = _("HR has been in touch, or the answer was corrected.")

    def due(self, at: datetime) -> Facts:
        return facts(open_findings(at, Stall.Kind.RED_FLAG, though_paused=True), first_on="opened_on")
