"""Limits end soon and no newer report goes on: a new work status report is needed. Said a week and two days before."""

from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import (
    days_after,
    days_before,
    earliest_day,
    latest_day,
    latest_of,
    local_day,
    not_paused,
)
from notifications.kinds import Kind
from notifications.papers import going_on
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts
from recovery.models import Restriction

WEEK, LAST_DAYS = 7, 2


class RestrictionEnding(Rule):
    id = "recovery.restriction-ending"
    subject_kind = "case"
    kind = Kind.LIMITS
    audiences = (audiences.EMPLOYEE, audiences.HR_DESK)
    ahead = WEEK
    late_after = WEEK - LAST_DAYS - 1
    pages = {"employee": "/dates/"}
    title = _("Limits end soon: a new work status report is needed")
    why = _("Limits end soon and no newer work status report goes on.")
    settled = _("A newer work status report came.")

    def due(self, at: datetime) -> Facts:
        # Limits that ended while nobody was at work are accounted for as well: planned, and then called missed.
        since = earliest_day(at) - timedelta(days=ACCOUNTED_DAYS)
        rows = (
            Restriction.objects.standing()
            .filter(permanent=False, ends_on__gte=since, ends_on__lte=latest_day(at, self.reach()))
            .annotate(today=local_day(at), reminded_on=days_before("ends_on", self.days()))
            .filter(
                not_paused(), ~going_on("report"), ends_on__gte=F("report__received_on"), replaced_on__gt=F("today")
            )
            .filter(self.told_apart(), case__state=Case.State.OPEN)
        )
        first = latest_of("reminded_on", "report__received_on")
        return facts(rows, subject="case_id", first_on=first).distinct()

    def told_apart(self) -> Q:
        """A report that comes in the last days is left to the second reminder."""
        return Q(report__received_on__lt=days_after("ends_on", -LAST_DAYS))


class RestrictionEndingSoon(RestrictionEnding):
    id = "recovery.restriction-ending-soon"
    ahead = LAST_DAYS
    late_after = LAST_DAYS

    def told_apart(self) -> Q:
        return Q()
