""" "I was asked to do more than this": raised by the employee, answered by HR."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from duty.lifecycle import INVALID_TRANSITION, NOT_YOUR_RECORD, PERMISSION_DENIED
from duty.models import Assignment, Concern
from duty.refusal_words import refusal
from duty.services.reviews import safety_stop
from duty.services.steps import lock_cases
from injuries.journal import record
from injuries.models import Case
from people.policy import DataClass
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor

LONGEST = 500


@verb
def raise_concern(*, actor: Actor, case: Case, words: str, stop: bool, at: datetime, client_key: UUID) -> Concern:
    """The employee was asked to do more than the limits allow; with `stop` the active duty stops at once.

    The same `client_key` again changes nothing, so that a form sent twice over a bad network is one concern.
    """
    own = actor.employee_id is not None and actor.employee_id == case.employee_id
    if actor.user is None or not (own or actor.hr_of(case.establishment_id)):
        raise refusal(NOT_YOUR_RECORD)
    lock_cases([case.pk])
    before = Concern.objects.filter(pk=client_key).first()
    if before is not None:
        if before.case_id != case.pk:
            raise Refused(_("Load the page again and send it once more."), code="KEY_IN_USE")
        return before
    said = _said(words, _("Write what you were asked to do."))
    if case.closed_on is not None:
        raise refusal("CASE_NOT_OPEN")
    active = Assignment.objects.in_state("active").filter(case=case).first()
    concern = Concern.objects.create(
        id=client_key,
        case=case,
        assignment=active,
        words=said,
        stopped=stop,
        raised_by=actor.user,
        raised_at=at,
    )
    data = {"concern": str(concern.pk), "words": said, "stopped": stop}
    record(case=case, kind="duty.concern", at=at, by=actor.user, data_class=DataClass.CHECK_IN, data=data)
    if stop and active is not None:
        safety_stop(actor=actor, assignment=active, at=at, reason=said)
    return concern


@verb
def answer_concern(*, actor: Actor, concern: Concern, answer: str, at: datetime) -> Concern:
    """What HR did about it."""
    case = concern.case
    if actor.user is None or not actor.hr_of(case.establishment_id):
        raise refusal(PERMISSION_DENIED)
    said = _said(answer, _("Write what you did about it."), field="answer")
    answered = Concern.objects.filter(pk=concern.pk, answered_at__isnull=True).update(
        answered_at=at, answered_by=actor.user, answer=said
    )
    if answered != 1:
        raise refusal(INVALID_TRANSITION)
    data = {"concern": str(concern.pk), "answer": said}
    record(case=case, kind="duty.concern_answered", at=at, by=actor.user, data_class=DataClass.CHECK_IN, data=data)
    concern.refresh_from_db()
    return concern


def _said(words: str, missing: Words, *, field: str = "words") -> str:
    said = words.strip()
    if not said:
        raise Refused({field: missing})
    if len(said) > LONGEST:
        raise Refused({field: _("Use up to 500 characters.")})
    return said
