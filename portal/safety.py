"""The fixed safety words of `recovery.red_flags`, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.limit_words import in_words
from recovery.red_flags import Urgency, safety_text


@dataclass(frozen=True)
class SafetyShown:
    emergency: bool
    headline: str
    body: str


def safety_shown(codes: Iterable[str], emergency_number: str) -> SafetyShown:
    text = safety_text(codes, emergency_number=emergency_number)
    return SafetyShown(text.urgency is Urgency.EMERGENCY, in_words(text.headline), in_words(text.body))
