"""The day after which a provider expects no further improvement comes near: what stays is HR's to settle."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day, latest_of
from notifications.kinds import Kind
from notifications.papers import not_said_otherwise, of_open_cases
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts


class MaximumImprovement(Rule):
    id = "recovery.maximum-improvement"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    ahead = 7
    late_after = 20
    working_days = True
    title = _("Maximum improvement is near: settle what stays")
    why = _("The provider's date of maximum improvement is near.")
    settled = _("A newer report says otherwise, or the case was closed.")

    def due(self, at: datetime) -> Facts:
        rows = of_open_cases().filter(
            not_said_otherwise("mmi_on"),
            mmi_on__gte=earliest_day(at) - timedelta(days=ACCOUNTED_DAYS),
            mmi_on__lte=latest_day(at, self.reach()),
        )
        return facts(rows, first_on=latest_of(days_before(F("mmi_on"), self.days()), "received_on"))
