"""Which restrictions are in force, and whether a task keeps them: four verdicts, each with its reasons.

    standing = restrictions_in_force(reports, as_of)      once for a person and a day
    judge(standing, read_task(task))                      one task as it is
    match_task / match_bundle / match_many                with modifications where they are allowed

Pure: no framework, no clock, no rows. An unknown never clears anybody, and an expired note is no release.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

from recovery.restrictions import NOT_RELEASED

from .demands import MASK, Reading, apply_patch, read_bundle, read_task
from .facts import (
    DOES_NOT_FIT,
    FITS,
    FITS_WITH_MODIFICATION,
    UNKNOWN,
    FindingRow,
    MatchResult,
    Modification,
    Report,
    Restriction,
    Task,
)
from .limits import Limit, Outcome, judge_limit

NO_MEDICAL_INFORMATION = "NO_MEDICAL_INFORMATION"
CONFLICTING_REPORTS = "CONFLICTING_REPORTS"
_RANK = {FITS: 0, UNKNOWN: 1, DOES_NOT_FIT: 2}


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds for a person on one day: the limits in force, the flags, the reports they rest on."""

    limits: tuple[Limit, ...]
    flags: tuple[str, ...] = ()
    reports: tuple[Report, ...] = ()

    @property
    def off_work(self) -> bool:
        return any(limit.restriction.kind == NOT_RELEASED for limit in self.limits)

    @property
    def has_sides(self) -> bool:
        return any(limit.side for limit in self.limits)

    @property
    def ends_on(self) -> date | None:
        """The earliest end among the limits in force that are not permanent; None if none has an end."""
        ends = [
            limit.restriction.valid_to
            for limit in self.limits
            if limit.restriction.valid_to is not None and not limit.restriction.permanent
        ]
        return min(ends, default=None)

    def fingerprint(self) -> str:
        """The same for the same limits, whatever their order: a key for stored matches."""
        lines = sorted(f"{limit.restriction!r} {limit.expired}" for limit in self.limits)
        return hashlib.sha256("\n".join([*sorted(self.flags), *lines]).encode()).hexdigest()


def restrictions_in_force(reports: Iterable[Report], as_of: date) -> Standing:
    kept = newest_by_provider(reports, as_of)
    limits = [limit for report in kept for limit in _limits_of(report, as_of)]
    flags = []
    if not kept:
        flags.append(NO_MEDICAL_INFORMATION)
    if limits and any(report.status == "FULL_RELEASE" for report in kept):
        flags.append(CONFLICTING_REPORTS)
    return Standing(tuple(limits), tuple(flags), tuple(kept))


def newest_by_provider(reports: Iterable[Report], as_of: date) -> list[Report]:
    """A provider's newest report replaces the earlier ones; of two that tie, nobody knows which, so both."""
    valid = [r for r in reports if not r.voided and r.issued <= as_of and r.valid_from <= as_of]
    newest: dict[str, tuple[date, date]] = {}
    for report in valid:
        age = (report.issued, report.valid_from)
        newest[report.provider] = max(age, newest.get(report.provider, age))
    return [r for r in valid if (r.issued, r.valid_from) == newest[r.provider]]


def _limits_of(report: Report, as_of: date) -> list[Limit]:
    """The limits with their own dates filled in. Expired ones stay: an expired note is not a release."""
    if report.status == "FULL_RELEASE":
        return []
    if report.status == "OFF_WORK":
        stated: tuple[Restriction, ...] = (Restriction(f"{report.id}:OFF", NOT_RELEASED),)
    else:
        stated = report.restrictions
    limits = []
    for restriction in stated:
        start = restriction.valid_from or report.valid_from
        end = restriction.valid_to or report.valid_to
        if start <= as_of:
            expired = not restriction.permanent and end is not None and end < as_of
            limits.append(Limit.of(replace(restriction, valid_from=start, valid_to=end), expired=expired))
    return limits


def judge(standing: Standing, task: Reading) -> MatchResult:
    """The task as it is, without modifications; either-hand work is tried with each hand if need be."""
    if NO_MEDICAL_INFORMATION in standing.flags:
        finding = FindingRow(None, "ANY", NO_MEDICAL_INFORMATION)
        return MatchResult(UNKNOWN, (finding,), flags=standing.flags)
    result = _judged(standing, task, None)
    if result.verdict == FITS or not (task.has_either and standing.has_sides):
        return result
    right, left = _judged(standing, task, "R"), _judged(standing, task, "L")
    if _RANK[left.verdict] < _RANK[right.verdict]:
        better, condition = left, "USE_LEFT_SIDE_ONLY"
    else:
        better, condition = right, "USE_RIGHT_SIDE_ONLY"
    return replace(better, conditions=(condition,)) if better.verdict == FITS else better


def _judged(standing: Standing, task: Reading, hand: str | None) -> MatchResult:
    findings = []
    verdict = FITS
    for limit in standing.limits:
        outcome = judge_limit(limit, task, hand)
        if outcome is None:
            continue
        findings.append(_finding(limit, outcome))
        if outcome.violates:
            verdict = DOES_NOT_FIT
        elif verdict == FITS:
            verdict = UNKNOWN
    return MatchResult(verdict, tuple(findings), flags=standing.flags)


def _finding(limit: Limit, outcome: Outcome) -> FindingRow:
    restriction = limit.restriction
    activity = restriction.activity if limit.mask else "ANY"
    return FindingRow(restriction.id, activity, outcome.reason, restriction.kind, outcome.figures)


def match_task(reports: Iterable[Report], task: Task, as_of: date) -> MatchResult:
    return match_in_force(restrictions_in_force(reports, as_of), task)


def match_bundle(reports: Iterable[Report], blocks: Sequence[Task], as_of: date) -> MatchResult:
    """The blocks of one shift together: blocks that fit singly may not fit in one day."""
    return judge(restrictions_in_force(reports, as_of), read_bundle(blocks))


def match_many(reports: Iterable[Report], tasks: Iterable[Task], as_of: date) -> list[MatchResult]:
    """One person against many tasks, in their order; what holds for the person is worked out once."""
    standing = restrictions_in_force(reports, as_of)
    return [match_in_force(standing, task) for task in tasks]


def match_in_force(standing: Standing, task: Task) -> MatchResult:
    """One task, with the smallest set of its modifications that mends it, if it needs any."""
    reading = read_task(task)
    base = judge(standing, reading)
    if base.verdict != DOES_NOT_FIT or standing.off_work:
        return base
    fallback: MatchResult | None = None
    for chosen in _promising(standing, task, reading):
        codes = tuple(modification.code for modification in chosen)
        result = judge(standing, read_task(_modified(task, chosen)))
        if result.verdict == FITS:
            return replace(base, verdict=FITS_WITH_MODIFICATION, modifications=codes, conditions=result.conditions)
        if result.verdict == UNKNOWN and fallback is None:
            fallback = replace(result, modifications=codes)
    return fallback or base


def _modified(task: Task, chosen: Iterable[Modification]) -> Task:
    for modification in chosen:
        task = apply_patch(task, modification.patch)
    return task


def _promising(standing: Standing, task: Task, reading: Reading) -> Iterable[tuple[Modification, ...]]:
    """The subsets worth trying, smaller first, in the order of the list.

    A limit that is broken with either hand stays broken unless a modification touches something it reads,
    so subsets that leave such a limit untouched are passed over. That drops no subset that could help.
    """
    broken = [limit for limit in standing.limits if always_broken(limit, reading)]
    touched = [
        sum(1 << place for place, limit in enumerate(broken) if touches(modification, limit))
        for modification in task.modifications
    ]
    everything = (1 << len(broken)) - 1
    for size in range(1, len(task.modifications) + 1):
        for places in combinations(range(len(task.modifications)), size):
            reached = 0
            for place in places:
                reached |= touched[place]
            if reached == everything:
                yield tuple(task.modifications[place] for place in places)


def always_broken(limit: Limit, reading: Reading) -> bool:
    outcomes = (judge_limit(limit, reading, hand) for hand in (None, "R", "L"))
    return all(outcome is not None and outcome.violates for outcome in outcomes)


def touches(modification: Modification, limit: Limit) -> bool:
    patch, kind = modification.patch, limit.restriction.kind
    if kind == "MAX_SHIFT_HOURS":
        return patch.shift_hours is not None
    if kind == "MAX_DAYS_WEEK":
        return patch.days_per_week is not None
    if kind == "NO_NIGHT":
        return patch.night is not None
    if kind == "NO_OVERTIME":
        return patch.overtime is not None
    if kind == "REQUIRES":
        return limit.restriction.option in patch.options
    if patch.shift_hours is not None or "SIT_STAND" in patch.options:
        return True
    changed = [row.activity for row in patch.set_rows] + list(patch.remove)
    return any(MASK[activity] & limit.mask for activity in changed)
