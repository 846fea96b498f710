"""A report that nobody has taken up: a case must be recorded within seven calendar days (29 CFR 1904.29(b)(3))."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class TriageOverdue(Rule):
    id = "injuries.triage-overdue"
    subject_kind = "case"
    kind = Kind.CASES
    audiences = (audiences.HR_LEADS,)
    after = 5
    late_after = 30
    must = True
    title = _("A report has waited too long for triage")
    why = _("A report came in five days ago and nobody has taken it up.")
    settled = _("Somebody has taken it up.")

    def due(self, at: datetime) -> Facts:
        first = days_after(F("opened_on"), self.days("establishment_id"))
        return facts(Case.objects.to_triage(), case="", first_on=first)
