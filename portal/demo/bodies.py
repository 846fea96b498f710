"""What hurts, what the doctor then writes, and how it heals: the realistic part of an invented case."""

import math
import random
from dataclasses import dataclass

from recovery.services import LimitFacts

TEN_LB, FIFTEEN_LB, TWENTY_LB = ({"lb": pounds, "band": None} for pounds in (10, 15, 20))


@dataclass(frozen=True)
class Complaint:
    """A common way to be hurt by doing the same thing again and again."""

    part: str
    side: str
    task: str
    words: str
    symptoms: tuple[str, ...]
    activity: str
    limits: tuple[LimitFacts, ...]


HAND = (
    LimitFacts(
        kind="MAX_WEIGHT", activity="LIFT_CARRY", points=(TEN_LB,), side="R", original_words="no more than 10 lb"
    ),
    LimitFacts(kind="MAX_HOURS_DAY", activity="GRIP", minutes=150, side="R", original_words="limited gripping"),
    LimitFacts(kind="PROHIBITED", activity="VIBRATION", side="R", original_words="no vibrating tools"),
)
TYPING = (
    LimitFacts(kind="MAX_HOURS_DAY", activity="KEYBOARD", minutes=120, original_words="keyboard 2 h a day"),
    LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=(FIFTEEN_LB,), original_words="15 lb max"),
)
SHOULDER = (
    LimitFacts(kind="PROHIBITED", activity="REACH_OVERHEAD", side="R", original_words="no overhead work"),
    LimitFacts(kind="PROHIBITED", activity="LIFT_OVERHEAD", side="R", original_words="no overhead work"),
    LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=(FIFTEEN_LB,), original_words="15 lb max"),
)
BACK = (
    LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=(FIFTEEN_LB,), original_words="lift 15 lb at most"),
    LimitFacts(kind="MAX_FREQUENCY", activity="BEND_TWIST", band="OCCASIONAL", original_words="bend only now and then"),
)
KNEE = (
    LimitFacts(kind="PROHIBITED", activity="LOW_POSTURE", original_words="no kneeling or squatting"),
    LimitFacts(kind="PROHIBITED", activity="CLIMB_LADDER", original_words="no ladders"),
    LimitFacts(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=(TWENTY_LB,), original_words="20 lb"),
)
COMPLAINTS = (
    Complaint("WRIST", "R", "assembly", "Driving screws on line 4", ("pain", "tingling"), "Opening jars", HAND),
    Complaint("HAND", "R", "tools", "Holding the air driver", ("pain", "weakness"), "Gripping a pan", HAND),
    Complaint("THUMB", "R", "packing", "Taping boxes", ("pain", "swelling"), "Writing by hand", HAND),
    Complaint("ELBOW", "R", "machine", "Loading the press", ("pain", "stiffness"), "Carrying groceries", HAND),
    Complaint("WRIST", "BOTH", "typing", "Order entry all day", ("numbness", "tingling"), "Typing a letter", TYPING),
    Complaint("FOREARM", "L", "scanning", "Scanning returns", ("pain", "fatigue"), "Turning a key", TYPING),
    Complaint("SHOULDER", "R", "overhead", "Reaching the racks", ("pain", "stiffness"), "Combing my hair", SHOULDER),
    Complaint(
        "NECK",
        "NA",
        "typing",
        "Two screens, one phone",
        ("pain", "stiffness"),
        "Looking over my shoulder",
        SHOULDER[2:],
    ),
    Complaint("SACROILIAC", "L", "lifting", "Lifting totes", ("pain", "stiffness"), "Putting on socks", BACK),
    Complaint("LOWER_BACK", "NA", "pushing", "Pulling pallets", ("pain", "fatigue"), "Tying my shoes", BACK),
    Complaint("KNEE", "R", "kneeling", "Low shelf picking", ("pain", "swelling"), "Climbing stairs", KNEE),
)


@dataclass(frozen=True)
class Healing:
    """Severity over time: from `start` down to `floor` by a time constant in days (or in a straight line over
    so many days); `turn` is the day from which the
    second treatment helps, down to `floor_after`."""

    start: float
    floor: float
    days: float
    noise: float = 0.7
    turn: int | None = None
    floor_after: float = 0.5
    straight: bool = False

    def level(self, day: int) -> float:
        if self.turn is not None and day >= self.turn:
            return self.floor_after + (self._untreated(self.turn) - self.floor_after) * math.exp(
                -(day - self.turn) / 14
            )
        return self._untreated(day)

    def _untreated(self, day: int) -> float:
        if self.straight:
            return max(self.floor, self.start - (self.start - self.floor) * day / self.days)
        return self.floor + (self.start - self.floor) * math.exp(-day / self.days)

    def answers(self, day: int, rng: random.Random) -> dict[str, int]:
        """The three answers of a day, as a person would give them."""

        def about(level: float) -> int:
            return max(0, min(10, round(level + rng.gauss(0, self.noise))))

        level = self.level(day)
        return {"pain": about(level), "main_activity": 10 - about(level), "work_ability": 10 - about(level * 0.9)}


def quick(rng: random.Random) -> Healing:
    return Healing(start=rng.uniform(5, 7), floor=0.3, days=rng.uniform(9, 16))


def steady(rng: random.Random) -> Healing:
    return Healing(start=rng.uniform(5.5, 7.5), floor=0.6, days=rng.uniform(20, 30))


def stuck(rng: random.Random) -> Healing:
    return Healing(start=rng.uniform(6, 7), floor=rng.uniform(4.6, 5.4), days=6, noise=0.6)


def slowing(rng: random.Random) -> Healing:
    """Better for some weeks, then not any more."""
    start, floor = rng.uniform(8.5, 9.2), rng.uniform(3.8, 4.4)
    return Healing(start=start, floor=floor, days=rng.uniform(17, 21), noise=0.35, straight=True)


def plateau(rng: random.Random) -> Healing:
    return Healing(start=rng.uniform(6.5, 8), floor=rng.uniform(3.6, 4.4), days=10)


def worse(rng: random.Random) -> Healing:
    return Healing(start=rng.uniform(3, 4), floor=rng.uniform(6, 7), days=30)
