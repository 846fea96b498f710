"""OIICS: the codes that musculoskeletal cases need, in the two editions in use.

The Occupational Injury and Illness Classification System of the US Bureau of Labor Statistics is in the public domain.
A code means something only with its edition and its dimension: 342 is the pelvis in one edition and another region
in the other. Body parts and tasks are the codes of `injuries.vocabulary`.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).with_name("oiics.csv")
DIMENSIONS = ("nature", "part", "event")
# The Bureau codes with edition 3 since the reference year 2023; older logs speak 2.01.
CURRENT_EDITION = "3"
EDITIONS = ("3", "2.01")


@dataclass(frozen=True)
class Code:
    edition: str
    dimension: str
    code: str
    title: str


@dataclass(frozen=True)
class Pair:
    """The same thing as edition 2.01 and edition 3 number it."""

    older: str
    newer: str

    def of(self, edition: str) -> str:
        return self.newer if edition == CURRENT_EDITION else self.older


@cache
def _table() -> Mapping[tuple[str, str, str], Code]:
    with SOURCE.open(encoding="utf-8", newline="") as file:
        codes = [Code(**row) for row in csv.DictReader(file)]
    return {(code.edition, code.dimension, code.code): code for code in codes}


def find(edition: str, dimension: str, code: str) -> Code | None:
    """The entry of this code, or None where the edition has none of this number in the dimension."""
    return _table().get((edition, dimension, code))


def codes(edition: str, dimension: str) -> tuple[Code, ...]:
    """Every entry of a dimension, in the order of the numbers."""
    return tuple(code for code in _table().values() if (code.edition, code.dimension) == (edition, dimension))


def suggestions(edition: str, *, body_part: str, repetitive_task: str) -> dict[str, tuple[Code, ...]]:
    """For each dimension what a report of this part and task most likely is, likeliest first."""
    pairs = {
        "nature": (UNDIAGNOSED, *NATURES.get(body_part, (SPRAIN,))),
        "part": (PARTS[body_part],) if body_part in PARTS else (),
        "event": (EVENTS[repetitive_task],) if repetitive_task in EVENTS else (),
    }
    return {
        dimension: tuple(_table()[edition, dimension, pair.of(edition)] for pair in likely)
        for dimension, likely in pairs.items()
    }


# Pain without a diagnosis is coded as such: the report knows symptoms, not what a clinician will call them.
UNDIAGNOSED = Pair("1972", "102")
SPRAIN = Pair("1230", "1440")
CARPAL_TUNNEL = Pair("2241", "2741")
TENDONITIS = Pair("2735", "2755")
TRIGGER_FINGER = Pair("2732", "2752")
TENOSYNOVITIS = Pair("2733", "2753")
EPICONDYLITIS = Pair("2734", "2754")
BURSITIS = Pair("2731", "2751")
LUMBAGO = Pair("2722", "2732")
SCIATICA = Pair("2721", "2722")
DISC = Pair("2723", "2723")
HERNIA = Pair("253", "142")
PINCHED_NERVE = Pair("1131", "146")
TARSAL_TUNNEL = Pair("2244", "2742")
MENISCUS = Pair("1221", "1431")

NATURES: dict[str, tuple[Pair, ...]] = {
    "WRIST": (CARPAL_TUNNEL, TENDONITIS, TENOSYNOVITIS, SPRAIN),
    "HAND": (CARPAL_TUNNEL, TENDONITIS, TENOSYNOVITIS, SPRAIN),
    "FINGERS": (TRIGGER_FINGER, TENDONITIS, SPRAIN),
    "THUMB": (TRIGGER_FINGER, TENDONITIS, SPRAIN),
    "FOREARM": (TENDONITIS, EPICONDYLITIS, SPRAIN),
    "ELBOW": (EPICONDYLITIS, BURSITIS, TENDONITIS, SPRAIN),
    "UPPER_ARM": (TENDONITIS, SPRAIN),
    "SHOULDER": (TENDONITIS, BURSITIS, SPRAIN),
    "NECK": (PINCHED_NERVE, SPRAIN),
    "UPPER_BACK": (SPRAIN, PINCHED_NERVE),
    "LOWER_BACK": (LUMBAGO, SPRAIN, SCIATICA, DISC),
    "SACROILIAC": (SPRAIN, LUMBAGO, SCIATICA),
    "ABDOMEN": (HERNIA, SPRAIN),
    "HIP": (BURSITIS, SPRAIN),
    "KNEE": (BURSITIS, MENISCUS, SPRAIN),
    "ANKLE": (TARSAL_TUNNEL, TENDONITIS, SPRAIN),
    "FOOT": (TARSAL_TUNNEL, TENDONITIS, SPRAIN),
}

PARTS: dict[str, Pair] = {
    "HEAD": Pair("10", "10"),
    "NECK": Pair("20", "21"),
    "SHOULDER": Pair("41", "41"),
    "UPPER_ARM": Pair("421", "421"),
    "ELBOW": Pair("422", "422"),
    "FOREARM": Pair("423", "423"),
    "WRIST": Pair("43", "43"),
    "HAND": Pair("441", "441"),
    "FINGERS": Pair("4420", "4429"),
    "THUMB": Pair("4420", "4422"),
    "CHEST": Pair("310", "3110"),
    "ABDOMEN": Pair("330", "331"),
    "UPPER_BACK": Pair("321", "321"),
    "LOWER_BACK": Pair("322", "322"),
    "SACROILIAC": Pair("323", "323"),
    "HIP": Pair("341", "51"),
    "THIGH": Pair("511", "521"),
    "KNEE": Pair("512", "522"),
    "LOWER_LEG": Pair("513", "523"),
    "ANKLE": Pair("52", "53"),
    "FOOT": Pair("530", "541"),
    "TOES": Pair("532", "542"),
    "PRIVATE_AREA": Pair("340", "340"),
}

EVENTS: dict[str, Pair] = {
    "typing": Pair("721", "721"),
    "machine": Pair("723", "729"),
    "assembly": Pair("723", "729"),
    "packing": Pair("723", "729"),
    "scanning": Pair("723", "729"),
    "tools": Pair("722", "722"),
    "cleaning": Pair("722", "722"),
    "lifting": Pair("7112", "714"),
    "pushing": Pair("7122", "714"),
    "overhead": Pair("7312", "733"),
    "kneeling": Pair("7322", "732"),
    "driving": Pair("7332", "737"),
    "other": Pair("720", "720"),
}
