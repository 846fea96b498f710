"""The review of an active duty comes up."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_before, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ReviewDue(Rule):
    id = "duty.review-due"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    ahead = 3
    late_after = 3
    title = _("A duty review comes up")
    why = _("The review date of an active duty is near.")
    settled = _("The review was held, or the duty has ended.")

    def due(self, at: datetime) -> Facts:
        rows = Assignment.objects.for_review(latest_day(at, self.reach()))
        return facts(rows, first_on=days_before(F("review_on"), self.days()))
