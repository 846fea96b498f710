"""The paces a recovery can have, how often one turns into another, and the noise of answers.

All values were chosen on simulated cohorts of several kinds (docs/decisions/stall-detection.md). They are part
of the rule version: changing one makes a new version. None depends on a measure, a scale or a cadence.
"""

from functools import cache

# Healing paces by the share of the severity lost per day, then standstill, then climbs in points per day.
HEALING = (0.154, 0.11, 0.0636, 0.0411)
CLIMBS = (0.148, 0.441)
STILL = len(HEALING)
RATES = (*HEALING, 0.0, *(0.0 for _ in CLIMBS))
RISES = (*(0.0 for _ in HEALING), 0.0, *CLIMBS)
CLIMB_LASTS_DAYS = 10.0
AT_THE_START = (0.205, 0.172, 0.392, 0.046, 0.158, 0.019, 0.008)

# Chance per day that a pace turns into another. A steeper climb ends sooner, by as much as it is steeper.
TO_NEIGHBOR = 0.00506
TO_STANDSTILL = 0.0357
TO_CLIMB = 0.00156
BACK_TO_HEALING = 0.0409
CLIMB_ENDS = 0.0272
CLIMB_TO_HEALING = 0.15

# Severity on day 0, and the lasting difference of a further measure (0-10 scale).
START_LEVEL = 5.29
START_VARIANCE = 7.28
OFFSET_VARIANCE = 100.0

# How much worse than pain the mean of all measures must be before it counts against little pain: people use the
# scales differently.
OTHERS_WORSE = 1.0

# Day-to-day behavior: drift of the level, spells of some days, noise of one score.
DRIFT = 0.0346
DRIFT_CLIMBING = 0.0396
SPELL_DAYS = 13.8
SPELL_SD = 0.3
SPELL_IN_FURTHER_MEASURES = 0.82
SEM_SHARE = 2.12

# One person's answers jump more than another's: learned per person, worth this many scores at the start.
NOISE_PRIOR_SCORES = 5.8
NOISE_BOUNDS = (0.3, 4.0)
SURPRISE_CAP = 2.84

# A single odd score (a flare-up, a slip) is believed less.
ODD_CHANCE = 0.198
ODD_VARIANCE = 13.9

LEAST = 1e-12

Matrix = tuple[tuple[float, ...], ...]


def _per_day() -> Matrix:
    """Chances of turning from each pace (row) into each pace (column) within one day."""
    rows = [[0.0] * len(RATES) for _ in RATES]
    for pace in range(STILL):
        for neighbor in (pace - 1, pace + 1):
            if 0 <= neighbor < STILL:
                rows[pace][neighbor] = TO_NEIGHBOR
        rows[pace][STILL] = TO_STANDSTILL
        rows[STILL][pace] = BACK_TO_HEALING / STILL
    for climb in range(STILL + 1, len(RATES)):
        for pace in range(STILL + 1):
            rows[pace][climb] = TO_CLIMB / len(CLIMBS)
        ends = CLIMB_ENDS * RISES[climb] / CLIMBS[0]
        rows[climb][STILL] = ends
        for pace in range(STILL):
            rows[climb][pace] = ends * CLIMB_TO_HEALING / STILL
    for pace, row in enumerate(rows):
        row[pace] = 1.0 - sum(row)
    return tuple(tuple(row) for row in rows)


@cache
def turning(days: int) -> Matrix:
    """The same over several days; beyond a year nothing more is forgotten."""
    if days > 366:
        return turning(366)
    if days == 0:
        return tuple(tuple(float(i == j) for j in range(len(RATES))) for i in range(len(RATES)))
    half = turning(days // 2)
    whole = _times(half, half)
    return _times(whole, _per_day()) if days % 2 else whole


def _times(left: Matrix, right: Matrix) -> Matrix:
    columns = tuple(zip(*right, strict=True))
    return tuple(tuple(sum(a * b for a, b in zip(row, column, strict=True)) for column in columns) for row in left)
