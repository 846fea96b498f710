"""The letter of an offer: whether it says what the rules of the place ask for, that it arrived, and its signed copy."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duty.lifecycle import INVALID_TRANSITION, NOT_YOUR_RECORD, PERMISSION_DENIED
from duty.models import Assignment
from duty.offer import unknown_contents
from duty.offer_rules import place_of, unmet
from duty.refusal_words import refusal
from duty.services.steps import claim, locked, note, store_step, today_at
from duty.snapshots import snapshot_of
from injuries.services import add_file
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor

# The letter is out, and the offer has not come to its end.
SENT_STATES = frozenset({"pending_employee", "scheduled", "active", "suspended", "lapsed"})
ASK: dict[str, Words] = {
    "wage": _("Enter the pay: %(rule)s asks for it in the letter."),
    "schedule": _("Enter the hours: %(rule)s asks for them in the letter."),
    "start_time": _("Enter the hours: %(rule)s asks for the time of the first day in the letter."),
    "doctor_agrees": _("Enter the day on which the doctor agreed to this work: %(rule)s asks for it in the letter."),
}


def check_letter(row: Assignment) -> None:
    """Refuse an offer whose letter would not say what the rule of its place asks for."""
    place = place_of(row.establishment.state, is_federal=row.establishment.is_federal)
    unknown = unknown_contents(row)
    wrong = {unknown[content]: ASK[content] % {"rule": place.rule} for content in unmet(place, unknown) if place}
    if wrong:
        raise Refused(wrong, code="LETTER_INCOMPLETE")


@verb
def acknowledge(*, actor: Actor, assignment: Assignment, at: datetime) -> Assignment:
    """The employee has the letter; on paper HR says so, who holds the signed copy. It is no answer.

    Said twice, the first time stands.
    """
    row = locked(assignment)
    role = _role(actor, row)
    if row.state not in SENT_STATES or not row.offer_text:
        raise refusal(INVALID_TRANSITION)
    if row.acknowledged_at is not None:
        return row
    if role == "hr" and row.signed_copy_id is None:
        raise refusal("SIGNED_COPY_REQUIRED")
    snapshot = snapshot_of(row, today_at(row, at))
    claim(row, row.state, {"acknowledged_at": at})
    store_step(row, action="acknowledge", before=row.state, role=role, doer=actor, at=at, snapshot=snapshot)
    note(row, "duty.acknowledged", actor, at, on_paper=role == "hr")
    return row


def _role(actor: Actor, row: Assignment) -> str:
    if actor.user is not None and actor.employee_id is not None and actor.employee_id == row.employee_id:
        return "employee"
    if actor.user is not None and actor.hr_of(row.establishment_id):
        return "hr"
    raise refusal(PERMISSION_DENIED if actor.is_supervisor else NOT_YOUR_RECORD)


@verb
def keep_signed_copy(*, actor: Actor, assignment: Assignment, upload: "UploadedFile[Any]", at: datetime) -> Assignment:
    """The letter as the employee signed it, kept with the files of the case."""
    row = locked(assignment)
    if not actor.hr_of(row.establishment_id):
        raise refusal(PERMISSION_DENIED)
    if not row.offer_text:
        raise refusal(INVALID_TRANSITION)
    kept = add_file(actor=actor, case=row.case, upload=upload, at=at)
    claim(row, row.state, {"signed_copy_id": kept.pk})
    return row
