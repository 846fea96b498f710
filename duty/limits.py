"""One restriction against one task: kept, certainly broken, or not known, each with its reason.

`judge_limit` answers None when the restriction is certainly kept. The order of the steps matters: certain
rows may exclude, all counted rows may cast doubt, and only what was looked at may clear a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from recovery.restrictions import BAND_ORDER, BANDS, NOT_RELEASED, SCHEDULE_KINDS, WEIGHT_TOLERANCE_LB

from .demands import MASK, Reading, Row, exceeds
from .facts import NO_FIGURES, Figures, Restriction

_POUND_TOLERANCE = float(WEIGHT_TOLERANCE_LB)
_RANK = {band: rank for rank, band in enumerate(BAND_ORDER)}
_BOUNDS = [float("inf") if share is None else float(share) for share in BANDS.values()]
_SELDOM, _CONSTANT = _RANK["SELDOM"], _RANK["CONSTANT"]
_POSTURES = frozenset({"SIT", "STAND", "WALK", "STAND_WALK"})


class Outcome(NamedTuple):
    """A limit that is not clearly kept: broken for certain, or not known, and why."""

    violates: bool
    reason: str
    figures: Figures = NO_FIGURES


class Limit(NamedTuple):
    """A restriction in force, made ready for comparing it with many tasks."""

    restriction: Restriction
    expired: bool
    mask: int
    side: str | None
    points: tuple[tuple[float, int | None], ...]
    """Pounds and rank of the band, or None for any frequency."""

    @classmethod
    def of(cls, restriction: Restriction, *, expired: bool) -> Limit:
        return cls(
            restriction,
            expired,
            MASK.get(restriction.activity, 0),
            restriction.side if restriction.side in ("L", "R") else None,
            tuple((p.pounds, None if p.band is None else _RANK[p.band]) for p in restriction.points),
        )


def judge_limit(limit: Limit, task: Reading, hand: str | None) -> Outcome | None:
    """`hand` is the one with which either-hand work is tried; None counts it for both."""
    kind = limit.restriction.kind
    test = _WHOLE_TASK.get(kind)
    outcome = test(limit.restriction, task) if test else _judge_activity(limit, task, hand)
    if outcome is None and task.estimated and kind not in SCHEDULE_KINDS:
        outcome = _ESTIMATE
    if outcome is None and limit.expired:
        outcome = _EXPIRED
    return outcome


_ESTIMATE = Outcome(False, "DEMAND_ESTIMATED_NOT_CONFIRMED")
_EXPIRED = Outcome(False, "RESTRICTIONS_EXPIRED")
_UNLOOKED = Outcome(False, "DEMAND_UNKNOWN")


def _judge_activity(limit: Limit, task: Reading, hand: str | None) -> Outcome | None:
    mask = limit.mask
    related = [row for row in task.rows if row.mask & mask]
    if related:
        outcome = _judge_rows(limit, task, [row for row in related if counts(row, limit.side, hand)])
        if outcome is not None:
            return outcome
    if mask & ~task.known:
        return _UNLOOKED
    if any(row.estimated for row in related):
        return _ESTIMATE
    return None


def counts(row: Row, side: str | None, hand: str | None) -> bool:
    """Does the row ask anything of the limited side, when either-hand work is done with `hand`?"""
    if not row.counts:
        return False
    if side is None or row.hands is None or row.hands in ("BOTH", side):
        return True
    return row.hands == "EITHER" and hand in (None, side)


def _judge_rows(limit: Limit, task: Reading, counted: list[Row]) -> Outcome | None:
    """Broken for certain by the certain rows; else doubt from all counted rows; else nothing to say."""
    if not counted:
        return None
    test = _ROW_TESTS[limit.restriction.kind]
    outside = ~limit.mask
    certain = [row for row in counted if not row.mask & outside and (limit.side is None or row.hands is not None)]
    if len(certain) == len(counted):
        return test(limit, task, counted)
    if certain:
        outcome = test(limit, task, certain)
        if outcome is not None and outcome.violates:
            return outcome
    outcome = test(limit, task, counted)
    if outcome is None or not outcome.violates:
        return outcome
    coarse = any(row.mask & outside for row in counted)
    return Outcome(False, "DEMAND_NOT_SPECIFIC_ENOUGH" if coarse else "SIDE_UNKNOWN", outcome.figures)


# The six kinds about an activity, on a set of rows that is not empty.


def _prohibited(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    hours, _all = _hours(rows)
    return Outcome(True, "PROHIBITED_ACTIVITY", Figures(hours=hours or None, unit="h"))


def _hours(rows: list[Row]) -> tuple[float, bool]:
    """The known hours added up, and whether all were known."""
    total, complete = 0.0, True
    for row in rows:
        if row.hours is None:
            complete = False
        else:
            total += row.hours
    return total, complete


def _hours_day(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    allowed = limit.restriction.hours or 0.0
    hours, complete = _hours(rows)
    figures = Figures(demand=hours, limit=allowed, hours=hours, unit="h")
    if exceeds(hours, allowed):
        return Outcome(True, "HOURS_EXCEED_LIMIT", figures)
    return None if complete else Outcome(False, "FREQUENCY_UNKNOWN", Figures(limit=allowed, unit="h"))


def _frequency(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    band = limit.restriction.band or "NEVER"
    share = BANDS[band]
    hours, complete = _hours(rows)
    allowed = None if share is None else float(share) * task.day_hours
    figures = Figures(demand=hours, limit=allowed, hours=hours, of_hours=task.day_hours, band=band, unit="h")
    if allowed is not None and exceeds(hours, allowed):
        return Outcome(True, "FREQUENCY_EXCEEDS_LIMIT", figures)
    return None if complete else Outcome(False, "FREQUENCY_UNKNOWN", figures)


def _continuous(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    restriction = limit.restriction
    if restriction.activity in _POSTURES and task.options.get("SIT_STAND"):
        return None
    allowed = restriction.minutes or 0.0
    longest = max((row.minutes for row in rows if row.minutes is not None), default=0.0)
    figures = Figures(demand=longest, limit=allowed, unit="min")
    if exceeds(longest, allowed):
        return Outcome(True, "CONTINUOUS_TIME_EXCEEDS_LIMIT", figures)
    for row in rows:
        # Work shorter in all than the limit cannot hold a stretch that is longer.
        short = row.hours is not None and not exceeds(row.hours * 60, allowed)
        if row.minutes is None and not short:
            return Outcome(False, "CONTINUOUS_TIME_UNKNOWN", Figures(limit=allowed, unit="min"))
    return None


def _repetitions(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    allowed = limit.restriction.reps or 0.0
    most = max((row.reps for row in rows if row.reps is not None), default=0.0)
    if exceeds(most, allowed):
        return Outcome(True, "REPETITION_EXCEEDS_LIMIT", Figures(demand=most, limit=allowed, unit="/h"))
    if any(row.reps is None for row in rows):
        return Outcome(False, "REPETITION_UNKNOWN", Figures(limit=allowed, unit="/h"))
    return None


class Load(NamedTuple):
    """One weight with the time spent at that weight or more, and the limits at that frequency."""

    pounds: float
    hours: float
    complete: bool
    band: int
    over: float | None
    """More than this is certainly too much; None when no point says so."""
    safe: float | None
    """Up to this is certainly allowed; None when no point says so."""


def loads(limit: Limit, task: Reading, rows: list[Row]) -> Iterator[Load]:
    """Every weight at its own frequency: time at that weight or more adds up, so two occasional lifts can
    make a frequent one. What is safe more often is safe less often, and what is too much less often is too
    much more often."""
    weights = sorted({row.pounds for row in rows if row.pounds is not None and exceeds(row.pounds, 0.0)})
    for weight in weights:
        heavier = [row for row in rows if row.pounds is not None and not exceeds(weight, row.pounds)]
        hours, complete = _hours(heavier)
        band = _rank(hours / task.day_hours)
        lower, upper = (band, band) if complete else (max(_SELDOM, band), _CONSTANT)
        over = min((lb for lb, rank in limit.points if rank is None or rank <= lower), default=None)
        safe = max((lb for lb, rank in limit.points if rank is None or rank >= upper), default=None)
        yield Load(weight, hours, complete, lower, over, safe)


def _weight(limit: Limit, task: Reading, rows: list[Row]) -> Outcome | None:
    """Between what is safe and what is too much, the provider must be asked; the heaviest doubt is named."""
    doubt: Outcome | None = None
    for load in loads(limit, task, rows):
        if load.over is not None and exceeds(load.pounds, load.over, _POUND_TOLERANCE):
            return Outcome(True, "WEIGHT_EXCEEDS_LIMIT", _lifting(load, load.over, task))
        if load.safe is None or exceeds(load.pounds, load.safe, _POUND_TOLERANCE):
            reason = "LIMIT_NOT_STATED_AT_FREQUENCY" if load.complete else "FREQUENCY_UNKNOWN"
            doubt = Outcome(False, reason, _lifting(load, load.safe, task))
    if any(row.pounds is None for row in rows):
        return Outcome(False, "WEIGHT_UNKNOWN")
    return doubt


def _lifting(load: Load, allowed: float | None, task: Reading) -> Figures:
    return Figures(load.pounds, allowed, load.hours, task.day_hours, BAND_ORDER[load.band], "lb")


def _rank(share: float) -> int:
    return next(rank for rank, bound in enumerate(_BOUNDS) if not exceeds(share, bound))


_ROW_TESTS: dict[str, Callable[[Limit, Reading, list[Row]], Outcome | None]] = {
    "PROHIBITED": _prohibited,
    "MAX_HOURS_DAY": _hours_day,
    "MAX_FREQUENCY": _frequency,
    "MAX_CONTINUOUS_MIN": _continuous,
    "MAX_REPS_HOUR": _repetitions,
    "MAX_WEIGHT": _weight,
}


# The kinds about the workplace and the schedule, and those that no task can keep.


def _off_work(restriction: Restriction, task: Reading) -> Outcome | None:
    return Outcome(True, "NOT_RELEASED_TO_WORK")


def _uncoded(restriction: Restriction, task: Reading) -> Outcome | None:
    return Outcome(False, "UNCODED_RESTRICTION")


def _at_most(value: float | None, limit: float | None, broken: str, unknown: str, unit: str) -> Outcome | None:
    allowed = limit or 0.0
    if value is None:
        return Outcome(False, unknown, Figures(limit=allowed, unit=unit))
    if exceeds(value, allowed):
        return Outcome(True, broken, Figures(demand=value, limit=allowed, unit=unit))
    return None


def _shift_hours(restriction: Restriction, task: Reading) -> Outcome | None:
    return _at_most(task.shift_hours, restriction.hours, "SHIFT_TOO_LONG", "SHIFT_HOURS_UNKNOWN", "h")


def _days_week(restriction: Restriction, task: Reading) -> Outcome | None:
    return _at_most(task.days_per_week, restriction.days, "TOO_MANY_DAYS", "DAYS_UNKNOWN", "d")


def _must_be_false(value: bool | None, broken: str) -> Outcome | None:
    if value is None:
        return Outcome(False, "SHIFT_PATTERN_UNKNOWN")
    return Outcome(True, broken) if value else None


def _requires(restriction: Restriction, task: Reading) -> Outcome | None:
    offered = task.options.get(restriction.option or "")
    if offered is None:
        return Outcome(False, "OPTION_UNKNOWN")
    return None if offered else Outcome(True, "OPTION_NOT_AVAILABLE")


_WHOLE_TASK: dict[str, Callable[[Restriction, Reading], Outcome | None]] = {
    NOT_RELEASED: _off_work,
    "UNCODED": _uncoded,
    "MAX_SHIFT_HOURS": _shift_hours,
    "MAX_DAYS_WEEK": _days_week,
    "NO_NIGHT": lambda restriction, task: _must_be_false(task.night, "NIGHT_SHIFT"),
    "NO_OVERTIME": lambda restriction, task: _must_be_false(task.overtime, "OVERTIME"),
    "REQUIRES": _requires,
}
