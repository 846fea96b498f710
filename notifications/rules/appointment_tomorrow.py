"""An appointment tomorrow: the employee is reminded of the date."""

from datetime import datetime, timedelta

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_before, local_day
from notifications.kinds import Kind
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts
from recovery.models import Appointment


class AppointmentTomorrow(Rule):
    id = "recovery.appointment-tomorrow"
    subject_kind = "appointment"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.EMPLOYEE,)
    ahead = 1
    late_after = 0
    pages = {"employee": "/dates/"}
    title = _("You have an appointment tomorrow")
    why = _("An appointment is entered for the next day.")
    settled = _("The appointment was canceled or has begun.")

    def due(self, at: datetime) -> Facts:
        # One that passed while nobody was at work is accounted for as well: it is planned, and then called missed.
        known = Appointment.objects.coming(at - timedelta(days=ACCOUNTED_DAYS))
        soon = known.filter(starts_at__lt=at + timedelta(days=self.reach() + 1), outcome="")
        rows = soon.annotate(on=local_day("starts_at"), entered=local_day("entered_at")).filter(entered__lt=F("on"))
        return facts(rows, first_on=days_before(F("on"), self.days()))
