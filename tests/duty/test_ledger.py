"""The ledger of days: spans never overlap, gaps are explicit, and every day has one answer."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from duty.ledger import (
    GAP_REASONS,
    WAITING,
    DaySpan,
    Gap,
    InState,
    Ledger,
    Period,
    Recorded,
    Worked,
    ledger,
)

FIRST = date(2026, 3, 2)
DAY = timedelta(days=1)
LENGTH = 40
UNTIL = FIRST + LENGTH * DAY


@st.composite
def periods(draw: st.DrawFn) -> tuple[date, date]:
    first = draw(st.integers(0, LENGTH))
    return FIRST + first * DAY, FIRST + min(LENGTH, first + draw(st.integers(0, 15))) * DAY


@st.composite
def days_of_a_case(draw: st.DrawFn) -> dict[str, list[object]]:
    flags = st.tuples(st.booleans(), st.booleans(), st.booleans())
    worked = [Worked(*draw(periods()), f"v{place}", place, *draw(flags)) for place in range(draw(st.integers(0, 4)))]
    recorded = [Recorded(*draw(periods()), place, draw(st.booleans())) for place in range(draw(st.integers(0, 3)))]
    states = [InState(*draw(periods()), draw(st.sampled_from(WAITING))) for _one in range(draw(st.integers(0, 4)))]
    limited = [Period(*draw(periods())) for _one in range(draw(st.integers(0, 3)))]
    return {"worked": worked, "recorded": recorded, "states": states, "limited": limited}


def days_in(found: Ledger) -> list[date]:
    parts: list[DaySpan | Gap] = [*found.spans, *found.gaps]
    return [part.start + offset * DAY for part in parts for offset in range(part.days)]


@given(days_of_a_case())
def test_no_day_is_told_twice(rows: dict[str, list[object]]) -> None:
    days = days_in(ledger(until=UNTIL, **rows))  # type: ignore[arg-type]
    assert len(days) == len(set(days))


@given(days_of_a_case())
def test_every_limited_day_before_today_is_worked_recorded_or_a_gap(rows: dict[str, list[object]]) -> None:
    found = ledger(until=UNTIL, **rows)  # type: ignore[arg-type]
    gaps = {gap.start + offset * DAY for gap in found.gaps for offset in range(gap.days)}
    for offset in range(LENGTH):
        day = FIRST + offset * DAY
        holds = {name: any(one.holds(day) for one in some) for name, some in rows.items()}  # type: ignore[attr-defined]
        assert (day in gaps) == (holds["limited"] and not holds["worked"] and not holds["recorded"])


@given(days_of_a_case())
def test_each_span_has_its_version_or_its_record_and_each_gap_a_reason(rows: dict[str, list[object]]) -> None:
    found = ledger(until=UNTIL, **rows)  # type: ignore[arg-type]
    for span in found.spans:
        assert (span.version is None) == (span.status == "away") == (span.record is not None)
        assert span.basis == "employer"
    assert all(gap.reason in GAP_REASONS for gap in found.gaps)


@given(days_of_a_case())
def test_spans_and_gaps_stand_in_order_and_are_as_long_as_they_can_be(rows: dict[str, list[object]]) -> None:
    found = ledger(until=UNTIL, **rows)  # type: ignore[arg-type]
    for before, after in zip(found.spans, found.spans[1:], strict=False):
        assert before.end < after.start
    for gap, following in zip(found.gaps, found.gaps[1:], strict=False):
        assert gap.end + DAY < following.start or gap.reason != following.reason


def one_week(**flags: bool) -> Ledger:
    known = {"own_job": True, "affects_routine_functions": False, "limits_full_workday": False} | flags
    worked = [Worked(FIRST, FIRST + 6 * DAY, "v1", 1, **known)]
    return ledger(until=FIRST + 6 * DAY, limited=[Period(FIRST, UNTIL)], worked=worked, recorded=[], states=[])


def test_another_job_is_a_transfer_and_the_own_one_without_a_routine_function_restricted() -> None:
    assert [span.status for span in one_week(own_job=False).spans] == ["transfer"]
    assert [span.status for span in one_week(affects_routine_functions=True).spans] == ["restricted"]
    assert [span.status for span in one_week(limits_full_workday=True).spans] == ["restricted"]


def test_the_own_job_whole_is_neither_a_span_nor_a_gap() -> None:
    assert one_week() == Ledger()


def test_two_versions_on_one_day_tell_it_once_as_the_other_job() -> None:
    own = Worked(FIRST, FIRST + DAY, "own", 2, True, True, False)
    other = Worked(FIRST + DAY, FIRST + 2 * DAY, "other", 1, False, False, False)
    found = ledger(until=UNTIL, limited=[], worked=[own, other], recorded=[], states=[])
    assert [(span.status, span.days, span.version) for span in found.spans] == [
        ("restricted", 1, "own"),
        ("transfer", 2, "other"),
    ]


def test_days_at_home_are_away_only_where_hr_recorded_them() -> None:
    limited, states = [Period(FIRST, UNTIL)], [InState(FIRST, date.max, "suspended")]
    home = [Recorded(FIRST + DAY, FIRST + 2 * DAY, 7, away=True)]
    found = ledger(until=FIRST + 5 * DAY, limited=limited, worked=[], recorded=home, states=states)
    assert found.spans == (DaySpan("away", FIRST + DAY, FIRST + 2 * DAY, record=7),)
    assert [(gap.days, gap.reason) for gap in found.gaps] == [(1, "suspended"), (2, "suspended")]


def test_a_gap_between_two_versions_says_so() -> None:
    old = Worked(FIRST, FIRST + DAY, "v1", 1, False, True, False)
    found = ledger(until=FIRST + 4 * DAY, limited=[Period(FIRST, UNTIL)], worked=[old], recorded=[], states=[])
    assert [gap.reason for gap in found.gaps] == ["between_versions"]
