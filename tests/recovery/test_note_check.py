"""Hints beside a note that is being typed: what contradicts itself, what is missing, what must be asked."""

from datetime import date

import pytest

from recovery.note_check import TypedLimit, TypedNote, hints
from recovery.sentences import render

TODAY = date(2026, 3, 2)
SOUND = {"status": "RESTRICTED", "issued": TODAY, "starts": TODAY, "ends": date(2026, 4, 1), "today": TODAY}


def told(*limits, **changes):
    return [render(hint.text) for hint in hints(TypedNote(**{**SOUND, "limits": limits, **changes}))]


def lift(pounds, band="", place="a", **more):
    return TypedLimit(place, "MAX_WEIGHT", "LIFT_CARRY", pounds=pounds, band=band, **more)


def hours(activity, minutes, place="h"):
    return TypedLimit(place, "MAX_HOURS_DAY", activity, minutes=minutes)


def test_a_sound_note_has_no_hints():
    weights = (lift(20, "OCCASIONAL"), lift(10, "FREQUENT"))
    assert told(*weights, TypedLimit("v", "PROHIBITED", "VIBRATION"), hours("SIT", 240), shift_minutes=480) == []


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ends": date(2026, 2, 1)}, "The last day is before the first."),
        ({"starts": date(2026, 1, 1), "ends": date(2026, 2, 1)}, "The last day is over already"),
        ({"ends": None}, "No last day yet"),
        ({"ends": None, "open_end": True}, "ask the provider until when"),
        ({"open_end": True}, "Only one can be right"),
        ({"issued": date(2026, 3, 3)}, "dated in the future"),
        ({"words": "light duty only"}, "“light duty only” has no number"),
        ({"status": "OFF_WORK", "words": "light duty"}, "They would not be kept"),
    ],
)
def test_dates_status_and_words_are_looked_at(changes, words):
    assert any(words in hint for hint in told(lift(10), **changes))


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        ((lift(10), lift(20)), "two different weights for the same frequency"),
        ((lift(10, "FREQUENT"), lift(20, "FREQUENT")), "two different weights for the same frequency"),
        ((lift(10), lift(20, "SELDOM")), "Name how often for both"),
        ((lift(10, "SELDOM"), lift(20, "FREQUENT")), "more weight often than rarely"),
        ((lift(10), TypedLimit("p", "PROHIBITED", "LIFT_CARRY")), "ruled out altogether, and limited as well"),
        ((hours("SIT", 60), hours("SIT", 120)), "two different numbers for the same limit"),
        ((hours("SIT", 60), TypedLimit("m", "MAX_CONTINUOUS_MIN", "SIT", minutes=90)), "longer than all of the day"),
        ((hours("SIT", 300),), "more hours a day than the whole shift"),
        ((TypedLimit("g", "MAX_HOURS_DAY", "GRIP"),), "the number is missing"),
        ((TypedLimit("g", "", "GRIP", pounds=4),), "choose what kind of limit the number is"),
        ((TypedLimit("g", "", "GRIP", words="take it easy"),), "“take it easy” has no number"),
    ],
)
def test_limits_that_do_not_go_together_are_named(limits, words):
    assert any(words in hint for hint in told(*limits, shift_minutes=240))


def test_what_rules_out_the_whole_rules_out_the_part_but_not_the_reverse():
    part = TypedLimit("o", "PROHIBITED", "LIFT_OVERHEAD")
    assert told(lift(10), part) == []
    whole, limited = TypedLimit("w", "PROHIBITED", "LIFT_CARRY"), TypedLimit("f", "MAX_WEIGHT", "LIFT_FLOOR", pounds=5)
    assert "Lift from floor to waist: ruled out altogether" in told(whole, limited)[0]


def test_left_and_right_may_differ():
    assert told(lift(5, side="L"), lift(20, side="R")) == []


def test_twenty_pounds_and_what_a_form_prints_for_them_are_the_same_weight():
    assert told(lift(20), lift(20.06)) == []


def test_contradictions_come_before_gaps_and_gaps_before_questions():
    tones = [hint.tone for hint in hints(TypedNote(**{**SOUND, "ends": None}, limits=(lift(1), lift(2)), words="x"))]
    assert tones == ["late", "due", "wait"]
