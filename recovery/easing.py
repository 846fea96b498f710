"""What the answers of the past weeks say by themselves: are they, beyond doubt, on a straight way down?

The paces of `recovery.trend` level off, as healing mostly does. Beside them a course that falls in a straight line
looks slow, and nobody who gets better that plainly should be asked to see the doctor again.
"""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

from recovery.scales import Scale

EASING_DAYS = 21
FEWEST_ANSWERS = 3
# So many standard errors are taken off the slope: only answers that lie close to their line count as sure.
DOUBT = 3.0
HORIZON_DAYS = 21


def sure_easing(recent: Sequence[Mapping[str, Any]], scales: Mapping[str, Scale], day: int) -> float:
    """How much severity is lost in three weeks at the very least, by the line through the past three weeks' answers.

    Each measure is centered on its own means, so that neither different levels nor skipped items look like change.
    `recent`: {"day", "scores"}; severities 0-10, so the answer is too. 0 while too few answers are there; below 0 when
    nothing is sure.
    """
    answers = [one for one in recent if one["day"] > day - EASING_DAYS]
    if len(answers) < FEWEST_ANSWERS:
        return 0.0
    spread = together = apart = 0.0
    free = -1
    for code, scale in scales.items():
        points = [(one["day"], scale.severity(one["scores"][code])) for one in answers if code in one["scores"]]
        if len(points) < 2:
            continue
        middle = sum(x for x, _ in points) / len(points)
        mean = sum(y for _, y in points) / len(points)
        spread += sum((x - middle) ** 2 for x, _ in points)
        together += sum((x - middle) * (y - mean) for x, y in points)
        apart += sum((y - mean) ** 2 for _, y in points)
        free += len(points) - 1
    if not spread or free < 1:
        return 0.0
    slope = together / spread
    error = sqrt(max(0.0, apart - slope * together) / free / spread)
    return HORIZON_DAYS * (-slope - DOUBT * error)
