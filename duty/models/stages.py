"""A graded return: stages with dates, work, hours and a goal. The calendar alone never moves anybody up."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from duty.models.assignment import RECEIVING, Assignment
from duty.models.task import Task
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class ReturnPlan(Walled):
    """Seen by whoever sees the version that is worked in now, or was the last one."""

    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="return_plans", verbose_name=_("case"))
    duty = models.OneToOneField(Assignment, models.PROTECT, related_name="plan", verbose_name=_("duty as it is now"))
    written_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    written_at = models.DateTimeField(_("when"))

    objects = WalledQuerySet["ReturnPlan"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ASSIGNMENT,
        employee="duty__employee_id",
        establishment="duty__establishment_id",
        employee_department="duty__employee__department_id",
        department="duty__department_id",
        receiving_states={f"duty__{lookup}": value for lookup, value in RECEIVING.items()},
        published={"duty__submitted_at__isnull": False},
        compared=frozenset({"case"}),
        fields={"case": DataClass.TREATMENT, "written_by": DataClass.IDENTITY},
    )

    class Meta:
        verbose_name = _("graded return")
        verbose_name_plural = _("graded returns")
        ordering = ["-written_at"]

    def __str__(self) -> str:
        return f"{self.written_at:%Y-%m-%d}"


class ReturnStageQuerySet(WalledQuerySet["ReturnStage"]):
    def of(self, duty: Assignment) -> Self:
        """The stages of the plan that a version belongs to, in their order; none without a plan."""
        if duty.stage is None:
            return self.none()
        return self.filter(plan_id=duty.stage.plan_id).select_related("task").order_by("position")

    def after(self, duty: Assignment) -> Self:
        """The increases that are still planned."""
        return self.of(duty).filter(position__gt=duty.stage.position) if duty.stage else self.none()


class ReturnStage(Walled):
    plan = models.ForeignKey(ReturnPlan, models.PROTECT, related_name="stages", verbose_name=_("graded return"))
    position = models.PositiveSmallIntegerField(_("stage"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"))
    task = models.ForeignKey(Task, models.PROTECT, related_name="+", verbose_name=_("task"))
    shift_starts = models.TimeField(_("begins"), null=True, blank=True)
    shift_ends = models.TimeField(_("ends"), null=True, blank=True)
    own_job = models.BooleanField(_("own job, changed"), default=False)
    goal = models.CharField(_("goal"), max_length=200)
    # As it was when the plan was written; stepping up asks again.
    needs_report = models.BooleanField(_("needs a report that covers it"), default=False)

    objects = ReturnStageQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ASSIGNMENT,
        employee="plan__duty__employee_id",
        establishment="plan__duty__establishment_id",
        employee_department="plan__duty__employee__department_id",
        department="plan__duty__department_id",
        receiving_states={f"plan__duty__{lookup}": value for lookup, value in RECEIVING.items()},
        published={"plan__duty__submitted_at__isnull": False},
        # Typed by hand by HR: it may say what hurts.
        fields={"goal": DataClass.TREATMENT},
    )

    class Meta:
        verbose_name = _("stage of a return")
        verbose_name_plural = _("stages of a return")
        ordering = ["plan", "position"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="return_stage_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="return_stage_in_order"),
            models.CheckConstraint(condition=~Q(goal=""), name="return_stage_has_a_goal"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.task}"
