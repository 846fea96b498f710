"""The kinds of reminders among which a person chooses; each rule is of one."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    SAFETY = "safety", _("Safety: somebody must act today")
    CHECK_INS = "check-ins", _("Check-ins")
    APPOINTMENTS = "appointments", _("Appointments and follow-ups")
    LIMITS = "limits", _("Limits and work status reports")
    DUTIES = "duties", _("Duties: offers, approvals and reviews")
    CASES = "cases", _("Cases on HR's desk")
