"""An approved duty is offered: the employee answers."""

from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

WAITING = Assignment.State.PENDING_EMPLOYEE


class AnswerWaiting(Rule):
    id = "duty.answer-waiting"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.EMPLOYEE,)
    late_after = 14
    must = True
    pages = {"employee": "/offers/{subject}/"}
    title = _("A duty is offered to you")
    why = _("An approved duty waits for the employee's answer.")
    settled = _("The employee has answered, or the offer was taken back.")

    def due(self, at: datetime) -> Facts:
        offered = Max("steps__at", filter=Q(steps__to_state=WAITING))
        rows = Assignment.objects.in_state(WAITING).annotate(offered_at=offered).filter(offered_at__isnull=False)
        return facts(rows, first_on=local_day("offered_at"))
