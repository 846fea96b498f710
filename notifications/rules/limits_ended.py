"""The last day of limits, or of being off work, has passed and nothing newer came: they stay in force until it does."""

from datetime import datetime

from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import Least
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, latest_of, local_day, not_paused
from notifications.kinds import Kind
from notifications.papers import limits_that_end, off_work_that_ends
from notifications.rule import Facts, Rule, facts

AGAIN_AFTER_DAYS = 7


class LimitsEnded(Rule):
    id = "recovery.limits-ended"
    subject_kind = "case"
    kind = Kind.LIMITS
    audiences = (audiences.HR_DESK,)
    after = 1
    late_after = 6
    working_days = True
    title = _("Limits have ended without a newer work status report")
    why = _("The last day of limits or of being off work has passed, and no newer work status report came.")
    settled = _("A newer work status report came.")

    def due(self, at: datetime) -> Facts:
        open_ones = Case.objects.filter(state=Case.State.OPEN).annotate(today=local_day(at, "establishment__timezone"))
        over = {"ends_on__lt": OuterRef("today")}
        ended = [
            Subquery(rows.filter(**over).order_by().values(case).annotate(first=Min("ends_on")).values("first"))
            for rows, case in ((limits_that_end(), "case"), (off_work_that_ends(), "case"))
        ]
        # PostgreSQL's LEAST passes over nulls.
        rows = open_ones.annotate(ended_on=Least(*ended)).filter(not_paused(""), ended_on__isnull=False)
        first = latest_of(days_after("ended_on", self.days("establishment_id")), days_after("course__paused_until", 1))
        return facts(rows, case="", first_on=first, every=AGAIN_AFTER_DAYS)
