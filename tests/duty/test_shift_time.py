"""Hours in minutes: what a shift takes of a day, and what falls into any 24 hours."""

from datetime import date, time
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from duty.shift_time import DAY_MINUTES, WHOLE_DAY, Spell, collide, fullest_day, joined, length_of, meet, taken

times = st.integers(0, DAY_MINUTES - 1).map(lambda minute: time(minute // 60, minute % 60))
shifts = st.lists(st.tuples(times, times), min_size=1, max_size=5)
spells = st.lists(
    st.builds(
        Spell,
        day=st.dates(date(2026, 3, 1), date(2026, 3, 4)),
        starts=st.integers(0, DAY_MINUTES - 1),
        minutes=st.integers(1, DAY_MINUTES),
        share=st.sampled_from([0.25, 0.5, 1.0]),
    ),
    min_size=1,
    max_size=6,
)


@given(times, times)
def test_a_shift_takes_its_own_length_of_a_day(starts: time, ends: time) -> None:
    assert sum(last - first for first, last in taken([(starts, ends)])) == length_of(starts, ends)


@given(shifts)
def test_what_shifts_take_lies_within_a_day_in_order_and_apart(hours: list[tuple[time, time]]) -> None:
    pieces = taken(hours)
    assert pieces[0][0] >= 0
    assert pieces[-1][1] <= DAY_MINUTES
    assert all(before[1] < after[0] for before, after in pairwise(pieces))


@given(shifts)
def test_shifts_that_do_not_collide_add_up(hours: list[tuple[time, time]]) -> None:
    total = sum(length_of(*one) for one in hours)
    assert collide(hours) == (sum(last - first for first, last in taken(hours)) < total)


@given(shifts, shifts)
def test_meeting_is_mutual(one: list[tuple[time, time]], other: list[tuple[time, time]]) -> None:
    assert meet(taken(one), taken(other)) == meet(taken(other), taken(one))


def test_hours_that_nobody_wrote_down_take_the_whole_day() -> None:
    assert taken([(time(8), time(12)), (None, time(16))]) == WHOLE_DAY


def test_a_night_shift_takes_the_early_minutes_of_a_day_too() -> None:
    assert taken([(time(22), time(6))]) == ((0, 360), (1320, 1440))


def test_a_shift_that_begins_when_another_ends_does_not_meet_it() -> None:
    assert not collide([(time(8), time(12)), (time(12), time(16))])
    assert joined([(480, 720), (720, 960)]) == ((480, 960),)


@given(spells)
def test_no_minute_of_the_clock_begins_a_fuller_day(found: list[Spell]) -> None:
    fullest = fullest_day(found)
    assert fullest is not None

    def inside(begins: int) -> float:
        return sum(one.share * max(0, min(one.ends, begins + DAY_MINUTES) - max(one.begins, begins)) for one in found)

    first, last = min(one.begins for one in found), max(one.ends for one in found)
    assert all(inside(begins) <= fullest.minutes + 1e-6 for begins in range(first - 30, last + 30, 17))
    assert abs(inside(fullest.day.toordinal() * DAY_MINUTES + fullest.starts) - fullest.minutes) < 1e-6


def test_a_late_shift_and_an_early_one_fall_into_one_day() -> None:
    late = Spell(date(2026, 3, 2), 14 * 60, 8 * 60)
    early = Spell(date(2026, 3, 3), 6 * 60, 8 * 60)
    fullest = fullest_day([late, early])
    assert fullest is not None
    assert (fullest.day, fullest.starts, fullest.minutes) == (date(2026, 3, 2), 14 * 60, 16 * 60)


def test_the_same_shift_every_day_is_never_more_than_one_shift() -> None:
    fullest = fullest_day([Spell(date(2026, 3, day), 8 * 60, 480) for day in range(2, 7)])
    assert fullest is not None
    assert fullest.minutes == 480


def test_without_work_there_is_no_fullest_day() -> None:
    assert fullest_day([]) is None
