"""Living through days: the clock moves from moment to moment, and people act in the evening of their own zone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tools.faults.world import World
from tools.faults.year.facts import evening

# Six hours before midnight, so that a step of six hours meets each evening.
EVENING_HOUR = 18


@dataclass
class Days:
    """The local days of these zones. `live` makes the product do what is due at the present moment."""

    made: World
    zones: tuple[str, ...]
    live: Callable[[], None]
    evenings: dict[str, date] = field(default_factory=dict)

    def go_to(self, moment: datetime) -> None:
        self.made.clock.set(moment)
        self.live()
        over = {
            zone: local.date()
            for zone in self.zones
            if (local := moment.astimezone(ZoneInfo(zone))).hour >= EVENING_HOUR
        }
        for zone, day in over.items():
            if self.evenings.get(zone) != day:
                self.evenings[zone] = day
                self.made.sql(evening(day, (zone,)))
        if over:
            self.live()

    def pass_over(self, first: date, last: date) -> None:
        """People act on these days, while nobody looks at what is due."""
        for number in range((last - first).days + 1):
            self.made.sql(evening(first + timedelta(days=number), self.zones))

    def common_days(self, first: date, last: date, *, hours: tuple[int, ...], told: Callable[[date], None]) -> None:
        """Each day at these hours of UTC; in the last of them everybody's evening has come."""
        day = first
        while day <= last:
            for hour in hours:
                self.made.clock.set(datetime.combine(day, time(hour), UTC))
                self.live()
            self.made.sql(evening(day, self.zones))
            self.live()
            told(day)
            day += timedelta(days=1)
