"""Reading a task: which activities are known, how long each row takes, what it weighs, in hours and pounds.

Activities become bits of a number, one per finest activity, so that "shares a leaf" and "lies below" are
single operations. A bundle is read block by block and merged into one task.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import and_
from typing import NamedTuple

from recovery.restrictions import ALL_LEAVES, LEAVES, is_under

from .facts import ESTIMATED, KG_PER_LB, ROW_FIELDS, UNKNOWN, DemandRow, Patch, Task

_BIT = {leaf: 1 << place for place, leaf in enumerate(ALL_LEAVES)}
MASK: dict[str, int] = {code: sum(_BIT[leaf] for leaf in below) for code, below in LEAVES.items()}
"""The finest activities below each code, as bits."""

TOLERANCE = 0.000001
NOISE = 1e-9
"""A value exactly on its tolerance is inside; binary fractions must not push 20.1 lb over 20 + 0.1."""

WORKING_DAY = 8.0


class Row(NamedTuple):
    mask: int
    hours: float | None
    pounds: float | None
    hands: str | None
    minutes: float | None
    reps: float | None
    estimated: bool
    counts: bool
    """False for a row of zero hours: it makes the activity known and asks nothing."""


class Reading(NamedTuple):
    """A task, or the merged blocks of a shift, as matching sees it."""

    rows: tuple[Row, ...]
    known: int
    shift_hours: float | None
    days_per_week: float | None
    night: bool | None
    overtime: bool | None
    options: Mapping[str, bool | None]
    estimated: bool
    has_either: bool

    @property
    def day_hours(self) -> float:
        """Bands are shares of at most eight hours, so that twelve-hour crews get no more exposure."""
        return WORKING_DAY if self.shift_hours is None else min(self.shift_hours, WORKING_DAY)


def exceeds(value: float, limit: float, tolerance: float = TOLERANCE) -> bool:
    return value > limit + tolerance + NOISE


def mask_of(codes: Iterable[str]) -> int:
    mask = 0
    for code in codes:
        mask |= MASK[code]
    return mask


def hours_of(row: DemandRow, shift_hours: float | None) -> float | None:
    if row.hours is not None:
        return row.hours
    if row.fraction is None or shift_hours is None:
        return None
    return row.fraction * shift_hours


def pounds_of(row: DemandRow) -> float | None:
    return row.weight_lb if row.weight_kg is None else row.weight_kg / KG_PER_LB


def read_task(task: Task) -> Reading:
    """Rows that nobody could fill in are taken out; missing is unknown, never zero."""
    rows: list[Row] = []
    covered = mask_of(task.absent)
    unknown = mask_of(task.unknown)
    has_either = False
    for row in task.demands:
        mask = MASK[row.activity]
        if row.status == UNKNOWN:
            unknown |= mask
            continue
        covered |= mask
        has_either = has_either or row.hands == "EITHER"
        rows.append(_read_row(row, mask, task.shift_hours))
    if task.cleared:
        unknown &= ~mask_of(task.cleared)
    return Reading(
        tuple(rows),
        covered & ~unknown,
        task.shift_hours,
        task.days_per_week,
        task.night,
        task.overtime,
        task.options,
        task.estimated,
        has_either,
    )


def _read_row(row: DemandRow, mask: int, shift_hours: float | None) -> Row:
    hours = hours_of(row, shift_hours)
    return Row(
        mask,
        hours,
        pounds_of(row),
        row.hands,
        row.continuous_min,
        row.reps_per_hour,
        row.status == ESTIMATED,
        hours is None or exceeds(hours, 0.0),
    )


def read_bundle(blocks: Sequence[Task]) -> Reading:
    """The blocks of one shift as one task: time adds up, and what one block leaves open stays open."""
    readings = [read_task(block) for block in blocks]
    options = {code for reading in readings for code in reading.options}
    return Reading(
        rows=tuple(row for reading in readings for row in reading.rows),
        known=reduce(and_, (reading.known for reading in readings)),
        shift_hours=_total([reading.shift_hours for reading in readings]),
        days_per_week=_largest([reading.days_per_week for reading in readings]),
        night=_any_true([reading.night for reading in readings]),
        overtime=_any_true([reading.overtime for reading in readings]),
        options={code: _all_true([reading.options.get(code) for reading in readings]) for code in options},
        estimated=any(reading.estimated for reading in readings),
        has_either=any(reading.has_either for reading in readings),
    )


def _total(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


def _largest(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return max(known) if len(known) == len(values) else None


def _any_true(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _all_true(values: list[bool | None]) -> bool | None:
    if False in values:
        return False
    return None if None in values else True


def apply_patch(task: Task, patch: Patch) -> Task:
    """The task after one modification. It changes figures, never a status: it assesses nothing."""
    rows = task.demands
    for change in patch.set_rows:
        rows = tuple(_changed(row, change) if row.activity == change.activity else row for row in rows)
    if patch.remove:
        rows = tuple(row for row in rows if not any(is_under(row.activity, code) for code in patch.remove))
    return replace(
        task,
        demands=rows,
        shift_hours=task.shift_hours if patch.shift_hours is None else patch.shift_hours,
        days_per_week=task.days_per_week if patch.days_per_week is None else patch.days_per_week,
        night=task.night if patch.night is None else patch.night,
        overtime=task.overtime if patch.overtime is None else patch.overtime,
        options={**task.options, **patch.options} if patch.options else task.options,
        absent=task.absent + patch.remove,
        cleared=task.cleared + patch.remove,
    )


_PAIRS = (("hours", "fraction"), ("weight_lb", "weight_kg"))


def _changed(row: DemandRow, change: DemandRow) -> DemandRow:
    new = {name: value for name in ROW_FIELDS if (value := getattr(change, name)) is not None}
    for one, other in _PAIRS:
        # A new figure in one unit makes the old one in the other unit wrong.
        if one in new and other not in new:
            new[other] = None
        elif other in new and one not in new:
            new[one] = None
    return replace(row, **new)
