"""A stored restriction as a line of a page: plain words, an icon, "up to" or "not"."""

from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext

from portal.parts import Limit
from recovery.models import Restriction
from recovery.restriction_words import in_plain_words
from recovery.sentences import Sentence, render

# The words of `recovery.restriction_words` for pictures, in our icons.
ICON_NAMES = {
    "load": "box",
    "push": "push",
    "sit": "chair",
    "stand": "stand",
    "climb": "stairs",
    "bend": "bend",
    "reach": "reach",
    "hand": "hand",
    "keyboard": "keyboard",
    "repeat": "repeat",
    "foot": "foot",
    "drive": "car",
    "machine": "machine",
    "warning": "shield",
    "vibration": "vibration",
    "weather": "outdoors",
    "person": "user",
    "clock": "clock",
    "option": "sliders",
    "question": "unknown",
    "off": "stop",
}
HOUR_KINDS = frozenset({"MAX_HOURS_DAY", "MAX_SHIFT_HOURS"})


@dataclass(frozen=True, slots=True)
class Point:
    value: float
    unit: str
    band: str | None


@dataclass(frozen=True, slots=True)
class Coded:
    """A row as the sentences read it: hours of a day apart from the longest stretch."""

    row: Restriction

    @property
    def kind(self) -> str:
        return self.row.kind

    @property
    def activity(self) -> str:
        return self.row.activity

    @property
    def side(self) -> str:
        return self.row.side

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(_point(point) for point in self.row.points)

    @property
    def band(self) -> str | None:
        return self.row.band or None

    @property
    def hours(self) -> float | None:
        if self.row.kind not in HOUR_KINDS or self.row.minutes is None:
            return None
        return self.row.minutes / 60

    @property
    def minutes(self) -> float | None:
        return None if self.row.kind in HOUR_KINDS else self.row.minutes

    @property
    def reps(self) -> float | None:
        return self.row.reps

    @property
    def days(self) -> float | None:
        return self.row.days

    @property
    def option(self) -> str | None:
        return self.row.option or None


def _point(point: dict[str, Any]) -> Point:
    unit = "kg" if point.get("kg") is not None else "lb"
    return Point(value=float(point[unit]), unit=unit, band=point.get("band"))


def in_words(sentence: Sentence) -> str:
    """A sentence of the thinking, translated and with the dates of the language."""
    return render(
        sentence, translate=gettext, translate_plural=ngettext, format_date=lambda day: formats.date_format(day, "j F")
    )


def limit_of(row: Restriction, *, own: bool = False, detail: str = "") -> Limit:
    """`own`: said to the person; otherwise about the person. Never holds a word of the provider's."""
    plain = in_plain_words(Coded(row), own=own)
    lines = [in_words(line) for line in plain.details]
    return Limit(
        icon=ICON_NAMES[plain.icon],
        kind=plain.tone,
        title=in_words(plain.text),
        detail=" · ".join(line for line in [*lines, detail] if line),
    )
