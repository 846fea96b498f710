"""The order in which fitting tasks are shown: a convenience, not evidence, with every part on view.

Whether the injury came from work never filters or ranks. A part whose data are missing counts nothing and
says so (`share` is None).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from recovery.restrictions import ALL_LEAVES, BANDS
from recovery.sentences import gettext_noop as _

from .demands import MASK, Reading
from .facts import FITS, OFFERABLE, UNKNOWN
from .limits import Limit, counts, loads
from .matching import Standing

WEIGHTS: dict[str, int] = {
    "placement": 30,
    "wage": 20,
    "hours": 15,
    "skills": 15,
    "headroom": 10,
    "likeness": 10,
}
PART_LABELS: dict[str, str] = {
    "placement": _("How near the usual workplace"),
    "wage": _("Pay compared with usual pay"),
    "hours": _("Hours compared with usual hours"),
    "skills": _("Needed skills the person has"),
    "headroom": _("Room below the limits"),
    "likeness": _("How much it is like the usual job"),
}
PLACEMENTS: dict[str, float] = {
    "own_job": 1.0,
    "own_department": 2 / 3,
    "own_establishment": 1 / 3,
    "elsewhere": 0.0,
}


@dataclass(frozen=True, slots=True)
class Usual:
    """The person's usual work. None and empty mean that it is not on record."""

    wage: float | None = None
    hours_per_week: float | None = None
    night: bool | None = None
    skills: Collection[str] = ()
    leaves: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A matched task. `placement` is a key of PLACEMENTS; `headroom` and `leaves` are of the task as it
    would be offered, after its modifications (see `headroom` and `leaves_with_time`)."""

    code: str
    verdict: str
    placement: str | None = None
    wage: float | None = None
    hours_per_week: float | None = None
    night: bool | None = None
    required_skills: Collection[str] = ()
    headroom: float | None = None
    leaves: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """`share` from 0 to 1, or None when data are missing; `points` is what it adds to the score."""

    name: str
    weight: float
    share: float | None

    @property
    def points(self) -> float:
        return self.weight * (self.share or 0.0)


@dataclass(frozen=True, slots=True)
class Ranked:
    code: str
    verdict: str
    parts: tuple[Part, ...]

    @property
    def score(self) -> float:
        # Rounded so that equal scores are equal and the code decides.
        return round(sum(part.points for part in self.parts), 6)


def rank(
    candidates: Iterable[Candidate], usual: Usual, weights: Mapping[str, float] = WEIGHTS
) -> tuple[list[Ranked], list[Ranked]]:
    """What may be offered, best first, and apart from it what must be assessed first, never offerable."""
    ranked = [
        Ranked(candidate.code, candidate.verdict, score_parts(candidate, usual, weights)) for candidate in candidates
    ]
    offerable = sorted(
        (item for item in ranked if item.verdict in OFFERABLE),
        key=lambda item: (item.verdict != FITS, -item.score, item.code),
    )
    assess_first = sorted(
        (item for item in ranked if item.verdict == UNKNOWN), key=lambda item: (-item.score, item.code)
    )
    return offerable, assess_first


def score_parts(candidate: Candidate, usual: Usual, weights: Mapping[str, float]) -> tuple[Part, ...]:
    shares = {
        "placement": PLACEMENTS.get(candidate.placement or ""),
        "wage": _wage(candidate.wage, usual.wage),
        "hours": _hours(candidate, usual),
        "skills": _skills(candidate.required_skills, usual.skills),
        "headroom": candidate.headroom,
        "likeness": likeness(candidate.leaves, usual.leaves),
    }
    return tuple(Part(name, weights.get(name, 0), share) for name, share in shares.items())


def _wage(wage: float | None, usual: float | None) -> float | None:
    if wage is None or usual is None or usual <= 0:
        return None
    return 1 - max(0.0, usual - wage) / usual


def _hours(candidate: Candidate, usual: Usual) -> float | None:
    hours, usually = candidate.hours_per_week, usual.hours_per_week
    if hours is None or usually is None or usually <= 0 or candidate.night is None or usual.night is None:
        return None
    share = max(0.0, 1 - abs(hours - usually) / usually)
    return share if candidate.night == usual.night else share / 2


def _skills(required: Collection[str], has: Collection[str]) -> float:
    needed = set(required)
    return len(needed & set(has)) / len(needed) if needed else 1.0


def likeness(one: Collection[str], other: Collection[str]) -> float | None:
    """Common activities out of those of either; None when one of the two is not on record."""
    if not one or not other:
        return None
    return len(set(one) & set(other)) / len(set(one) | set(other))


def leaves_with_time(task: Reading) -> frozenset[str]:
    """The finest activities that the task takes any time of."""
    mask = 0
    for row in task.rows:
        if row.counts:
            mask |= row.mask
    return frozenset(leaf for leaf in ALL_LEAVES if MASK[leaf] & mask)


def headroom(standing: Standing, task: Reading, hand: str | None = None) -> float | None:
    """The smallest (limit − demand) ÷ limit over weight, frequency, hours and shift limits; 1 without any.

    None when a demand that one of them needs is not recorded. `hand` is the one of the condition, if any.
    """
    smallest = 1.0
    for limit in standing.limits:
        for demand, allowed in _pairs(limit, task, hand):
            if demand is None or allowed is None:
                return None
            if demand > 0:
                smallest = min(smallest, max(0.0, (allowed - demand) / allowed) if allowed > 0 else 0.0)
    return smallest


def _pairs(limit: Limit, task: Reading, hand: str | None) -> list[tuple[float | None, float | None]]:
    """Each demand beside its limit."""
    restriction = limit.restriction
    rows = [row for row in task.rows if row.mask & limit.mask and counts(row, limit.side, hand)]
    if restriction.kind == "MAX_WEIGHT":
        unweighed: list[tuple[float | None, float | None]] = [(None, None) for r in rows if r.pounds is None]
        return unweighed + [(load.pounds, load.safe) for load in loads(limit, task, rows)]
    if restriction.kind == "MAX_SHIFT_HOURS":
        return [(task.shift_hours, restriction.hours)]
    if restriction.kind == "MAX_HOURS_DAY":
        return [(_sum([row.hours for row in rows]), restriction.hours)]
    if restriction.kind == "MAX_FREQUENCY":
        share = BANDS[restriction.band or "NEVER"]
        if share is not None:
            return [(_sum([row.hours for row in rows]), float(share) * task.day_hours)]
    return []


def _sum(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None
