"""When a reminder may reach somebody: never in quiet hours, on working days, in the one letter of the day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.timing import DAY_OFF, DIGEST, QUIET, DaysOff, Habits, quiet_until, soonest
from tests.notifications.worlds import at

ZONES = st.sampled_from(["America/Chicago", "America/New_York", "Europe/Berlin", "Pacific/Kiritimati", "Asia/Kolkata"])
MOMENTS = st.dates(date(2025, 1, 1), date(2028, 12, 31)).flatmap(
    lambda day: st.integers(0, 24 * 60 - 1).map(lambda minute: at(day, 0, zone="UTC") + timedelta(minutes=minute))
)
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0))
MONDAY = date(2026, 3, 2)
CHICAGO = Habits("America/Chicago")
WEEKEND = DaysOff("America/Chicago", (5, 6))


@given(MOMENTS, ZONES, CLOCKS, CLOCKS)
def test_nothing_ever_goes_out_in_quiet_hours(now: datetime, zone: str, begin: time, end: time) -> None:
    habits = Habits(zone, begin, end)
    moment, _why = soonest(now=now, ready=now, habits=habits)
    assert moment >= now
    assert quiet_until(moment, habits) == moment
    assert moment - now < timedelta(hours=26)


@given(MOMENTS, ZONES, st.integers(7, 19))
def test_the_letter_of_the_day_goes_at_its_hour_and_only_then(now: datetime, zone: str, hour: int) -> None:
    moment, _why = soonest(now=now, ready=now, habits=Habits(zone, digest_hour=hour))
    assert moment.astimezone(ZoneInfo(zone)).time() in {time(hour), *([now.astimezone(ZoneInfo(zone)).time()])}
    assert moment - now < timedelta(hours=26)


@given(MOMENTS, ZONES, st.sets(st.dates(date(2025, 1, 1), date(2029, 1, 30)), max_size=20))
def test_nothing_goes_out_on_a_day_off(now: datetime, zone: str, holidays: set[date]) -> None:
    off = DaysOff(zone, (5, 6), holidays)
    moment, _why = soonest(now=now, ready=now, habits=Habits(zone), off=off)
    assert not off.includes(moment.astimezone(ZoneInfo(zone)).date())


@given(MOMENTS, ZONES, st.none() | st.integers(8, 19))
def test_what_was_moved_once_goes_out_at_the_moment_to_which_it_was_moved(
    now: datetime, zone: str, hour: int | None
) -> None:
    habits = Habits(zone, digest_hour=hour)
    moment, _why = soonest(now=now, ready=now, habits=habits)
    assert soonest(now=moment, ready=moment, habits=habits) == (moment, "")


def test_a_letter_that_comes_late_does_not_wait_for_another_day() -> None:
    habits = Habits("America/Chicago", digest_hour=8)
    assert soonest(now=at(MONDAY, 15), ready=at(MONDAY, 8), habits=habits) == (at(MONDAY, 15), "")


@pytest.mark.parametrize(
    ("now", "habits", "off", "then", "why"),
    [
        (at(MONDAY, 12), CHICAGO, None, at(MONDAY, 12), ""),
        (at(MONDAY, 21), CHICAGO, None, at(MONDAY + timedelta(1), 7), QUIET),
        (at(MONDAY, 3), CHICAGO, None, at(MONDAY, 7), QUIET),
        (at(MONDAY, 10), Habits("America/Chicago", digest_hour=9), None, at(MONDAY + timedelta(1), 9), DIGEST),
        (at(MONDAY - timedelta(2), 12), CHICAGO, WEEKEND, at(MONDAY, 7), DAY_OFF),
        (at(MONDAY - timedelta(3), 21), CHICAGO, WEEKEND, at(MONDAY, 7), DAY_OFF),
        (at(MONDAY, 8), Habits("Pacific/Honolulu"), None, at(MONDAY, 7, zone="Pacific/Honolulu"), QUIET),
        (at(MONDAY, 23), Habits("America/Chicago", time(8), time(8)), None, at(MONDAY, 23), ""),
    ],
)
def test_the_soonest_moment_has_its_reason(
    now: datetime, habits: Habits, off: DaysOff | None, then: datetime, why: str
) -> None:
    assert soonest(now=now, ready=now, habits=habits, off=off) == (then, why)


def test_an_hour_that_summer_time_skips_ends_the_quiet_an_hour_later() -> None:
    habits = Habits("America/Chicago", time(22), time(2, 30))
    night = datetime(2026, 3, 8, 1, 0, tzinfo=ZoneInfo("America/Chicago")).astimezone(UTC)
    assert quiet_until(night, habits) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)
