"""Every version of a task's demand profile, as it was written: what a match of then rested on can be read for good."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from duty.models.task import Task
from people.openness import COMPANY, OpenTo
from people.wall import Actor


class TaskVersionQuerySet(models.QuerySet["TaskVersion"]):
    def visible_to(self, actor: Actor) -> Self:
        """Whoever sees the task sees its versions."""
        return self.filter(task__in=Task.objects.visible_to(actor))


class TaskVersion(models.Model):
    task = models.ForeignKey(Task, models.PROTECT, related_name="versions", verbose_name=_("task"))
    version = models.PositiveIntegerField(_("version"))
    facts: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(_("as written"))
    written_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    written_at = models.DateTimeField(_("when"))

    objects = TaskVersionQuerySet.as_manager()
    append_only: ClassVar[bool] = True
    open_to: ClassVar[OpenTo] = COMPANY

    class Meta:
        verbose_name = _("version of a task")
        verbose_name_plural = _("versions of tasks")
        ordering = ["task", "-version"]
        constraints = [models.UniqueConstraint(fields=["task", "version"], name="task_version_once")]

    def __str__(self) -> str:
        return f"{self.task} {self.version}"
