"""A restriction as a line of a page: plain words, an icon, "up to" or "not"."""

from django.utils.translation import gettext, ngettext

from duty.rows import restriction_of
from portal.day_words import named
from portal.parts import Limit
from recovery.models import Restriction
from recovery.restriction_words import PlainLimit, RestrictionLike, in_plain_words
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


def in_words(sentence: Sentence) -> str:
    """A sentence of the thinking, translated and with the dates of the language."""
    return render(sentence, translate=gettext, translate_plural=ngettext, format_date=named)


def limit_of(restriction: RestrictionLike | Restriction, *, own: bool = False, detail: str = "") -> Limit:
    """Of a stored row or of what matching made of it. `own`: said to the person; otherwise about the person.

    Never holds a word of the provider's.
    """
    fact = restriction_of(restriction) if isinstance(restriction, Restriction) else restriction
    return as_line(in_plain_words(fact, own=own), detail=detail)


def as_line(plain: PlainLimit, *, detail: str = "") -> Limit:
    """The line and what stands beneath it, in the reader's language."""
    lines = [in_words(line) for line in plain.details]
    return Limit(
        icon=ICON_NAMES[plain.icon],
        kind=plain.tone,
        title=in_words(plain.text),
        detail=" · ".join(line for line in [*lines, detail] if line),
    )
