"""The clock of the doors. Thinking and services receive the time; views, tasks and commands ask here.

LIGHTDUTY_CLOCK_FILE shifts it for trials and tests, so that web, worker and beat live the same simulated day;
a system check refuses it in production.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


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


def zone_of(zone: str) -> ZoneInfo:
    return ZoneInfo(zone)


WEEK = timedelta(days=7)
