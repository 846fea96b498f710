"""The employee has been asked and no appointment is entered: HR is told, and again every three weeks."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_after
from notifications.findings import policy, unbooked
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts

AGAIN_AFTER_DAYS = 21


class FollowUpNotBooked(Rule):
    id = "recovery.follow-up-not-booked"
    subject_kind = "finding"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.HR_DESK,)
    late_after = 20
    working_days = True
    title = _("No follow-up appointment is entered yet")
    why = _("The employee was asked to book a follow-up, and no doctor's appointment on a coming day is entered.")
    settled = _("An appointment was entered, or the finding was closed.")

    def due(self, at: datetime) -> Facts:
        first = days_after(F("since"), policy("escalate_after_days"))
        return facts(unbooked(at), first_on=first, every=AGAIN_AFTER_DAYS)
