"""A follow-up that nobody has booked: the employee is asked to, and asked again, until an appointment is entered."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.findings import policy, unbooked
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts


class FollowUp(Rule):
    id = "recovery.follow-up"
    subject_kind = "finding"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.EMPLOYEE,)
    late_after = 14
    pages = {"employee": "/follow-up/"}
    title = _("Time to book a follow-up appointment")
    why = _("A finding asks for a follow-up, and no doctor's appointment on a coming day is entered.")
    settled = _("An appointment was entered, or the finding was closed.")

    def due(self, at: datetime) -> Facts:
        return facts(unbooked(at), first_on="since", every=policy("repeat_after_days"))
