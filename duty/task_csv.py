"""The task bank as a spreadsheet: one line for each demand, with the task's own columns repeated on each."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any, TextIO

from duty.models import Task
from duty.services.bank import DemandFacts, TaskFacts, check_task
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
NUMBERS = frozenset({"shift_minutes", "days_per_week", "minutes", "continuous_minutes", "reps_per_hour"})
FLAGS = frozenset({"night", "overtime", "pays_usual"})
AMOUNTS = frozenset({"weight", "hourly_pay"})
TIMES = frozenset({"shift_starts", "shift_ends"})
LISTS = frozenset({"absent", "unknown", "options"})
# A spreadsheet would run a cell that begins with one of these.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LARGEST = 32_767
ROW_FAULT = re.compile(r"demands\[(\d+)\]\.?(.*)")


class Wrong(ValueError):
    """A cell that cannot be read; the message says how to write it."""


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
        own = [_cell(task.department.name if name == "department" else _of(task, name)) for name in TASK_COLUMNS]
        demands = [[_cell(_of(row, name)) for name in DEMAND_COLUMNS] for row in task.demands.all()]
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


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


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
    for lines in _by_task(reader):
        _read_task(lines, sheet, departments, there, today)
    return sheet


Lines = list[tuple[int, Mapping[str, str]]]


def _by_task(reader: "csv.DictReader[str]") -> Iterable[Lines]:
    group: Lines = []
    for row in reader:
        cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
        if group and cells["code"] != group[0][1]["code"]:
            yield group
            group = []
        group.append((reader.line_num, cells))
    if group:
        yield group


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
        text = cells[name][1:] if cells[name].startswith("'") and cells[name][1:].startswith(FORMULA) else cells[name]
        try:
            found[name] = _value(name, text)
        except Wrong as wrong:
            faults.append((number, name, str(wrong)))
    return found


def _value(name: str, text: str) -> Any:
    if name in NUMBERS:
        if not (text.isascii() and text.isdigit() and int(text) <= LARGEST):
            raise Wrong("Write a whole number.")
        return int(text)
    if name in FLAGS:
        if text.lower() not in {"yes", "no"}:
            raise Wrong("Write yes or no, or leave it empty.")
        return text.lower() == "yes"
    if name in TIMES:
        return _time(text)
    if name == "assessed_on":
        return _day(text)
    if name in AMOUNTS:
        return _amount(text)
    if name == "skills":
        return tuple(skill.strip() for skill in text.split(";") if skill.strip())
    if name in LISTS:
        codes = tuple(text.replace(",", " ").split())
        return _options(codes) if name == "options" else codes
    return text


def _options(words: tuple[str, ...]) -> dict[str, bool]:
    """ "SIT_STAND no HELPER": what the place offers, and with "no" before it what it cannot offer."""
    found: dict[str, bool] = {}
    offered = True
    for word in words:
        if word == "no":
            offered = False
            continue
        found[word] = offered
        offered = True
    return found


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise Wrong("Write a time such as 06:30.") from None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong("Write a date such as 2026-03-10.") from None


def _amount(text: str) -> Decimal:
    try:
        weight = Decimal(text)
    except InvalidOperation:
        raise Wrong("Write a number such as 12.5.") from None
    if not weight.is_finite() or not 0 <= weight < 100_000:
        raise Wrong("Write a number that is not negative.")
    return weight.quantize(Decimal("0.01"))
