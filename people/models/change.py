"""The history of rows: what each statement changed, written by triggers of the database itself (people.audit)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models.account import User
from people.models.company import Employee, Establishment
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class Change(Walled):
    """One row that was made, changed or removed, by whichever way in: page, API, bulk statement or plain SQL.

    Names of fields are for whoever may know that something changed; the values are for the employee and HR alone.
    A row that was made is not copied: it stands in its own table, and what it was is in its first change.
    """

    class Verb(models.TextChoices):
        MADE = "I", _("made")
        CHANGED = "U", _("changed")
        REMOVED = "D", _("removed")

    at = models.DateTimeField(_("when"))
    table = models.CharField(_("table"), max_length=63)
    row = models.CharField(_("row"), max_length=40)
    verb = models.CharField(_("what"), max_length=1, choices=Verb)
    # No constraints in the database: history outlives the rows it is about.
    user = models.ForeignKey(
        User, models.DO_NOTHING, null=True, db_constraint=False, related_name="+", verbose_name=_("who")
    )
    employee = models.ForeignKey(
        Employee, models.DO_NOTHING, null=True, db_constraint=False, related_name="+", verbose_name=_("employee")
    )
    establishment = models.ForeignKey(
        Establishment,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        related_name="+",
        verbose_name=_("establishment"),
    )
    fields = ArrayField(models.CharField(max_length=63), default=list, verbose_name=_("fields"))
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    objects = WalledQuerySet["Change"].as_manager()
    written_by_triggers: ClassVar[bool] = True
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ACCESS,
        employee="employee_id",
        establishment="establishment_id",
        # An auditor reads that something changed, without the names of people.
        fields={"before": DataClass.TREATMENT, "after": DataClass.TREATMENT, "employee": DataClass.IDENTITY},
    )

    class Meta:
        verbose_name = _("change of a row")
        verbose_name_plural = _("changes of rows")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["employee", "-id"], name="change_by_employee"),
            models.Index(fields=["establishment", "-id"], name="change_by_establishment"),
            models.Index(fields=["table", "row"], name="change_by_row"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row}"
