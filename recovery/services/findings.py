"""Findings: opened with their evidence, closed with a reason, never deleted or rewritten."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.models import User
from people.policy import DataClass
from people.refusals import NotAllowed, Refused
from people.scope import verb
from people.wall import Actor
from recovery.models import Appointment, Stall
from recovery.services.rights import locked_case
from recovery.services.rules import Subject
from recovery.stall import RULE_VERSION

Kind, Reason = Stall.Kind, Stall.CloseReason
QUIET_DAYS_AFTER_VISIT = 14
CLINICIANS = (Appointment.Kind.FOLLOW_UP, Appointment.Kind.SPECIALIST)
ANSWERABLE = (Kind.RED_FLAG, Kind.SILENT)


def open_findings(case: Case) -> dict[str, Stall]:
    return {stall.kind: stall for stall in Stall.objects.open().filter(case=case)}


def open_finding(subject: Subject, kind: Stall.Kind, evidence: dict[str, Any], *, by: User | None = None) -> Stall:
    """Open a finding unless one of its kind is open; the case is locked, so nobody else opens it meanwhile."""
    before = Stall.objects.open().filter(case=subject.case, kind=kind).first()
    if before is not None:
        return before
    stall = Stall.objects.create(
        case=subject.case,
        kind=kind,
        opened_on=subject.today,
        opened_at=subject.at,
        rule_version=RULE_VERSION,
        preset=subject.policy.sensitivity,
        evidence=evidence,
    )
    _note(subject.case, "finding.opened", at=subject.at, by=by, data={"kind": str(kind)})
    return stall


def close_finding(stall: Stall, reason: Stall.CloseReason, *, case: Case, at: datetime, by: User | None = None) -> None:
    stall.closed_at, stall.closed_on = at, local_day(at, case.establishment.timezone)
    stall.close_reason = reason
    stall.save(update_fields=["closed_at", "closed_on", "close_reason"])
    _note(case, "finding.closed", at=at, by=by, data={"kind": stall.kind, "reason": str(reason)})


def close_findings(
    case: Case, reason: Stall.CloseReason, *, at: datetime, by: User | None, kinds: tuple[str, ...] = tuple(Kind)
) -> None:
    """Close all open findings of these kinds for one reason."""
    for stall in Stall.objects.open().filter(case=case, kind__in=kinds):
        close_finding(stall, reason, case=case, at=at, by=by)


def close_after_visit(case: Case, visit: date, *, at: datetime, by: User | None) -> None:
    """A clinician has seen the employee: the findings that asked for it are done, not those that came later."""
    asked = Stall.objects.open().asks_for_follow_up().filter(case=case, opened_on__lte=visit)
    for stall in asked:
        close_finding(stall, Reason.OUTCOME, case=case, at=at, by=by)


def quiet_until(subject: Subject) -> date | None:
    """After a follow-up appointment no new stall is found before this day; None when there was none lately."""
    zone = subject.case.establishment.timezone
    since = subject.at - timedelta(days=QUIET_DAYS_AFTER_VISIT + 2)
    visits = Appointment.objects.standing().filter(
        Q(starts_at__lte=subject.at, starts_at__gte=since),
        ~Q(outcome=Appointment.Outcome.NOT_SEEN),
        case=subject.case,
        kind__in=CLINICIANS,
    )
    latest = visits.order_by("-starts_at").values_list("starts_at", flat=True).first()
    if latest is None:
        return None
    until = local_day(latest, zone) + timedelta(days=QUIET_DAYS_AFTER_VISIT)
    return until if subject.today < until else None


@verb
def answer_finding(*, actor: Actor, stall: Stall, words: str, at: datetime) -> Stall:
    """HR has been in touch about an alarming sign or a silence."""
    case = locked_case(stall.case)
    if actor.user is None or not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR of the site answers this."))
    held = Stall.objects.select_for_update().get(pk=stall.pk)
    if held.kind not in ANSWERABLE:
        raise Refused(_("This closes by itself once the visit or the new report is entered."), code="NOT_ANSWERABLE")
    if held.closed_on is not None:
        raise Refused(_("This has been answered already."), code="INVALID_TRANSITION")
    said = words.strip()
    if not said or len(said) > 500:
        raise Refused({"words": _("Write in up to 500 characters what you agreed on.")})
    held.closed_at, held.closed_on = at, local_day(at, case.establishment.timezone)
    held.close_reason = Reason.CONTACTED
    held.save(update_fields=["closed_at", "closed_on", "close_reason"])
    _note(case, "finding.answered", at=at, by=actor.user, data={"kind": held.kind, "words": said})
    return held


def _note(case: Case, kind: str, *, at: datetime, by: User | None, data: dict[str, Any]) -> None:
    record(case=case, kind=kind, at=at, by=by, data_class=DataClass.CHECK_IN, data=data)
