"""The next stage of a graded return may begin soon: HR holds the review and sees to the report; no step is taken."""

from datetime import datetime

from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment, ReturnStage
from notifications import audiences
from notifications.expressions import days_before, latest_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class StageNext(Rule):
    id = "duty.stage-next"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    ahead = 3
    late_after = 7
    working_days = True
    title = _("The next stage may begin: review and report needed")
    why = _("The date of the next stage of a graded return is near.")
    settled = _("The next stage was stepped to, or the duty has changed or ended.")

    def due(self, at: datetime) -> Facts:
        above = ReturnStage.objects.filter(plan=OuterRef("stage__plan"), position=OuterRef("stage__position") + 1)
        active = Assignment.objects.in_state(Assignment.State.ACTIVE).filter(stage__isnull=False)
        rows = active.annotate(next_on=Subquery(above.values("starts_on")[:1]))
        coming = rows.filter(next_on__lte=latest_day(at, self.reach()))
        return facts(coming, first_on=days_before(F("next_on"), self.days()))
