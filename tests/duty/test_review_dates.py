"""Review dates: the published examples, and what always holds."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duty.review_date_files import answer_review_cases
from duty.review_dates import is_working_day, plan_review

DATA = Path(__file__).parent / "data"
CASES = json.loads((DATA / "golden_review_dates.json").read_text(encoding="utf-8"))["cases"]
MONDAY = date(2026, 3, 2)
SOON = st.dates(date(2026, 2, 20), date(2026, 4, 20))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_published_review_date_is_planned_as_published(case):
    [answer], sound = answer_review_cases([case])
    assert sound
    assert answer["review_on"] == case["expected"]


@given(
    start=SOON,
    interval=st.integers(1, 28),
    restriction_to=st.none() | SOON,
    planned_end=st.none() | SOON,
    next_appt=st.none() | SOON,
    holidays=st.frozensets(SOON, max_size=20),
    weekend=st.frozensets(st.integers(0, 6), max_size=6),
)
def test_a_review_never_falls_past_the_coverage_and_only_start_may_be_a_free_day(start, interval, **given_):
    review_on = plan_review(start, interval=interval, **given_)
    ends = [end for end in (given_["restriction_to"], given_["planned_end"]) if end is not None]
    if any(end < start for end in ends):
        assert review_on is None
        return
    assert start <= review_on <= min([*ends, start + timedelta(days=interval)])
    assert review_on == start or is_working_day(review_on, given_["holidays"], given_["weekend"])


def test_an_appointment_before_the_start_is_not_counted():
    assert plan_review(MONDAY, next_appt=date(2026, 2, 27)) == date(2026, 3, 16)


def test_an_appointment_on_the_day_of_the_start_counts():
    assert plan_review(MONDAY, next_appt=MONDAY) == date(2026, 3, 3)


def test_the_day_after_an_appointment_on_friday_is_monday():
    assert plan_review(MONDAY, next_appt=date(2026, 3, 6)) == date(2026, 3, 9)


def test_a_start_on_a_weekend_is_kept_when_the_coverage_ends_there():
    saturday = date(2026, 3, 7)
    assert plan_review(saturday, restriction_to=date(2026, 3, 8)) == saturday


def test_the_end_of_the_calendar_is_no_obstacle():
    last = date.max
    assert plan_review(last, next_appt=last) == last


@pytest.mark.parametrize("interval", [0, 29])
def test_an_interval_outside_its_range_is_refused(interval):
    with pytest.raises(ValueError, match="interval"):
        plan_review(MONDAY, interval=interval)


@pytest.mark.parametrize(
    ("args", "field"),
    [
        (None, "args"),
        ({}, "args.start"),
        ({"start": "2026-3-2"}, "args.start"),
        ({"start": "20260302"}, "args.start"),
        ({"start": "2026-03-02", "interval": 0}, "args.interval"),
        ({"start": "2026-03-02", "interval": 29}, "args.interval"),
        ({"start": "2026-03-02", "interval": 7.5}, "args.interval"),
        ({"start": "2026-03-02", "interval": True}, "args.interval"),
        ({"start": "2026-03-02", "restriction_to": 5}, "args.restriction_to"),
        ({"start": "2026-03-02", "next_appt": "2026-02-30"}, "args.next_appt"),
        ({"start": "2026-03-02", "planned_end": ""}, "args.planned_end"),
        ({"start": "2026-03-02", "holidays": "2026-03-03"}, "args.holidays"),
        ({"start": "2026-03-02", "holidays": ["2026-03-03", None]}, "args.holidays[1]"),
        ({"start": "2026-03-02", "weekend": [7]}, "args.weekend[0]"),
        ({"start": "2026-03-02", "weekend": [5, "6"]}, "args.weekend[1]"),
        ({"start": "2026-03-02", "weekend": [0, 1, 2, 3, 4, 5, 6]}, "args.weekend"),
    ],
)
def test_a_malformed_case_is_answered_with_its_field(args, field):
    [answer], sound = answer_review_cases([{"id": "D", "args": args}])
    assert not sound
    assert answer == {"id": "D", "error": {"field": field, "message": answer["error"]["message"]}}


def test_a_null_stands_for_an_absent_key():
    args = {"start": "2026-03-02", "interval": None, "weekend": None, "holidays": None, "next_appt": None}
    [answer], _sound = answer_review_cases([{"id": "D", "args": args}])
    assert answer["review_on"] == "2026-03-16"
