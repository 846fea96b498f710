"""The day after an appointment the employee is asked what came of it; after three days HR is."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import days_after, local_day, not_paused
from notifications.kinds import Kind
from notifications.rule import Facts, Rule, facts
from recovery.models import Appointment
from recovery.services.findings import CLINICIANS


class AppointmentOutcome(Rule):
    id = "recovery.appointment-outcome"
    subject_kind = "appointment"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.EMPLOYEE,)
    after = 1
    late_after = 14
    pages = {"employee": "/appointments/{subject}/outcome/"}
    mail_pages = {"employee": "/inbox/"}
    title = _("What came of your appointment?")
    why = _("An appointment has passed and no outcome is entered.")
    settled = _("The outcome was entered, or the appointment was canceled.")

    def due(self, at: datetime) -> Facts:
        past = Appointment.objects.standing().filter(starts_at__lt=at, outcome="", kind__in=CLINICIANS)
        rows = past.filter(case__state=Case.State.OPEN).annotate(today=local_day(at), on=local_day("starts_at"))
        return facts(rows.filter(not_paused()), first_on=days_after(F("on"), self.days()))


class AppointmentOutcomeMissing(AppointmentOutcome):
    id = "recovery.appointment-outcome-missing"
    audiences = (audiences.HR_DESK,)
    after = 3
    pages = {}
    title = _("The outcome of an appointment is missing")
