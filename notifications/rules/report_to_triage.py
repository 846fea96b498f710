"""A report came in: HR takes it up."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ReportToTriage(Rule):
    id = "injuries.report-to-triage"
    subject_kind = "case"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    late_after = 30
    must = True
    at_once = True
    title = _("A report to triage")
    why = _("A report came in and nobody has taken it up.")
    settled = _("Somebody has taken it up.")

    def due(self, at: datetime) -> Facts:
        return facts(Case.objects.to_triage(), case="", first_on="opened_on")
