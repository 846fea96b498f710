"""What HR adds to a case: notes, and what is changed about the task."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.policy import DataClass
from people.refusals import NotAllowed, Refused
from people.scope import verb
from people.wall import Actor


@verb
def add_note(*, actor: Actor, case: Case, words: str, at: datetime) -> None:
    """A note of HR's in the journal."""
    if not words.strip():
        raise Refused({"words": _("Write the note first.")})
    if not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR writes notes."))
    data = {"words": words.strip()[:2000]}
    record(case=case, kind="case.note", at=at, by=actor.user, data_class=DataClass.TREATMENT, data=data)


@verb
def plan_prevention(*, actor: Actor, case: Case, change: str, by_whom: str, due_on: date | None, at: datetime) -> Case:
    """What is changed about the task that made it happen, by whom, by when."""
    if not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR plans what is changed."))
    if not change.strip():
        raise Refused({"prevention": _("Write what is changed about the task.")})
    case.prevention, case.prevention_by, case.prevention_due_on = change.strip(), by_whom.strip(), due_on
    case.save(update_fields=["prevention", "prevention_by", "prevention_due_on"])
    record(case=case, kind="case.prevention", at=at, by=actor.user, data={"change": case.prevention})
    return case
