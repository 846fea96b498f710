"""The paces a recovery can have, how often one turns into another, and the noise of answers.

All values were chosen on simulated cohorts of several kinds (docs/decisions/stall-detection.md). They are part
of the rule version: changing one makes a new version. None depends on a measure, a scale or a cadence.
"""

from functools import cache

# Share of the severity lost per day. The last but one pace stands still, the last one climbs.
RATES = (0.14, 0.07, 0.04, 0.025, 0.0, 0.0)
CLIMB_PER_DAY = 0.12
CLIMB_LASTS_DAYS = 10.0
AT_THE_START = (0.2, 0.2, 0.25, 0.05, 0.22, 0.08)

# Chance per day that a pace turns into another.
TO_NEIGHBOUR = 0.004
TO_STANDSTILL = 0.008
TO_CLIMB = 0.004
BACK_TO_HEALING = 0.008
CLIMB_ENDS = 0.06
CLIMB_TO_HEALING = 0.15

# Severity on day 0, and the lasting difference of a further measure (0-10 scale).
START_LEVEL = 5.8
START_VARIANCE = 4.0
OFFSET_VARIANCE = 1.2

# Day-to-day behavior: drift of the level, spells of some days, noise of one score.
DRIFT = 0.01
DRIFT_CLIMBING = 0.04
SPELL_DAYS = 5.0
SPELL_SD = 0.6
SPELL_IN_FURTHER_MEASURES = 0.7
SEM_SHARE = 0.8

# One person's answers jump more than another's: learned per person, worth this many scores at the start.
NOISE_PRIOR_SCORES = 12.0
NOISE_BOUNDS = (0.3, 4.0)
SURPRISE_CAP = 4.0

# A single odd score (a flare-up, a slip) is believed less.
ODD_CHANCE = 0.06
ODD_VARIANCE = 6.0

LEAST = 1e-12

Matrix = tuple[tuple[float, ...], ...]


def _per_day() -> Matrix:
    """Chances of turning from each pace (row) into each pace (column) within one day."""
    still, climb = len(RATES) - 2, len(RATES) - 1
    rows = [[0.0] * len(RATES) for _ in RATES]
    for pace in range(still):
        for neighbor in (pace - 1, pace + 1):
            if 0 <= neighbor < still:
                rows[pace][neighbor] = TO_NEIGHBOUR
        rows[pace][still] = TO_STANDSTILL
        rows[pace][climb] = TO_CLIMB
        rows[still][pace] = BACK_TO_HEALING / still
        rows[climb][pace] = CLIMB_ENDS * CLIMB_TO_HEALING
    rows[still][climb] = TO_CLIMB
    rows[climb][still] = CLIMB_ENDS
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
