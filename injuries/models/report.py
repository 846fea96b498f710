"""The report: who said what happened, when. Facts as told; classification comes later, by a trained person."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from injuries.vocabulary import BodyPart, RepetitiveTask, Side, Symptom
from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

# The injury reports OSHA forms 300 and 301 ask for the part, not for symptoms or earlier history.
FORMS = frozenset({"body_part", "side"})


class Report(Walled):
    class FiledAs(models.TextChoices):
        EMPLOYEE = "employee", _("the employee")
        SUPERVISOR = "supervisor", _("the supervisor")
        HR = "hr", _("HR")

    class Earlier(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNSURE = "unsure", _("Not sure")

    # Made by the application: a retry after a network cut sends the same one and makes one report.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="reports", verbose_name=_("employee"))
    establishment = models.ForeignKey("people.Establishment", models.PROTECT, verbose_name=_("establishment"))
    case = models.ForeignKey(
        "injuries.Case",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("case"),
    )
    filed_by = models.ForeignKey("people.User", models.PROTECT, verbose_name=_("filed by"))
    filed_as = models.CharField(_("filed as"), max_length=16, choices=FiledAs)
    filed_at = models.DateTimeField(_("filed"))
    began_on = models.DateField(_("symptoms began"))
    repetitive_task = models.CharField(_("repetitive task"), max_length=16, choices=RepetitiveTask)
    task_words = models.CharField(_("the task in own words"), max_length=300, blank=True)
    place = models.CharField(_("where"), max_length=200, blank=True)
    body_part = models.CharField(_("body part"), max_length=16, choices=BodyPart, blank=True)
    side = models.CharField(_("side"), max_length=4, choices=Side, default=Side.NONE)
    more_parts = ArrayField(
        models.CharField(max_length=24), default=list, blank=True, verbose_name=_("other parts that hurt")
    )
    symptoms = ArrayField(
        models.CharField(max_length=16, choices=Symptom),
        default=list,
        blank=True,
        verbose_name=_("symptoms"),
    )
    earlier_injury = models.CharField(_("same part hurt before"), max_length=8, choices=Earlier, default=Earlier.UNSURE)
    earlier_words = models.CharField(_("the earlier injury in own words"), max_length=300, blank=True)
    red_flags = ArrayField(models.CharField(max_length=32), default=list, blank=True, verbose_name=_("alarming signs"))

    objects = WalledQuerySet["Report"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.EVENT,
        employee="employee_id",
        establishment="establishment_id",
        employee_department="employee__department_id",
        filed_by="filed_by_id",
        hangs_on="case_id",
        untriaged={"case__triaged_at__isnull": True},
        fields={
            "body_part": DataClass.BODY,
            "side": DataClass.BODY,
            "more_parts": DataClass.BODY,
            "symptoms": DataClass.BODY,
            "earlier_injury": DataClass.BODY,
            "earlier_words": DataClass.BODY,
            "red_flags": DataClass.BODY,
            "case": DataClass.BODY,
            # An auditor reads reports without the names of people.
            "employee": DataClass.IDENTITY,
            "filed_by": DataClass.IDENTITY,
        },
        limited={Reach.FORMS: FORMS, Reach.NAME: frozenset({"employee", "filed_by"})},
    )

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-filed_at"]
        constraints = [
            models.CheckConstraint(
                # A supervisor's form has no body part; HR or the employee adds it.
                condition=~Q(body_part="") | Q(filed_as="supervisor"),
                name="report_names_a_body_part",
            )
        ]
        indexes = [models.Index(fields=["establishment", "-filed_at"], name="report_by_establishment")]

    def __str__(self) -> str:
        return f"{self.filed_at:%Y-%m-%d}"
