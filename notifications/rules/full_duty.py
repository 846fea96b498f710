"""The day on which full duty is expected comes near, or has passed without a release on file."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_after, days_before, earliest_day, latest_day, latest_of
from notifications.kinds import Kind
from notifications.papers import not_said_otherwise, of_open_cases
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts

AGAIN_AFTER_DAYS = 7


class FullDutyNear(Rule):
    id = "recovery.full-duty-near"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    ahead = 7
    late_after = 6
    working_days = True
    title = _("Full duty is expected soon: a release is needed")
    why = _("The day on which full duty is expected is near, and no release is on file.")
    settled = _("A release came, or a newer report says otherwise.")

    def due(self, at: datetime) -> Facts:
        rows = of_open_cases().filter(
            not_said_otherwise("expected_full_duty_on"),
            expected_full_duty_on__gte=earliest_day(at) - timedelta(days=ACCOUNTED_DAYS),
            expected_full_duty_on__lte=latest_day(at, self.reach()),
            received_on__lte=F("expected_full_duty_on"),
        )
        first = latest_of(days_before(F("expected_full_duty_on"), self.days()), "received_on")
        return facts(rows, first_on=first)


class FullDutyPassed(Rule):
    id = "recovery.full-duty-passed"
    subject_kind = "work-status"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    after = 1
    late_after = 6
    working_days = True
    title = _("Full duty was expected by now, and no release is on file")
    why = _("The day on which full duty was expected has passed, and no release is on file.")
    settled = _("A release came, or a newer report says otherwise.")

    def due(self, at: datetime) -> Facts:
        passed = of_open_cases().filter(expected_full_duty_on__lt=latest_day(at))
        rows = passed.filter(not_said_otherwise("expected_full_duty_on"))
        first = latest_of(days_after(F("expected_full_duty_on"), self.days()), days_after("received_on", self.days()))
        return facts(rows, first_on=first, every=AGAIN_AFTER_DAYS)
