"""Signs that must not wait, and the fixed words that are shown for them. Routing to a clinician, not a diagnosis.

No score, setting or quiet hour may delay or hide these words. Texts are English message ids; the page that shows
them translates. They need a clinician's approval before a release.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from recovery.sentences import Sentence
from recovery.sentences import gettext_noop as _


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    SAME_DAY = "same_day"


@dataclass(frozen=True)
class RedFlag:
    code: str
    label: str
    urgency: Urgency


_ALL = (
    RedFlag("saddle_numbness", _("Numb around the seat or the private parts"), Urgency.EMERGENCY),
    RedFlag("bladder_bowel_sex", _("New trouble with bladder, bowel or sexual function"), Urgency.EMERGENCY),
    RedFlag("both_legs", _("Both legs weak or numb"), Urgency.EMERGENCY),
    RedFlag("growing_weakness", _("An arm or leg that gets weaker and weaker"), Urgency.SAME_DAY),
    RedFlag("fever_spine", _("Fever together with pain in the spine"), Urgency.SAME_DAY),
    RedFlag("accident_spine", _("Pain in the spine after a bad fall or crash"), Urgency.SAME_DAY),
    RedFlag("cancer_spine", _("Pain in the spine, and cancer now or in the past"), Urgency.SAME_DAY),
    RedFlag("weight_loss_spine", _("Pain in the spine, and losing weight without trying"), Urgency.SAME_DAY),
)
RED_FLAGS: dict[str, RedFlag] = {flag.code: flag for flag in _ALL}


@dataclass(frozen=True)
class SafetyText:
    """What stands first on the page: a line in large type and what to do beneath it."""

    urgency: Urgency
    headline: Sentence
    body: Sentence


_NOW = _("Get emergency help now. Call %(number)s or go to the emergency department.")
_NOW_BODY = _("Do not wait for an appointment, and do not drive yourself. Show this list to the people who help you.")
_TODAY = _("Talk to a doctor or nurse today.")
_TODAY_BODY = _("Call your doctor's office or an urgent care clinic. If it gets worse while you wait, call %(number)s.")


def urgency_of(codes: Iterable[str]) -> Urgency:
    """The most urgent of the ticked signs. Somebody alarmed who ticks none is sent to a clinician today as well."""
    ticked = {RED_FLAGS[code].urgency for code in codes if code in RED_FLAGS}
    return Urgency.EMERGENCY if Urgency.EMERGENCY in ticked else Urgency.SAME_DAY


def safety_text(codes: Iterable[str], *, emergency_number: str) -> SafetyText:
    """The fixed words for the ticked signs."""
    urgency = urgency_of(codes)
    number: dict[str, str | int | float] = {"number": emergency_number}
    if urgency is Urgency.EMERGENCY:
        return SafetyText(urgency, Sentence(_NOW, {**number}), Sentence(_NOW_BODY))
    return SafetyText(urgency, Sentence(_TODAY), Sentence(_TODAY_BODY, {**number}))
