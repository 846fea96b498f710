"""What one check-in says by itself: is a stall or a worsening clear, or worth a watch mark?"""

from collections.abc import Mapping
from dataclasses import dataclass

from recovery.evidence import Sensitivity
from recovery.scales import MILD_LEVEL, MILD_PAIN, meaningful
from recovery.trend import Outlook

FIRST_WORSENING_DAY = 7
FIRST_WATCH_DAY = 6

# A stall is clear when the paces that gain too little hold this much of the trust, and worth a watch mark when
# they hold at least this much. Two check-ins in a row: a watch mark first, then a clear one.
CLEAR: Mapping[str, float] = {"quiet": 0.55, "normal": 0.445, "keen": 0.25}
WATCH: Mapping[str, float] = {"quiet": 0.30, "normal": 0.20, "keen": 0.10}
# Guidance looks again at three to four weeks: in the third week a stall must be clearer than later. The doubt that
# may remain grows from this share on the first day a stall can be said to all of it a week later.
FIRST_STALL_DAY, CAUTIOUS_DAYS, CAUTIOUS_SHARE = 14, 7, 0.6
# What healing slows down, and what an alert needs less of to stay than to begin, or it would flicker.
GAIN_FADES = 0.8
STAYING = 0.015

# Worsening: the level has begun to rise, then stands this much above its lowest of the past six weeks. The first
# days are left out: what is known then rests more on the usual injury than on this person's answers.
LIFT_DAYS = 42
LIFT_CLEAR, LIFT_WATCH, LIFT_STAYING = 1.6, 0.1, 1.1


@dataclass(frozen=True)
class Signs:
    """What one check-in says by itself, before the rule of two in a row."""

    gain: float
    lift: float
    stalled: bool
    stays_stalled: bool
    worsening: bool
    stays_worse: bool
    watch: bool
    rising: bool


def read_signs(view: Outlook, *, lift: float, eased: float, day: int, sensitivity: Sensitivity) -> Signs:
    """The signs of a check-in; `lift` is how far the level stands above its lowest of the past weeks, `eased` how much
    it surely loses in three weeks (`recovery.easing`)."""
    gain = GAIN_FADES * view.gain
    mild = view.pain <= MILD_PAIN and view.level <= MILD_LEVEL
    enough = meaningful(view.level)
    possible = not mild and gain < enough and eased < enough
    rising = lift >= LIFT_WATCH
    likely = possible and view.stall > WATCH[sensitivity]
    clear = _clear_from(day, sensitivity)
    return Signs(
        gain=gain,
        lift=lift,
        stalled=possible and view.stall > clear,
        stays_stalled=possible and view.stall > clear - STAYING,
        worsening=lift >= LIFT_CLEAR,
        stays_worse=lift >= LIFT_STAYING,
        watch=day >= FIRST_WATCH_DAY and (likely or rising),
        rising=rising,
    )


def _clear_from(day: int, sensitivity: Sensitivity) -> float:
    """The trust above which a stall is clear on that day."""
    week = min(1.0, max(0.0, (day - FIRST_STALL_DAY) / CAUTIOUS_DAYS))
    doubt = CAUTIOUS_SHARE + (1.0 - CAUTIOUS_SHARE) * week
    return 1.0 - (1.0 - CLEAR[sensitivity]) * doubt
