"""Trying rules on the past: the same fold, the same reminders, and no answers that nobody gave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.trial import Answered, PastCase, Rules, Sent, Trial, answers_under, compare, reminders
from recovery.visits import Visit

START = date(2026, 3, 2)
NORMAL = Rules(
    first=3.5,
    later=7.0,
    sensitivity="normal",
    backstop_day=28,
    measures=("pain", "main_activity", "work_ability"),
    repeat_after_days=7,
    escalate_after_days=10,
)
TWICE_A_WEEK = (0, 3, 7, 10, 14, 17, 21, 24, 28, 31, 35, 38, 42)


def on(day: int) -> date:
    return START + timedelta(days=day)


def past(pain: Mapping[int, float], *visits: Visit, closed: int | None = None, pace: float | None = None) -> PastCase:
    return PastCase(
        key=1,
        day_zero=START,
        taken_up_on=START,
        closed_on=on(closed) if closed is not None else None,
        pace=pace,
        answers=[Answered(on(day), {"pain": score}, {}) for day, score in pain.items()],
        visits=visits,
    )


def flat(level: float = 6) -> dict[int, float]:
    return dict.fromkeys(TWICE_A_WEEK, level)


def sent(case: PastCase, rules: Rules = NORMAL, until: int = 49) -> list[tuple[int, str]]:
    return [(one.number, one.to) for one in reminders(case, rules, asked=NORMAL, until=on(until))]


def tried(case: PastCase, rules: Rules, *, since: int = 0) -> Trial:
    return compare([case], present=NORMAL, tried=rules, since=on(since), until=on(49))


def first_day(case: PastCase, rules: Rules = NORMAL) -> int:
    return sent(case, rules)[0][0]


def test_a_flat_course_reminds_the_employee_every_week_and_hr_after_ten_days() -> None:
    first = first_day(past(flat()))
    assert 14 <= first <= 28
    told = sent(past(flat()), until=first + 14)
    assert told == [(first, "employee"), (first + 7, "employee"), (first + 10, "hr"), (first + 14, "employee")]


def test_who_gets_better_is_left_alone() -> None:
    better = {day: max(0.0, 8 - day / 4) for day in TWICE_A_WEEK}
    assert sent(past(better)) == []


def test_an_appointment_stops_the_reminders_until_it_is_over() -> None:
    first = first_day(past(flat()))
    booked = Visit(entered_on=on(first + 1), on=on(first + 12))
    told = sent(past(flat(), booked), until=first + 13)
    assert told == [(first, "employee"), (first + 13, "employee")]


def test_a_canceled_appointment_counts_only_until_it_was_canceled() -> None:
    first = first_day(past(flat()))
    canceled = Visit(entered_on=on(first + 1), on=on(first + 12), canceled_on=on(first + 5))
    assert sent(past(flat(), canceled), until=first + 6) == [(first, "employee"), (first + 5, "employee")]


def test_the_outcome_of_a_visit_closes_what_asked_for_it() -> None:
    first = first_day(past(flat()))
    seen = Visit(on(first + 1), on(first + 4), outcome="seen", outcome_on=on(first + 5))
    assert sent(past(flat(), seen), until=first + 4 + 13) == [(first, "employee")]


def test_nothing_is_sent_after_closing() -> None:
    first = first_day(past(flat()))
    assert sent(past(flat(), closed=first + 7)) == [(first, "employee")]


def test_an_earlier_backstop_reminds_earlier_who_has_answered_too_seldom_for_a_trend() -> None:
    seldom = past({0: 6, 18: 6})
    assert first_day(seldom) == 28
    assert first_day(seldom, replace(NORMAL, backstop_day=21)) == 21


def test_asking_less_often_reads_only_the_answers_that_would_have_been_asked_for() -> None:
    weekly = replace(NORMAL, first=7.0)
    kept = [(one.on - START).days for one in answers_under(past(flat()), weekly, asked=NORMAL)]
    assert kept == [0, 7, 14, 21, 28, 35, 42]


def test_a_case_with_its_own_pace_is_asked_as_before() -> None:
    case = past(flat(), pace=3.5)
    assert len(answers_under(case, replace(NORMAL, first=14.0), asked=NORMAL)) == len(case.answers)


def test_asking_more_often_invents_no_answers_and_says_so() -> None:
    result = tried(past(flat()), replace(NORMAL, first=2.0))
    assert result.asked_more_often
    assert result.tried == result.present


def test_a_measure_that_was_never_asked_is_named() -> None:
    assert tried(past(flat()), NORMAL).never_asked == ("main_activity", "work_ability")


def test_a_measure_that_is_asked_no_more_decides_nothing() -> None:
    answers = [Answered(on(day), {"pain": 6, "work_ability": 4}, {}) for day in TWICE_A_WEEK]
    case = replace(past({}), answers=answers)
    assert all(
        set(one.scores) == {"pain"} for one in answers_under(case, replace(NORMAL, measures=("pain",)), asked=NORMAL)
    )


def test_a_reminder_before_a_booking_within_four_weeks_is_counted() -> None:
    first = first_day(past(flat()))
    result = tried(past(flat(), Visit(on(first + 9), on(first + 20))), NORMAL)
    assert [(one.number, one.booked) for one in result.tried.sent][:2] == [(first, True), (first + 7, True)]
    late = tried(past(flat(), Visit(on(first + 28), on(first + 40))), NORMAL)
    assert [one.booked for one in late.tried.sent][:2] == [False, True]


def test_only_the_days_asked_about_are_counted() -> None:
    first = first_day(past(flat()))
    result = tried(past(flat()), NORMAL, since=first + 1)
    assert min(one.on for one in result.tried.sent) == on(first + 7)


@pytest.mark.parametrize(("repeat", "escalate"), [(3, 5), (14, 28)])
def test_the_days_of_repeating_and_telling_hr_are_those_tried(repeat: int, escalate: int) -> None:
    rules = replace(NORMAL, repeat_after_days=repeat, escalate_after_days=escalate)
    first = first_day(past(flat()))
    told = sent(past(flat()), rules, until=first + 28)
    assert [day - first for day, to in told if to == "employee"] == list(range(0, 29, repeat))
    assert [day - first for day, to in told if to == "hr"] == list(range(escalate, 29, 21))


scores = st.dictionaries(st.integers(0, 48), st.integers(0, 10).map(float), max_size=20)
visits = st.lists(
    st.builds(
        lambda entered, ahead, outcome: Visit(
            on(entered), on(entered + ahead), outcome=outcome, outcome_on=on(entered + ahead + 1) if outcome else None
        ),
        st.integers(0, 40),
        st.integers(0, 20),
        st.sampled_from(["", "seen", "not_seen"]),
    ),
    max_size=3,
)
rules = st.builds(
    replace,
    st.just(NORMAL),
    first=st.sampled_from([2.0, 3.5, 7.0, 14.0]),
    sensitivity=st.sampled_from(["quiet", "normal", "keen"]),
    backstop_day=st.integers(21, 28),
    repeat_after_days=st.integers(3, 7),
    escalate_after_days=st.integers(7, 28),
)


@settings(max_examples=40, deadline=None)
@given(pain=scores, made=visits, other=rules)
def test_whatever_the_past_no_reminder_comes_early_twice_or_while_a_visit_is_coming(
    pain: dict[int, float], made: list[Visit], other: Rules
) -> None:
    case = past(pain, *made)
    result = tried(case, other)
    told: list[Sent] = list(result.tried.sent)
    assert len({(one.on, one.to) for one in told}) == len(told)
    assert all(one.number >= 7 for one in told)
    assert not [
        (one, visit)
        for one in told
        for visit in made
        if visit.outcome != "not_seen" and visit.entered_on < one.on <= visit.on
    ]
    mirrored = replace(case, answers=list(reversed(case.answers)))
    assert tried(mirrored, other).tried == result.tried
    assert tried(case, NORMAL).tried == result.present


@settings(max_examples=25, deadline=None)
@given(pain=scores, made=visits, day=st.integers(10, 48))
def test_what_comes_later_changes_no_reminder_of_before(pain: dict[int, float], made: list[Visit], day: int) -> None:
    known = past({when: score for when, score in pain.items() if when <= day}, *made)
    whole = past(pain, *made)
    # Whether a booking followed is the one thing looked up afterwards, and the same in both.
    assert sent(known, until=day) == sent(whole, until=day)
