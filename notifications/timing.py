"""When a reminder may reach somebody: not at night, not on a day off, in the one letter of the day.

Everything is asked by the clock on that person's wall; a day off is one of the site.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUIET, DIGEST, DAY_OFF = "quiet", "digest", "day_off"
MOST_DAYS_OFF = 60


@dataclass(frozen=True)
class Habits:
    """How one person wants it. No `digest_hour`: each thing when it comes."""

    zone: str
    quiet_from: time = time(20)
    quiet_until: time = time(7)
    digest_hour: int | None = None


@dataclass(frozen=True)
class DaysOff:
    zone: str
    weekend: Collection[int] = ()
    holidays: Collection[date] = ()

    def includes(self, day: date) -> bool:
        return day.weekday() in self.weekend or day in self.holidays


def soonest(*, now: datetime, ready: datetime, habits: Habits, off: DaysOff | None = None) -> tuple[datetime, str]:
    """The first moment from now on at which it may go out, and why that is not now ("" when it is).

    ready: since when it could. The letter of the day is the first hour of it at or after that, so that a letter
    which comes late, because nobody worked, does not wait for another day.
    """
    moment, why = now, ""
    letter = _letter(ready, habits)
    if letter > moment:
        moment, why = letter, DIGEST
    for _day in range(MOST_DAYS_OFF):
        if off and off.includes(_local(moment, off.zone).date()):
            moment, why = _next_morning(moment, off.zone), DAY_OFF
            moment = max(moment, _letter(moment, habits))
            continue
        loud = quiet_until(moment, habits)
        if loud == moment:
            return moment, why
        moment, why = loud, why or QUIET
    return moment, why


def quiet_until(moment: datetime, habits: Habits) -> datetime:
    """The moment itself, or the end of the quiet hours in which it lies."""
    local = _local(moment, habits.zone)
    clock, begin, end = local.time(), habits.quiet_from, habits.quiet_until
    if begin == end:
        return moment
    over_midnight = begin > end
    quiet = (clock >= begin or clock < end) if over_midnight else begin <= clock < end
    if not quiet:
        return moment
    day = local.date() + timedelta(days=1 if over_midnight and clock >= begin else 0)
    # In an hour that summer time skips, the end lies an hour later; never before now.
    return max(_at(day, end, habits.zone), moment)


def _letter(since: datetime, habits: Habits) -> datetime:
    if habits.digest_hour is None:
        return since
    day = _local(since, habits.zone).date()
    today = _at(day, time(habits.digest_hour), habits.zone)
    return today if today >= since else _at(day + timedelta(days=1), time(habits.digest_hour), habits.zone)


def _next_morning(moment: datetime, zone: str) -> datetime:
    return _at(_local(moment, zone).date() + timedelta(days=1), time(0), zone)


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone))


def _at(day: date, clock: time, zone: str) -> datetime:
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)
