"""The numbers behind a status, kept so that the same status can be computed again bit for bit."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Sensitivity = Literal["quiet", "normal", "keen"]


@dataclass(frozen=True)
class Evidence:
    """What one check-in led to. `before` is the state it started from and `scores` the answer itself.

    level, gain and meaningful are on the 0-10 severity scale; gain is what is expected over the next 21 days
    (below zero: a loss). `stall` and `climb` are the shares of trust (0-1) that paces without enough gain, or
    with a loss, hold; `lift` is how far the level stands above its lowest of the past weeks. `watch` marks the
    first of the two check-ins a reminder needs. `check_ins` are the answers of the window.
    """

    day: int
    status: str
    watch: bool
    level: float
    pain: float
    gain: float
    meaningful: float
    stall: float
    climb: float
    lift: float
    count: int
    since: int
    unanswered: int
    sensitivity: Sensitivity
    cadence: float
    rule: str
    scores: dict[str, float]
    check_ins: list[dict[str, Any]]
    before: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Evidence":
        return cls(**data)


@dataclass(frozen=True)
class Sentence:
    """The parts of the evidence sentence; the door that shows it translates and puts them together.

    About {level} out of 10 now. On course to {course} {gain} in three weeks; {meaningful} would be
    meaningful. From {count} check-ins since day {since}; {unanswered} were not answered.
    """

    level: str
    course: Literal["gain", "lose"]
    gain: str
    meaningful: str
    count: int
    since: int
    unanswered: int


def sentence(evidence: Evidence) -> Sentence:
    """One decimal for every number; a loss is a positive number that is lost."""
    gain = f"{abs(evidence.gain):.1f}"
    losing = evidence.gain < 0 and gain != "0.0"
    return Sentence(
        level=f"{evidence.level:.1f}",
        course="lose" if losing else "gain",
        gain=gain,
        meaningful=f"{evidence.meaningful:.1f}",
        count=evidence.count,
        since=evidence.since,
        unanswered=evidence.unanswered,
    )
