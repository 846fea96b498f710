"""Work within limits is possible, and no duty is offered or under way: HR finds one, or says that there is none."""

from datetime import datetime

from django.db.models import Exists, Max, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment, AssignmentStep, DayRecord
from notifications import audiences
from notifications.expressions import days_after, latest_of, local_day
from notifications.kinds import Kind
from notifications.papers import of_open_cases, said_later
from notifications.rule import Facts, Rule, facts
from recovery.models import WorkStatusReport

AGAIN_AFTER_DAYS = 7


class NothingOffered(Rule):
    id = "duty.nothing-offered"
    subject_kind = "work-status"
    kind = Kind.DUTIES
    audiences = (audiences.HR_DESK,)
    after = 3
    late_after = 6
    working_days = True
    title = _("No duty is offered yet")
    why = _("The newest report allows work within limits, and no duty is offered or under way.")
    settled = _("A duty was offered, HR has said that there is none, or a newer report came.")

    def due(self, at: datetime) -> Facts:
        limited = of_open_cases().filter(status=WorkStatusReport.Status.RESTRICTED).annotate(today=local_day(at))
        offered = Assignment.objects.open().filter(case=OuterRef("case"))
        said = DayRecord.objects.standing().filter(case=OuterRef("case"))
        at_home = said.filter(starts_on__lte=OuterRef("today"), ends_on__gte=OuterRef("today"))
        steps = AssignmentStep.objects.filter(assignment__case=OuterRef("case")).order_by()
        last_step = steps.values("assignment__case").annotate(last=Max("at")).values("last")
        last_record = said.order_by().values("case").annotate(last=Max("ends_on")).values("last")
        rows = limited.filter(~Exists(said_later()), ~Exists(offered), ~Exists(at_home))
        since = latest_of("received_on", local_day(Subquery(last_step)), Subquery(last_record))
        return facts(rows, first_on=days_after(since, self.days()), every=AGAIN_AFTER_DAYS)
