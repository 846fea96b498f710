"""What a report says, and whether it can be so."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from injuries.models import Report
from injuries.vocabulary import UNSIDED, BodyPart, RepetitiveTask, Side, Symptom
from people.refusals import Refused, Words

EARLIEST = timedelta(days=3653)


@dataclass(frozen=True, kw_only=True)
class ReportFacts:
    """What a report says; codes are those of `injuries.vocabulary`.

    `body_part` and `side` are what hurts most; `more_parts` are further places as "HAND-R", "NECK-NA".
    """

    began_on: date
    repetitive_task: str
    body_part: str = ""
    side: str = Side.NONE
    more_parts: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    earlier_injury: str = Report.Earlier.UNSURE
    task_words: str = ""
    place: str = ""
    earlier_words: str = ""
    red_flags: tuple[str, ...] = ()


def place(body_part: str, side: str) -> str:
    """One place of the body as a code: "WRIST-R"."""
    return f"{body_part}-{side}"


def known_places() -> set[str]:
    sides = (Side.LEFT, Side.RIGHT, Side.BOTH)
    return {place(part, side) for part in BodyPart for side in ((Side.NONE,) if part in UNSIDED else sides)}


def check_report(facts: ReportFacts, *, filed_as: str, today: date) -> None:
    """Refuse impossible facts, all of them at once."""
    wrong: dict[str, Words] = {}
    if facts.began_on > today:
        wrong["began_on"] = _("Enter a day that is not in the future.")
    elif facts.began_on < today - EARLIEST:
        wrong["began_on"] = _("Enter a day within the last ten years.")
    if facts.repetitive_task not in RepetitiveTask.values:
        wrong["repetitive_task"] = _("Choose what you were doing.")
    if facts.body_part not in BodyPart.values and (facts.body_part or filed_as != Report.FiledAs.SUPERVISOR):
        wrong["body_part"] = _("Choose the part of the body.")
    elif facts.body_part and facts.body_part in UNSIDED and facts.side != Side.NONE:
        wrong["side"] = _("This part has no left and right.")
    elif facts.body_part and facts.body_part not in UNSIDED and facts.side in {Side.NONE, ""}:
        wrong["side"] = _("Choose left, right or both.")
    if set(facts.more_parts) - known_places():
        wrong["more_parts"] = _("Choose from the list.")
    if set(facts.symptoms) - set(Symptom.values):
        wrong["symptoms"] = _("Choose from the list.")
    if facts.earlier_injury not in Report.Earlier.values:
        wrong["earlier_injury"] = _("Choose yes, no or not sure.")
    if wrong:
        raise Refused(wrong)
