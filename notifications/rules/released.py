"""A full release is on file and nothing else is said, yet the case is open: HR ends the duty and closes it."""

from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_after, latest_day, latest_of, local_day
from notifications.kinds import Kind
from notifications.papers import of_open_cases, said_later
from notifications.rule import Facts, Rule, facts
from recovery.models import Restriction, WorkStatusReport

AGAIN_AFTER_DAYS = 14


class Released(Rule):
    id = "recovery.released"
    subject_kind = "work-status"
    kind = Kind.CASES
    audiences = (audiences.HR_DESK,)
    after = 3
    late_after = 13
    working_days = True
    title = _("A full release is on file, and the case is open")
    why = _("A full release is on file, no limit is left, and the case is still open.")
    settled = _("The case was closed, or a newer report came.")

    def due(self, at: datetime) -> Facts:
        free = of_open_cases().filter(status=WorkStatusReport.Status.FULL_RELEASE, starts_on__lte=latest_day(at))
        left = Restriction.objects.standing().filter(case=OuterRef("case"), replaced_on__gt=OuterRef("today"))
        rows = free.annotate(today=local_day(at)).filter(~Exists(said_later()), ~Exists(left))
        first = days_after(latest_of("starts_on", "received_on"), self.days())
        return facts(rows, first_on=first, every=AGAIN_AFTER_DAYS)
