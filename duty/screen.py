"""What a task breaks for certain, as bits: by them a database leaves tasks out before the exact match.

A *ladder* is one limit at rising tightness ("lift up to 75, 50, ... 5 lb"). A task's bits are thermometers: breaking
a rung breaks every tighter one. A person's limit asks for the next looser rung, so what is left out breaks the
limit itself. A bit is set only where the limit is broken with either hand and no modification of the task touches
it: exactly then `matching.match_in_force` answers DOES_NOT_FIT, whatever the other limits are.

Pure: no framework, no clock, no rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from recovery.restrictions import ACTIVITIES, ACTIVITY_KINDS, BAND_ORDER, OPTIONS

from .demands import Reading, read_task
from .facts import Point, Restriction, Task
from .limits import Limit
from .matching import Standing, always_broken, touches

# Raise it when matching itself is changed: bits worked out by other rules are not used.
RULES_NUMBER = 1
WEIGHTS = (75, 50, 40, 35, 30, 25, 20, 15, 10, 5, 2, 0)
HOURS = (8, 7, 6, 5, 4, 3, 2, 1, 0.5, 0)
MINUTES = (240, 120, 90, 60, 45, 30, 20, 15, 10, 5)
REPEATS = (600, 240, 120, 60, 30, 10, 0)
SHIFT_HOURS = (12, 10, 9, *HOURS)
DAYS = (6, 5, 4, 3, 2, 1, 0)

Key = tuple[str, str, str | None, str]
"""Kind, activity, side, and the band of a weight or the option."""


class Ladder(NamedTuple):
    """Rungs from the loosest to the tightest, and the place of the first one's bit."""

    limits: tuple[Limit, ...]
    rungs: tuple[float, ...]
    first: int


def _stated(kind: str, activity: str, side: str | None, more: str, rung: float) -> Restriction:
    plain = Restriction("", kind, activity, side=side or "NA")
    if kind == "MAX_WEIGHT":
        return replace(plain, points=(Point(rung, "lb", more),))
    if kind == "MAX_FREQUENCY":
        return replace(plain, band=BAND_ORDER[int(rung)])
    if kind == "REQUIRES":
        return replace(plain, option=more)
    return replace(plain, hours=rung, minutes=rung, reps=rung, days=rung)


RUNGS: dict[str, tuple[float, ...]] = {
    "PROHIBITED": (0,),
    "MAX_WEIGHT": WEIGHTS,
    "MAX_FREQUENCY": (3, 2, 1, 0),  # FREQUENT to NEVER; CONSTANT cannot be broken
    "MAX_HOURS_DAY": HOURS,
    "MAX_CONTINUOUS_MIN": MINUTES,
    "MAX_REPS_HOUR": REPEATS,
    "MAX_SHIFT_HOURS": SHIFT_HOURS,
    "MAX_DAYS_WEEK": DAYS,
    "NO_NIGHT": (0,),
    "NO_OVERTIME": (0,),
    "REQUIRES": (0,),
}


def _keys() -> Iterator[Key]:
    for code, activity in ACTIVITIES.items():
        for side in (None, "L", "R") if activity.sided else (None,):
            for kind in RUNGS:
                if kind not in ACTIVITY_KINDS:
                    continue
                if kind != "MAX_WEIGHT":
                    yield kind, code, side, ""
                elif activity.weight:
                    yield from ((kind, code, side, band) for band in BAND_ORDER[1:])
    yield from ((kind, "ANY", None, "") for kind in ("MAX_SHIFT_HOURS", "MAX_DAYS_WEEK", "NO_NIGHT", "NO_OVERTIME"))
    yield from (("REQUIRES", "ANY", None, option) for option in OPTIONS)


def _ladders() -> dict[Key, Ladder]:
    made: dict[Key, Ladder] = {}
    first = 0
    for key in _keys():
        rungs = RUNGS[key[0]]
        limits = tuple(Limit.of(_stated(*key, rung), expired=False) for rung in rungs)
        made[key] = Ladder(limits, rungs, first)
        first += len(rungs)
    return made


LADDERS = _ladders()
LENGTH = sum(len(ladder.rungs) for ladder in LADDERS.values())
RULES = hashlib.sha256(f"{RULES_NUMBER} {list(LADDERS)} {RUNGS}".encode()).hexdigest()[:12]
"""The name of this table of bits; stored beside them."""


def broken_for_certain(task: Task) -> int:
    """The bits of everything this task breaks and no change of it can mend."""
    reading = read_task(task)
    bits = 0
    for ladder in LADDERS.values():
        limit = ladder.limits[-1]
        if limit.mask and not any(row.counts and not row.mask & ~limit.mask for row in reading.rows):
            continue  # only a row that lies wholly below the activity breaks a limit for certain
        if any(touches(change, limit) for change in task.modifications):
            continue
        bits |= _thermometer(ladder, reading)
    return bits


def _thermometer(ladder: Ladder, reading: Reading) -> int:
    """From the tightest rung up, as far as the task breaks it."""
    bits = 0
    for place in range(len(ladder.rungs) - 1, -1, -1):
        if not always_broken(ladder.limits[place], reading):
            break
        bits |= 1 << (ladder.first + place)
    return bits


def forbidden(standing: Standing) -> int:
    """The bits that no task for this person may have."""
    bits = 0
    for limit in standing.limits:
        for key, value in _asked(limit.restriction):
            ladder = LADDERS.get(key)
            # The tightest rung that is not tighter than the limit.
            looser = [place for place, rung in enumerate(ladder.rungs) if rung >= value] if ladder else []
            if ladder and looser:
                bits |= 1 << (ladder.first + looser[-1])
    return bits


def _asked(restriction: Restriction) -> Iterator[tuple[Key, float]]:
    """A limit as rungs: each weight of it by itself, since each of them alone may be broken."""
    kind, side = restriction.kind, restriction.side if restriction.side in ("L", "R") else None
    if kind == "MAX_WEIGHT":
        for point in restriction.points:
            # The rarest band there is says the same as any frequency.
            yield (kind, restriction.activity, side, point.band or "SELDOM"), point.pounds
    elif kind == "MAX_FREQUENCY":
        yield (kind, restriction.activity, side, ""), BAND_ORDER.index(restriction.band or "NEVER")
    elif kind in ACTIVITY_KINDS:
        values = {
            "MAX_HOURS_DAY": restriction.hours,
            "MAX_CONTINUOUS_MIN": restriction.minutes,
            "MAX_REPS_HOUR": restriction.reps,
        }
        yield (kind, restriction.activity, side, ""), values.get(kind) or 0
    elif kind in RUNGS:
        value = {"MAX_SHIFT_HOURS": restriction.hours, "MAX_DAYS_WEEK": restriction.days}.get(kind)
        yield (kind, "ANY", None, restriction.option or "" if kind == "REQUIRES" else ""), value or 0


def places_of(bits: int) -> list[int]:
    """Where bits are set, counted as PostgreSQL counts the places of `as_text`: from the left."""
    return [LENGTH - 1 - place for place in range(LENGTH) if bits >> place & 1]


def as_text(bits: int) -> str:
    """As PostgreSQL reads a bit string."""
    return format(bits, f"0{LENGTH}b")
