"""What a letter must say where it is written: always, and besides by the rules of the state or of a federal workplace.

Sources: 28 TAC 129.6, 20 CFR 10.507, OAR 436-060-0030, 8 CCR 10133.34; the table is `offer_rules.json`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("offer_rules.json")
FEDERAL = "FECA"


@dataclass(frozen=True, slots=True)
class Place:
    """A jurisdiction: the contents that its rule names."""

    code: str
    name: str
    rule: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OfferRules:
    always: tuple[str, ...]
    places: dict[str, Place]


@cache
def offer_rules() -> OfferRules:
    read = json.loads(TABLE.read_text(encoding="utf-8"))
    places = [Place(one["code"], one["name"], one["rule"], tuple(one["needs"])) for one in read["places"]]
    return OfferRules(tuple(read["always"]), {place.code: place for place in places})


def place_of(state: str, *, is_federal: bool) -> Place | None:
    """A federal workplace stands under federal law, wherever it lies."""
    return offer_rules().places.get(FEDERAL if is_federal else state)


def unmet(place: Place | None, unknown: Collection[str]) -> tuple[str, ...]:
    """Of the contents that are not known yet, those without which the rule of the place is not met."""
    return tuple(content for content in (place.needs if place else ()) if content in unknown)


def missing(place: Place | None, said: Iterable[str]) -> frozenset[str]:
    """The contents that a letter should have and has not."""
    return frozenset((*offer_rules().always, *(place.needs if place else ()))) - frozenset(said)
