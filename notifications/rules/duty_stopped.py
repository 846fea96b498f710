"""A duty that was stopped for now and has not gone on: HR decides how it goes on."""

from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import days_after, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class DutyStopped(Rule):
    id = "duty.stopped"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    after = 2
    late_after = 14
    working_days = True
    title = _("A duty is still stopped")
    why = _("A duty was stopped for now and has not gone on for two days.")
    settled = _("The duty goes on, was changed or has ended.")

    def due(self, at: datetime) -> Facts:
        stopped = Max("steps__at", filter=Q(steps__to_state=Assignment.State.SUSPENDED))
        rows = Assignment.objects.in_state(Assignment.State.SUSPENDED).annotate(stopped_at=stopped)
        first = days_after(local_day("stopped_at"), self.days())
        return facts(rows.filter(stopped_at__isnull=False), first_on=first)
