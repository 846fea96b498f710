"""A proposed duty waits for the supervisor of the receiving department, or for whoever stands in."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ApprovalWaiting(Rule):
    id = "duty.approval-waiting"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.SUPERVISOR,)
    late_after = 14
    working_days = True
    pages = {"supervisor": "/approvals/{subject}/", "substitute": "/approvals/{subject}/"}
    title = _("A duty change to approve")
    why = _("A proposed duty waits for the supervisor of the receiving department.")
    settled = _("The supervisor has answered, or HR took the proposal back.")

    def due(self, at: datetime) -> Facts:
        rows = Assignment.objects.in_state(Assignment.State.PENDING_SUPERVISOR).filter(submitted_at__isnull=False)
        return facts(rows, first_on=local_day("submitted_at"), department="department_id")
