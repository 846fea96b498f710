"""When the next check-in is asked: two paces (the first weeks, and later), counted in days of the case."""

from dataclasses import dataclass
from math import ceil, floor

FIRST_WEEKS_DAYS = 56


@dataclass(frozen=True)
class Rhythm:
    """Days between check-ins: in the first eight weeks, afterwards, or one pace of the case's own."""

    first: float
    later: float
    own: float | None = None

    def on(self, day: int) -> float:
        """The pace on a day of the case."""
        if self.own is not None:
            return self.own
        return self.first if day < FIRST_WEEKS_DAYS else self.later

    def next_day(self, day: int) -> int:
        """The day of the next check-in after one on `day`.

        3.5 days means three and four by turns: of the two the one nearer to the beat counted from day 0.
        """
        pace = self.on(day)
        if pace == int(pace):
            return day + int(pace)
        late, early = day + ceil(pace), day + floor(pace)
        return min((late, early), key=lambda one: abs(one - pace * floor(one / pace + 0.5)))
