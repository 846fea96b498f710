"""Case files of the matching command: read, check, match, answer. Pure apart from what is handed in.

`answer_cases` never raises for a case: what is malformed is answered with the path to the fault.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from recovery.restrictions import (
    ACTIVITIES,
    ACTIVITY_KINDS,
    ANY_ACTIVITY,
    BAND_ORDER,
    HANDS,
    KINDS,
    OPTIONS,
    REPORT_STATUSES,
    SIDES,
    WEIGHT_TOLERANCE_LB,
)

from . import case_values as read
from .case_values import Fault, Record, at
from .demands import exceeds
from .facts import (
    ASSESSED,
    ESTIMATED,
    ROW_STATUSES,
    DemandRow,
    MatchResult,
    Modification,
    Patch,
    Point,
    Report,
    Restriction,
    Task,
)
from .matching import match_bundle, match_task

MOST_MODIFICATIONS = 8
_POINT_BANDS = BAND_ORDER[1:]
_PROFILE_STATUSES = (ASSESSED, ESTIMATED)
_SCALARS = ("shift_hours", "days_per_week", "night", "overtime")
_ROW_NUMBERS = ("hours", "fraction", "weight_lb", "weight_kg", "continuous_min", "reps_per_hour")


@dataclass(frozen=True, slots=True)
class Case:
    id: str
    as_of: date
    reports: tuple[Report, ...]
    task: Task | None
    bundle: tuple[Task, ...]


def answer_cases(cases: list[Any]) -> tuple[list[Record], bool]:
    """One answer per case in the same order, and whether every case was well formed."""
    return read.answer_all(cases, _answer)


def _answer(raw: Record) -> Record:
    case = read_case(raw)
    if case.task is not None:
        return result_as_record(match_task(case.reports, case.task, case.as_of))
    return result_as_record(match_bundle(case.reports, case.bundle, case.as_of))


def result_as_record(result: MatchResult) -> Record:
    findings = [
        {"restriction": finding.restriction, "activity": finding.activity, "reason": finding.reason}
        for finding in result.findings
    ]
    return {
        "verdict": result.verdict,
        "findings": findings,
        "modifications": list(result.modifications),
        "conditions": list(result.conditions),
        "flags": list(result.flags),
    }


def read_case(raw: Record) -> Case:
    name = read.text(raw, "id", "", filled=True)
    as_of = read.day(raw, "as_of", "")
    used: set[str] = set()
    reports = tuple(_report(data, path, used) for data, path in read.records(raw, "reports", "", required=True))
    if (raw.get("task") is None) == (raw.get("bundle") is None):
        raise Fault("task", "give either a task or a bundle, and not both")
    if raw.get("task") is not None:
        return Case(name, as_of, reports, read_task_record(read.record(raw["task"], "task"), "task"), ())
    blocks = tuple(read_task_record(data, path) for data, path in read.records(raw, "bundle", ""))
    if not blocks:
        raise Fault("bundle", "needs at least one block")
    return Case(name, as_of, reports, None, blocks)


def _report(data: Record, path: str, used: set[str]) -> Report:
    start = read.day(data, "from", path)
    end = read.optional_day(data, "to", path)
    if end is not None and end < start:
        raise Fault(at(path, "to"), "must not be before `from`")
    status = read.code(data, "status", path, REPORT_STATUSES)
    restrictions: tuple[Restriction, ...] = ()
    if status == "RESTRICTED":
        listed = read.records(data, "restrictions", path)
        if not listed:
            raise Fault(at(path, "restrictions"), "needs at least one restriction")
        restrictions = tuple(_restriction(item, where, used) for item, where in listed)
    return Report(
        id=read.text(data, "id", path, filled=True),
        provider=read.text(data, "provider", path, filled=True),
        issued=read.day(data, "issued", path),
        valid_from=start,
        valid_to=end,
        status=status,
        restrictions=restrictions,
        voided=bool(read.flag(data, "voided", path)),
    )


def _restriction(data: Record, path: str, used: set[str]) -> Restriction:
    name = read.text(data, "id", path)
    if name in used:
        raise Fault(at(path, "id"), "is used by an earlier restriction of the case")
    used.add(name)
    start, end = read.optional_day(data, "from", path), read.optional_day(data, "to", path)
    if start is not None and end is not None and end < start:
        raise Fault(at(path, "to"), "must not be before `from`")
    kind = read.code(data, "kind", path, KINDS)
    if data.get("text") is not None:
        read.text(data, "text", path)
    return Restriction(
        id=name,
        kind=kind,
        activity=read.code(data, "activity", path, ACTIVITIES) if kind in ACTIVITY_KINDS else ANY_ACTIVITY,
        side=read.optional_code(data, "side", path, SIDES) or "NA",
        valid_from=start,
        valid_to=end,
        permanent=bool(read.flag(data, "permanent", path)),
        **_value(data, path, KINDS[kind].value),
    )


def _value(data: Record, path: str, name: str) -> dict[str, Any]:
    """The one field that the kind of limit needs; fields of other kinds are not looked at."""
    if name == "points":
        return {"points": _points(data, at(path, "points"))}
    if name == "band":
        return {"band": read.code(data, "band", path, BAND_ORDER)}
    if name == "option":
        return {"option": read.code(data, "option", path, OPTIONS)}
    if name in ("hours", "minutes", "reps", "days"):
        return {name: read.number(data, name, path)}
    return {}


def _points(data: Record, path: str) -> tuple[Point, ...]:
    """Anything wrong inside is named at `points`, because its parts only make sense together."""
    try:
        points = tuple(_point(item, where) for item, where in read.records(data, "points", ""))
    except Fault as fault:
        raise Fault(path, f"{fault.field}: {fault.message}") from None
    bands = [point.band for point in points]
    if not points or (None in bands and len(points) > 1):
        raise Fault(path, "give one point without a band, or one point for each band")
    if len(set(bands)) < len(bands):
        raise Fault(path, "names the same band twice")
    by_band = sorted(points, key=lambda point: BAND_ORDER.index(point.band or "NEVER"))
    tolerance = float(WEIGHT_TOLERANCE_LB)
    for place, rarer in enumerate(by_band):
        if any(exceeds(oftener.pounds, rarer.pounds, tolerance) for oftener in by_band[place + 1 :]):
            raise Fault(path, "must not allow more weight at a more frequent band")
    return points


def _point(data: Record, path: str) -> Point:
    given = [unit for unit in ("lb", "kg") if data.get(unit) is not None]
    if len(given) != 1:
        raise Fault(path, "needs exactly one weight, in lb or in kg")
    value = read.number(data, given[0], path)
    return Point(value, given[0], read.optional_code(data, "band", path, _POINT_BANDS))


def read_task_record(data: Record, path: str) -> Task:
    return Task(
        code=read.text(data, "code", path),
        demands=tuple(
            _row(item, where, read.code(item, "status", where, ROW_STATUSES))
            for item, where in read.records(data, "demands", path, required=True)
        ),
        shift_hours=read.shift_hours(data, path),
        days_per_week=read.optional_number(data, "days_per_week", path, most=7),
        night=read.flag(data, "night", path),
        overtime=read.flag(data, "overtime", path),
        absent=read.codes(data, "absent", path, ACTIVITIES),
        unknown=read.codes(data, "unknown", path, ACTIVITIES),
        options=_options(data, path),
        estimated=_is_estimated(data, path),
        modifications=read_modifications(data, path),
    )


def _is_estimated(data: Record, path: str) -> bool:
    if data.get("assessment") is None:
        return False
    where = at(path, "assessment")
    found = read.optional_code(read.record(data["assessment"], where), "status", where, _PROFILE_STATUSES)
    return found == ESTIMATED


def _row(data: Record, path: str, status: str) -> DemandRow:
    numbers = {name: read.optional_number(data, name, path) for name in _ROW_NUMBERS}
    activity = read.code(data, "activity", path, ACTIVITIES)
    hands = read.optional_code(data, "hands", path, HANDS)
    return DemandRow(activity=activity, status=status, hands=hands, **numbers)


def _options(data: Record, path: str) -> dict[str, bool]:
    if data.get("options") is None:
        return {}
    where = at(path, "options")
    given = read.record(data["options"], where)
    found = {name: read.flag(given, name, where) for name in OPTIONS}
    return {name: value for name, value in found.items() if value is not None}


def read_modifications(data: Record, path: str) -> tuple[Modification, ...]:
    listed = read.records(data, "modifications", path)
    if len(listed) > MOST_MODIFICATIONS:
        raise Fault(at(path, "modifications"), f"may hold at most {MOST_MODIFICATIONS}")
    found: dict[str, Modification] = {}
    for item, where in listed:
        name = read.text(item, "code", where)
        if name in found:
            raise Fault(at(where, "code"), "is used by an earlier modification of the task")
        patch = read.record(item.get("patch"), at(where, "patch"))
        found[name] = Modification(name, _patch(patch, at(where, "patch")))
    return tuple(found.values())


def _patch(data: Record, path: str) -> Patch:
    _only(data, path, (*_SCALARS, "options", "set", "remove"))
    if data.get("options") is not None:
        _only(read.record(data["options"], at(path, "options")), at(path, "options"), tuple(OPTIONS))
    rows = []
    for item, where in read.records(data, "set", path):
        _only(item, where, ("activity", "hands", *_ROW_NUMBERS))
        rows.append(_row(item, where, ASSESSED))
    return Patch(
        shift_hours=read.shift_hours(data, path),
        days_per_week=read.optional_number(data, "days_per_week", path, most=7),
        night=read.flag(data, "night", path),
        overtime=read.flag(data, "overtime", path),
        options=_options(data, path),
        set_rows=tuple(rows),
        remove=read.codes(data, "remove", path, ACTIVITIES),
    )


def _only(data: Record, path: str, allowed: tuple[str, ...]) -> None:
    for key, value in data.items():
        if key not in allowed and value is not None:
            raise Fault(at(path, key), "cannot be changed by a modification; leave it out")
