"""Rules that need no statistics: no gain by the backstop day, growing symptoms, restrictions left as they were."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from recovery.scales import Answer, Scale, meaningful

START_DAYS, NOW_DAYS, LEAST_LEVEL = 7, 10, 2.0

WORRYING_SYMPTOMS = ("weakness", "numbness", "tingling")
SYMPTOM_DAYS, SYMPTOM_RISE, SYMPTOM_TOP = 28, 2, 3

SETTLED_DAYS = 14


@dataclass(frozen=True)
class NoGain:
    """What the backstop compared: mean severity of the first days and of the latest ones."""

    start: float
    now: float
    meaningful: float


@dataclass(frozen=True)
class Grades:
    """The symptom grades (0 none - 3 a lot) of one weekly check-in, by symptom code."""

    day: int
    by_symptom: Mapping[str, int]


def no_gain(answers: Sequence[Answer], *, scales: Sequence[Scale], day: int) -> NoGain | None:
    """Whoever has had no meaningful gain since day 0 by the backstop `day`; None without anything to compare.

    Start is the mean severity of the first 7 days, now that of the past 10 (or of the last answer), over the
    measures present in both.
    """
    seen = sorted((one for one in answers if one.day <= day), key=lambda one: one.day)
    first = [one for one in seen if one.day < START_DAYS]
    late = [one for one in seen if one.day > day - NOW_DAYS] or seen[-1:]
    start, now = _means(first, scales), _means(late, scales)
    both = [code for code in start if code in now]
    if not both:
        return None
    begun = sum(start[code] for code in both) / len(both)
    reached = sum(now[code] for code in both) / len(both)
    if reached > LEAST_LEVEL and begun - reached < meaningful(begun):
        return NoGain(start=begun, now=reached, meaningful=meaningful(begun))
    return None


def symptoms_grow(grades: Sequence[Grades], *, day: int) -> str | None:
    """The symptom that makes a case worsen at once, on any day: any 3 after less, or a lasting rise.

    A lasting rise is two grades above the lowest of the past 28 days, at two weekly check-ins in a row.
    """
    seen = sorted((one for one in grades if one.day <= day), key=lambda one: one.day)
    for symptom in WORRYING_SYMPTOMS:
        course = [(one.day, one.by_symptom[symptom]) for one in seen if symptom in one.by_symptom]
        if len(course) < 2:
            continue
        latest, earlier = course[-1][1], [grade for _, grade in course[:-1]]
        if latest >= SYMPTOM_TOP and earlier[-1] < SYMPTOM_TOP:
            return symptom
        if _raised(course) and _raised(course[:-1]):
            return symptom
    return None


def restrictions_unchanged(
    *,
    day: int,
    improving_since: int | None,
    level_at_report: float,
    level: float,
    report_day: int,
    full_release: bool,
) -> bool:
    """Better for two weeks, by as much as matters, while an old report still restricts: ask for a new one."""
    return (
        not full_release
        and improving_since is not None
        and day - improving_since >= SETTLED_DAYS
        and day - report_day > SETTLED_DAYS
        and level_at_report - level >= meaningful(level_at_report)
    )


def _means(answers: Sequence[Answer], scales: Sequence[Scale]) -> dict[str, float]:
    means = {}
    for scale in scales:
        values = [scale.severity(one.scores[scale.code]) for one in answers if scale.code in one.scores]
        if values:
            means[scale.code] = sum(values) / len(values)
    return means


def _raised(course: Sequence[tuple[int, int]]) -> bool:
    """The last grade stands two above the lowest of the 28 days up to it."""
    if not course:
        return False
    day, grade = course[-1]
    return grade - min(one for when, one in course if when > day - SYMPTOM_DAYS) >= SYMPTOM_RISE
