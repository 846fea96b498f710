"""The task bank: work that can be offered, and what it asks of the body. Not assessed is unknown, never zero."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.openness import COMPANY, OpenTo
from people.policy import Relation
from people.wall import Actor

TASK_READERS = (Relation.HR, Relation.SAFETY, Relation.AUDITOR)


class Kind(models.TextChoices):
    LIGHT = "light", _("Light duty")
    MODIFIED = "modified", _("Modified duty")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, actor: Actor) -> Self:
        """Tasks are no person's data: those of the sites where the actor has a role or supervises."""
        sites: set[int] = set().union(*(actor.sites.get(role, frozenset()) for role in TASK_READERS))
        if actor.link:
            return self.filter(provider_links=actor.link.id)
        return self.filter(Q(establishment_id__in=sites) | Q(department_id__in=actor.departments))

    def writable_by(self, actor: Actor) -> Self:
        return self.filter(establishment_id__in=actor.sites.get(Relation.HR, frozenset()))

    def offered(self) -> Self:
        return self.filter(retired_on__isnull=True)


class Task(models.Model):
    class Profile(models.TextChoices):
        ASSESSED = "ASSESSED", _("Assessed")
        ESTIMATED = "ESTIMATED", _("Estimated")

    establishment = models.ForeignKey(
        "people.Establishment", models.PROTECT, related_name="tasks", verbose_name=_("establishment")
    )
    department = models.ForeignKey(
        "people.Department", models.PROTECT, related_name="tasks", verbose_name=_("department")
    )
    code = models.SlugField(_("code"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    description = models.CharField(_("what is done"), max_length=500, blank=True)
    place = models.CharField(_("where"), max_length=120, blank=True)
    shift_starts = models.TimeField(_("begins"), null=True, blank=True)
    shift_ends = models.TimeField(_("ends"), null=True, blank=True)
    shift_minutes = models.PositiveSmallIntegerField(_("minutes a shift"), null=True, blank=True)
    days_per_week = models.PositiveSmallIntegerField(_("days a week"), null=True, blank=True)
    night = models.BooleanField(_("night shift"), null=True, blank=True)
    overtime = models.BooleanField(_("overtime"), null=True, blank=True)
    pays_usual = models.BooleanField(_("usual pay is kept"), default=False)
    hourly_pay = models.DecimalField(
        _("pay an hour"), max_digits=8, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    skills = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("needed skills"),
        help_text=_("Separated by commas, in the words that stand with people."),
    )
    usual_job = models.CharField(
        _("usual work of"),
        max_length=120,
        blank=True,
        help_text=_("The job whose usual work this is; duties for its people are ranked by how alike they are."),
    )
    absent = ArrayField(models.CharField(max_length=24), default=list, blank=True, verbose_name=_("does not occur"))
    unknown = ArrayField(models.CharField(max_length=24), default=list, blank=True, verbose_name=_("not known"))
    options = models.JSONField(_("what the place offers"), default=dict, blank=True)
    modifications = models.JSONField(_("possible changes"), default=list, blank=True)
    profile = models.CharField(_("profile"), max_length=10, choices=Profile, default=Profile.ESTIMATED)
    assessed_by = models.CharField(_("assessed by"), max_length=120, blank=True)
    assessed_on = models.DateField(_("assessed"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    retired_on = models.DateField(_("no longer offered"), null=True, blank=True)

    objects = TaskQuerySet.as_manager()
    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "code"], name="task_code_once"),
            models.CheckConstraint(
                condition=~Q(profile="ASSESSED") | (~Q(assessed_by="") & Q(assessed_on__isnull=False)),
                name="task_assessed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Demand(models.Model):
    """One activity of a task, at the finest level anybody knows."""

    class Status(models.TextChoices):
        ASSESSED = "ASSESSED", _("Assessed")
        ESTIMATED = "ESTIMATED", _("Estimated")
        UNKNOWN = "UNKNOWN", _("Unknown")

    class Hands(models.TextChoices):
        LEFT = "L", _("Left")
        RIGHT = "R", _("Right")
        BOTH = "BOTH", _("Both")
        EITHER = "EITHER", _("Either")

    task = models.ForeignKey(Task, models.CASCADE, related_name="demands", verbose_name=_("task"))
    activity = models.CharField(_("activity"), max_length=24)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ESTIMATED)
    minutes = models.PositiveSmallIntegerField(_("minutes a shift"), null=True, blank=True)
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=2, null=True, blank=True)
    weight_unit = models.CharField(_("unit"), max_length=2, choices=[("lb", "lb"), ("kg", "kg")], default="lb")
    hands = models.CharField(_("hands"), max_length=6, choices=Hands, blank=True)
    continuous_minutes = models.PositiveSmallIntegerField(_("longest stretch"), null=True, blank=True)
    reps_per_hour = models.PositiveIntegerField(_("repetitions an hour"), null=True, blank=True)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("physical demand")
        verbose_name_plural = _("physical demands")
        ordering = ["task", "id"]

    def __str__(self) -> str:
        return self.activity
