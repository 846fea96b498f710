"""What HR says of days without a duty, what the rows ask HR about, and how long a duty may take at a site."""

from dataclasses import replace
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from people.openness import COMPANY, OpenTo
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

OF_CASE = Wall(
    data_class=DataClass.EVENT,
    employee="case__employee_id",
    establishment="case__establishment_id",
    employee_department="case__employee__department_id",
    untriaged={"case__triaged_at__isnull": True},
    # Typed by hand by HR: it may say what hurts.
    fields={"reason": DataClass.TREATMENT},
)


class DayRecordQuerySet(WalledQuerySet["DayRecord"]):
    def standing(self) -> Self:
        return self.filter(voided_at__isnull=True)


class DayRecord(Walled):
    """Dated by HR, never inferred: kept at home for want of a suitable duty, or why days need no answer."""

    class Kind(models.TextChoices):
        KEPT_HOME = "kept_home", _("No suitable duty, kept at home")
        EXPLAINED = "explained", _("Something else")

    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="day_records", verbose_name=_("case"))
    kind = models.CharField(_("what"), max_length=10, choices=Kind)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("entered"))
    voided_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    voided_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    objects = DayRecordQuerySet.as_manager()
    wall: ClassVar[Wall] = OF_CASE

    class Meta:
        verbose_name = _("record of days")
        verbose_name_plural = _("records of days")
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="day_record_in_order"),
            models.CheckConstraint(condition=~Q(reason=""), name="day_record_has_a_reason"),
            ExclusionConstraint(
                name="day_record_once",
                expressions=[
                    (Func(F("case"), F("case"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(voided_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"


class DutyQuestionQuerySet(WalledQuerySet["DutyQuestion"]):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class DutyQuestion(Walled):
    """A question for HR that only a person can answer: days without a record, a duty that lasts long, what comes
    after it. It is never decided by itself."""

    class Kind(models.TextChoices):
        GAP = "gap", _("Days without a record")
        PERIOD_SOON = "period_soon", _("Longest period comes near")
        PERIOD_REACHED = "period_reached", _("Longest period reached")
        ACCOMMODATION = "accommodation", _("Accommodation review")

    class Cause(models.TextChoices):
        NONE = "", "–"
        PERIOD = "period", _("The longest period is reached")
        PERMANENT = "permanent", _("A limit is permanent")

    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="duty_questions", verbose_name=_("case"))
    kind = models.CharField(_("question"), max_length=16, choices=Kind)
    cause = models.CharField(_("because"), max_length=10, choices=Cause, blank=True, default="")
    opened_on = models.DateField(_("opened"))
    due_on = models.DateField(_("until"))
    since = models.DateField(_("from"), null=True, blank=True)
    days = models.PositiveSmallIntegerField(_("days"), default=0)
    of_days = models.PositiveSmallIntegerField(_("of"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.CharField(_("answer"), max_length=500, blank=True)

    objects = DutyQuestionQuerySet.as_manager()
    wall: ClassVar[Wall] = replace(OF_CASE, data_class=DataClass.TREATMENT, fields={})

    class Meta:
        verbose_name = _("question about a duty")
        verbose_name_plural = _("questions about duties")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "cause"], condition=Q(closed_at__isnull=True), name="duty_question_once"
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_at__isnull=True), name="duty_question_open"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class DutyPolicy(models.Model):
    """How long duties may take in a case at a site; without a row the settings' number holds."""

    establishment = models.OneToOneField(
        "people.Establishment", models.CASCADE, related_name="duty_policy", verbose_name=_("establishment")
    )
    longest_days = models.PositiveSmallIntegerField(
        _("longest period, in days"), default=90, validators=[MinValueValidator(1), MaxValueValidator(730)]
    )
    warn_days = models.PositiveSmallIntegerField(
        _("days before, to say so"), default=14, validators=[MaxValueValidator(90)]
    )
    set_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    set_at = models.DateTimeField(_("when"), null=True, blank=True)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("longest period of duties")
        verbose_name_plural = _("longest periods of duties")
        constraints = [
            models.CheckConstraint(condition=Q(longest_days__range=(1, 730)), name="duty_policy_longest_days"),
        ]

    def __str__(self) -> str:
        return f"{self.establishment}: {self.longest_days}"
