"""Better again before anybody booked: the employee who was asked to book learns that nobody asks any more."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications import audiences
from notifications.expressions import earliest_day
from notifications.kinds import Kind
from notifications.models import Reminder
from notifications.rule import Facts, Rule, facts
from notifications.rules.follow_up import FollowUp
from recovery.models import Appointment, Stall
from recovery.services.findings import CLINICIANS

WORTH_TELLING_DAYS = 7
BY_ITSELF = (Stall.CloseReason.IMPROVED, Stall.CloseReason.RECOVERED)


class FollowUpSettled(Rule):
    id = "recovery.follow-up-settled"
    subject_kind = "finding"
    kind = Kind.APPOINTMENTS
    audiences = (audiences.EMPLOYEE,)
    late_after = WORTH_TELLING_DAYS
    pages = {"employee": "/"}
    title = _("No follow-up is asked for any more")
    why = _("The finding closed by itself before an appointment was entered, and the employee had been asked for one.")
    settled = _("It is no longer news.")

    def due(self, at: datetime) -> Facts:
        asked = Reminder.objects.filter(
            rule=FollowUp.id, subject_id=Cast(OuterRef("pk"), TextField()), state=Reminder.State.TOLD
        )
        booked = Appointment.objects.standing().filter(
            case=OuterRef("case"), kind__in=CLINICIANS, entered_at__gte=OuterRef("opened_at")
        )
        closed = Stall.objects.asks_for_follow_up().filter(close_reason__in=BY_ITSELF, case__state=Case.State.OPEN)
        recent = closed.filter(closed_on__gte=earliest_day(at) - timedelta(days=WORTH_TELLING_DAYS))
        return facts(recent.filter(Exists(asked), ~Exists(booked)), first_on="closed_on")
