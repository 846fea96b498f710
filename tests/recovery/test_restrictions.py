"""The vocabulary of restrictions: the tree, the bands, the units, and the plain words."""

from fractions import Fraction

import pytest

from duty.facts import Point, Restriction
from recovery.restriction_words import ICONS, MAX, NO, all_in_plain_words, in_plain_words
from recovery.restrictions import (
    ACTIVITIES,
    ACTIVITY_KINDS,
    ALL_LEAVES,
    BAND_ORDER,
    BANDS,
    KINDS,
    LEAVES,
    OPTIONS,
    band_of_share,
    is_group,
    is_under,
    kg_to_lb,
    lb_to_kg,
    leaves,
)
from recovery.sentences import Sentence, figure, ngettext_lazy, render


def test_a_group_covers_everything_below_it():
    assert leaves("LIFT_CARRY") == {"LIFT_FLOOR", "LIFT_WAIST", "LIFT_OVERHEAD", "CARRY"}
    assert leaves("SIT") == {"SIT"}
    assert is_under("LIFT_FLOOR", "LIFT_CARRY")
    assert not is_under("LIFT_CARRY", "LIFT_FLOOR")


def test_an_industrial_truck_is_driven_and_is_a_machine():
    assert "DRIVE_INDUSTRIAL" in leaves("DRIVE") & leaves("OPERATE_MACHINERY")
    assert is_under("DRIVE_INDUSTRIAL", "DRIVE")
    assert is_under("DRIVE_INDUSTRIAL", "OPERATE_MACHINERY")


def test_every_parent_exists_and_no_group_is_a_leaf():
    for activity in ACTIVITIES.values():
        assert set(activity.parents) <= set(ACTIVITIES)
    assert set(ALL_LEAVES) == {leaf for below in LEAVES.values() for leaf in below}
    assert not any(is_group(leaf) for leaf in ALL_LEAVES)


@pytest.mark.parametrize(
    ("share", "band"),
    [
        (0, "NEVER"),
        (Fraction(1, 10), "SELDOM"),
        (Fraction(1, 3), "OCCASIONAL"),
        (1 / 3, "OCCASIONAL"),
        (0.334, "FREQUENT"),
        (Fraction(2, 3), "FREQUENT"),
        (0.67, "CONSTANT"),
        (1.5, "CONSTANT"),
    ],
)
def test_a_band_holds_its_upper_bound_in_exact_thirds(share, band):
    assert band_of_share(share) == band


def test_a_pound_is_exactly_so_many_kilograms():
    assert lb_to_kg(1) == 0.45359237
    assert kg_to_lb(9.1) == pytest.approx(20.0621, abs=1e-4)


def said(own=True, **facts):
    return render(in_plain_words(Restriction("x", **facts), own=own).text)


LIFT_TEN = {"kind": "MAX_WEIGHT", "activity": "LIFT", "points": (Point(10),)}


@pytest.mark.parametrize(
    ("facts", "text"),
    [
        ({**LIFT_TEN, "side": "R"}, "Lift up to 10 lb with your right hand"),
        ({**LIFT_TEN, "points": (Point(4.5, "kg"),)}, "Lift up to 4.5 kg"),
        ({"kind": "MAX_HOURS_DAY", "activity": "GRIP", "hours": 2}, "Grip up to 2 hours a day"),
        ({"kind": "MAX_HOURS_DAY", "activity": "GRIP", "hours": 1}, "Grip up to 1 hour a day"),
        ({"kind": "MAX_HOURS_DAY", "activity": "GRIP", "hours": 0}, "No gripping"),
        ({"kind": "PROHIBITED", "activity": "VIBRATION"}, "No vibrating tools"),
        ({"kind": "PROHIBITED", "activity": "FOOT_CONTROL", "side": "L"}, "No pedals with your left foot"),
        ({"kind": "MAX_FREQUENCY", "activity": "BEND", "band": "NEVER"}, "No bending"),
        (
            {"kind": "MAX_FREQUENCY", "activity": "BEND", "band": "OCCASIONAL"},
            "Bend for at most a third of the day",
        ),
        (
            {"kind": "MAX_CONTINUOUS_MIN", "activity": "SIT", "minutes": 30},
            "Sit up to 30 minutes at a time",
        ),
        (
            {"kind": "MAX_REPS_HOUR", "activity": "REPETITIVE_HAND", "reps": 60},
            "Repeat the same movement up to 60 times an hour",
        ),
        ({"kind": "MAX_SHIFT_HOURS", "hours": 4}, "Work up to 4 hours a shift"),
        ({"kind": "MAX_DAYS_WEEK", "days": 3}, "Work up to 3 days a week"),
        ({"kind": "NO_NIGHT"}, "No night work"),
        ({"kind": "REQUIRES", "option": "HELPER"}, "Have a helper for heavy moments"),
    ],
)
def test_a_limit_is_said_in_plain_words(facts, text):
    assert said(**facts) == text


def test_about_somebody_else_it_is_the_hand_and_not_your_hand():
    assert said(own=False, **LIFT_TEN, side="R") == "Lift up to 10 lb with the right hand"
    for code in ACTIVITIES:
        assert "your" not in said(own=False, kind="MAX_HOURS_DAY", activity=code, hours=2, side="L")


def test_limits_by_frequency_begin_with_the_heaviest():
    points = (Point(10, band="FREQUENT"), Point(20, band="OCCASIONAL"))
    limit = in_plain_words(Restriction("w", "MAX_WEIGHT", "LIFT", points=points))
    assert render(limit.text) == "Lift up to 20 lb for at most a third of the day"
    assert [render(line) for line in limit.details] == ["Up to 10 lb for at most two thirds of the day"]


def test_two_limits_on_one_activity_read_as_one():
    limits = all_in_plain_words(
        [
            Restriction("a", "MAX_HOURS_DAY", "GRIP", hours=2),
            Restriction("b", "MAX_CONTINUOUS_MIN", "GRIP", minutes=20),
            Restriction("c", "MAX_HOURS_DAY", "SIT", hours=2),
            Restriction("d", "PROHIBITED", "SIT"),
        ]
    )
    assert [render(limit.text) for limit in limits] == ["Grip up to 2 hours a day", "No sitting"]
    assert [render(line) for line in limits[0].details] == ["Grip up to 20 minutes at a time"]
    assert limits[1].details == ()


def test_every_kind_of_limit_on_every_activity_has_words_an_icon_and_a_tone():
    for kind in [*KINDS, "NOT_RELEASED"]:
        for activity in ACTIVITIES if kind in ACTIVITY_KINDS else ["ANY"]:
            facts = {"hours": 2, "minutes": 20, "reps": 60, "days": 3, "option": "HELPER", "band": "SELDOM"}
            limit = in_plain_words(
                Restriction("x", kind, activity, points=(Point(5, band="CONSTANT"),), side="R", **facts)
            )
            assert "%" not in render(limit.text)
            assert limit.icon in ICONS
            assert limit.tone in (NO, MAX)


@pytest.mark.parametrize("option", OPTIONS)
def test_every_option_has_words(option):
    assert said(kind="REQUIRES", option=option)


@pytest.mark.parametrize("band", BAND_ORDER)
def test_every_band_has_words(band):
    assert said(kind="MAX_FREQUENCY", activity="SIT", band=band)
    assert band in BANDS


def test_a_sentence_is_translated_part_by_part():
    spanish = {"%(do)s up to %(amount)s": "%(do)s hasta %(amount)s", "Lift": "Levante"}
    limit = in_plain_words(Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),)))
    assert render(limit.text, translate=lambda text: spanish.get(text, text)) == "Levante hasta 10 lb"


def test_a_count_takes_its_form():
    assert render(ngettext_lazy("%(number)s hour", "%(number)s hours", 1)) == "1 hour"
    assert render(ngettext_lazy("%(number)s hour", "%(number)s hours", 0.5)) == "0.5 hours"
    assert render(Sentence("100% sure")) == "100% sure"
    assert figure(10.0) == "10"
