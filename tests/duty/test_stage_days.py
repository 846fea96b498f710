"""The days of a graded return: one stage after the other, and no step into work that has begun."""

from datetime import date, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duty.stage_days import DAY, first_day, out_of_order, reached

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SPANS = st.lists(st.tuples(DAYS, st.integers(0, 60)), min_size=2, max_size=6).map(
    lambda found: [(start, start + timedelta(days=length)) for start, length in found]
)
HOURS = st.lists(st.one_of(st.none(), st.times()), max_size=3)


@given(SPANS, DAYS)
def test_stages_in_order_never_hold_one_day_twice(spans: list[tuple[date, date]], day: date) -> None:
    holding = [span for span in spans if span[0] <= day <= span[1]]
    assert out_of_order(spans) or len(holding) <= 1


@given(SPANS)
def test_stages_sorted_apart_are_in_order(spans: list[tuple[date, date]]) -> None:
    apart, end = [], date.min
    for start, stop in sorted(spans):
        begins = max(start, end + DAY)
        end = max(begins, stop)
        apart.append((begins, end))
    assert out_of_order(apart) == []


@given(DAYS, st.times(), HOURS)
def test_a_step_holds_today_only_before_all_known_hours_began(
    today: date, now: time, begins: list[time | None]
) -> None:
    day = first_day(today, now, begins)
    assert day in {today, today + DAY}
    if day == today:
        assert begins and all(start is not None and now < start for start in begins)


def test_unknown_hours_may_have_begun() -> None:
    today = date(2026, 3, 2)
    assert first_day(today, time(5), [time(8), None]) == today + DAY
    assert first_day(today, time(5), []) == today + DAY


@given(DAYS, DAYS)
def test_a_stage_is_reached_on_its_first_day_and_later(day: date, starts_on: date) -> None:
    assert reached(day, starts_on) == (day >= starts_on)
