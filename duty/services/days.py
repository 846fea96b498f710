"""HR answers for days without a duty: kept at home for want of one, or why they need no answer."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from duty.lifecycle import PERMISSION_DENIED
from duty.models import DayRecord
from duty.refusal_words import refusal
from duty.services.questions import ask
from duty.services.steps import lock_cases
from duty.spans import active_spans
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor


@verb
def record_days(
    *, actor: Actor, case: Case, kind: str, starts_on: date, ends_on: date, reason: str, at: datetime
) -> DayRecord:
    """A fact of the past, with its reason. A day that was worked, even in part, was not spent at home."""
    if not actor.hr_of(case.establishment_id) or actor.user is None:
        raise refusal(PERMISSION_DENIED)
    lock_cases([case.pk])
    today = local_day(at, case.establishment.timezone)
    wrong = wrong_days(case, kind, starts_on, ends_on, reason, today)
    if wrong:
        raise Refused(wrong)
    columns = {"kind": kind, "starts_on": starts_on, "ends_on": ends_on, "reason": reason.strip()[:500]}
    try:
        with transaction.atomic():
            row = DayRecord.objects.create(case=case, by=actor.user, at=at, **columns)
    except IntegrityError as error:
        if "day_record_once" in str(error):
            raise Refused({"starts_on": _("Some of these days have a record already.")}) from None
        raise
    data = {"kind": kind, "from": starts_on.isoformat(), "until": ends_on.isoformat()}
    record(case=case, kind="duty.days_recorded", at=at, by=actor.user, data=data)
    ask(case_ids=[case.pk], at=at)
    return row


def wrong_days(case: Case, kind: str, starts_on: date, ends_on: date, reason: str, today: date) -> dict[str, Words]:
    wrong: dict[str, Words] = {}
    if kind not in DayRecord.Kind.values:
        wrong["kind"] = _("Say what the person did on these days.")
    if starts_on < case.began_on:
        wrong["starts_on"] = _("Enter a day that is not before the injury.")
    if ends_on < starts_on:
        wrong["ends_on"] = _("Enter a last day that is not before the first.")
    elif ends_on > today:
        wrong["ends_on"] = _("Enter a day that is not in the future: this is a record, not a plan.")
    if not reason.strip():
        wrong["reason"] = _("Write the reason.")
    spans = active_spans([case.pk], today).get(case.pk, [])
    if any(span.start <= ends_on and starts_on <= span.end for span in spans):
        wrong.setdefault("starts_on", _("The person worked in a duty on some of these days."))
    return wrong


@verb
def void_days(*, actor: Actor, row: DayRecord, at: datetime) -> DayRecord:
    """Take a record back; the days are a question again."""
    case = row.case
    if not actor.hr_of(case.establishment_id):
        raise refusal(PERMISSION_DENIED)
    lock_cases([case.pk])
    taken = DayRecord.objects.standing().filter(pk=row.pk).update(voided_at=at, voided_by=actor.user)
    if taken != 1:
        raise refusal("INVALID_TRANSITION")
    data = {"from": row.starts_on.isoformat(), "until": row.ends_on.isoformat()}
    record(case=case, kind="duty.days_voided", at=at, by=actor.user, data=data)
    ask(case_ids=[case.pk], at=at)
    row.refresh_from_db()
    return row
