"""The duty offered to a person: its versions, each step they took, reviews, and the employee's "that was too much"."""

import uuid
from dataclasses import replace
from datetime import date, time
from typing import ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from duty.minutes_field import MinutesField, whole_day
from duty.models.task import Kind, Task
from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

OPEN_STATES = (
    "draft",
    "pending_supervisor",
    "pending_employee",
    "scheduled",
    "active",
    "suspended",
    "lapsed",
)
RECEIVING: dict[str, tuple[str, ...]] = {
    "state__in": ("pending_supervisor", "pending_employee", "scheduled", "active", "suspended", "lapsed")
}


class AssignmentQuerySet(WalledQuerySet["Assignment"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN_STATES)

    def in_state(self, *states: str) -> Self:
        return self.filter(state__in=states)

    def for_review(self, until: date) -> Self:
        return self.filter(state="active", review_on__lte=until)


class Assignment(Walled):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PENDING_SUPERVISOR = "pending_supervisor", _("Waits for the supervisor")
        PENDING_EMPLOYEE = "pending_employee", _("Waits for the employee")
        SCHEDULED = "scheduled", _("Starts soon")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Stopped for now")
        LAPSED = "lapsed", _("Ran out without a review")
        ENDED = "ended", _("Ended")
        DECLINED_SUPERVISOR = "declined_supervisor", _("Declined by the supervisor")
        DECLINED_EMPLOYEE = "declined_employee", _("Refused by the employee")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Wage(models.TextChoices):
        USUAL = "usual", _("the usual pay")
        HOUR = "hour", _("so much an hour")
        WEEK = "week", _("so much a week")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="assignments", verbose_name=_("case"))
    employee = models.ForeignKey(
        "people.Employee", models.PROTECT, related_name="assignments", verbose_name=_("employee")
    )
    establishment = models.ForeignKey("people.Establishment", models.PROTECT, verbose_name=_("establishment"))
    department = models.ForeignKey(
        "people.Department",
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("receiving department"),
    )
    task = models.ForeignKey("duty.Task", models.PROTECT, related_name="assignments", verbose_name=_("task"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(_("version"), default=1)
    stage = models.ForeignKey(
        "duty.ReturnStage",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name=_("stage of a graded return"),
    )
    previous = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="following",
        verbose_name=_("version before"),
    )
    starts_on = models.DateField(_("from"))
    planned_end_on = models.DateField(_("until"), null=True, blank=True)
    restrictions_end_on = models.DateField(_("limits end"), null=True, blank=True)
    review_on = models.DateField(_("review date"))
    answer_by = models.DateField(_("answer by"), null=True, blank=True)
    shift_starts = models.TimeField(_("begins"), null=True, blank=True)
    shift_ends = models.TimeField(_("ends"), null=True, blank=True)
    busy = MinutesField(_("minutes of a day"), default=whole_day, editable=False)
    own_job = models.BooleanField(_("own job, changed"), default=False)
    affects_routine_functions = models.BooleanField(_("without a routine function"), default=True)
    limits_full_workday = models.BooleanField(_("without the full shift"), default=False)
    ask_for = models.CharField(_("ask for"), max_length=120, blank=True)
    wage_kind = models.CharField(_("pay"), max_length=5, choices=Wage, blank=True)
    wage_amount = models.DecimalField(_("amount"), max_digits=8, decimal_places=2, null=True, blank=True)
    doctor_agreed_on = models.DateField(_("the doctor agreed to this work"), null=True, blank=True)
    modifications = models.JSONField(_("changes to the task"), default=list, blank=True)
    conditions = models.JSONField(_("conditions"), default=list, blank=True)
    verdict = models.CharField(_("match"), max_length=24, blank=True)
    match = models.JSONField(_("match in full"), default=dict, blank=True)
    match_hash = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("proposed by"))
    proposed_at = models.DateTimeField(_("proposed"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    approved_by = models.ForeignKey(
        "people.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    activated_on = models.DateField(_("worked from"), null=True, blank=True)
    ended_on = models.DateField(_("worked until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    alternative = models.CharField(_("another duty instead"), max_length=500, blank=True)
    offer_text = models.TextField(_("offer as sent"), blank=True)
    offer_language = models.CharField(_("language of the offer"), max_length=8, blank=True)
    acknowledged_at = models.DateTimeField(_("letter received"), null=True, blank=True)
    signed_copy = models.ForeignKey(
        "injuries.CaseFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed copy")
    )

    objects = AssignmentQuerySet.as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ASSIGNMENT,
        employee="employee_id",
        establishment="establishment_id",
        employee_department="employee__department_id",
        department="department_id",
        case="case_id",
        receiving_states=RECEIVING,
        lends="employee_id",
        published={"submitted_at__isnull": False},
        compared=frozenset({"case"}),
        fields={
            "case": DataClass.TREATMENT,
            "match": DataClass.TREATMENT,
            "offer_text": DataClass.TREATMENT,
            "doctor_agreed_on": DataClass.TREATMENT,
            "signed_copy": DataClass.TREATMENT,
            "wage_kind": DataClass.PAY,
            "wage_amount": DataClass.PAY,
            # Typed by hand, by the employee or HR: it may say what hurts.
            "reason": DataClass.TREATMENT,
            # An auditor reads duties without the names of people.
            "employee": DataClass.IDENTITY,
        },
        limited={Reach.NAME: frozenset({"employee"})},
    )

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_end_on__isnull=True) | Q(planned_end_on__gte=F("starts_on")),
                name="assignment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(planned_end_on__isnull=True) | Q(review_on__lte=F("planned_end_on")),
                name="assignment_review_before_end",
            ),
            models.CheckConstraint(
                condition=Q(restrictions_end_on__isnull=True) | Q(review_on__lte=F("restrictions_end_on")),
                name="assignment_review_before_limits_end",
            ),
            models.CheckConstraint(
                condition=Q(wage_kind__in=("", "usual"), wage_amount__isnull=True)
                | Q(wage_kind__in=("hour", "week"), wage_amount__gte=0),
                name="assignment_wage_whole",
            ),
            ExclusionConstraint(
                name="assignment_active_once",
                expressions=[
                    (
                        Func(F("employee"), F("employee"), Value("[]"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                    (
                        Func(F("starts_on"), F("planned_end_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("busy", RangeOperators.OVERLAPS),
                ],
                condition=Q(state="active"),
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(state="active"), name="assignment_review"),
            models.Index(fields=["starts_on"], condition=Q(state="scheduled"), name="assignment_start"),
            models.Index(fields=["department", "state"], name="assignment_by_department"),
            models.Index(fields=["employee", "state"], name="assignment_by_employee"),
            models.Index(fields=["establishment", "state", "review_on"], name="assignment_by_establishment"),
        ]

    def __str__(self) -> str:
        return f"{self.task}"

    @property
    def parts(self) -> list[tuple[Task, time | None, time | None]]:
        """The work of a shift in its order: the task of the duty and the blocks beside it."""
        first = (self.task, self.shift_starts, self.shift_ends)
        return [first, *((block.task, block.shift_starts, block.shift_ends) for block in self.blocks.all())]

    @property
    def coverage_end(self) -> date | None:
        """The earlier of the limits' end and the planned end, those given."""
        ends = [day for day in (self.restrictions_end_on, self.planned_end_on) if day]
        return min(ends) if ends else None


class AssignmentStep(Walled):
    """One transition, stored for good: who, when, from, to, and the match it rested on."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="steps", verbose_name=_("duty"))
    action = models.CharField(_("action"), max_length=24)
    from_state = models.CharField(_("from"), max_length=20)
    to_state = models.CharField(_("to"), max_length=20)
    role = models.CharField(_("as"), max_length=16)
    by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    match = models.JSONField(default=dict, blank=True)
    text = models.TextField(_("letter as sent"), blank=True)

    objects = WalledQuerySet["AssignmentStep"].as_manager()
    append_only: ClassVar[bool] = True
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ASSIGNMENT,
        employee="assignment__employee_id",
        establishment="assignment__establishment_id",
        employee_department="assignment__employee__department_id",
        department="assignment__department_id",
        receiving_states={f"assignment__{lookup}": value for lookup, value in RECEIVING.items()},
        published={"assignment__submitted_at__isnull": False},
        fields={
            "match": DataClass.TREATMENT,
            "reason": DataClass.TREATMENT,
            "text": DataClass.TREATMENT,
            # Often the employee.
            "by": DataClass.IDENTITY,
        },
        compared=frozenset({"by"}),
        limited={Reach.NAME: frozenset({"by"})},
    )

    class Meta:
        verbose_name = _("step of a duty")
        verbose_name_plural = _("steps of duties")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"


class DutyReview(Walled):
    class Decision(models.TextChoices):
        CONTINUE = "continue", _("Goes on")
        CHANGE = "change", _("Changes")
        END = "end", _("Ends")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reviews", verbose_name=_("duty"))
    held_on = models.DateField(_("held"))
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    employee_words = models.CharField(_("the employee about the duty"), max_length=500, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("entered"))

    objects = WalledQuerySet["DutyReview"].as_manager()
    wall: ClassVar[Wall] = replace(
        AssignmentStep.wall, fields={"employee_words": DataClass.TREATMENT}, limited={}, compared=frozenset()
    )

    class Meta:
        verbose_name = _("duty review")
        verbose_name_plural = _("duty reviews")
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.held_on} {self.get_decision_display()}"


class Concern(Walled):
    """ "I was asked to do more than this": goes to HR with the limits shown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey("injuries.Case", models.PROTECT, related_name="concerns", verbose_name=_("case"))
    assignment = models.ForeignKey(
        Assignment, models.PROTECT, null=True, blank=True, related_name="concerns", verbose_name=_("duty")
    )
    words = models.CharField(_("what was asked"), max_length=500)
    stopped = models.BooleanField(_("stopped the work"), default=False)
    raised_by = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("by"))
    raised_at = models.DateTimeField(_("when"))
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("answered by")
    )
    answer = models.CharField(_("what HR did"), max_length=500, blank=True)

    objects = WalledQuerySet["Concern"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.CHECK_IN,
        employee="case__employee_id",
        establishment="case__establishment_id",
        employee_department="case__employee__department_id",
    )

    class Meta:
        verbose_name = _("asked to do more")
        verbose_name_plural = _("asked to do more")
        ordering = ["-raised_at"]
        indexes = [models.Index(fields=["raised_at"], condition=Q(answered_at__isnull=True), name="concern_open")]

    def __str__(self) -> str:
        return f"{self.raised_at:%Y-%m-%d}"
