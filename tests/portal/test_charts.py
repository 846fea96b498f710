"""Recovery charts: higher is better, and nothing is invented."""

import itertools
import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.charts import (
    SMALL,
    Bar,
    Plot,
    Point,
    RecoveryChart,
    bar_svg,
    change_sentence,
    recovery_svg,
    value_before,
)

START = date(2026, 3, 3)
answers = st.lists(st.none() | st.integers(0, 10), min_size=1, max_size=40)


def chart(*values: float | None, less_is_better: bool = False) -> RecoveryChart:
    points = tuple(Point(START + timedelta(days=3 * n), value) for n, value in enumerate(values))
    return RecoveryChart("Opening jars", points, "as before", "cannot do it", less_is_better=less_is_better)


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (5, 5, "About the same: 5, was 5"),
        (6, 5, "A little better: 6, was 5"),
        (6, 4, "Better: 6, was 4"),
        (4, 5, "A little less: 4, was 5"),
        (2, 5, "Less: 2, was 5"),
        (4.5, 4.25, "About the same: 4.5, was 4.2"),
    ],
)
def test_a_finding_is_a_sentence_with_two_numbers(now: float, before: float, sentence: str) -> None:
    assert change_sentence(now, before) == sentence


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [(3, 5, "Better: 3, was 5"), (6, 5, "A little worse: 6, was 5"), (9, 5, "Worse: 9, was 5")],
)
def test_less_pain_is_better_and_keeps_its_own_numbers(now: float, before: float, sentence: str) -> None:
    assert change_sentence(now, before, less_is_better=True) == sentence


def test_the_finding_compares_with_the_answer_of_three_weeks_ago() -> None:
    weekly = [Point(START + timedelta(days=7 * n), float(n)) for n in range(6)]
    assert value_before(weekly) == 2


def test_a_young_case_compares_with_its_first_answer() -> None:
    assert chart(None, 4, 6).sentence == "Better: 6, was 4"


def test_a_chart_without_answers_says_so() -> None:
    assert chart(None, None).sentence == "No answers yet"
    assert "no answers yet" in recovery_svg(chart(None, None))


def test_a_chart_without_check_ins_draws_nothing() -> None:
    assert recovery_svg(chart()) == ""


def test_one_answer_is_a_first_answer() -> None:
    assert chart(7).sentence == "First answer: 7"


@given(st.integers(0, 10), st.integers(0, 10), st.booleans())
def test_what_is_better_stands_higher(a: int, b: int, less_is_better: bool) -> None:
    plot = Plot(chart=chart(a, b, less_is_better=less_is_better), box=SMALL)
    better, worse = (min(a, b), max(a, b)) if less_is_better else (max(a, b), min(a, b))
    assert plot.y(better) <= plot.y(worse)


@given(answers)
def test_every_question_left_out_is_a_cross_and_every_answer_a_dot(values: list[int | None]) -> None:
    svg = recovery_svg(chart(*values))
    given_answers = [value for value in values if value is not None]
    assert svg.count('class="miss"') == values.count(None)
    assert svg.count("<circle") == len(given_answers)
    assert svg.count('class="pt now"') == min(len(given_answers), 1)


@given(answers)
def test_a_line_joins_answers_and_is_dotted_across_a_gap(values: list[int | None]) -> None:
    svg = recovery_svg(chart(*values))
    places = [n for n, value in enumerate(values) if value is not None]
    gaps = [b - a > 1 for a, b in itertools.pairwise(places)]
    assert svg.count('class="ln gap"') == sum(gaps)
    assert svg.count('class="ln"') == len(gaps) - sum(gaps)


@given(answers)
def test_a_drawing_is_a_named_picture_of_well_formed_parts_without_inline_style(values: list[int | None]) -> None:
    svg = recovery_svg(chart(*values))
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own drawing
    assert root.get("role") == "img"
    assert root.findtext("title") == root.get("aria-label")
    assert "style=" not in svg


@given(answers)
def test_nothing_is_drawn_outside_the_paper(values: list[int | None]) -> None:
    svg = recovery_svg(chart(*values), small=True)
    assert all(0 <= float(x) <= SMALL.width for x in re.findall(r' c?x="([\d.-]+)"', svg))
    assert all(0 <= float(y) <= SMALL.height for y in re.findall(r' c?y="([\d.-]+)"', svg))


def test_the_first_and_the_last_value_are_printed() -> None:
    assert re.findall(r'class="v"[^>]*>([^<]+)<', recovery_svg(chart(4, None, 5, 6))) == ["4", "6"]


def test_a_wide_chart_names_three_days_and_a_small_one_two() -> None:
    days = re.compile(r">(Mar \d+)<")
    assert days.findall(recovery_svg(chart(1, 2, 3, 4, 5, 6))) == ["Mar 3", "Mar 12", "Mar 18"]
    assert days.findall(recovery_svg(chart(1, 2, 3, 4, 5, 6), small=True)) == ["Mar 3", "Mar 18"]


def test_pain_is_drawn_with_no_pain_on_top() -> None:
    pain = RecoveryChart("Pain", (Point(START, 0),), "no pain", "worst pain", less_is_better=True)
    plot = Plot(chart=pain, box=SMALL)
    assert plot.y(0) == SMALL.top


def test_the_name_of_an_activity_is_escaped() -> None:
    odd = RecoveryChart("<script>x</script>", (Point(START, 5),), "a & b", "c")
    assert "<script" not in recovery_svg(odd)


def test_bars_are_never_longer_than_their_room() -> None:
    svg = bar_svg([Bar("Too much", 3.0, "300%"), Bar("Less than nothing", -1, "-100%")], title="Shares")
    assert [int(width) for width in re.findall(r'class="fill"[^>]*width="(-?\d+)"', svg)] == [230, 0]
