"""What is done about it: appointments and the treatment journal."""

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class AppointmentQuerySet(WalledQuerySet["Appointment"]):
    def standing(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def coming(self, at: datetime) -> Self:
        return self.standing().filter(starts_at__gte=at)


class Appointment(Walled):
    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up with the doctor")
        SPECIALIST = "specialist", _("Specialist")
        THERAPY = "therapy", _("Physical therapy")
        OTHER = "other", _("Another visit")

    class Outcome(models.TextChoices):
        SEEN = "seen", _("The visit took place")
        NOT_SEEN = "not_seen", _("The visit did not take place")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="appointments", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.FOLLOW_UP)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"))
    cancelled_at = models.DateTimeField(_("canceled"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(_("outcome entered"), null=True, blank=True)
    outcome_words = models.CharField(_("what came of it"), max_length=500, blank=True)

    objects = AppointmentQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.APPOINTMENT,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
        limited={Reach.TIMES: frozenset({"id", "employee", "starts_at", "ends_at"})},
        current={"cancelled_at__isnull": True, "ends_at__gte": "now"},
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_after_start")
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(cancelled_at__isnull=True, outcome=""),
                name="appointment_open",
            ),
            models.Index(fields=["case", "-starts_at"], name="appointment_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Treatment(Walled):
    """One line of the treatment journal; it informs and feeds the recordability decision, it never advises."""

    class Kind(models.TextChoices):
        SELF_CARE = "self_care", _("Self-care (rest, heat, stretching)")
        OTC_MEDICATION = "otc", _("Medicine bought without a prescription")
        PRESCRIPTION = "prescription", _("Medicine on prescription")
        HERBAL = "herbal", _("Herbs")
        PHYSICAL_THERAPY = "therapy", _("Physical therapy")
        SUPPORT = "support", _("Belt, splint or other support")
        INJECTION = "injection", _("Injection")
        NERVE_STIMULATION = "stimulation", _("Electrical or radiofrequency nerve treatment")
        SURGERY = "surgery", _("Surgery")
        OTHER = "other", _("Something else")

    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="treatments", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    words = models.CharField(_("what exactly"), max_length=300)
    started_on = models.DateField(_("from"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    entered_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    entered_at = models.DateTimeField(_("entered"))

    objects = WalledQuerySet["Treatment"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.TREATMENT,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("treatment")
        verbose_name_plural = _("treatments")
        ordering = ["-started_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="treatment_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
