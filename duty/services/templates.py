"""Templates as a start for a site's task bank: estimates, which exclude and never clear until somebody has looked."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any

from duty.facts import DemandRow, Modification, Patch
from duty.facts import Task as TaskRecord
from duty.models import Task
from duty.services.bank import DemandFacts, TaskFacts, store_task
from duty.task_templates import MODIFICATION_LABELS, TaskTemplate, templates
from people.models import Department, Establishment
from people.scope import verb


@verb
def add_template_tasks(
    *, establishment: Establishment, departments: Mapping[str, Department], at: datetime
) -> list[Task]:
    """The templates whose area has a department here; `departments` maps areas of `duty.task_templates.AREAS`
    (by their English label) to departments, "" to the one for all others. Codes that exist stay as they are."""
    there = set(Task.objects.filter(establishment=establishment).values_list("code", flat=True))
    added = []
    for template in templates():
        department = departments.get(template.area) or departments.get("")
        if department is not None and template.code not in there:
            added.append(store_task(facts=facts_of_template(template, department), at=at))
    return added


def facts_of_template(template: TaskTemplate, department: Department) -> TaskFacts:
    task = template.task
    return TaskFacts(
        code=template.code,
        name=template.name,
        kind=template.kind.lower(),
        department=department,
        shift_minutes=_minutes(task.shift_hours),
        days_per_week=None if task.days_per_week is None else int(task.days_per_week),
        night=task.night,
        overtime=task.overtime,
        absent=task.absent,
        unknown=task.unknown,
        options=dict(task.options),
        modifications=tuple(_modification(change) for change in task.modifications),
        demands=tuple(_demand(row, task) for row in task.demands),
    )


def _minutes(hours: float | None) -> int | None:
    return None if hours is None else round(hours * 60)


def _demand(row: DemandRow, task: TaskRecord) -> DemandFacts:
    hours = row.hours
    if hours is None and row.fraction is not None and task.shift_hours is not None:
        hours = row.fraction * task.shift_hours
    weight = row.weight_kg if row.weight_kg is not None else row.weight_lb
    return DemandFacts(
        activity=row.activity,
        status=row.status,
        minutes=_minutes(hours),
        weight=None if weight is None else Decimal(str(weight)),
        weight_unit="kg" if row.weight_kg is not None else "lb",
        hands=row.hands or "",
        continuous_minutes=None if row.continuous_min is None else round(row.continuous_min),
        reps_per_hour=None if row.reps_per_hour is None else round(row.reps_per_hour),
    )


def _modification(change: Modification) -> dict[str, Any]:
    return {"code": change.code, "label": MODIFICATION_LABELS[change.code], "patch": _patch(change.patch)}


def _patch(patch: Patch) -> dict[str, Any]:
    """The patch in the form in which it is stored: what it leaves alone is left out."""
    scalars = ("shift_hours", "days_per_week", "night", "overtime")
    stored: dict[str, Any] = {name: value for name in scalars if (value := getattr(patch, name)) is not None}
    if patch.options:
        stored["options"] = dict(patch.options)
    if patch.set_rows:
        stored["set"] = [_changed_row(row) for row in patch.set_rows]
    if patch.remove:
        stored["remove"] = list(patch.remove)
    return stored


def _changed_row(row: DemandRow) -> dict[str, Any]:
    values = {one.name: getattr(row, one.name) for one in fields(row) if one.name != "status"}
    return {name: value for name, value in values.items() if value is not None}
