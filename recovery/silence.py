"""When silence becomes a finding of its own. It needs no statistics: silence is never improvement."""

from math import floor

LEAST_GAP = 14


def silent_on(last_answer_day: int | None, cadence: float) -> int:
    """The day from which a case is silent unless it answers; whoever never answered counts from day 0."""
    return (last_answer_day or 0) + floor(max(LEAST_GAP, 2 * cadence + 4))
