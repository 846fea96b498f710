"""The clock of the doors. Thinking and services receive the time; views, tasks and commands ask here.

LIGHTDUTY_CLOCK_FILE shifts it for trials and tests, so that web, worker and beat live the same simulated day;
a system check refuses it in production.
"""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.refusals import Refused

# People work in these years; every later step can hold them, in every time zone.
FIRST_YEAR, LAST_YEAR = 1900, 2200


def now() -> datetime:
    """The present, aware, in UTC."""
    return timezone.now() + _offset()


def _offset() -> timedelta:
    if not settings.CLOCK_FILE:
        return timedelta()
    try:
        return timedelta(seconds=float(Path(settings.CLOCK_FILE).read_text()))
    except (FileNotFoundError, ValueError):
        return timedelta()


def local_day(at: datetime, zone: str) -> date:
    """The calendar day on which `at` falls at an establishment in `zone`."""
    return at.astimezone(ZoneInfo(zone)).date()


def moment_at(day: date, hour: time, zone: str, *, field: str) -> datetime:
    """What a clock on the wall of the establishment means; refused at `field` where that clock jumps over it."""
    said = datetime.combine(day, hour)
    moment = said.replace(tzinfo=ZoneInfo(zone))
    if moment.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) != said:
        raise Refused({field: _("The clocks are moved forward that night, past this time. Enter one an hour later.")})
    return moment


def zone_of(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


WEEK = timedelta(days=7)
