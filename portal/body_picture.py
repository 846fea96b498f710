"""The picture of the body: a plain wooden figure, front and back, 36 places.

Every shape is a label of a check box in the list of parts, so the picture can do nothing that the list cannot.
Shapes are drawn once, for the middle and for the left half of the paper; the other half is its mirror.
"""

from dataclasses import dataclass

MIDDLE = {
    "HEAD": "M150 12c15 0 23 12 22 27-1 17-10 29-22 29s-21-12-22-29c-1-15 7-27 22-27z",
    "NECK": "M139 70q11 6 22 0l1 16q-12 5-24 0z",
}
FRONT_MIDDLE = {
    "CHEST": "M127 91q23 6 46 0 9 22 6 55-29 8-58 0-3-33 6-55z",
    "ABDOMEN": "M121 152q29 7 58 0l2 46q-31 12-62 0z",
}
BACK_MIDDLE = {
    "UPPER_BACK": "M127 91q23 6 46 0 9 22 6 49-29 8-58 0-3-27 6-49z",
    "LOWER_BACK": "M121 146q29 7 58 0l2 38h-62z",
}
LIMBS = {
    "SHOULDER": "M96.6 102.2L96.2 112A13 13 0 0 0 121 119.7L126.2 111.4A15.5 15.5 0 0 0 96.6 102.2Z",
    "UPPER_ARM": "M90 135.2L81.6 169.3A10 10 0 0 0 100.7 175.2L113 142.4A12 12 0 0 0 90 135.2Z",
    "ELBOW": "M76 187.4L76 189A9.5 9.5 0 0 0 94.1 194.6L95.1 193.3A10 10 0 0 0 76 187.4Z",
    "FOREARM": "M70.6 207L59.6 252.2A7 7 0 0 0 73 256.3L88.8 212.4A9.5 9.5 0 0 0 70.6 207Z",
    "WRIST": "M55.9 264.7L55.3 266.6A7 7 0 0 0 68.7 270.6L69.3 268.7A7 7 0 0 0 55.9 264.7Z",
    "HAND": "M49.1 280.4L45.8 287.8A10 10 0 0 0 65 293.5L66.3 285.6A9 9 0 0 0 49.1 280.4Z",
    "FINGERS": "M43.5 304.3L39.5 328.2A4.5 4.5 0 0 0 48.1 330.7L57.8 308.6A7.5 7.5 0 0 0 43.5 304.3Z",
    "THUMB": "M58.6 289L63.6 306.8A3.5 3.5 0 0 0 70.4 305.2L67.4 287A4.5 4.5 0 0 0 58.6 289Z",
    "THIGH": "M115.2 254.2L117.8 321.2A12.5 12.5 0 0 0 142.8 321.7L148.2 254.8A16.5 16.5 0 0 0 115.2 254.2Z",
    "KNEE": "M117.3 345.2L118.2 347.2A11.5 11.5 0 0 0 141.2 347.7L142.3 345.7A12.5 12.5 0 0 0 117.3 345.2Z",
    "LOWER_LEG": "M117.8 369.2L120.4 433.3A7.5 7.5 0 0 0 135.4 433.6L140.8 369.7A11.5 11.5 0 0 0 117.8 369.2Z",
    "ANKLE": "M120.1 447.3L120.6 449.8A7 7 0 0 0 134.6 450.1L135.1 447.6A7.5 7.5 0 0 0 120.1 447.3Z",
    "FOOT": "M119.4 461.5L109 477.8A9 9 0 0 0 125 486.2L132.6 468.5A7.5 7.5 0 0 0 119.4 461.5Z",
}
FRONT_HALF = {"HIP": "M119 204l29 6v24l-12 2q-20-2-19-32z"}
BACK_HALF = {
    "SACROILIAC": "M128 188h20v34q-15-6-20-34z",
    "HIP": "M118 189l7 0q4 30 23 37v18q-30 4-31-24z",
}
# Too small for a finger: these have a wider invisible edge, which lies under all the shapes that are seen.
SMALL = frozenset({"NECK", "ELBOW", "WRIST", "HAND", "FINGERS", "THUMB", "ANKLE", "SACROILIAC"})


@dataclass(frozen=True)
class Shape:
    """One place of one figure."""

    part: str
    side: str
    drawing: str
    mirrored: bool

    @property
    def code(self) -> str:
        return f"{self.part}-{self.side}"

    @property
    def small(self) -> bool:
        return self.part in SMALL


def named(view: str, paths: dict[str, str]) -> dict[str, str]:
    """Drawings by an id that is unique on a page."""
    return {f"body-{view}-{part}": path for part, path in paths.items()}


# Each drawing stands once on the page; the shapes of both figures point at it.
DRAWINGS: dict[str, str] = {
    **named("both", MIDDLE | LIMBS),
    **named("front", FRONT_MIDDLE | FRONT_HALF),
    **named("back", BACK_MIDDLE | BACK_HALF),
}


def figure(view: str, middle: dict[str, str], half: dict[str, str], *, left_of_paper: str) -> tuple[Shape, ...]:
    """One figure; on the front the left of the paper is the right of the body."""
    other = "L" if left_of_paper == "R" else "R"

    def drawing(part: str) -> str:
        return f"body-both-{part}" if f"body-both-{part}" in DRAWINGS else f"body-{view}-{part}"

    return (
        *(Shape(part, "NA", drawing(part), False) for part in MIDDLE | middle),
        *(Shape(part, left_of_paper, drawing(part), False) for part in LIMBS | half),
        *(Shape(part, other, drawing(part), True) for part in LIMBS | half),
    )


FRONT = figure("front", FRONT_MIDDLE, FRONT_HALF, left_of_paper="R")
BACK = figure("back", BACK_MIDDLE, BACK_HALF, left_of_paper="L")
PLACES = frozenset(shape.code for shape in (*FRONT, *BACK))
