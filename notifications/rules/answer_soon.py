"""The last day for answering an offer is near: the employee is reminded once more."""

from datetime import datetime, timedelta

from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day, local_day
from notifications.kinds import Kind
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts

WAITING = Assignment.State.PENDING_EMPLOYEE


class AnswerSoon(Rule):
    id = "duty.answer-soon"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.EMPLOYEE,)
    ahead = 1
    late_after = 1
    pages = {"employee": "/offers/{subject}/"}
    title = _("Your answer to an offer is due soon")
    why = _("The last day for answering an offer is near, and it has not been answered.")
    settled = _("The employee has answered, or the offer was taken back.")

    def due(self, at: datetime) -> Facts:
        offered = Max("steps__at", filter=Q(steps__to_state=WAITING))
        open_ones = Assignment.objects.in_state(WAITING).filter(
            answer_by__gte=earliest_day(at) - timedelta(days=ACCOUNTED_DAYS),
            answer_by__lte=latest_day(at, self.reach()),
        )
        first = days_before(F("answer_by"), self.days())
        # Whoever gets the offer on that day is told of it anyway.
        rows = open_ones.annotate(offered_at=offered).annotate(offered=local_day("offered_at"), near=first)
        return facts(rows.filter(offered__lt=F("near")), first_on="near")
