"""Where does it hurt: a list of parts with left and right, and a picture that ticks the same boxes."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext, gettext_lazy

from injuries.vocabulary import COMMON_PARTS, UNSIDED, BodyPart, Side
from portal.body_picture import BACK, DRAWINGS, FRONT

PRIVATE = BodyPart.PRIVATE_AREA


class PlacedPart(NamedTuple):
    """A body part and its side: L, R, BOTH or NA."""

    part: str
    side: str


def sides_of(part: str) -> tuple[str, ...]:
    return (Side.NONE,) if part in UNSIDED else (Side.LEFT, Side.RIGHT)


def codes_of(placed: Iterable[PlacedPart]) -> list[str]:
    """The boxes that stand for parts on file: both sides are two boxes."""
    both = (Side.LEFT, Side.RIGHT)
    return [f"{part}-{side}" for part, given in placed for side in (both if given == Side.BOTH else (given,))]


def parts_of(codes: Iterable[str]) -> list[PlacedPart]:
    """The parts that the ticked boxes stand for, in the order of the vocabulary."""
    ticked = set(codes)
    found = []
    for part in BodyPart.values:
        sides = [side for side in sides_of(part) if f"{part}-{side}" in ticked]
        if sides:
            found.append(PlacedPart(part, Side.BOTH if len(sides) == 2 else str(sides[0])))
    return found


def in_words(part: str, side: str) -> str:
    """'Wrist (right)'."""
    label = BodyPart(part).label
    if side == Side.NONE:
        return str(label)
    return gettext("%(part)s (%(side)s)") % {"part": label, "side": str(Side(side).label).lower()}


class BodyParts(forms.CheckboxSelectMultiple):
    template_name = "portal/forms/body_parts.html"
    quiet_legend = True  # the heading of the page asks the same

    class Media:
        css = {"all": ["portal/body.css"]}

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        ticked = set(value or ())
        first = [*COMMON_PARTS, *(part for part in BodyPart if part not in COMMON_PARTS)]
        rows = self.rows(first, ticked, str(context["widget"]["attrs"].get("id") or f"id_{name}"))
        boxes = {box["code"]: box["id"] for row in rows for box in row["boxes"]}
        count = len(COMMON_PARTS)
        context["widget"] |= {
            "common": rows[:count],
            "more": [row for row in rows[count:] if row["part"] != PRIVATE],
            "more_open": any(box["ticked"] for row in rows[count:] for box in row["boxes"]),
            "private": next(row["boxes"][0] for row in rows if row["part"] == PRIVATE),
            "drawings": DRAWINGS.items(),
            "front": [(shape, boxes[shape.code]) for shape in FRONT],
            "back": [(shape, boxes[shape.code]) for shape in BACK],
        }
        return context

    def rows(self, parts: Iterable[BodyPart], ticked: set[str], html_id: str) -> list[dict[str, Any]]:
        """One row for each part, numbered so that the first box is the target of the list of mistakes."""
        rows: list[dict[str, Any]] = []
        number = 0
        for part in parts:
            boxes = []
            for side in sides_of(part):
                code = f"{part.value}-{side}"
                label = gettext("Yes") if side == Side.NONE else Side(side).label
                words = in_words(part, side)
                box = {"id": f"{html_id}_{number}", "code": code, "label": label, "words": words}
                boxes.append(box | {"ticked": code in ticked})
                number += 1
            rows.append({"part": part, "label": part.label, "boxes": boxes})
        return rows


class BodyPartsField(forms.MultipleChoiceField):
    """Gives a list of PlacedPart; takes one as `initial`."""

    widget = BodyParts
    default_error_messages = {"required": gettext_lazy("Choose at least one body part")}

    def __init__(self, **kwargs: Any) -> None:
        codes = [f"{part}-{side}" for part in BodyPart.values for side in sides_of(part)]
        super().__init__(choices=[(code, code) for code in codes], **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if value and all(isinstance(item, PlacedPart) for item in value):
            return codes_of(value)
        return value

    def clean(self, value: Any) -> list[PlacedPart]:
        return parts_of(super().clean(value))
