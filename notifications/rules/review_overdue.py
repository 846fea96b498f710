"""A review date has passed and nobody held the review: the lead of HR is told, every week."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_after, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

AGAIN_AFTER_DAYS = 7


class ReviewOverdue(Rule):
    id = "duty.review-overdue"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_LEADS,)
    after = 1
    late_after = 30
    working_days = True
    title = _("A duty review is overdue")
    why = _("The review date has passed and no review was entered.")
    settled = _("The review was held, or the duty has ended.")

    def due(self, at: datetime) -> Facts:
        rows = Assignment.objects.for_review(latest_day(at))
        return facts(rows, first_on=days_after(F("review_on"), self.days()), every=AGAIN_AFTER_DAYS)
