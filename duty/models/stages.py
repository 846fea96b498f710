"""A graded return: stages with dates, work, hours and a goal. The calendar alone never moves anybody up."""

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duty.models.days import OF_CASE
from duty.models.task import Task
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet


class ReturnPlan(models.Model):
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="return_plans", verbose_name=_("case"))
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    written_at = models.DateTimeField(_("when"))

    objects = WalledQuerySet["ReturnPlan"].as_manager()
    wall: ClassVar[Wall] = replace(OF_CASE, data_class=DataClass.ASSIGNMENT, fields={})

    class Meta:
        verbose_name = _("graded return")
        verbose_name_plural = _("graded returns")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class ReturnStage(models.Model):
    plan = models.ForeignKey(ReturnPlan, models.PROTECT, related_name="stages", verbose_name=_("graded return"))
    position = models.PositiveSmallIntegerField(_("stage"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name=_("task"))
    shift_starts = models.TimeField(_("begins"), null=True, blank=True)
    shift_ends = models.TimeField(_("ends"), null=True, blank=True)
    goal = models.CharField(_("goal"), max_length=200)

    class Meta:
        verbose_name = _("stage of a return")
        verbose_name_plural = _("stages of a return")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="return_stage_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="return_stage_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.task}"
