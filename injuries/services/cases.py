"""The life of a case, this floor's part."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case, Report
from injuries.services.facts import ReportFacts, check_report
from injuries.services.reports import OpenCase, closed_before, hold_cases_of, open_case_for
from people.clock import local_day
from people.models import User
from people.policy import DataClass
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor


@verb
def name_body_part(*, actor: Actor, case: Case, body_part: str, side: str, at: datetime) -> Case:
    """Add the body part that a supervisor's report leaves out, or correct it; by the employee or HR."""
    hold_cases_of(case.employee_id)
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if not Case.objects.writable_by(actor).filter(pk=case.pk).exists():
        raise NotAllowed(_("HR changes the report once it has been taken up."))
    facts = ReportFacts(
        began_on=locked.began_on, repetitive_task=locked.repetitive_task, body_part=body_part, side=side
    )
    check_report(facts, filed_as=Report.FiledAs.HR, today=local_day(at, locked.establishment.timezone))
    same = open_case_for(employee=locked.employee, body_part=body_part, side=side)
    if same is not None and same.pk != locked.pk:
        raise OpenCase(same)
    locked.body_part, locked.side = body_part, side
    locked.recurrence_of = locked.recurrence_of or closed_before(locked.employee, facts)
    locked.save(update_fields=["body_part", "side", "recurrence_of"])
    data = {"part": body_part, "side": side}
    record(case=locked, kind="injury.part_named", at=at, by=actor.user, data_class=DataClass.BODY, data=data)
    return locked


@verb
def take_up(
    *,
    case: Case,
    at: datetime,
    owner: User,
    work_related: str,
    first_check_in_on: date,
    first_treated_on: date | None,
    by: User | None,
) -> Case:
    """Triage, this floor's part: owner, work-relatedness, first check-in. The door is `recovery.services.triage`."""
    locked = Case.objects.select_for_update().get(pk=case.pk)
    if locked.state != Case.State.REPORTED:
        raise Refused(_("Somebody has triaged this case already."), code="INVALID_TRANSITION")
    today = local_day(at, locked.establishment.timezone)
    wrong: dict[str, Words] = {}
    if first_check_in_on < today:
        wrong["first_check_in_on"] = _("Enter a day that is not in the past.")
    if first_treated_on and first_treated_on > today:
        wrong["first_treated_on"] = _("Enter a day that is not in the future.")
    if work_related not in Case.WorkRelated.values:
        wrong["work_related"] = _("Choose whether it is work-related.")
    if not locked.body_part:
        wrong["body_part"] = _("Choose the part of the body first.")
    if wrong:
        raise Refused(wrong)
    locked.state, locked.triaged_at = Case.State.OPEN, at
    locked.owner, locked.work_related = owner, work_related
    locked.next_check_in_on, locked.first_treated_on = first_check_in_on, first_treated_on
    locked.save()
    record(case=locked, kind="injury.triaged", at=at, by=by, data={"owner": str(owner), "work_related": work_related})
    return locked


@verb
def mark_closed(*, case: Case, at: datetime, by: User | None) -> Case:
    """Close the case, this floor's part. The door is `duty.services.close_case`, which checks what must be done."""
    day = local_day(at, case.establishment.timezone)
    closed = Case.objects.filter(pk=case.pk, state=Case.State.OPEN).update(
        state=Case.State.CLOSED, closed_on=day, next_check_in_on=None
    )
    if closed != 1:
        raise Refused(_("Only an open case can be closed."), code="INVALID_TRANSITION")
    case.refresh_from_db()
    record(case=case, kind="case.closed", at=at, by=by)
    return case
