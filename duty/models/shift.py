"""The blocks of a duty where a shift has several kinds of work."""

from dataclasses import replace
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.models.assignment import Assignment, AssignmentStep
from people.wall import Wall, WalledQuerySet
from people.walled import Walled


class DutyBlock(Walled):
    """Further work in the same shift, beside the task of the duty itself. They may run together only if they match
    together."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="blocks", verbose_name=_("duty"))
    task = models.ForeignKey("duty.Task", models.PROTECT, related_name="blocks", verbose_name=_("task"))
    shift_starts = models.TimeField(_("begins"))
    shift_ends = models.TimeField(_("ends"))

    objects = WalledQuerySet["DutyBlock"].as_manager()
    wall: ClassVar[Wall] = replace(AssignmentStep.wall, fields={}, limited={}, compared=frozenset())

    class Meta:
        verbose_name = _("part of a shift")
        verbose_name_plural = _("parts of a shift")
        ordering = ["assignment", "shift_starts"]

    def __str__(self) -> str:
        return f"{self.task} {self.shift_starts:%H:%M}"
