"""The task bank as a spreadsheet: one line for each demand, with the task's own columns repeated on each."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TextIO

from duty.models import Task
from duty.services.bank import DemandFacts, TaskFacts, check_task
from duty.task_cells import Wrong, read, written
from people.models import Department, Establishment
from people.refusals import Refused

TASK_COLUMNS = (
    "code",
    "name",
    "kind",
    "department",
    "description",
    "place",
    "shift_starts",
    "shift_ends",
    "shift_minutes",
    "days_per_week",
    "night",
    "overtime",
    "pays_usual",
    "hourly_pay",
    "skills",
    "usual_job",
    "absent",
    "unknown",
    "options",
    "assessed_by",
    "assessed_on",
)
DEMAND_COLUMNS = (
    "activity",
    "status",
    "minutes",
    "weight",
    "weight_unit",
    "hands",
    "continuous_minutes",
    "reps_per_hour",
)
COLUMNS = TASK_COLUMNS + DEMAND_COLUMNS
ROW_FAULT = re.compile(r"demands\[(\d+)\]\.?(.*)")


@dataclass
class Sheet:
    """What was read: good tasks, and each fault as (line, column, message)."""

    tasks: list[TaskFacts] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


def export_tasks(tasks: Iterable[Task], out: TextIO) -> int:
    """Write tasks with their demands (prefetched); answers the number of lines. Changes to tasks are not part of it."""
    sheet = csv.writer(out)
    sheet.writerow(COLUMNS)
    lines = 0
    for task in tasks:
        own = [written(task.department.name if name == "department" else _of(task, name)) for name in TASK_COLUMNS]
        demands = [[written(_of(row, name)) for name in DEMAND_COLUMNS] for row in task.demands.all()]
        for row in demands or [[""] * len(DEMAND_COLUMNS)]:
            sheet.writerow(own + row)
            lines += 1
    return lines


def _of(row: Any, name: str) -> Any:
    value = getattr(row, name)
    if name == "skills":
        return "; ".join(value)
    if name == "options":
        return [code if value[code] else f"no {code}" for code in sorted(value) if value[code] is not None]
    return value


def read_sheet(source: Iterable[str], establishment: Establishment, *, today: date) -> Sheet:
    """Read and check a whole sheet; nothing is written. Lines of one task share its code and follow each other."""
    sheet = Sheet()
    reader = csv.DictReader(source)
    unknown = set(reader.fieldnames or ()) - set(COLUMNS)
    missing = {"code", "name", "kind", "department"} - set(reader.fieldnames or ())
    sheet.faults += [(1, str(name), "There is no column of this name.") for name in sorted(map(str, unknown))]
    sheet.faults += [(1, name, "This column is missing.") for name in sorted(missing)]
    if sheet.faults:
        return sheet
    there = {task.code: task for task in Task.objects.filter(establishment=establishment)}
    departments = {row.name.casefold(): row for row in Department.objects.filter(establishment=establishment)}
    for department in departments.values():
        department.establishment = establishment
    for lines in _by_task(reader, sheet):
        _read_task(lines, sheet, departments, there, today)
    return sheet


Lines = list[tuple[int, Mapping[str, str]]]


def _by_task(reader: "csv.DictReader[str]", sheet: Sheet) -> Iterable[Lines]:
    group: Lines = []
    for number, cells in _readable(reader, sheet):
        if group and cells["code"] != group[0][1]["code"]:
            yield group
            group = []
        group.append((number, cells))
    if group:
        yield group


def _readable(reader: "csv.DictReader[str]", sheet: Sheet) -> Iterable[tuple[int, Mapping[str, str]]]:
    try:
        for row in reader:
            if None in row:
                sheet.faults.append((reader.line_num, "line", "This line has more cells than there are columns."))
            else:
                yield reader.line_num, {name: (row.get(name) or "").strip() for name in COLUMNS}
    except csv.Error as error:
        sheet.faults.append((reader.line_num + 1, "line", f"This line cannot be read, nor what follows it: {error}."))


def _read_task(
    lines: Lines, sheet: Sheet, departments: Mapping[str, Department], there: Mapping[str, Task], today: date
) -> None:
    first, cells = lines[0]
    faults: list[tuple[int, str, str]] = []
    given = _read_cells(first, cells, TASK_COLUMNS, faults)
    department = departments.get(cells["department"].casefold())
    if department is None:
        faults.append((first, "department", "There is no department of this name."))
    if any(facts.code == cells["code"] for facts in sheet.tasks):
        faults.append((first, "code", "Lines of one task must follow each other."))
    demands = []
    for number, row in lines:
        if row["activity"]:
            demands.append(DemandFacts(**_read_cells(number, row, DEMAND_COLUMNS, faults)))
    if not faults and department is not None:
        task = there.get(cells["code"])
        # Changes to a task are no columns of the sheet: they stay as they are.
        kept = tuple(task.modifications) if task else ()
        facts = TaskFacts(**given, department=department, demands=tuple(demands), modifications=kept)
        try:
            check_task(facts, today=today, task=task)
        except Refused as refused:
            faults += [_placed(lines, name, str(words)) for name, words in refused.fields.items()]
        else:
            sheet.tasks.append(facts)
    sheet.faults += faults


def _placed(lines: Lines, name: str, words: str) -> tuple[int, str, str]:
    """A fault inside the task at its line of the sheet."""
    inside = ROW_FAULT.match(name)
    if not inside:
        return lines[0][0], name, words
    rows = [number for number, row in lines if row["activity"]]
    return rows[int(inside[1])], inside[2], words


def _read_cells(
    number: int, cells: Mapping[str, str], names: Iterable[str], faults: list[tuple[int, str, str]]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in names:
        if name == "department" or not cells[name]:
            continue
        try:
            found[name] = read(name, cells[name])
        except Wrong as wrong:
            faults.append((number, name, str(wrong)))
    return found
