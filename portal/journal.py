"""The journal in words: one sentence for each kind of entry that any room records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duty.models import DayRecord, DutyQuestion
from injuries import oiics
from injuries.models import Case, CaseEvent, Report
from injuries.vocabulary import BodyPart, PrivacyGround, Side
from people.refusals import Words
from portal.day_words import named
from portal.parts import Entry
from recovery.models import Appointment, Stall, Treatment, WorkStatusReport

Data = Mapping[str, Any]


@dataclass(frozen=True)
class Sentence:
    """`what`: a verb in the past. `more`: what else the entry knows, as one sentence or nothing."""

    what: Words
    more: Callable[[Data], str] = lambda data: ""


def day(value: object) -> str:
    """A stored day in words; "" for what is none."""
    try:
        return named(date.fromisoformat(str(value)[:10]))
    except ValueError:
        return ""


def label(choices: Any, value: object) -> str:
    """The words of a stored code; the code itself where it is no longer known."""
    return str(choices(value).label) if value in choices.values else str(value or "")


def words(key: str) -> Callable[[Data], str]:
    return lambda data: str(data.get(key) or "")


def task(data: Data) -> str:
    return f"{data['task']}." if data.get("task") else ""


def told(template: Words, *keys: str) -> Callable[[Data], str]:
    """The template with days of the entry in it; without them only the task."""

    def more(data: Data) -> str:
        days = {key: day(data.get(key)) for key in keys}
        said = str(template) % days if all(days.values()) else ""
        return " ".join(part for part in (task(data), said) if part)

    return more


def _reported(data: Data) -> str:
    who = gettext("By %(who)s.") % {"who": label(Report.FiledAs, data.get("as"))}
    return f"{who} {gettext('Added to this case.')}" if data.get("added") else who


def _part(data: Data) -> str:
    part, side = label(BodyPart, data.get("part")), data.get("side")
    return part if side in (None, "", Side.NONE) else f"{part}, {label(Side, side).lower()}"


def _triaged(data: Data) -> str:
    known = data.get("work_related")
    return gettext("%(related)s. %(owner)s runs the case.") % {
        "related": label(Case.WorkRelated, known),
        "owner": data.get("owner") or gettext("Nobody"),
    }


def _codes(data: Data) -> str:
    edition = str(data.get("edition") or "")
    found = [oiics.find(edition, dimension, str(data.get(dimension))) for dimension in oiics.DIMENSIONS]
    return "; ".join(code.title for code in found if code)


def _finding(data: Data) -> str:
    kind = label(Stall.Kind, data.get("kind"))
    return f"{kind}: {label(Stall.CloseReason, data['reason'])}." if data.get("reason") else f"{kind}."


def _answered(data: Data) -> str:
    return f"{label(Stall.Kind, data.get('kind'))}. “{data.get('words', '')}”"


def _check_in(data: Data) -> str:
    if data.get("link"):
        return gettext("By the link in a message, without sign-in.")
    return gettext("By telephone.") if data.get("telephone") else ""


def _consent(data: Data) -> str:
    words = {
        ("provider_reads", True): gettext("The provider may read the check-ins."),
        ("provider_reads", False): gettext("The provider may not read the check-ins any more."),
        ("drop_box_off", True): gettext("No links to check-ins without sign-in."),
        ("drop_box_off", False): gettext("Links to check-ins work without sign-in again."),
    }
    return words.get((str(data.get("choice")), bool(data.get("value"))), "")


def _paused(data: Data) -> str:
    return gettext("Until %(day)s: %(reason)s") % {"day": day(data.get("until")), "reason": data.get("reason", "")}


def _cadence(data: Data) -> str:
    if not data.get("days"):
        return gettext("As the site has set it. %(reason)s") % {"reason": data.get("reason", "")}
    return gettext("Every %(days)s days: %(reason)s") % {"days": data["days"], "reason": data.get("reason", "")}


def _paper(data: Data) -> str:
    on_paper = gettext("On paper, entered by HR.") if data.get("on_paper") else ""
    return " ".join(part for part in (task(data), on_paper) if part)


def _ended(data: Data) -> str:
    back = gettext("Back to full duty.") if data.get("full_duty") else ""
    return " ".join(part for part in (task(data), back) if part)


def _status(data: Data) -> str:
    status, limits = label(WorkStatusReport.Status, data.get("status")), int(data.get("limits") or 0)
    if not limits:
        return f"{status}." if status else ""
    counted = ngettext("%(n)s limit", "%(n)s limits", limits) % {"n": limits}
    return f"{status}, {counted}."


def _ground(data: Data) -> str:
    return label(PrivacyGround, data.get("ground"))


def _visit(data: Data) -> str:
    return label(Appointment.Kind, data.get("kind"))


def _outcome(data: Data) -> str:
    parts = (_visit(data), label(Appointment.Outcome, data.get("outcome")))
    return ": ".join(part for part in parts if part)


def _treatment(data: Data) -> str:
    return label(Treatment.Kind, data.get("kind"))


def _days(data: Data) -> str:
    what = label(DayRecord.Kind, data["kind"]) if data.get("kind") else ""
    days = gettext("%(first)s to %(last)s.") % {"first": day(data.get("from")), "last": day(data.get("until"))}
    return f"{what}: {days}" if what else days


def _question(data: Data) -> str:
    return label(DutyQuestion.Kind, data.get("kind"))


def _concern(data: Data) -> str:
    said = str(data.get("words") or "")
    return f"{said} {gettext('The work was stopped.')}".strip() if data.get("stopped") else said


SENTENCES: dict[str, Sentence] = {
    "injury.reported": Sentence(_("Injury reported"), _reported),
    "injury.part_named": Sentence(_("Part of the body named"), _part),
    "injury.triaged": Sentence(_("Report taken up"), _triaged),
    "injury.classified": Sentence(_("Case classified"), _codes),
    "case.note": Sentence(_("Note written"), words("words")),
    "case.file": Sentence(_("File added"), words("name")),
    "case.prevention": Sentence(_("Change to the task planned"), words("change")),
    "case.glass": Sentence(_("Opened in an emergency"), words("reason")),
    "case.private": Sentence(_("Made a privacy case"), _ground),
    "case.not_private": Sentence(_("No privacy case any more")),
    "case.held": Sentence(_("Kept beyond its time"), words("because")),
    "case.not_held": Sentence(_("No longer kept beyond its time")),
    "case.closed": Sentence(_("Case closed")),
    "recovery.check_in": Sentence(_("Check-in answered"), _check_in),
    "recovery.check_in_corrected": Sentence(_("Check-in corrected"), _check_in),
    "recovery.check_in_withdrawn": Sentence(_("Check-in withdrawn")),
    "recovery.signs_named": Sentence(_("Alarming signs named")),
    "recovery.main_activity": Sentence(_("Main activity chosen"), words("words")),
    "recovery.cadence": Sentence(_("Rhythm of check-ins changed"), _cadence),
    "recovery.paused": Sentence(_("Reminders paused"), _paused),
    "recovery.resumed": Sentence(_("Reminders go on")),
    "recovery.work_status": Sentence(_("Work status report recorded"), _status),
    "recovery.provider_asked": Sentence(_("Provider asked for numbers"), words("provider")),
    "recovery.work_status_accepted": Sentence(_("Provider's answer looked at"), _status),
    "recovery.work_status_voided": Sentence(_("Work status report voided"), words("reason")),
    "recovery.consent": Sentence(_("Choice about links changed"), _consent),
    "appointment.booked": Sentence(_("Appointment entered"), _visit),
    "appointment.canceled": Sentence(_("Appointment canceled"), _visit),
    "appointment.outcome": Sentence(_("Outcome of a visit entered"), _outcome),
    "treatment.added": Sentence(_("Treatment entered"), _treatment),
    "treatment.ended": Sentence(_("Treatment ended"), _treatment),
    "finding.opened": Sentence(_("Finding opened"), _finding),
    "finding.closed": Sentence(_("Finding closed"), _finding),
    "finding.answered": Sentence(_("HR was in touch"), _answered),
    "duty.link_made": Sentence(_("Link made for a provider"), words("provider")),
    "duty.link_revoked": Sentence(_("Link of a provider revoked"), words("provider")),
    "duty.proposed": Sentence(_("Duty planned")),
    "duty.amended": Sentence(_("Planned duty changed")),
    "duty.submitted": Sentence(_("Duty sent to the supervisor"), task),
    "duty.approved": Sentence(_("Duty approved"), told(_("Answer by %(answer_by)s."), "answer_by")),
    "duty.declined": Sentence(_("Duty declined by the supervisor"), task),
    "duty.accepted": Sentence(_("Duty accepted"), _paper),
    "duty.acknowledged": Sentence(_("Offer letter received"), _paper),
    "duty.refused": Sentence(_("Duty refused"), _paper),
    "duty.started": Sentence(_("Duty started"), task),
    "duty.reviewed": Sentence(_("Duty reviewed, goes on"), told(_("Next review on %(review_on)s."), "review_on")),
    "duty.extended": Sentence(_("Duty extended"), told(_("Until %(until)s."), "until")),
    "duty.stopped": Sentence(_("Duty stopped"), task),
    "duty.resumed": Sentence(_("Duty goes on after a stop"), told(_("Next review on %(review_on)s."), "review_on")),
    "duty.changed": Sentence(_("Duty ended for a changed one"), task),
    "duty.ended": Sentence(_("Duty ended"), _ended),
    "duty.withdrawn": Sentence(_("Duty withdrawn"), task),
    "duty.tightened": Sentence(_("Duty no longer keeps the limits"), task),
    "duty.lapsed": Sentence(_("Duty ran out without a review"), task),
    "duty.return_planned": Sentence(_("Graded return planned")),
    "duty.stepped_up": Sentence(_("Next stage of the return"), told(_("From %(starts_on)s."), "starts_on")),
    "duty.stepped_down": Sentence(_("Stage before of the return"), told(_("From %(starts_on)s."), "starts_on")),
    "duty.days_recorded": Sentence(_("Days without a duty recorded"), _days),
    "duty.days_voided": Sentence(_("Record of days taken back"), _days),
    "duty.question_answered": Sentence(_("HR decided"), _question),
    "duty.concern": Sentence(_("Asked to do more than allowed"), _concern),
    "duty.concern_answered": Sentence(_("Answered: asked to do more"), words("answer")),
}


def _nobody(data: Data) -> str:
    """Whoever has no account: a provider by link, or the program itself."""
    name = data.get("by_link")
    return gettext("%(name)s, by provider link") % {"name": name} if name else gettext("Lightduty")


def entry_of(event: CaseEvent, called: Mapping[int, str] | None = None) -> Entry:
    """A journal entry as a line of a timeline; `event.by` is at hand.

    `called`: accounts that the reader may not know by name, and what they are called instead.
    """
    sentence = SENTENCES.get(event.kind)
    who = (called or {}).get(event.by_id or 0) or (str(event.by) if event.by else _nobody(event.data))
    if sentence is None:
        return Entry(what=event.kind, at=event.at, who=who)
    return Entry(what=sentence.what, at=event.at, who=who, text=sentence.more(event.data))
