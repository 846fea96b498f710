"""Work status reports: one snapshot of what one provider said. The doors are `duty.services.receive_report` and
`void_report`, which match again what is open."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case, CaseFile
from people.clock import local_day
from people.models import User
from people.policy import DataClass
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor
from recovery.coding import UNCODED, LimitFacts, coded, mends
from recovery.models import Restriction, Stall, WorkStatusReport
from recovery.services.findings import close_findings
from recovery.services.rights import locked_case, proposes, writer_of

Status = WorkStatusReport.Status
FAR = timedelta(days=3653)
MOST_LIMITS = 60


@dataclass(frozen=True, kw_only=True)
class WorkStatusFacts:
    """What the form says. `received_on` is today if not given; `open_end` says that no last day is meant."""

    provider: str
    status: str
    issued_on: date
    starts_on: date
    ends_on: date | None = None
    exam_on: date | None = None
    received_on: date | None = None
    next_appointment_on: date | None = None
    expected_full_duty_on: date | None = None
    mmi_on: date | None = None
    signed: bool = False
    signed_by: str = ""
    file: CaseFile | None = None
    open_end: bool = False


@verb
def store_work_status_report(
    *, actor: Actor, case: Case, at: datetime, facts: WorkStatusFacts, limits: tuple[LimitFacts, ...] = ()
) -> WorkStatusReport:
    """Store a report with its limits; it replaces the provider's earlier one from the day it counts.

    A provider proposes, by link: the limits hold at once, but nothing earlier gives way before HR has looked.
    """
    by_link = proposes(actor, case, DataClass.RESTRICTION)
    user = None if by_link else writer_of(actor, case, DataClass.RESTRICTION)[0]
    held = locked_case(case)
    limits = tuple(coded(limit) for limit in limits)
    today = local_day(at, held.establishment.timezone)
    check_work_status(facts, limits, case=held, today=today)
    report = WorkStatusReport.objects.create(
        case=held,
        provider=_provider(held, facts.provider),
        received_on=facts.received_on or today,
        entered_by=user,
        entered_at=at,
        by_link=by_link,
        **{name: value for name, value in vars(facts).items() if name not in {"provider", "received_on", "open_end"}},
    )
    Restriction.objects.bulk_create(_restriction(report, limit, user=user, at=at) for limit in limits)
    if not by_link:
        _count_in_full(report, held, at=at, by=user)
    data = {"report": report.pk, "status": report.status, "limits": len(limits)}
    data |= {"by_link": report.provider} if by_link else {}
    record(case=held, kind="recovery.work_status", at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    return report


def _count_in_full(report: WorkStatusReport, case: Case, *, at: datetime, by: User | None) -> None:
    replace_older(case, report.provider)
    close_findings(case, Stall.CloseReason.NEW_REPORT, at=at, by=by, kinds=(Stall.Kind.RESTRICTIONS_UNCHANGED,))


@verb
def accept_work_status_report(*, actor: Actor, report: WorkStatusReport, at: datetime) -> WorkStatusReport:
    """HR has looked at what a provider said by link: from now on it replaces what the provider said before."""
    user, _roles = writer_of(actor, report.case, DataClass.RESTRICTION)
    held = locked_case(report.case)
    accepted = WorkStatusReport.objects.proposed().filter(pk=report.pk).update(accepted_at=at, accepted_by=user)
    if accepted != 1:
        raise Refused(_("Somebody has looked at this report already."), code="INVALID_TRANSITION")
    report.refresh_from_db()
    _count_in_full(report, held, at=at, by=user)
    data = {"report": report.pk, "status": report.status, "limits": report.restrictions.count()}
    kind = "recovery.work_status_accepted"
    record(case=held, kind=kind, at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    return report


@verb
def void_work_status_report(*, actor: Actor, report: WorkStatusReport, reason: str, at: datetime) -> WorkStatusReport:
    """Entered by mistake: it counts no more and stays readable; what it replaced counts again."""
    user, _roles = writer_of(actor, report.case, DataClass.RESTRICTION)
    held = locked_case(report.case)
    if not reason.strip() or len(reason) > 300:
        raise Refused({"reason": _("Give the reason, in up to 300 characters.")})
    voided = WorkStatusReport.objects.filter(pk=report.pk, voided_at=None).update(
        voided_at=at, void_reason=reason.strip()
    )
    if voided != 1:
        raise Refused(_("This report has been voided already."), code="INVALID_TRANSITION")
    replace_older(held, report.provider)
    data = {"report": report.pk, "reason": reason.strip()}
    record(case=held, kind="recovery.work_status_voided", at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    report.refresh_from_db()
    return report


@verb
def ask_provider(*, actor: Actor, report: WorkStatusReport, at: datetime) -> WorkStatusReport:
    """The provider has been asked for numbers; the question stays open until a corrected report has them."""
    user, _roles = writer_of(actor, report.case, DataClass.RESTRICTION)
    held = locked_case(report.case)
    today = local_day(at, held.establishment.timezone)
    open_ones = WorkStatusReport.objects.filter(pk=report.pk, voided_at=None, restrictions__kind=UNCODED)
    if not open_ones.update(asked_on=today):
        raise Refused(_("This report has no words that wait for numbers."), code="INVALID_TRANSITION")
    data = {"report": report.pk, "provider": report.provider}
    record(case=held, kind="recovery.provider_asked", at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    report.refresh_from_db()
    return report


def replace_older(case: Case, provider: str) -> None:
    """From which day each report of a provider counts no more: the first on which a newer one counts.

    Of two with the same dates nobody knows which replaces which, so neither does.
    """
    reports = list(
        WorkStatusReport.objects.certain().filter(case=case, provider=provider).only("issued_on", "starts_on")
    )
    for report in reports:
        newer = [
            max(other.issued_on, other.starts_on)
            for other in reports
            if (other.issued_on, other.starts_on) > (report.issued_on, report.starts_on)
        ]
        until = min(newer, default=date.max)
        Restriction.objects.filter(report=report).exclude(replaced_on=until).update(replaced_on=until)


def check_work_status(facts: WorkStatusFacts, limits: tuple[LimitFacts, ...], *, case: Case, today: date) -> None:
    """Refuse impossible facts, all of them at once; a limit's field is named `limits.<place>.<field>`."""
    wrong: dict[str, Words] = {}
    provider = facts.provider.strip()
    if not provider or len(provider) > 120:
        wrong["provider"] = _("Name the provider, in up to 120 characters.")
    if facts.status not in Status.values:
        wrong["status"] = _("Choose full duty, work with limits or off work.")
    if facts.file is not None and facts.file.case_id != case.pk:
        wrong["file"] = _("Choose a file of this case.")
    if len(facts.signed_by) > 120:
        wrong["signed_by"] = _("Use up to 120 characters.")
    wrong |= _dates(facts, today)
    if facts.status == Status.RESTRICTED and not limits:
        wrong["limits"] = _("Enter at least one limit, or the provider's words.")
    elif facts.status != Status.RESTRICTED and limits:
        wrong["limits"] = _("Only work with limits has limits. Remove them or choose another status.")
    elif len(limits) > MOST_LIMITS:
        wrong["limits"] = _("Enter at most 60 limits.")
    if "ends_on" not in wrong and _end_missing(facts, limits):
        wrong["ends_on"] = _("Enter the last day, or say that the provider named none.")
    for place, limit in enumerate(limits):
        for name, words in mends(limit, report_from=facts.starts_on, report_to=facts.ends_on).items():
            wrong[f"limits.{place}.{name}"] = words
    if wrong:
        raise Refused(wrong)


def _dates(facts: WorkStatusFacts, today: date) -> dict[str, Words]:
    wrong: dict[str, Words] = {}
    if facts.issued_on > today:
        wrong["issued_on"] = _("A report cannot be issued in the future.")
    elif facts.issued_on < today - FAR:
        wrong["issued_on"] = _("Enter a day within the last ten years.")
    if facts.exam_on and facts.exam_on > facts.issued_on:
        wrong["exam_on"] = _("The exam cannot be after the day of the report.")
    if facts.received_on and not facts.issued_on <= facts.received_on <= today:
        wrong["received_on"] = _("Enter a day from the day of the report up to today.")
    if not today - FAR <= facts.starts_on <= today + FAR:
        wrong["starts_on"] = _("Enter a day within ten years from now.")
    if facts.ends_on and facts.ends_on < facts.starts_on:
        wrong["ends_on"] = _("The last day must not be before the first.")
    elif facts.ends_on and facts.open_end:
        wrong["ends_on"] = _("Enter a last day, or say that there is none, not both.")
    for name in ("ends_on", "next_appointment_on", "expected_full_duty_on", "mmi_on"):
        day = getattr(facts, name)
        if day and name not in wrong and not today - FAR <= day <= today + FAR:
            wrong[name] = _("Enter a day within ten years from now.")
    return wrong


def _end_missing(facts: WorkStatusFacts, limits: tuple[LimitFacts, ...]) -> bool:
    if facts.ends_on or facts.open_end or facts.status not in {Status.RESTRICTED, Status.OFF_WORK}:
        return False
    return not limits or any(limit.ends_on is None and not limit.permanent for limit in limits)


def _provider(case: Case, name: str) -> str:
    """The same provider is written the same way each time, whatever the case of the letters."""
    plain = " ".join(name.split())
    known = WorkStatusReport.objects.filter(case=case, provider__iexact=plain)
    return known.values_list("provider", flat=True).first() or plain


def _restriction(report: WorkStatusReport, limit: LimitFacts, *, user: User | None, at: datetime) -> Restriction:
    facts = {**vars(limit), "points": [dict(point) for point in limit.points]}
    facts["starts_on"] = limit.starts_on or report.starts_on
    facts["ends_on"] = None if limit.permanent else limit.ends_on or report.ends_on
    facts |= {"confirmed_at": at} if report.by_link else {}
    return Restriction(report=report, case=report.case, coded_by=user, coded_at=at, **facts)
