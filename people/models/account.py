"""Who signs in, with which roles, and who looked at whose record."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from people.openness import ACCOUNTS, NAMES, OpenTo
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """An account; the e-mail address is the name. What it may see follows from roles, never from this row."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    full_name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    date_joined = models.DateTimeField(_("since"), auto_now_add=True)

    objects = UserManager()
    open_to: ClassVar[OpenTo] = NAMES
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_in_small_letters")]

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().lower()
        super().save(*args, **kwargs)


class RoleGrant(models.Model):
    """A role at one establishment, or at all of them when none is named."""

    class Role(models.TextChoices):
        HR = "hr", _("HR case manager")
        SAFETY = "safety", _("Safety officer")
        AUDITOR = "auditor", _("Auditor")
        IT = "it", _("IT")

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    establishment = models.ForeignKey(
        "people.Establishment", models.CASCADE, null=True, blank=True, verbose_name=_("establishment")
    )
    is_lead = models.BooleanField(_("lead"), default=False)

    open_to: ClassVar[OpenTo] = ACCOUNTS

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "establishment"], nulls_distinct=False, name="role_granted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class ApiToken(models.Model):
    """A revocable key to the API; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=100)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    open_to: ClassVar[OpenTo] = ACCOUNTS

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")

    def __str__(self) -> str:
        return self.name


class AccessEntry(Walled):
    """Somebody looked at an employee's record. Append-only; the employee can read it."""

    employee = models.ForeignKey(
        "people.Employee", models.PROTECT, related_name="access_entries", verbose_name=_("employee")
    )
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("who"))
    role = models.CharField(_("role"), max_length=16)
    what = models.CharField(_("what"), max_length=40)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    at = models.DateTimeField(_("when"), db_index=True)

    objects = WalledQuerySet["AccessEntry"].as_manager()
    append_only: ClassVar[bool] = True
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ACCESS,
        employee="employee_id",
        establishment="employee__establishment_id",
        # An auditor reads who looked, without the names of those looked at.
        fields={"employee": DataClass.IDENTITY},
    )

    class Meta:
        verbose_name = _("look at a record")
        verbose_name_plural = _("looks at records")
        indexes = [models.Index(fields=["employee", "-at"], name="access_by_employee")]

    def __str__(self) -> str:
        return f"{self.user} {self.what}"


class CalendarKey(models.Model):
    """The secret address of somebody's calendar; only its hash is kept. Without a row there is no calendar."""

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="calendar_key", verbose_name=_("account")
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))

    open_to: ClassVar[OpenTo] = ACCOUNTS

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")

    def __str__(self) -> str:
        return str(self.user)
