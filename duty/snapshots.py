"""The match of an assignment as it is agreed: its task with the changes and the shift that were offered, on the later
of today and the start. Stored with each step, so that anybody can see later what it rested on."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, time
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from duty import facts
from duty.demands import apply_patch, read_bundle, read_task
from duty.matching import Standing, judge, restrictions_in_force
from duty.models import Assignment, DutyBlock, Task
from duty.rows import demands_of, release_on_file, reports_of, task_of
from duty.shift_time import length_of, meet

NIGHT_ENDS = time(5)


@dataclass(frozen=True)
class Snapshot:
    result: facts.MatchResult
    standing: Standing
    as_of: date
    digest: str
    task_version: int
    part_versions: tuple[tuple[int, int], ...] = ()

    @property
    def verdict(self) -> str:
        return self.result.verdict

    @property
    def ends_on(self) -> date | None:
        return self.standing.ends_on

    @property
    def released(self) -> bool:
        return release_on_file(self.standing)

    def record(self) -> dict[str, Any]:
        """As it is stored: codes and figures only, no word of a provider."""
        return {
            "as_of": self.as_of.isoformat(),
            "hash": self.digest,
            "verdict": self.result.verdict,
            "findings": [asdict(finding) for finding in self.result.findings],
            "modifications": list(self.result.modifications),
            "conditions": list(self.result.conditions),
            "flags": list(self.result.flags),
            "reports": [int(report.id) for report in self.standing.reports],
            "task_version": self.task_version,
            "parts": [{"task": task, "version": version} for task, version in self.part_versions],
        }


def shift_hours(starts: time | None, ends: time | None) -> float | None:
    """The length of a shift; one that ends at or before its beginning runs past midnight."""
    if starts is None or ends is None:
        return None
    return length_of(starts, ends) / 60


def as_offered(task: Task, fact: facts.Task, starts: time | None, ends: time | None) -> facts.Task:
    """The task at the hours that were offered, where they are not the task's own."""
    hours = shift_hours(starts, ends)
    if starts is None or ends is None or hours is None or (starts, ends) == (task.shift_starts, task.shift_ends):
        return fact
    # Other hours may make a day shift a night shift; they never make a night shift a day shift.
    night = True if ends <= starts or starts < NIGHT_ENDS else fact.night
    return replace(fact, shift_hours=hours, night=night)


def as_block(task: Task, starts: time | None, ends: time | None) -> facts.Task:
    """The task as a part of a shift. Nothing can be done for longer than the block lasts."""
    fact = as_offered(task, task_of(task), starts, ends)
    hours = fact.shift_hours
    if hours is None:
        return fact
    rows = (replace(row, hours=min(row.hours, hours)) if row.hours is not None else row for row in fact.demands)
    return replace(fact, demands=tuple(rows))


def judged(
    standing: Standing, task: facts.Task, agreed: Iterable[str], blocks: Sequence[facts.Task] = ()
) -> facts.MatchResult:
    """The verdict with exactly the changes that were agreed, no more and no fewer, together with other blocks."""
    codes = tuple(agreed)
    chosen = [change for change in task.modifications if change.code in codes]
    for change in chosen:
        task = apply_patch(task, change.patch)
    result = judge(standing, read_bundle([task, *blocks]) if blocks else read_task(task))
    if not chosen or result.verdict != facts.FITS:
        return result
    kept = tuple(change.code for change in chosen)
    return replace(result, verdict=facts.FITS_WITH_MODIFICATION, modifications=kept)


def snapshots_of(
    assignments: Iterable[Assignment], today: date, reports: Mapping[int, list[facts.Report]] | None = None
) -> dict[UUID, Snapshot]:
    """Match assignments now, each on the later of `today` and its start; as many queries for one as for hundreds.

    `reports`: what `reports_of` says of their cases, where the caller holds them and has asked.
    """
    rows = list(assignments)
    reports = reports_of({row.case_id for row in rows}) if reports is None else reports
    beside = _beside(rows)
    blocks = Prefetch("blocks", DutyBlock.objects.order_by("shift_starts"))
    work = (demands_of("task__demands"), blocks, demands_of("blocks__task__demands"))
    prefetch_related_objects([*rows, *chain(*beside.values())], *work)
    return {
        row.pk: _snapshot(row, reports[row.case_id], max(today, row.starts_on), beside.get(row.employee_id, []))
        for row in rows
    }


def _beside(rows: list[Assignment]) -> dict[int, list[Assignment]]:
    """What the same people are working in at the moment: it counts in the same body."""
    found: dict[int, list[Assignment]] = {}
    active = Assignment.objects.in_state("active").filter(employee_id__in={row.employee_id for row in rows})
    for row in active.select_related("task").order_by("pk"):
        found.setdefault(row.employee_id, []).append(row)
    return found


def snapshot_of(
    assignment: Assignment, today: date, reports: Mapping[int, list[facts.Report]] | None = None
) -> Snapshot:
    return snapshots_of([assignment], today, reports)[assignment.pk]


def _snapshot(row: Assignment, reports: list[facts.Report], as_of: date, active: list[Assignment]) -> Snapshot:
    standing = restrictions_in_force(reports, as_of)
    blocks = [as_block(*part) for part in row.parts[1:]]
    blocks += [as_block(*part) for other in active if _same_days(row, other) for part in other.parts]
    task = as_offered(row.task, task_of(row.task), row.shift_starts, row.shift_ends)
    inputs = f"{standing.fingerprint()} {sorted(row.modifications)} {task!r} {blocks!r}"
    return Snapshot(
        result=judged(standing, task, row.modifications, blocks),
        standing=standing,
        as_of=as_of,
        digest=hashlib.sha256(inputs.encode()).hexdigest(),
        task_version=row.task.version,
        part_versions=tuple((task.pk, task.version) for task, _starts, _ends in row.parts[1:]),
    )


def _same_days(row: Assignment, other: Assignment) -> bool:
    """Would both be worked on the same day? At the same hours one can only take the place of the other."""
    if other.pk in {row.pk, row.previous_id} or meet(row.busy, other.busy):
        return False
    before = row.planned_end_on is not None and row.planned_end_on < other.starts_on
    after = other.planned_end_on is not None and other.planned_end_on < row.starts_on
    return not before and not after
