"""What duties say about the days of a case: spans of restricted, transferred or away days, and explicit gaps.

One answer for each calendar day, so spans can never overlap; a day worked in part counts whole. Pure: no framework,
no clock, no rows. The counting itself (day of injury, cap) is not done here: 29 CFR 1904.7(b)(3) and (b)(4).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
RESTRICTED, TRANSFER, AWAY = "restricted", "transfer", "away"
EMPLOYER = "employer"
BETWEEN, NOTHING_OFFERED = "between_versions", "nothing_offered"
# Why nobody worked, the nearest to work first.
WAITING = ("suspended", "lapsed", "scheduled", "pending_employee", "pending_supervisor", "draft")
GAP_REASONS = (*WAITING, BETWEEN, NOTHING_OFFERED)


@dataclass(frozen=True)
class Period:
    """From a day to a day, both included."""

    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Worked(Period):
    """Active in a version. `order` tells the later version of two that share a day."""

    version: object
    order: int
    own_job: bool
    affects_routine_functions: bool
    limits_full_workday: bool

    @property
    def counts(self) -> bool:
        """The own job with all of its routine functions and the full shift is no restricted work."""
        return not self.own_job or self.affects_routine_functions or self.limits_full_workday


@dataclass(frozen=True)
class Recorded(Period):
    """HR's dated record: kept at home, or (`away` false) an explanation why there is no span."""

    record: object
    away: bool


@dataclass(frozen=True)
class InState(Period):
    state: str


@dataclass(frozen=True)
class DaySpan:
    """`version` is the assignment it comes from, `record` HR's record of days kept at home."""

    status: str
    start: date
    end: date
    version: object | None = None
    record: object | None = None
    affects_routine_functions: bool = False
    limits_full_workday: bool = False
    basis: str = EMPLOYER

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Gap:
    """Limits were in force and nobody wrote down what the person did: a question for HR."""

    start: date
    end: date
    reason: str

    @property
    def days(self) -> int:
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Ledger:
    spans: tuple[DaySpan, ...] = ()
    gaps: tuple[Gap, ...] = ()


def ledger(
    *,
    until: date,
    limited: Sequence[Period],
    worked: Sequence[Worked],
    recorded: Sequence[Recorded],
    states: Sequence[InState],
) -> Ledger:
    """Every day up to and including `until`; a gap of that day itself is not asked about, the day is not over."""
    starts = [period.start for period in (*limited, *worked, *recorded)]
    days = range((until - min(starts, default=until)).days + 1)
    spans: list[DaySpan] = []
    gaps: list[Gap] = []
    for offset in reversed(days):
        day = until - offset * DAY
        found = _of_work(day, worked) or _of_record(day, recorded)
        if found is not None:
            if isinstance(found, DaySpan):
                _add_span(spans, found)
        elif day < until and any(period.holds(day) for period in limited):
            _add_gap(gaps, Gap(day, day, _why(day, worked, states)))
    return Ledger(tuple(spans), tuple(gaps))


class NoSpan:
    """The day is accounted for, and counts nothing."""


def _of_work(day: date, worked: Iterable[Worked]) -> DaySpan | NoSpan | None:
    """Another job for a part of the day is another job; else the later version tells."""
    here = [one for one in worked if one.holds(day)]
    if not here:
        return None
    chosen = max(here, key=lambda one: (one.counts, not one.own_job, one.order))
    if not chosen.counts:
        return NoSpan()
    return DaySpan(
        RESTRICTED if chosen.own_job else TRANSFER,
        day,
        day,
        version=chosen.version,
        affects_routine_functions=chosen.affects_routine_functions,
        limits_full_workday=chosen.limits_full_workday,
    )


def _of_record(day: date, recorded: Iterable[Recorded]) -> DaySpan | NoSpan | None:
    for one in recorded:
        if one.holds(day):
            return DaySpan(AWAY, day, day, record=one.record) if one.away else NoSpan()
    return None


def _why(day: date, worked: Iterable[Worked], states: Iterable[InState]) -> str:
    there = {one.state for one in states if one.holds(day)}
    waiting = next((state for state in WAITING if state in there), None)
    if waiting:
        return waiting
    return BETWEEN if any(one.end < day for one in worked) else NOTHING_OFFERED


def _add_span(spans: list[DaySpan], found: DaySpan) -> None:
    last = spans[-1] if spans else None
    if last and last.end + DAY == found.start and replace(last, start=found.start, end=found.end) == found:
        spans[-1] = replace(last, end=found.end)
    else:
        spans.append(found)


def _add_gap(gaps: list[Gap], found: Gap) -> None:
    last = gaps[-1] if gaps else None
    if last and last.end + DAY == found.start and last.reason == found.reason:
        gaps[-1] = replace(last, end=found.end)
    else:
        gaps.append(found)
