"""How the body is doing: check-ins, the course of recovery read from them, findings, and each site's policy."""

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.openness import COMPANY, OpenTo
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

CASE_WALL = Wall(
    data_class=DataClass.CHECK_IN,
    employee="case__employee_id",
    establishment="case__establishment_id",
    employee_department="case__employee__department_id",
    case="case_id",
)


class CheckInQuerySet(WalledQuerySet["CheckIn"]):
    def current(self) -> Self:
        """The answer that counts for its day; replaced ones stay as history."""
        return self.filter(replaced_at__isnull=True)


class CheckIn(Walled):
    """The employee's own short report of one local day. `scores` maps measure codes to the answers given."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="check_ins", verbose_name=_("case"))
    day = models.DateField(_("day"))
    at = models.DateTimeField(_("answered"))
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("entered by"))
    by_telephone = models.BooleanField(_("by telephone"), default=False)
    scores = models.JSONField(_("answers"), default=dict)
    symptoms = models.JSONField(_("symptoms"), default=dict, blank=True)
    overall_change = models.SmallIntegerField(_("overall change"), null=True, blank=True)
    alarming = models.BooleanField(_("anything alarming"), default=False)
    red_flags = ArrayField(models.CharField(max_length=32), default=list, blank=True, verbose_name=_("alarming signs"))
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)
    # The detector's state and word after this day, so that a late or corrected answer restarts from its day.
    state = models.JSONField(default=dict, blank=True, editable=False)
    status = models.CharField(_("status after it"), max_length=16, blank=True, editable=False)
    evidence = models.JSONField(default=dict, blank=True, editable=False)

    objects = CheckInQuerySet.as_manager()
    wall: ClassVar[Wall] = CASE_WALL

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")
        ordering = ["-day", "-at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "day"],
                condition=Q(replaced_at__isnull=True),
                name="check_in_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(overall_change__isnull=True) | (Q(overall_change__gte=-5) & Q(overall_change__lte=5)),
                name="check_in_overall_change_range",
            ),
        ]

    def __str__(self) -> str:
        return str(self.day)


class Course(Walled):
    """Where a case's recovery stands: one row, written only when something changes."""

    class Status(models.TextChoices):
        INSUFFICIENT = "insufficient", _("Too early to say")
        IMPROVING = "improving", _("Improving")
        STALLED = "stalled", _("Stalled")
        WORSENING = "worsening", _("Getting worse")
        RECOVERED = "recovered", _("Hardly any symptoms")
        SILENT = "silent", _("No answer any more")

    case = models.OneToOneField(
        "injuries.Case",
        models.PROTECT,
        primary_key=True,
        related_name="course",
        verbose_name=_("case"),
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.INSUFFICIENT)
    since = models.DateField(_("since"))
    main_activity = models.CharField(_("own main activity"), max_length=120, blank=True)
    cadence_days = models.DecimalField(
        _("days between check-ins"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    paused_until = models.DateField(_("reminders paused until"), null=True, blank=True)
    pause_reason = models.CharField(_("why paused"), max_length=200, blank=True)
    evidence = models.JSONField(_("evidence"), default=dict, blank=True)
    last_answer_on = models.DateField(_("last answer"), null=True, blank=True)
    silent_on = models.DateField(_("silent from"), null=True, blank=True)
    backstop_on = models.DateField(_("looked at again"), null=True, blank=True)

    objects = WalledQuerySet["Course"].as_manager()
    wall: ClassVar[Wall] = CASE_WALL

    class Meta:
        verbose_name = _("course of recovery")
        verbose_name_plural = _("courses of recovery")
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_until__isnull=True) | ~Q(pause_reason=""), name="course_paused_with_reason"
            )
        ]
        indexes = [
            models.Index(fields=["silent_on"], condition=Q(silent_on__isnull=False), name="course_silent"),
            models.Index(fields=["backstop_on"], condition=Q(backstop_on__isnull=False), name="course_backstop"),
        ]

    def __str__(self) -> str:
        return self.get_status_display()


class StallQuerySet(WalledQuerySet["Stall"]):
    def open(self) -> Self:
        return self.filter(closed_on__isnull=True)

    def asks_for_follow_up(self) -> Self:
        return self.filter(kind__in=FOLLOW_UP_KINDS)


class Stall(Walled):
    """A finding with its evidence. Rows are closed, never deleted or rewritten."""

    class Kind(models.TextChoices):
        STALLED = "stalled", _("Stalled")
        WORSENING = "worsening", _("Getting worse")
        SILENT = "silent", _("No answer any more")
        NO_GAIN = "no_gain", _("No gain since the start")
        RED_FLAG = "red_flag", _("Alarming sign")
        RESTRICTIONS_UNCHANGED = "restrictions_unchanged", _("Better, but the same limits")

    class CloseReason(models.TextChoices):
        IMPROVED = "improved", _("improved")
        RECOVERED = "recovered", _("hardly any symptoms")
        OUTCOME = "outcome", _("outcome of the visit recorded")
        ANSWERED = "answered", _("answered again")
        CASE_CLOSED = "case_closed", _("case closed")
        CORRECTED = "corrected", _("an answer was corrected")
        CONTACTED = "contacted", _("HR has been in touch")
        NEW_REPORT = "new_report", _("new work status report")
        NO_LONGER = "no_longer", _("no longer so")

    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="stalls", verbose_name=_("case"))
    kind = models.CharField(_("finding"), max_length=24, choices=Kind)
    opened_on = models.DateField(_("opened"))
    opened_at = models.DateTimeField(_("opened at"))
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    close_reason = models.CharField(_("why closed"), max_length=16, choices=CloseReason, blank=True)
    rule_version = models.CharField(_("rule version"), max_length=24)
    preset = models.CharField(_("sensitivity"), max_length=8, default="normal")
    evidence = models.JSONField(_("evidence"), default=dict)

    objects = StallQuerySet.as_manager()
    wall: ClassVar[Wall] = CASE_WALL

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(closed_on__isnull=True),
                name="stall_open_once_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, close_reason="")
                | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                name="stall_closed_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_on"], condition=Q(closed_on__isnull=True), name="stall_open"),
            models.Index(
                fields=["closed_on"], condition=Q(close_reason__in=["improved", "recovered"]), name="stall_settled"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


FOLLOW_UP_KINDS = (Stall.Kind.STALLED, Stall.Kind.WORSENING, Stall.Kind.NO_GAIN)


def default_measures() -> list[str]:
    return ["pain", "main_activity", "work_ability"]


class Policy(models.Model):
    """What HR may set for a site; what it may not set carries the detector's rule version."""

    class Sensitivity(models.TextChoices):
        QUIET = "quiet", _("Quiet: fewer reminders, later")
        NORMAL = "normal", _("Normal")
        KEEN = "keen", _("Keen: earlier, more of them needless")

    establishment = models.OneToOneField(
        "people.Establishment",
        models.CASCADE,
        primary_key=True,
        related_name="recovery_policy",
        verbose_name=_("establishment"),
    )
    cadence_days = models.DecimalField(
        _("days between check-ins in the first eight weeks"),
        max_digits=4,
        decimal_places=2,
        default="3.50",
        validators=[MinValueValidator(2), MaxValueValidator(14)],
    )
    later_cadence_days = models.DecimalField(
        _("days between check-ins afterwards"),
        max_digits=4,
        decimal_places=2,
        default="7.00",
        validators=[MinValueValidator(2), MaxValueValidator(14)],
    )
    sensitivity = models.CharField(_("sensitivity"), max_length=8, choices=Sensitivity, default=Sensitivity.NORMAL)
    backstop_day = models.PositiveSmallIntegerField(
        _("look again at the latest on day"),
        default=28,
        validators=[MinValueValidator(21), MaxValueValidator(28)],
    )
    measures = ArrayField(models.CharField(max_length=32), default=default_measures, verbose_name=_("measures asked"))
    repeat_after_days = models.PositiveSmallIntegerField(
        _("ask again after days"), default=7, validators=[MinValueValidator(3), MaxValueValidator(21)]
    )
    escalate_after_days = models.PositiveSmallIntegerField(
        _("tell HR after days"), default=10, validators=[MinValueValidator(5), MaxValueValidator(28)]
    )
    drop_box = models.BooleanField(_("check-ins by a link without sign-in"), default=True)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("recovery rules")
        verbose_name_plural = _("recovery rules")

    def __str__(self) -> str:
        return str(self.establishment)


class PolicyChange(models.Model):
    """That somebody changed a site's rules, and how far its open cases have been read anew under them.

    Never rewritten but for the last two columns. A change that a newer one overtook is done where it stands.
    """

    establishment = models.ForeignKey(
        "people.Establishment", models.PROTECT, related_name="policy_changes", verbose_name=_("establishment")
    )
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("changed by"))
    at = models.DateTimeField(_("changed"))
    before = models.JSONField(_("before"))
    after = models.JSONField(_("after"))
    reassessed_through = models.BigIntegerField(_("read anew up to case"), default=0)
    done_at = models.DateTimeField(_("read anew"), null=True, blank=True)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("change of recovery rules")
        verbose_name_plural = _("changes of recovery rules")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="policy_change_open")]

    def __str__(self) -> str:
        return str(self.establishment)
