"""What the thinking needs to know of a measure: its range and direction. Severity is 0-10, higher is worse."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

HigherIs = Literal["better", "worse"]

# A mild remainder: pain and mean of all measures no higher than this never ask for anyone.
MILD_PAIN, MILD_LEVEL = 2.0, 2.5


@dataclass(frozen=True)
class Reading:
    """One score of one check-in: severity 0-10 (higher is worse), its usual noise and its rounding step."""

    code: str
    severity: float
    sem: float
    step: float


@dataclass(frozen=True)
class Scale:
    """A measure as the stall rules see it; `mcid`, `sem` and `step` are in the measure's own units."""

    code: str
    minimum: float
    maximum: float
    higher_is: HigherIs
    mcid: float
    sem: float
    step: float

    def severity(self, score: float) -> float:
        """0 is none, 10 is the worst, whatever the range and direction of the measure."""
        share = 10.0 * (score - self.minimum) / (self.maximum - self.minimum)
        return 10.0 - share if self.higher_is == "better" else share

    def reading(self, score: float) -> Reading:
        factor = 10.0 / (self.maximum - self.minimum)
        return Reading(self.code, self.severity(score), self.sem * factor, self.step * factor)


@dataclass(frozen=True)
class Answer:
    """One check-in: the day of the case (day 0 is the first treatment) and the scores by measure code."""

    day: int
    scores: Mapping[str, float]

    def to_json(self) -> dict[str, Any]:
        return {"day": self.day, "scores": dict(self.scores)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Answer":
        return cls(day=data["day"], scores=dict(data["scores"]))


def meaningful(level: float) -> float:
    """The smallest change that matters at a level: 30 %, at least 0.6 and at most 2.0 of 10."""
    return min(2.0, max(0.6, 0.30 * level))
