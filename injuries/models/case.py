"""The case: one employee, one injury, until closed; its journal and its files."""

import uuid
from datetime import date
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import ExpressionWrapper, Q
from django.utils.translation import gettext_lazy as _

from injuries.models.report import FORMS
from injuries.vocabulary import BodyPart, PrivacyGround, RepetitiveTask, Side
from people.openness import MACHINERY, OpenTo
from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class NumberSeries(models.Model):
    """The last case number given in a year; a row lock makes numbers gapless and unique."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    open_to: ClassVar[OpenTo] = MACHINERY

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"


class CaseQuerySet(WalledQuerySet["Case"]):
    def open(self) -> Self:
        return self.exclude(state=Case.State.CLOSED)

    def to_triage(self) -> Self:
        return self.filter(state=Case.State.REPORTED)


class Case(Walled):
    class State(models.TextChoices):
        REPORTED = "reported", _("Reported")
        OPEN = "open", _("Open")
        CLOSED = "closed", _("Closed")

    class WorkRelated(models.TextChoices):
        YES = "yes", _("Work-related")
        NO = "no", _("Not work-related")
        UNDECIDED = "undecided", _("Not decided yet")

    number = models.CharField(_("case number"), max_length=12, unique=True)
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="cases", verbose_name=_("employee"))
    establishment = models.ForeignKey("people.Establishment", models.PROTECT, verbose_name=_("establishment"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.REPORTED)
    opened_on = models.DateField(_("opened"))
    opened_at = models.DateTimeField(_("opened at"))
    began_on = models.DateField(_("symptoms began"))
    first_treated_on = models.DateField(_("first treatment"), null=True, blank=True)
    repetitive_task = models.CharField(_("repetitive task"), max_length=16, choices=RepetitiveTask)
    body_part = models.CharField(_("body part"), max_length=16, choices=BodyPart, blank=True)
    side = models.CharField(_("side"), max_length=4, choices=Side, default=Side.NONE)
    more_parts = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, verbose_name=_("other parts that hurt")
    )
    earlier_injury = models.CharField(_("same part hurt before"), max_length=8, default="unsure")
    recurrence_of = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="recurrences",
        verbose_name=_("recurrence of"),
    )
    owner = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owner")
    )
    work_related = models.CharField(
        _("work-relatedness"), max_length=10, choices=WorkRelated, default=WorkRelated.UNDECIDED
    )
    triaged_at = models.DateTimeField(_("triaged"), null=True, blank=True)
    oiics_edition = models.CharField(_("OIICS edition"), max_length=8, blank=True)
    oiics_nature = models.CharField(_("OIICS nature"), max_length=8, blank=True)
    oiics_part = models.CharField(_("OIICS part of body"), max_length=8, blank=True)
    oiics_event = models.CharField(_("OIICS event"), max_length=8, blank=True)
    next_check_in_on = models.DateField(_("next check-in"), null=True, blank=True)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    prevention = models.CharField(_("what is changed about the task"), max_length=500, blank=True)
    prevention_by = models.CharField(_("who changes it"), max_length=120, blank=True)
    prevention_due_on = models.DateField(_("by when"), null=True, blank=True)
    privacy_ground = models.CharField(_("privacy case"), max_length=24, choices=PrivacyGround, blank=True)
    # That the name must be left out is asked by people who may not know why (29 CFR 1904.29(b)(6)).
    is_private = models.GeneratedField(
        verbose_name=_("privacy case"),
        expression=ExpressionWrapper(~Q(privacy_ground=""), output_field=models.BooleanField()),
        output_field=models.BooleanField(),
        db_persist=True,
    )
    held_because = models.CharField(_("kept beyond its time because"), max_length=300, blank=True)

    objects = CaseQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.EVENT,
        employee="employee_id",
        establishment="establishment_id",
        employee_department="employee__department_id",
        case="pk",
        untriaged={"triaged_at__isnull": True},
        fields={
            "body_part": DataClass.BODY,
            "side": DataClass.BODY,
            "more_parts": DataClass.BODY,
            "earlier_injury": DataClass.BODY,
            "oiics_nature": DataClass.BODY,
            "oiics_part": DataClass.BODY,
            "first_treated_on": DataClass.TREATMENT,
            "privacy_ground": DataClass.BODY,
            "held_because": DataClass.TREATMENT,
            "next_check_in_on": DataClass.CHECK_IN,
            # An auditor reads cases without the names of people.
            "employee": DataClass.IDENTITY,
        },
        limited={Reach.FORMS: FORMS | {"oiics_nature", "oiics_part"}},
    )

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["employee", "body_part", "side"],
                condition=~Q(state="closed") & ~Q(body_part=""),
                name="case_open_once_per_part",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_on__isnull=False) | (~Q(state="closed") & Q(closed_on__isnull=True)),
                name="case_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state="reported") | Q(state="closed") | Q(triaged_at__isnull=False),
                name="case_open_is_triaged",
            ),
        ]
        indexes = [
            models.Index(fields=["establishment", "state", "-opened_at"], name="case_by_establishment"),
            models.Index(fields=["next_check_in_on"], condition=Q(state="open"), name="case_next_check_in"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def day_zero(self) -> date:
        """Day 0 of recovery: the first treatment if known, else the day the case was opened."""
        return self.first_treated_on or self.opened_on


class CaseEvent(Walled):
    """A journal entry: a dated fact of the case, append-only. `kind` and `data` become a sentence in portal."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="journal", verbose_name=_("case"))
    at = models.DateTimeField(_("when"))
    kind = models.CharField(_("what"), max_length=48)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    data_class = models.CharField(max_length=16, default=DataClass.EVENT)
    data = models.JSONField(_("details"), default=dict, blank=True)

    objects = WalledQuerySet["CaseEvent"].as_manager()
    append_only: ClassVar[bool] = True
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.EVENT,
        data_class_field="data_class",
        untriaged={"case__triaged_at__isnull": True},
        # Often the employee.
        fields={"by": DataClass.IDENTITY},
        limited={Reach.NAME: frozenset({"by"})},
        compared=frozenset({"by"}),
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal entries")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["case", "-at", "-id"], name="journal_by_case")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d} {self.kind}"


def storage_path(instance: "CaseFile", filename: str) -> str:
    """A random key: nothing of the uploaded name reaches the disk."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class CaseFile(Walled):
    """A photo or document of a case, served only by the view that checks the record."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="files", verbose_name=_("case"))
    content = models.FileField(_("file"), upload_to=storage_path, max_length=80)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(max_length=64)
    # Nobody with an account: a provider, by link.
    uploaded_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    uploaded_at = models.DateTimeField(_("uploaded"))

    objects = WalledQuerySet["CaseFile"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.TREATMENT,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.name
