"""The versions of a task's demand profile, and what each changed."""

from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext

from duty.case_files import read_task_record
from duty.models import Task, TaskVersion
from duty.models.task import Kind
from duty.offer import demand_words
from people.requests import ActingRequest
from portal.journal import label
from portal.views.hr.door import show
from recovery.restrictions import ACTIVITIES


@dataclass(frozen=True)
class Shown:
    version: TaskVersion
    about: str
    lines: list[tuple[str, bool]]
    gone: list[str]


def task_versions(request: ActingRequest, pk: int) -> HttpResponse:
    task = get_object_or_404(Task.objects.visible_to(request.actor).select_related("establishment"), pk=pk)
    rows = list(TaskVersion.objects.filter(task=task).select_related("written_by").order_by("-version"))
    context = {
        "title": gettext("Versions of “%(task)s”") % {"task": task.name},
        "task": task,
        "versions": [shown(row, before) for row, before in zip_longest(rows, rows[1:])],
    }
    return show(request, "portal/hr/task_versions.html", context, zone=task.establishment.timezone)


def shown(row: TaskVersion, before: TaskVersion | None) -> Shown:
    """A version with what is new in it marked, and what it left out."""
    now, then = lines_of(row.facts), lines_of(before.facts) if before else []
    return Shown(
        version=row,
        about=about(row.facts),
        lines=[(words, before is not None and words not in then) for words in now],
        gone=[words for words in then if words not in now],
    )


def about(facts: dict[str, Any]) -> str:
    by, on = facts.get("assessed_by"), facts.get("assessed_on")
    looked = gettext("looked at by %(name)s on %(day)s") % {"name": by, "day": on} if by else gettext("an estimate")
    parts = [facts["name"], str(label(Kind, facts["kind"])), facts["department"], looked]
    return " · ".join(part for part in parts if part)


def lines_of(facts: dict[str, Any]) -> list[str]:
    task = read_task_record(facts, "")
    lines = [demand_words(row) for row in task.demands]
    if task.shift_hours is not None:
        lines.append(gettext("Shift of %(n)s hours") % {"n": f"{task.shift_hours:g}"})
    for words, codes in ((gettext("Does not occur"), task.absent), (gettext("Not known"), task.unknown)):
        lines += [f"{words}: {gettext(ACTIVITIES[code].label)}" for code in codes]
    lines += [gettext("Possible change: %(code)s") % {"code": change.code} for change in task.modifications]
    return lines
