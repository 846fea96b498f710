"""Being off work ends soon and no newer report goes on: a new work status report is needed."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day, latest_of, local_day, not_paused
from notifications.kinds import Kind
from notifications.papers import going_on
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts
from recovery.models import WorkStatusReport


class OffWorkEnding(Rule):
    id = "recovery.off-work-ending"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.EMPLOYEE, audiences.HR_DESK)
    ahead = 5
    late_after = 4
    pages = {"employee": "/dates/"}
    title = _("Off work ends soon: a new work status report is needed")
    why = _("The last day of being off work is near, and no newer work status report goes on.")
    settled = _("A newer work status report came.")

    def due(self, at: datetime) -> Facts:
        away = WorkStatusReport.objects.in_force().filter(
            case__state=Case.State.OPEN,
            status=WorkStatusReport.Status.OFF_WORK,
            ends_on__gte=earliest_day(at) - timedelta(days=ACCOUNTED_DAYS),
            ends_on__lte=latest_day(at, self.reach()),
            received_on__lte=F("ends_on"),
        )
        rows = away.annotate(today=local_day(at)).filter(not_paused(), ~going_on())
        return facts(rows, first_on=latest_of(days_before(F("ends_on"), self.days()), "received_on"))
