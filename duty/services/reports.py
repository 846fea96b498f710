"""The doors for work status reports: what a provider says moves every duty that rests on it, in one transaction."""

from collections.abc import Iterable
from datetime import datetime

from duty.services.questions import ask
from duty.services.sweeps import rematch_case
from injuries.models import Case
from people.scope import verb
from people.wall import Actor
from recovery.models import WorkStatusReport
from recovery.services import (
    LimitFacts,
    WorkStatusFacts,
    accept_work_status_report,
    store_work_status_report,
    void_work_status_report,
)


@verb
def receive_report(
    *, actor: Actor, case: Case, at: datetime, facts: WorkStatusFacts, limits: Iterable[LimitFacts] = ()
) -> WorkStatusReport:
    """Store a report and match everything open again; what no longer fits stops at once."""
    report = store_work_status_report(actor=actor, case=case, at=at, facts=facts, limits=tuple(limits))
    rematch_case(case=report.case, at=at)
    ask(case_ids=[report.case_id], at=at)
    return report


@verb
def accept_report(*, actor: Actor, report: WorkStatusReport, at: datetime) -> WorkStatusReport:
    """HR has looked at a provider's answer by link; it counts in full, and everything open is matched again."""
    accepted = accept_work_status_report(actor=actor, report=report, at=at)
    rematch_case(case=accepted.case, at=at)
    ask(case_ids=[accepted.case_id], at=at)
    return accepted


@verb
def void_report(*, actor: Actor, report: WorkStatusReport, reason: str, at: datetime) -> WorkStatusReport:
    """Take a report out of force, with a reason, and match everything open again."""
    voided = void_work_status_report(actor=actor, report=report, reason=reason, at=at)
    rematch_case(case=voided.case, at=at)
    ask(case_ids=[voided.case_id], at=at)
    return voided
