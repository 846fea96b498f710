"""Why a task fits or not, in plain words, and what a supervisor never reads in them."""

from datetime import date

import pytest

from duty.facts import DemandRow, FindingRow, Point, Report, Restriction, Task
from duty.matching import match_task
from duty.reasons import REASONS, for_hr, for_supervisor
from recovery.sentences import render

TODAY = date(2026, 11, 20)
UNTIL = date(2026, 12, 12)


def spoken(sentence):
    return render(sentence, format_date=lambda day: f"{day:%B} {day.day}")


def found(restriction, *rows, **changes):
    report = Report("r", "Dr Kim", TODAY, TODAY, "RESTRICTED", UNTIL, (restriction,))
    task = Task("BOX", rows, **{"shift_hours": 8, "absent": ("LIFT_CARRY", "STAND"), **changes})
    return match_task([report], task, TODAY).findings[0]


def test_too_heavy_is_told_in_the_unit_of_the_limit():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10, "kg"),), valid_to=UNTIL)
    finding = found(limit, DemandRow("LIFT", hours=1, weight_kg=18))
    assert spoken(for_supervisor("Box packing", finding, limit)) == (
        "Box packing does not fit: it needs 18 kg now and then, the limit is 10 kg until December 12."
    )


def test_a_site_that_weighs_in_kilograms_is_told_kilograms_whatever_the_note_says():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(20),), valid_to=UNTIL)
    finding = found(limit, DemandRow("LIFT", hours=1, weight_kg=18))
    assert spoken(for_supervisor("Box packing", finding, limit, unit="kg")) == (
        "Box packing does not fit: it needs 18 kg now and then, the limit is 9.1 kg until December 12."
    )


def test_hr_reads_the_sum_behind_it_who_acts_and_the_source():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),))
    finding = found(limit, DemandRow("LIFT", hours=3, weight_lb=18))
    said = [spoken(one) for one in for_hr("Box packing", finding, limit, provider="Dr Kim", issued=TODAY)]
    assert said[1] == "18 lb or more for 3 hours of 8 hours is often; the limit there is 10 lb."
    assert said[2] == "Choose another task, or change this one."
    assert "Dr Kim" in said[3]
    assert "Dr Kim" not in spoken(for_supervisor("Box packing", finding, limit))


@pytest.mark.parametrize(
    ("restriction", "row", "text"),
    [
        (
            Restriction("h", "MAX_HOURS_DAY", "STAND", hours=2),
            DemandRow("STAND", hours=4.5),
            "it needs 4.5 hours a day (Stand), the limit is 2 hours.",
        ),
        (
            Restriction("c", "MAX_CONTINUOUS_MIN", "STAND", minutes=30),
            DemandRow("STAND", hours=4, continuous_min=60),
            "it needs 60 minutes at a time (Stand), the limit is 30 minutes.",
        ),
        (
            Restriction("p", "PROHIBITED", "STAND"),
            DemandRow("STAND", hours=4),
            "a limit rules it out (No standing).",
        ),
        (
            Restriction("s", "MAX_SHIFT_HOURS", hours=4),
            DemandRow("STAND", hours=4),
            "the shift is 8 hours, the limit is 4 hours.",
        ),
    ],
)
def test_the_demand_stands_beside_the_limit(restriction, row, text):
    said = spoken(for_supervisor("Line", found(restriction, row), restriction))
    assert said == f"Line does not fit: {text}"


def test_an_unknown_says_what_nobody_recorded():
    limit = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),))
    said = [spoken(one) for one in for_hr("Line", found(limit, DemandRow("LIFT", hours=1)), limit)]
    assert said == [
        "Line cannot be decided yet: the weight is not recorded (Lift, any height).",
        "Measure it at the workplace and record it with the task.",
    ]


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("restriction", [None, Restriction("p", "PROHIBITED", "STAND", valid_to=UNTIL)])
def test_every_reason_has_words_for_both_readers(reason, restriction):
    finding = FindingRow("p", "STAND", reason, "PROHIBITED")
    for sentence in (for_supervisor("Line", finding, restriction), *for_hr("Line", finding, restriction)):
        said = spoken(sentence)
        assert said.endswith(".")
        assert "%" not in said


def test_there_are_28_reasons():
    assert len(set(REASONS)) == 28
