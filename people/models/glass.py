"""An emergency look: somebody at a desk opened one case beyond their reach, for an hour, and said why."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.account import User
from people.models.company import Employee
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class BrokenGlass(Walled):
    """One emergency look. `case` is the key of a case, which this floor does not know."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name=_("employee"))
    case = models.BigIntegerField(_("case"))
    reason = models.CharField(_("reason"), max_length=200)
    opened_at = models.DateTimeField(_("opened"))
    until = models.DateTimeField(_("until"))

    objects = WalledQuerySet["BrokenGlass"].as_manager()
    append_only: ClassVar[bool] = True
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ACCESS,
        employee="employee_id",
        establishment="employee__establishment_id",
        account="user_id",
    )

    class Meta:
        verbose_name = _("emergency look")
        verbose_name_plural = _("emergency looks")
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="broken_glass_has_a_reason"),
            models.CheckConstraint(condition=models.Q(until__gt=models.F("opened_at")), name="broken_glass_ends"),
        ]
        indexes = [models.Index(fields=["user", "until"], name="broken_glass_by_user")]

    def __str__(self) -> str:
        return f"{self.user} {self.opened_at:%Y-%m-%d %H:%M}"
