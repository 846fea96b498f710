"""Has this recovery stalled? One fold over check-ins, the same for a live case, a replay and a file of cases.

In one sentence: several possible paces of recovery are followed side by side, each is trusted as far as it
foretold the answers, and a recovery has stalled when the gain they expect over the next three weeks stays
under the smallest change that matters, at two check-ins in a row.

Live use: `step(state before this day, answer, ...)` gives the new state, to be stored with the check-in, and
the status with its evidence. A late or corrected answer restarts from the state stored before its day. Time
alone (silence, backstop) is `silent_on` and `recovery.backstop`. Nothing here reads a clock or a database.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from recovery.easing import sure_easing
from recovery.evidence import Evidence, Sensitivity, Sentence, sentence
from recovery.scales import Answer, Scale, meaningful
from recovery.signs import CLEAR, FIRST_WORSENING_DAY, LIFT_DAYS, Signs, read_signs
from recovery.silence import silent_on
from recovery.trend import Outlook, Trend, advance, begin, outlook

__all__ = [
    "RULE_VERSION",
    "Answer",
    "Assessment",
    "Evidence",
    "Policy",
    "Scale",
    "Sensitivity",
    "Sentence",
    "State",
    "Status",
    "assess",
    "in_order",
    "meaningful",
    "replay",
    "sentence",
    "silent_on",
    "step",
]

RULE_VERSION = "paces-2"

Status = Literal["insufficient", "improving", "stalled", "worsening", "recovered", "silent"]
ALERTS = ("stalled", "worsening")

WINDOW_DAYS = 56
FEWEST_ANSWERS = 3
FIRST_STATUS_DAY = 14
RECOVERED_PAIN, RECOVERED_LEVEL = 1.0, 2.0


@dataclass(frozen=True)
class Policy:
    """What HR may set and the rules use; bounds as offered where it is set."""

    cadence: float
    sensitivity: Sensitivity = "normal"
    backstop_day: int = 28

    def __post_init__(self) -> None:
        if self.sensitivity not in CLEAR:
            raise ValueError(f"sensitivity {self.sensitivity!r} is none of quiet, normal, keen")
        if not 21 <= self.backstop_day <= 28:
            raise ValueError(f"backstop_day {self.backstop_day} is outside 21-28")
        if not self.cadence > 0:
            raise ValueError(f"cadence {self.cadence} must be above 0 days")


@dataclass(frozen=True)
class State:
    """All that the next check-in needs to know of those before it. It survives a round trip through JSON."""

    trend: dict[str, Any]
    recent: list[dict[str, Any]]
    levels: list[list[float]]
    status: Status
    watch: bool
    rising: bool

    def to_json(self) -> dict[str, Any]:
        # Not `asdict`: its deep copy of what nobody changes took longer than all the thinking.
        return {one.name: getattr(self, one.name) for one in fields(self)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "State":
        return cls(**data)


@dataclass(frozen=True)
class Assessment:
    """The status after one check-in, never `silent`: that is a matter of days without any."""

    status: Status
    evidence: Evidence


def step(state: State | None, answer: Answer, *, scales: Sequence[Scale], policy: Policy) -> tuple[State, Assessment]:
    """Fold one check-in into the state before its day. The first of `scales` is the pain measure."""
    known = {scale.code: scale for scale in scales}
    trend = begin(code=scales[0].code) if state is None else Trend.from_json(state.trend)
    readings = [known[code].reading(score) for code, score in answer.scores.items()]
    trend = advance(trend, day=answer.day, readings=readings)
    recent = [*(state.recent if state else []), answer.to_json()]
    recent = [one for one in recent if one["day"] > answer.day - WINDOW_DAYS]
    view = outlook(trend)
    levels = [one for one in (state.levels if state else []) if one[0] > answer.day - LIFT_DAYS]
    if answer.day >= FIRST_WORSENING_DAY and len(recent) >= FEWEST_ANSWERS:
        levels.append([answer.day, view.pain])
    lift = view.pain - min((level for _, level in levels), default=view.pain)
    eased = sure_easing(recent, known, answer.day)
    signs = read_signs(view, lift=lift, eased=eased, day=answer.day, sensitivity=policy.sensitivity)
    after = State(
        trend=trend.to_json(),
        recent=recent,
        levels=levels,
        status=_status(signs, view, state, answer.day, len(recent)),
        watch=signs.watch,
        rising=signs.rising,
    )
    return after, Assessment(after.status, _evidence(state, after, answer, view, signs, policy))


def _status(signs: Signs, view: Outlook, state: State | None, day: int, answered: int) -> Status:
    """Two in a row before an alert; until then the status stays as it was."""
    was: Status = state.status if state else "insufficient"
    if signs.worsening and state and state.rising:
        return "worsening"
    if day < FIRST_STATUS_DAY or answered < FEWEST_ANSWERS:
        return "insufficient"
    if was in ALERTS:
        if signs.stays_worse and was == "worsening":
            return was
        if signs.stays_stalled or signs.stays_worse:
            return "stalled"
    elif signs.stalled or signs.worsening:
        if state and state.watch:
            return "worsening" if signs.worsening else "stalled"
        return was
    recovered = view.pain <= RECOVERED_PAIN and view.level <= RECOVERED_LEVEL
    return "recovered" if recovered else "improving"


def _evidence(
    before: State | None, after: State, answer: Answer, view: Outlook, signs: Signs, policy: Policy
) -> Evidence:
    since = after.recent[0]["day"]
    asked = int((answer.day - since) / policy.cadence) + 1
    return Evidence(
        day=answer.day,
        status=after.status,
        watch=signs.watch and after.status not in ALERTS,
        level=view.level,
        pain=view.pain,
        gain=signs.gain,
        meaningful=meaningful(view.level),
        stall=view.stall,
        climb=view.climb,
        lift=signs.lift,
        count=len(after.recent),
        since=since,
        unanswered=max(0, asked - len(after.recent)),
        sensitivity=policy.sensitivity,
        cadence=policy.cadence,
        rule=RULE_VERSION,
        scores=dict(answer.scores),
        check_ins=after.recent,
        before=before.to_json() if before else None,
    )


def assess(
    answers: Iterable[Answer], *, scales: Sequence[Scale], policy: Policy, until: int
) -> list[tuple[int, Status]]:
    """Every change of status from day 0 to the end of day `until`; before the first it is `insufficient`.

    Answers may come in any order; those after `until` are not looked at.
    """
    changes: list[tuple[int, Status]] = []
    state: State | None = None
    last: int | None = None
    for answer in in_order(one for one in answers if one.day <= until):
        _fell_silent(changes, last, policy, before=answer.day)
        state, found = step(state, answer, scales=scales, policy=policy)
        _say(changes, answer.day, found.status)
        last = answer.day
    _fell_silent(changes, last, policy, before=until + 1)
    return changes


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Sorted by day. The same answer twice is one; two different ones for a day are a mistake of the caller."""
    by_day: dict[int, Answer] = {}
    for answer in answers:
        if by_day.setdefault(answer.day, answer) != answer:
            raise ValueError(f"two different answers for day {answer.day}")
    return [by_day[day] for day in sorted(by_day)]


def replay(evidence: Evidence, *, scales: Sequence[Scale]) -> Evidence:
    """Compute a finding again from its own snapshot; equal to what was stored under the same rule version."""
    state = State.from_json(evidence.before) if evidence.before else None
    policy = Policy(cadence=evidence.cadence, sensitivity=evidence.sensitivity)
    _, found = step(state, Answer(evidence.day, evidence.scores), scales=scales, policy=policy)
    return found.evidence


def _fell_silent(changes: list[tuple[int, Status]], last: int | None, policy: Policy, *, before: int) -> None:
    day = silent_on(last, policy.cadence)
    if day < before:
        _say(changes, day, "silent")


def _say(changes: list[tuple[int, Status]], day: int, status: Status) -> None:
    if status != (changes[-1][1] if changes else "insufficient"):
        changes.append((day, status))
