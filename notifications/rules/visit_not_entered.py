"""A report names the next appointment, and none is entered: who has the date enters it."""

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from notifications import audiences
from notifications.expressions import days_before, earliest_day, latest_day, latest_of, local_day, not_paused
from notifications.kinds import Kind
from notifications.papers import not_said_otherwise, of_open_cases
from notifications.rule import ACCOUNTED_DAYS, Facts, Rule, facts
from recovery.models import Appointment
from recovery.services.findings import CLINICIANS


class VisitNotEntered(Rule):
    id = "recovery.visit-not-entered"
    subject_kind = "work-status"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.EMPLOYEE, audiences.HR_DESK)
    ahead = 7
    late_after = 6
    pages = {"employee": "/appointments/new/"}
    mail_pages = {"employee": "/inbox/"}
    title = _("An appointment is announced and not entered")
    why = _("A work status report names the day of the next appointment, and no appointment is entered for it.")
    settled = _("An appointment was entered, or a newer report says otherwise.")

    def due(self, at: datetime) -> Facts:
        on_the_day = Q(on=OuterRef("next_appointment_on"))
        # Another day, entered by somebody who knew the report: it was moved.
        moved = Q(kind__in=CLINICIANS, on__gte=OuterRef("issued_on"), entered__gte=OuterRef("received_on"))
        visits = Appointment.objects.standing().filter(case=OuterRef("case"))
        entered = visits.annotate(on=local_day("starts_at"), entered=local_day("entered_at"))
        rows = (
            of_open_cases()
            .filter(
                next_appointment_on__gte=earliest_day(at) - timedelta(days=ACCOUNTED_DAYS),
                next_appointment_on__lte=latest_day(at, self.reach()),
                received_on__lte=F("next_appointment_on"),
            )
            .annotate(today=local_day(at))
            .filter(not_paused(), not_said_otherwise("next_appointment_on"))
            .filter(~Exists(entered.filter(on_the_day | moved)))
        )
        first = latest_of(days_before(F("next_appointment_on"), self.days()), "received_on")
        return facts(rows, first_on=first)
