"""The company: establishments, departments, employees, and who supervises which department from when until when."""

from datetime import date
from typing import ClassVar, Self
from zoneinfo import available_timezones

from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.openness import COMPANY, OpenTo
from people.policy import DataClass, Reach
from people.wall import Wall, WalledQuerySet
from people.walled import Walled

HOURS_IN_A_WEEK = 7 * 24


def saturday_and_sunday() -> list[int]:
    return [5, 6]


def known_time_zone(name: str) -> None:
    """One wrong name would stop the planning of every site's reminders."""
    if name not in available_timezones():
        raise ValidationError(_("Enter a time zone such as America/Chicago."))


class Establishment(models.Model):
    """One site: its own time zone, working week and holidays decide what "today" and "working day" mean."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    code = models.SlugField(_("code"), max_length=40, unique=True)
    timezone = models.CharField(_("time zone"), max_length=64, default="America/Chicago", validators=[known_time_zone])
    weekend = ArrayField(
        models.PositiveSmallIntegerField(),
        default=saturday_and_sunday,
        verbose_name=_("days off"),
        help_text=_("0 is Monday, 6 is Sunday"),
    )
    send_hour = models.PositiveSmallIntegerField(_("hour of the day's reminders"), default=8)
    contact_name = models.CharField(_("HR contact"), max_length=120, blank=True)
    contact_phone = models.CharField(_("HR telephone"), max_length=40, blank=True)
    emergency_number = models.CharField(_("emergency number"), max_length=20, default="911")
    state = models.CharField(
        _("state"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$", _("Enter two letters such as TX."))],
        help_text=_("Two letters such as TX: what an offer letter must say differs by state."),
    )
    weight_unit = models.CharField(
        _("weights are told in"), max_length=2, choices=[("lb", "lb"), ("kg", "kg")], default="lb"
    )
    is_federal = models.BooleanField(
        _("US federal workplace"), default=False, help_text=_("Compensation under FECA instead of state law.")
    )

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(send_hour__lte=23), name="establishment_send_hour"),
            models.CheckConstraint(condition=~Q(weekend__len__gte=7), name="establishment_has_a_working_day"),
        ]

    def __str__(self) -> str:
        return self.name


class Holiday(models.Model):
    establishment = models.ForeignKey(
        Establishment, models.CASCADE, related_name="holidays", verbose_name=_("establishment")
    )
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["establishment", "day"], name="holiday_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Department(models.Model):
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="departments", verbose_name=_("establishment")
    )
    name = models.CharField(_("name"), max_length=120)

    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["establishment", "name"]
        constraints = [models.UniqueConstraint(fields=["establishment", "name"], name="department_once")]

    def __str__(self) -> str:
        return self.name


class Employee(Walled):
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="employees", verbose_name=_("establishment")
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="employees", verbose_name=_("department"))
    user = models.OneToOneField(
        "people.User",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="employee",
        verbose_name=_("account"),
    )
    number = models.CharField(_("employee number"), max_length=40)
    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    job_title = models.CharField(_("job"), max_length=120)
    language = models.CharField(_("language"), max_length=8, default="en")
    hired_on = models.DateField(_("hired"), null=True, blank=True)
    left_on = models.DateField(_("left"), null=True, blank=True)
    shift_starts = models.TimeField(_("usual shift begins"), null=True, blank=True)
    shift_ends = models.TimeField(_("usual shift ends"), null=True, blank=True)
    usual_hourly_wage = models.DecimalField(
        _("usual pay an hour"),
        max_digits=8,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("US dollars. Only HR sees it; it ranks duties and stands in no message."),
    )
    usual_weekly_hours = models.DecimalField(
        _("usual hours a week"),
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(HOURS_IN_A_WEEK)],
    )
    skills = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        verbose_name=_("skills"),
        help_text=_("Separated by commas, in the words that tasks use, such as: forklift license, Spanish."),
    )

    objects = WalledQuerySet["Employee"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.IDENTITY,
        employee="id",
        establishment="establishment_id",
        employee_department="department_id",
        account="user_id",
        compared=frozenset({"left_on"}),
        fields={"usual_hourly_wage": DataClass.PAY, "usual_weekly_hours": DataClass.PAY},
        limited={
            Reach.NAME: frozenset(
                {"id", "name", "given_name", "family_name", "job_title", "department", "establishment"}
            ),
            Reach.PSEUDONYM: frozenset({"id", "pseudonym", "department", "establishment", "job_title"}),
        },
    )

    class Meta:
        verbose_name = _("employee")
        verbose_name_plural = _("employees")
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="employee_number_once"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(hired_on__isnull=True) | Q(left_on__gte=models.F("hired_on")),
                name="employee_left_after_hired",
            ),
            models.CheckConstraint(
                condition=Q(usual_hourly_wage__isnull=True) | Q(usual_hourly_wage__gte=0),
                name="employee_wage_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(usual_weekly_hours__isnull=True) | Q(usual_weekly_hours__range=(0, HOURS_IN_A_WEEK)),
                name="employee_hours_of_a_week",
            ),
        ]
        indexes = [
            models.Index(fields=["department"], name="employee_by_department"),
            models.Index(Lower("family_name"), "establishment", name="employee_by_family_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"

    @property
    def short_name(self) -> str:
        """ "A. Rivera": enough to know the person in a list at the desk."""
        return f"{self.given_name[:1]}. {self.family_name}"

    @property
    def pseudonym(self) -> str:
        return f"E-{self.pk:06d}"


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def in_force(self, today: date) -> Self:
        return self.filter(starts_on__lte=today).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))

    def principal(self) -> Self:
        return self.filter(stands_in_for__isnull=True)


class Supervision(models.Model):
    """Who supervises a department from when until when; a substitute's row points at the row it stands in for."""

    department = models.ForeignKey(
        Department, models.CASCADE, related_name="supervisions", verbose_name=_("department")
    )
    supervisor = models.ForeignKey(Employee, models.PROTECT, related_name="supervisions", verbose_name=_("supervisor"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    stands_in_for = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="substitutes",
        verbose_name=_("stands in for"),
    )

    objects = SupervisionQuerySet.as_manager()
    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("supervision")
        verbose_name_plural = _("supervisions")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="supervision_ends_after_start",
            )
        ]
        indexes = [models.Index(fields=["supervisor", "starts_on"], name="supervision_by_supervisor")]

    def __str__(self) -> str:
        return f"{self.supervisor}: {self.department}"

    def clean(self) -> None:
        if self.stands_in_for_id and not self.ends_on:
            raise ValidationError({"ends_on": _("Enter the last day of the stand-in.")})
