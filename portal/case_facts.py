"""Everything the case page shows, read behind the wall: what somebody may not see is simply not there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from duty.lifecycle import OPEN_STATES
from duty.matching import Standing, restrictions_in_force
from duty.models import Assignment, Concern
from duty.rows import release_on_file, report_of
from injuries.models import Case, CaseFile
from people.clock import local_day
from people.models import Supervision
from people.scope import beyond_the_wall
from people.wall import Actor, readable
from portal.case_steps import Facts
from portal.queue.findings import ESCALATE_AFTER
from recovery.models import Appointment, CheckIn, Course, Policy, Restriction, Stall, Treatment, WorkStatusReport
from recovery.services.findings import CLINICIANS


@dataclass
class CaseFacts:
    actor: Actor
    case: Case
    today: date
    at: datetime
    reports: Sequence[WorkStatusReport] = ()
    standing: Standing = field(default_factory=lambda: Standing(()))
    course: Course | None = None
    check_ins: Sequence[CheckIn] = ()
    findings: Sequence[Stall] = ()
    duties: Sequence[Assignment] = ()
    visits: Sequence[Appointment] = ()
    treatments: Sequence[Treatment] = ()
    files: Sequence[CaseFile] = ()
    concerns: Sequence[Concern] = ()
    restrictions: Sequence[Restriction] = ()
    policy: Policy | None = None
    supervisors: Sequence[Supervision] = ()

    @property
    def runs(self) -> bool:
        """Does this person run the case? Only then are there buttons."""
        return self.actor.hr_of(self.case.establishment_id)

    @property
    def report(self) -> WorkStatusReport | None:
        return self.reports[0] if self.reports else None

    @property
    def duty(self) -> Assignment | None:
        """The open duty, the active one before a planned one."""
        is_open = [row for row in self.duties if row.state in OPEN_STATES]
        return min(is_open, key=lambda row: row.state != "active", default=None)

    @property
    def coming(self) -> list[Appointment]:
        return sorted((visit for visit in self.visits if visit.starts_at >= self.at), key=lambda one: one.starts_at)

    @property
    def finding(self) -> Stall | None:
        """The open finding that says most."""
        order = [Stall.Kind.RED_FLAG, Stall.Kind.SILENT, Stall.Kind.WORSENING, Stall.Kind.STALLED, Stall.Kind.NO_GAIN]
        ranked = [stall for stall in self.findings if stall.kind in order]
        return min(ranked, key=lambda stall: order.index(Stall.Kind(stall.kind)), default=None)

    def local(self, at: datetime) -> date:
        return local_day(at, self.case.establishment.timezone)

    def for_steps(self) -> Facts:
        asked = [stall.opened_on for stall in self.findings if stall.kind in FOLLOW_UP]
        wait = self.policy.escalate_after_days if self.policy else ESCALATE_AFTER
        seen = [visit for visit in self.visits if visit.kind in CLINICIANS and visit.outcome == "seen"]
        clinician = [visit for visit in self.coming if visit.kind in CLINICIANS]
        since = min(asked, default=None)
        return Facts(
            case=self.case,
            today=self.today,
            triaged_on=self.local(self.case.triaged_at) if self.case.triaged_at else None,
            report=self.report,
            limits_end_on=self.standing.ends_on,
            released=release_on_file(self.standing),
            duty=self.duty,
            asked_since=since,
            follow_up_by=date.fromordinal(since.toordinal() + wait) if since else None,
            next_visit_on=self.local(clinician[0].starts_at) if clinician else None,
            last_visit_on=max((self.local(visit.starts_at) for visit in seen), default=None),
        )


FOLLOW_UP = (Stall.Kind.STALLED, Stall.Kind.WORSENING, Stall.Kind.NO_GAIN)


def facts_of(actor: Actor, case: Case, *, at: datetime) -> CaseFacts:
    """A fixed number of queries, whatever the case holds."""
    today = local_day(at, case.establishment.timezone)
    facts = CaseFacts(actor=actor, case=case, today=today, at=at)
    _read_status(facts)
    _read_recovery(facts)
    duties = Assignment.objects.visible_to(actor).filter(case=case)
    facts.duties = list(duties.select_related("task", "department").order_by("-proposed_at", "pk"))
    facts.visits = list(Appointment.objects.visible_to(actor).filter(case=case).standing().order_by("starts_at"))
    facts.treatments = list(Treatment.objects.visible_to(actor).filter(case=case))
    facts.files = list(CaseFile.objects.visible_to(actor).filter(case=case))
    facts.concerns = list(Concern.objects.visible_to(actor).filter(case=case, answered_at__isnull=True))
    departments = {case.employee.department_id, *([facts.duty.department_id] if facts.duty else [])}
    in_force = Supervision.objects.in_force(today).filter(department_id__in=departments)
    facts.supervisors = list(in_force.select_related("supervisor"))
    return facts


def _read_status(facts: CaseFacts) -> None:
    """Whole reports for whoever may read them; limits alone for safety and the auditor."""
    reports = WorkStatusReport.objects.in_force().visible_to(facts.actor).filter(case=facts.case)
    rows = list(reports.prefetch_related("restrictions").order_by("issued_on", "pk"))
    facts.standing = restrictions_in_force([report_of(row) for row in rows], facts.today)
    facts.reports = sorted(rows, key=lambda row: (row.issued_on, row.starts_on, row.pk), reverse=True)
    if not rows:
        limits = Restriction.objects.visible_to(facts.actor).standing()
        in_force = limits.filter(case=facts.case, starts_on__lte=facts.today, replaced_on__gt=facts.today)
        with beyond_the_wall("a limit stands as long as the report it comes from was not voided"):
            facts.restrictions = list(in_force)


def _read_recovery(facts: CaseFacts) -> None:
    actor, case = facts.actor, facts.case
    course = Course.objects.visible_to(actor).filter(pk=case.pk).first()
    facts.course = course if course and readable(actor, course, "status") else None
    facts.check_ins = list(CheckIn.objects.visible_to(actor).filter(case=case).current().order_by("day"))
    facts.findings = list(Stall.objects.visible_to(actor).filter(case=case).open().order_by("opened_on"))
    facts.policy = Policy.objects.filter(pk=case.establishment_id).first()
