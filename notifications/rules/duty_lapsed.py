"""A duty ran out without a review: nobody works it, and HR decides how it goes on."""

from datetime import datetime

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

AGAIN_AFTER_DAYS = 7


class DutyLapsed(Rule):
    id = "duty.lapsed"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    late_after = 6
    working_days = True
    title = _("A duty ran out without a review")
    why = _("The last day of a duty or of its limits has passed, and no review was held.")
    settled = _("The duty was changed or ended.")

    def due(self, at: datetime) -> Facts:
        lapsed = Max("steps__at", filter=Q(steps__to_state=Assignment.State.LAPSED))
        rows = Assignment.objects.in_state(Assignment.State.LAPSED).annotate(lapsed_at=lapsed)
        since = local_day("lapsed_at")
        return facts(rows.filter(lapsed_at__isnull=False), first_on=since, every=AGAIN_AFTER_DAYS)
