"""The order in which fitting tasks are shown, with every part on view."""

from datetime import date

import pytest

from duty.demands import read_task
from duty.facts import DemandRow, Point, Report, Restriction, Task
from duty.matching import restrictions_in_force
from duty.ranking import PART_LABELS, WEIGHTS, Candidate, Usual, headroom, leaves_with_time, rank

TODAY = date(2026, 3, 10)
USUAL = Usual(
    wage=20,
    hours_per_week=40,
    night=False,
    skills={"typing", "forklift"},
    leaves={"SIT", "KEYBOARD"},
)
SAME = {
    "placement": "own_job",
    "wage": 20,
    "hours_per_week": 40,
    "night": False,
    "headroom": 1.0,
    "leaves": frozenset({"SIT", "KEYBOARD"}),
}


def ranked(*candidates):
    return rank(candidates, USUAL)


def shares(**changes):
    [one], _assess = ranked(Candidate("A", "FITS", **{**SAME, **changes}))
    return {part.name: part.share for part in one.parts}


def test_the_own_job_at_usual_pay_and_hours_scores_a_hundred():
    [one], _assess = ranked(Candidate("A", "FITS", **SAME))
    assert one.score == 100
    assert [part.name for part in one.parts] == list(WEIGHTS) == list(PART_LABELS)


def test_what_fits_as_it_is_comes_before_what_must_be_changed():
    offerable, _assess = ranked(
        Candidate("A", "FITS_WITH_MODIFICATION", **SAME), Candidate("B", "FITS", placement="elsewhere")
    )
    assert [one.code for one in offerable] == ["B", "A"]


def test_ties_are_broken_by_code():
    offerable, _assess = ranked(Candidate("B", "FITS", **SAME), Candidate("A", "FITS", **SAME))
    assert [one.code for one in offerable] == ["A", "B"]


def test_what_is_unknown_stands_apart_and_what_does_not_fit_nowhere():
    offerable, assess = ranked(Candidate("U", "UNKNOWN", **SAME), Candidate("N", "DOES_NOT_FIT", **SAME))
    assert (offerable, [one.code for one in assess]) == ([], ["U"])


def test_a_part_without_data_scores_nothing_and_says_so():
    [one], _assess = rank([Candidate("A", "FITS")], Usual())
    missing = {part.name for part in one.parts if part.share is None}
    assert missing == {"placement", "wage", "hours", "headroom", "likeness"}
    assert one.score == WEIGHTS["skills"]


@pytest.mark.parametrize(
    ("change", "part", "share"),
    [
        ({"placement": "own_department"}, "placement", 2 / 3),
        ({"placement": "own_establishment"}, "placement", 1 / 3),
        ({"placement": "elsewhere"}, "placement", 0),
        ({"wage": 15}, "wage", 0.75),
        ({"wage": 25}, "wage", 1),
        ({"hours_per_week": 30}, "hours", 0.75),
        ({"hours_per_week": 90}, "hours", 0),
        ({"night": True}, "hours", 0.5),
        ({"required_skills": {"typing", "welding"}}, "skills", 0.5),
        ({"leaves": frozenset({"SIT", "STAND", "WALK"})}, "likeness", 0.25),
    ],
)
def test_each_part_is_a_share_from_0_to_1(change, part, share):
    assert shares(**change)[part] == pytest.approx(share)


def room(*restrictions, task):
    report = Report("r", "Dr Kim", TODAY, TODAY, "RESTRICTED", restrictions=restrictions)
    return headroom(restrictions_in_force([report], TODAY), read_task(task))


def test_the_headroom_is_that_of_the_tightest_limit():
    task = Task("T", (DemandRow("LIFT", hours=1, weight_lb=5), DemandRow("STAND", hours=3)), shift_hours=8)
    weight = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(20),))
    standing = Restriction("s", "MAX_HOURS_DAY", "STAND", hours=4)
    assert room(weight, task=task) == pytest.approx(0.75)
    assert room(weight, standing, task=task) == pytest.approx(0.25)
    assert room(Restriction("h", "MAX_SHIFT_HOURS", hours=8), task=task) == 0
    assert room(Restriction("f", "MAX_FREQUENCY", "STAND", band="FREQUENT"), task=task) == pytest.approx(7 / 16)


def test_without_such_a_limit_there_is_all_the_room():
    assert room(Restriction("n", "NO_NIGHT"), task=Task("T")) == 1
    assert room(Restriction("h", "MAX_SHIFT_HOURS", hours=8), task=Task("T")) is None


def test_a_row_of_zero_hours_takes_no_time():
    rows = (DemandRow("LIFT", hours=1), DemandRow("SIT", hours=0), DemandRow("STAND"))
    assert leaves_with_time(read_task(Task("T", rows))) == {
        "LIFT_FLOOR",
        "LIFT_WAIST",
        "LIFT_OVERHEAD",
        "STAND",
    }
