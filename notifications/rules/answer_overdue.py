"""The day by which the employee was to answer an offer has passed: HR asks."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_after, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class AnswerOverdue(Rule):
    id = "duty.answer-overdue"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    after = 1
    late_after = 14
    working_days = True
    title = _("An offer has not been answered in time")
    why = _("The day by which the employee was to answer has passed.")
    settled = _("The employee has answered, or the offer was taken back.")

    def due(self, at: datetime) -> Facts:
        waiting = Assignment.objects.in_state(Assignment.State.PENDING_EMPLOYEE)
        return facts(waiting.filter(answer_by__lte=latest_day(at)), first_on=days_after(F("answer_by"), self.days()))
