"""A stored restriction in plain words."""

import pytest

from portal.icons import ICONS
from portal.limit_words import ICON_NAMES, limit_of
from recovery.models import Restriction
from recovery.restriction_words import ICONS as WORDS_FOR_ICONS


@pytest.mark.parametrize(
    ("row", "kind", "title"),
    [
        (
            Restriction(kind="MAX_WEIGHT", activity="LIFT_CARRY", points=[{"lb": 10}]),
            "max",
            "Lift and carry up to 10 lb",
        ),
        (Restriction(kind="PROHIBITED", activity="VIBRATION"), "no", "No vibrating tools"),
        (Restriction(kind="MAX_HOURS_DAY", activity="GRIP", minutes=90), "max", "Grip up to 1.5 hours a day"),
        (
            Restriction(kind="MAX_CONTINUOUS_MIN", activity="GRIP", minutes=20, side="R"),
            "max",
            "Grip up to 20 minutes at a time with the right hand",
        ),
        (Restriction(kind="MAX_SHIFT_HOURS", minutes=360), "max", "Work up to 6 hours a shift"),
        (Restriction(kind="NO_NIGHT"), "no", "No night work"),
    ],
)
def test_a_limit_says_what_may_be_done(row: Restriction, kind: str, title: str) -> None:
    limit = limit_of(row)
    assert (limit.kind, limit.title) == (kind, title)


def test_the_words_of_the_provider_never_come_along() -> None:
    row = Restriction(kind="UNCODED", original_words="light duty, carpal tunnel")
    assert "carpal" not in limit_of(row).title + limit_of(row).detail


def test_every_picture_that_a_sentence_asks_for_is_drawn() -> None:
    assert set(WORDS_FOR_ICONS) == set(ICON_NAMES)
    assert set(ICON_NAMES.values()) <= set(ICONS)
