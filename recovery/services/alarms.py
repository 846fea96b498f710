"""Signs that must not wait, wherever they are told: in a report, or named after a check-in that was alarming."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from injuries import services as injuries
from injuries.journal import record
from injuries.models import Case, Report
from injuries.services import ReportFacts
from people.clock import local_day
from people.models import Employee
from people.policy import DataClass
from people.refusals import Refused
from people.scope import verb
from people.wall import Actor
from recovery.models import CheckIn, Course, Stall
from recovery.red_flags import RED_FLAGS, urgency_of
from recovery.services.findings import open_finding
from recovery.services.rights import locked_case, writer_of
from recovery.services.rules import Subject, policy_of, subject_of


@verb
def file_report(
    *,
    actor: Actor,
    employee: Employee,
    facts: ReportFacts,
    at: datetime,
    client_key: UUID,
    add_to: Case | None = None,
    alarming: bool = False,
) -> Report:
    """The door of a report: injuries' own verb, and an alarm for HR when a sign is named or `alarming` says so."""
    _check_signs(facts.red_flags)
    sent_before = Report.objects.filter(pk=client_key, employee=employee).exists()
    report = injuries.file_report(
        actor=actor, employee=employee, facts=facts, at=at, client_key=client_key, add_to=add_to
    )
    # Sent again over a bad network: HR may have answered the alarm of the first time already.
    if report.case is not None and not sent_before and (alarming or facts.red_flags):
        evidence = {
            "report": str(report.pk),
            "red_flags": list(facts.red_flags),
            "urgency": urgency_of(facts.red_flags),
        }
        open_finding(_subject(report.case, at), Stall.Kind.RED_FLAG, evidence, by=actor.user)
    return report


def _subject(case: Case, at: datetime) -> Subject:
    """The case under review; before triage there is no course yet, and an alarm does not wait for one."""
    known = subject_of(case, at=at)
    if known is not None:
        return known
    course = Course(case=case, since=local_day(at, case.establishment.timezone))
    return Subject(case, course, policy_of(case.establishment_id), at)


@verb
def name_signs(*, actor: Actor, check_in: CheckIn, signs: Sequence[str], at: datetime) -> CheckIn:
    """Which signs an alarming check-in was about, named afterwards. The finding stays open until HR is in touch."""
    user, _roles = writer_of(actor, check_in.case, DataClass.CHECK_IN)
    case = locked_case(check_in.case)
    _check_signs(signs)
    held = CheckIn.objects.select_for_update().get(pk=check_in.pk)
    if not held.alarming:
        raise Refused(_("This check-in said that nothing is alarming. Send a new one instead."), code="NOT_ALARMING")
    if held.red_flags == list(signs):
        return held
    held.red_flags = list(signs)
    held.save(update_fields=["red_flags"])
    data = {"check_in": str(held.pk), "count": len(signs)}
    record(case=case, kind="recovery.signs_named", at=at, by=user, data_class=DataClass.CHECK_IN, data=data)
    return held


def _check_signs(signs: Sequence[str]) -> None:
    if set(signs) - set(RED_FLAGS) or len(set(signs)) != len(signs):
        raise Refused({"red_flags": _("Choose signs from the list, each once.")})
