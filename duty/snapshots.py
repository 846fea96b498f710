"""The match of an assignment as it is agreed: its task with the changes and the shift that were offered, on the later
of today and the start. Stored with each step, so that anybody can see later what it rested on."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from duty import facts
from duty.demands import apply_patch, read_task
from duty.matching import Standing, judge, restrictions_in_force
from duty.models import Assignment, Task
from duty.rows import release_on_file, reports_of, task_of, with_demands

NIGHT_ENDS = time(5)


@dataclass(frozen=True)
class Snapshot:
    result: facts.MatchResult
    standing: Standing
    as_of: date
    digest: str
    task_version: int

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
        }


def shift_hours(starts: time | None, ends: time | None) -> float | None:
    """The length of a shift; one that ends at or before its beginning runs past midnight."""
    if starts is None or ends is None:
        return None
    day = date(2000, 1, 3)
    minutes = (datetime.combine(day, ends) - datetime.combine(day, starts)).total_seconds() / 60
    return (minutes if minutes > 0 else minutes + 24 * 60) / 60


def as_offered(task: Task, fact: facts.Task, starts: time | None, ends: time | None) -> facts.Task:
    """The task at the hours that were offered, where they are not the task's own."""
    hours = shift_hours(starts, ends)
    if starts is None or ends is None or hours is None or (starts, ends) == (task.shift_starts, task.shift_ends):
        return fact
    # Other hours may make a day shift a night shift; they never make a night shift a day shift.
    night = True if ends <= starts or starts < NIGHT_ENDS else fact.night
    return replace(fact, shift_hours=hours, night=night)


def judged(standing: Standing, task: facts.Task, agreed: Iterable[str]) -> facts.MatchResult:
    """The verdict with exactly the changes that were agreed, no more and no fewer."""
    codes = tuple(agreed)
    chosen = [change for change in task.modifications if change.code in codes]
    for change in chosen:
        task = apply_patch(task, change.patch)
    result = judge(standing, read_task(task))
    if not chosen or result.verdict != facts.FITS:
        return result
    kept = tuple(change.code for change in chosen)
    return replace(result, verdict=facts.FITS_WITH_MODIFICATION, modifications=kept)


def snapshots_of(assignments: Iterable[Assignment], today: date) -> dict[UUID, Snapshot]:
    """Match assignments now, each on the later of `today` and its start; three queries for any number of them."""
    rows = list(assignments)
    reports = reports_of({row.case_id for row in rows})
    with_demands(row.task for row in rows)
    return {row.pk: _snapshot(row, reports[row.case_id], max(today, row.starts_on)) for row in rows}


def snapshot_of(assignment: Assignment, today: date) -> Snapshot:
    return snapshots_of([assignment], today)[assignment.pk]


def _snapshot(row: Assignment, reports: list[facts.Report], as_of: date) -> Snapshot:
    standing = restrictions_in_force(reports, as_of)
    task = as_offered(row.task, task_of(row.task), row.shift_starts, row.shift_ends)
    inputs = f"{standing.fingerprint()} {sorted(row.modifications)} {task!r}"
    return Snapshot(
        result=judged(standing, task, row.modifications),
        standing=standing,
        as_of=as_of,
        digest=hashlib.sha256(inputs.encode()).hexdigest(),
        task_version=row.task.version,
    )
