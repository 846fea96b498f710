"""What changed in the limits since a day."""

from dataclasses import replace
from datetime import date

from duty.facts import Point, Report, Restriction
from duty.limit_changes import limit_changes
from duty.matching import restrictions_in_force

BEFORE, NOW = date(2026, 3, 2), date(2026, 3, 16)
LIFT = Restriction("a", "MAX_WEIGHT", "LIFT", points=(Point(10),))
GRIP = Restriction("g", "PROHIBITED", "GRIP", side="R")


def standing(*limits, day=NOW, ends=date(2026, 4, 1)):
    report = Report(f"r{day}", "Dr Kim", day, BEFORE, "RESTRICTED", valid_to=ends, restrictions=limits)
    return restrictions_in_force([report], day)


def kinds(before, now):
    return [change.kind for change in limit_changes(before, now)]


def test_the_same_limit_said_again_is_no_change():
    again = replace(LIFT, id="b")
    assert kinds(standing(LIFT, day=BEFORE), standing(again, ends=date(2026, 5, 1))) == []


def test_another_number_is_a_change_and_names_both():
    twenty = replace(LIFT, id="b", points=(Point(20),))
    [change] = limit_changes(standing(LIFT, day=BEFORE), standing(twenty))
    assert (change.kind, change.now.points, change.before.points) == ("changed", (Point(20),), (Point(10),))


def test_what_is_new_stands_first_and_what_is_gone_last():
    other = Restriction("k", "PROHIBITED", "KNEEL")
    assert kinds(standing(GRIP, LIFT, day=BEFORE), standing(LIFT, other)) == ["new", "gone"]


def test_forbidden_that_became_some_is_one_change():
    some = Restriction("h", "MAX_HOURS_DAY", "GRIP", side="R", hours=2)
    assert kinds(standing(GRIP, day=BEFORE), standing(some)) == ["changed"]


def test_a_limit_whose_end_has_passed_has_run_out():
    ends = date(2026, 3, 10)
    assert kinds(standing(LIFT, day=BEFORE, ends=ends), standing(LIFT, ends=ends)) == ["expired"]
