"""Work status reports and the restrictions they state. One report is one snapshot of what one provider said."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

# What a supervisor may be told of a restriction: the limit itself, never who said it or in which words.
LIMIT_FIELDS = frozenset(
    {
        "id",
        "employee",
        "kind",
        "activity",
        "points",
        "band",
        "minutes",
        "reps",
        "option",
        "days",
        "side",
        "starts_on",
        "ends_on",
        "permanent",
        "words",
        "until",
    }
)


class WorkStatusReportQuerySet(WalledQuerySet["WorkStatusReport"]):
    def proposed(self) -> Self:
        """What a provider said by link and HR has not looked at."""
        return self.filter(by_link=True, accepted_at__isnull=True, voided_at__isnull=True)

    def certain(self) -> Self:
        """What counts in full: HR typed it or has looked at it."""
        return self.filter(Q(by_link=False) | Q(accepted_at__isnull=False), voided_at__isnull=True)

    def in_force(self) -> Self:
        """What counts at all: of what is proposed, everything but a release, which waits until HR has looked."""
        waits = Q(by_link=True, accepted_at__isnull=True, status="FULL_RELEASE")
        return self.filter(~waits, voided_at__isnull=True)


class WorkStatusReport(Walled):
    """`by_link`: the provider's own answer. Until HR has looked at it, its limits hold beside the earlier ones."""

    class Status(models.TextChoices):
        FULL_RELEASE = "FULL_RELEASE", _("Full duty")
        RESTRICTED = "RESTRICTED", _("Work with limits")
        OFF_WORK = "OFF_WORK", _("Off work")

    case = models.ForeignKey(
        "injuries.Case", models.PROTECT, related_name="work_status_reports", verbose_name=_("case")
    )
    provider = models.CharField(_("provider"), max_length=120)
    issued_on = models.DateField(_("issued"))
    exam_on = models.DateField(_("examined"), null=True, blank=True)
    received_on = models.DateField(_("received"))
    status = models.CharField(_("status"), max_length=16, choices=Status)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    next_appointment_on = models.DateField(_("next appointment"), null=True, blank=True)
    expected_full_duty_on = models.DateField(_("full duty expected"), null=True, blank=True)
    mmi_on = models.DateField(_("maximum improvement"), null=True, blank=True)
    signed = models.BooleanField(_("signed"), default=False)
    file = models.ForeignKey("injuries.CaseFile", models.PROTECT, null=True, blank=True, verbose_name=_("file"))
    # When the provider was last asked for numbers behind words that nobody can match.
    asked_on = models.DateField(_("provider asked"), null=True, blank=True)
    # Empty for a provider's own answer by link.
    entered_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))
    voided_at = models.DateTimeField(_("voided"), null=True, blank=True)
    void_reason = models.CharField(_("why voided"), max_length=300, blank=True)
    by_link = models.BooleanField(_("by provider link"), default=False)
    signed_by = models.CharField(_("signed by"), max_length=120, blank=True)
    accepted_at = models.DateTimeField(_("looked at by HR"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("looked at by")
    )

    objects = WorkStatusReportQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.TREATMENT,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("work status report")
        verbose_name_plural = _("work status reports")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="work_status_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True) | ~Q(void_reason=""),
                name="work_status_voided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(by_link=True) | Q(entered_by__isnull=False), name="work_status_said_by_somebody"
            ),
        ]
        indexes = [models.Index(fields=["case", "-issued_on"], name="work_status_by_case")]

    def __str__(self) -> str:
        return f"{self.issued_on} {self.get_status_display()}"

    @property
    def is_proposed(self) -> bool:
        return self.by_link and self.accepted_at is None and self.voided_at is None


class RestrictionQuerySet(WalledQuerySet["Restriction"]):
    def standing(self) -> Self:
        """Of reports that were not voided. Which of them are in force is `duty.matching`'s to say."""
        return self.filter(report__voided_at__isnull=True)

    def until(self, day: date) -> Self:
        return self.filter(ends_on=day, permanent=False)


class Restriction(Walled):
    """activity + kind + value + side + dates; the codes are those of `recovery.restrictions`.

    `points` is a list of {"lb" or "kg": number, "band": code or null}; `minutes` holds hours per day and per shift
    as well (kinds MAX_HOURS_DAY, MAX_SHIFT_HOURS) beside the longest stretch. Dates are inclusive, and always filled
    from the report's where the provider gave none; an open end is null.
    """

    report = models.ForeignKey(WorkStatusReport, models.PROTECT, related_name="restrictions", verbose_name=_("report"))
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="restrictions", verbose_name=_("case"))
    kind = models.CharField(_("kind"), max_length=24)
    activity = models.CharField(_("activity"), max_length=24, blank=True)
    points = models.JSONField(_("weights"), default=list, blank=True)
    band = models.CharField(_("how often"), max_length=12, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    reps = models.PositiveIntegerField(_("repetitions an hour"), null=True, blank=True)
    option = models.CharField(_("what is needed"), max_length=20, blank=True)
    days = models.PositiveSmallIntegerField(_("days a week"), null=True, blank=True)
    side = models.CharField(_("side"), max_length=4, default="NA")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    permanent = models.BooleanField(_("permanent"), default=False)
    original_words = models.CharField(_("the provider's words"), max_length=500, blank=True)
    # Empty where the provider coded it, by link.
    coded_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("coded by")
    )
    coded_at = models.DateTimeField(_("coded"))
    confirmed_at = models.DateTimeField(_("confirmed by the provider"), null=True, blank=True)
    # The day from which a newer report of the same provider counts instead; the last day there is, while none does.
    replaced_on = models.DateField(_("replaced"), default=date.max, editable=False)

    objects = RestrictionQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.RESTRICTION,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
        fields={
            "original_words": DataClass.TREATMENT,
            "report": DataClass.TREATMENT,
            "case": DataClass.TREATMENT,
            "coded_by": DataClass.TREATMENT,
        },
        limited={Reach.CURRENT: LIMIT_FIELDS},
        case="case_id",
        current={
            "report__voided_at__isnull": True,
            "case__closed_on__isnull": True,
            "replaced_on__gt": "today",
        },
    )

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ["report", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="restriction_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(kind="UNCODED") | ~Q(original_words=""), name="restriction_uncoded_has_words"
            ),
        ]
        indexes = [
            models.Index(fields=["case", "ends_on"], name="restriction_by_case"),
            models.Index(fields=["ends_on"], condition=Q(permanent=False), name="restriction_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.activity}".strip()
