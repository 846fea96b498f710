"""The review of a duty as calendars know it: which day, how often it moved, and whether it still stands."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.models.assignment import Assignment
from people.policy import DataClass
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class ReviewEntry(Walled):
    """RFC 5545, 3.8.7.4: each change of an entry has a higher sequence, or calendars keep what they have.

    It holds a day and nothing else, so whoever had the review in the calendar may also read that it fell away.
    """

    assignment = models.OneToOneField(
        Assignment, models.PROTECT, primary_key=True, related_name="review_entry", verbose_name=_("duty")
    )
    day = models.DateField(_("review date"))
    sequence = models.PositiveIntegerField(_("changes"), default=0)
    changed_at = models.DateTimeField(_("changed"))
    standing = models.BooleanField(_("still planned"), default=True)

    objects = WalledQuerySet["ReviewEntry"].as_manager()
    wall: ClassVar[Wall] = Wall(
        data_class=DataClass.ASSIGNMENT,
        employee="assignment__employee_id",
        establishment="assignment__establishment_id",
        employee_department="assignment__employee__department_id",
        department="assignment__department_id",
        published={"assignment__submitted_at__isnull": False},
    )

    class Meta:
        verbose_name = _("review in calendars")
        verbose_name_plural = _("reviews in calendars")
        ordering = ["day", "pk"]
        indexes = [models.Index(fields=["standing", "changed_at"], name="review_entry_by_change")]

    def __str__(self) -> str:
        return f"{self.day}"
