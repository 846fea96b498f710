"""What one stored check-in says: the detector's step, with the rule on growing symptoms beside it.

The same for a live case and a replay. Pure: no framework, no clock, no rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from recovery.backstop import Grades, symptoms_grow
from recovery.evidence import Evidence
from recovery.measures import CATALOGUE, scales_for
from recovery.stall import RULE_VERSION, Answer, Policy, State, step

# Every measure that decides, pain first: what a site asks may change, what was answered stays readable.
SCALES = scales_for(tuple(CATALOGUE))
DECIDING = frozenset(scale.code for scale in SCALES)
GRADES_DAYS = 84
BULKY = ("before", "check_ins")


@dataclass(frozen=True)
class Said:
    """The state after a check-in, its status, and the numbers behind it (none for one without a score)."""

    state: dict[str, Any]
    status: str
    evidence: Evidence | None
    symptom: str = ""

    @property
    def numbers(self) -> dict[str, Any]:
        """The evidence as kept with the check-in: what its own state and those before it hold is left out."""
        # Not by way of the snapshot, which copies what is left out: states and answers of weeks.
        found = vars(self.evidence) if self.evidence else {}
        kept = {name: value for name, value in found.items() if name not in BULKY}
        return {**kept, "symptom": self.symptom} if self.symptom else kept

    @property
    def snapshot(self) -> dict[str, Any]:
        """The evidence as kept with a finding: enough to compute it again."""
        found = self.evidence.to_json() if self.evidence else {}
        return {**found, "symptom": self.symptom} if self.symptom else found


def read(
    *, before: Mapping[str, Any], day: int, scores: Mapping[str, float], grades: Sequence[Grades], policy: Policy
) -> Said:
    """Fold one check-in into the state before it; `before` is empty at the start."""
    state = State.from_json({name: value for name, value in before.items() if name != "rule"}) if before else None
    symptom = symptoms_grow([one for one in grades if one.day > day - GRADES_DAYS], day=day) or ""
    deciding = {code: float(score) for code, score in scores.items() if code in DECIDING}
    if not deciding:
        status = state.status if state else "insufficient"
        return Said(dict(before), "worsening" if symptom else status, None, symptom)
    after, found = step(state, Answer(day, deciding), scales=SCALES, policy=policy)
    kept = {"rule": RULE_VERSION, **after.to_json()}
    return Said(kept, "worsening" if symptom else found.status, found.evidence, symptom)


def outdated(state: Mapping[str, Any]) -> bool:
    """Was a state kept by an earlier version of the rules? Then it cannot be gone on from."""
    return bool(state) and state.get("rule") != RULE_VERSION


def evidence_of(stored: Mapping[str, Any]) -> Evidence | None:
    """Evidence as it was kept, with a check-in, a course or a finding; None where there is none."""
    names = {one.name for one in fields(Evidence)}
    kept = {"before": None, "check_ins": [], **{name: value for name, value in stored.items() if name in names}}
    return Evidence.from_json(kept) if names == set(kept) else None
