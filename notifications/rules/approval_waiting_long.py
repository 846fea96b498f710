"""Nobody has answered for two working days: whoever stands in is asked once more, and HR is told.

Silence escalates; it never approves.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from notifications import audiences
from notifications.expressions import SITE_OF_CASE, after_working_days, local_day
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class ApprovalWaitingLong(Rule):
    id = "duty.approval-waiting-long"
    subject_kind = "duty"
    kind = Kind.DUTIES
    audiences = (audiences.SUBSTITUTE, audiences.HR_DESK)
    after = 2
    late_after = 14
    working_days = True
    pages = {"substitute": "/approvals/{subject}/"}
    title = _("A duty change still waits for approval")
    why = _("The supervisor of the receiving department has not answered for two working days.")
    settled = _("Somebody has answered, or HR took the proposal back.")

    def due(self, at: datetime) -> Facts:
        rows = Assignment.objects.in_state(Assignment.State.PENDING_SUPERVISOR).filter(submitted_at__isnull=False)
        first = after_working_days(local_day("submitted_at"), self.days(), SITE_OF_CASE)
        return facts(rows, first_on=first, department="department_id")
