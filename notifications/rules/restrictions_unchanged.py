"""Better for two weeks under the same limits: employee and HR ask for a new evaluation, unless a review is near."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_after
from notifications.findings import open_findings
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Stall

REVIEW_IS_NEAR_DAYS = 7


class RestrictionsUnchanged(Rule):
    id = "recovery.restrictions-unchanged"
    subject_kind = "finding"
    kind = Kind.LIMITS
    audiences = (audiences.EMPLOYEE, audiences.HR_DESK)
    late_after = 30
    pages = {"employee": "/dates/"}
    title = _("Time to ask for a new evaluation of your limits")
    why = _("The employee has been better for two weeks while the limits stayed the same, and no duty review is near.")
    settled = _("A new work status report came, or a duty review is near.")

    def due(self, at: datetime) -> Facts:
        near = days_after(OuterRef("today"), REVIEW_IS_NEAR_DAYS)
        review = Assignment.objects.filter(case=OuterRef("case"), state=Assignment.State.ACTIVE, review_on__lte=near)
        rows = open_findings(at, Stall.Kind.RESTRICTIONS_UNCHANGED).filter(~Exists(review))
        return facts(rows, first_on="opened_on")
