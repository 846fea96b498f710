"""One invented case, lived day by day: who does what at which hour, each through the verb a page would call."""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from duty import services as duty
from duty.models import Assignment, Task
from duty.models.assignment import OPEN_STATES
from duty.rows import match_case
from injuries import services as injuries
from injuries.models import Case
from people.models import Employee
from people.refusals import Refused
from people.services import record_access
from people.wall import Actor
from portal.demo.bodies import Complaint, Healing
from portal.demo.company import Company
from recovery import services as recovery
from recovery.models import Appointment

PROVIDERS = ("Dr. L. Kim", "Dr. A. Santos", "Riverside Occupational Clinic", "Dr. M. Novak")
FOLLOW_UPS = ("stalled", "worsening", "no_gain")
COVER = 21
Hours = Callable[[int, int], datetime]


@dataclass
class Life:
    """`starts` is the day of the report; `mood` decides the check-ins alone; the rest is temperament."""

    employee: Employee
    company: Company
    complaint: Complaint
    healing: Healing
    starts: date
    rng: random.Random
    mood: random.Random
    answers: float = 0.88
    silent_after: int | None = None
    books_after: int = 3
    reported_by: str = "employee"
    words_only: bool = False
    propose_after: int = 1
    review_late: int = 0
    unanswered: bool = False
    prefers: str = ""
    graded: bool = False
    provider: str = ""
    case: Case | None = None
    assignment: Assignment | None = None
    covered_until: date | None = None
    visit: Appointment | None = None
    done: bool = False
    released: bool = False
    answered_on: date | None = None
    reviewed_on: date | None = None

    def key(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def me(self, at: datetime) -> Actor:
        return self.company.actor(self.employee.user, at)

    def hr(self, at: datetime) -> Actor:
        return self.company.hr_actor(self.employee.establishment_id, at)

    def live(self, day: date, hour: Hours) -> None:
        """Everything that happens to this person on a day."""
        if self.done or day < self.starts:
            return
        if day == self.starts:
            self.report(hour(16, 40))
            return
        age = (day - self.starts).days
        if age == 1:
            self.be_triaged(day, hour(9, 15))
        self.check_in(day, age, hour(6, 35))
        if self.case is None or self.case.state != Case.State.OPEN:
            return
        self.see_doctor(day, age, hour(10, 20))
        self.look_at_duty()
        self.find_duty(day, age, hour(11, 30))
        self.review(day, hour(13, 20))
        self.answer_offers(hour(14, 10))
        self.finish(day, age, hour(15, 45))
        if not self.done:
            self.follow_up(day, hour(17, 30))

    def report(self, at: datetime) -> None:
        by = {"employee": self.me, "hr": self.hr, "supervisor": self.boss}[self.reported_by]
        facts = injuries.ReportFacts(
            began_on=self.starts - timedelta(days=self.rng.randrange(2, 12)),
            repetitive_task=self.complaint.task,
            task_words=self.complaint.words,
            place=self.employee.department.name,
            body_part="" if self.reported_by == "supervisor" else self.complaint.part,
            side="NA" if self.reported_by == "supervisor" else self.complaint.side,
            symptoms=() if self.reported_by == "supervisor" else self.complaint.symptoms,
            earlier_injury=self.rng.choice(("yes", "no", "no", "no", "unsure")),
        )
        report = recovery.file_report(actor=by(at), employee=self.employee, facts=facts, at=at, client_key=self.key())
        self.case = report.case

    def looked_at(self, by: Actor, at: datetime, *, role: str, what: str) -> None:
        record_access(actor=by, employee=self.employee, role=role, what=what, at=at)

    def boss(self, at: datetime) -> Actor:
        return self.company.supervisor_actor(self.employee.department_id, at)

    def be_triaged(self, day: date, at: datetime) -> None:
        assert self.case is not None  # noqa: S101 - reported the day before
        if self.reported_by == "supervisor":
            injuries.name_body_part(
                actor=self.hr(at), case=self.case, body_part=self.complaint.part, side=self.complaint.side, at=at
            )
        self.looked_at(self.hr(at), at, role="hr", what="case")
        self.case = recovery.triage(
            actor=self.hr(at),
            case=self.case,
            at=at,
            owner=self.company.hr[self.employee.establishment_id],
            work_related="yes" if self.rng.random() < 0.9 else "undecided",
            first_check_in_on=day + timedelta(days=1),
            main_activity=self.complaint.activity,
        )

    def check_in(self, day: date, age: int, at: datetime) -> None:
        case = self.case
        if case is None or case.state != Case.State.OPEN or case.next_check_in_on is None:
            return
        if case.next_check_in_on > day or (self.silent_after is not None and age > self.silent_after):
            return
        if self.mood.random() > self.answers:
            return
        made = recovery.submit_check_in(
            actor=self.me(at),
            case=case,
            at=at,
            scores=self.healing.answers(age - 1, self.mood),
            client_key=self.key(),
        )
        self.answered_on, self.case = day, made.case

    def see_doctor(self, day: date, age: int, at: datetime) -> None:
        """The first visit after two days, then a new note shortly before the old one ends."""
        due = age == 2 or (self.covered_until is not None and day == self.covered_until - timedelta(days=2))
        if due and not self.released:
            self.bring_note(day, at)

    def bring_note(self, day: date, at: datetime) -> None:
        assert self.case is not None  # noqa: S101 - only for open cases
        well = self.healing.level((day - self.starts).days) < 1.2
        limits = self.complaint.limits
        if self.words_only:
            limits = (recovery.LimitFacts(original_words="light duty only"),)
        until = day + timedelta(days=COVER)
        duty.receive_report(
            actor=self.hr(at),
            case=self.case,
            at=at,
            facts=recovery.WorkStatusFacts(
                provider=self.provider,
                status="FULL_RELEASE" if well else "RESTRICTED",
                issued_on=day,
                starts_on=day,
                ends_on=None if well else until,
                open_end=well,
                signed=True,
            ),
            limits=() if well else tuple(replace(limit) for limit in limits),
        )
        self.released, self.covered_until = well, None if well else until

    def find_duty(self, day: date, age: int, at: datetime) -> None:
        """HR looks for a duty when there are limits and none is open."""
        if age < 2 + self.propose_after or self.covered_until is None or self.released or self.words_only:
            return
        if self.assignment is not None:
            return
        assert self.case is not None  # noqa: S101 - only for open cases
        offered = Task.objects.offered().filter(establishment_id=self.employee.establishment_id)
        tasks = list(offered.filter(department__name=self.prefers) if self.prefers else offered)
        self.rng.shuffle(tasks)
        matches = match_case(self.case, tasks, day)
        fitting = [match for match in matches if match.result.verdict in {"FITS", "FITS_WITH_MODIFICATION"}]
        if not fitting:
            return
        best = min(fitting, key=lambda match: match.result.verdict)
        try:
            with transaction.atomic():
                plan = self.plan_in_stages if self.graded else self.plan_duty
                draft = plan(self.case, best.task, day + timedelta(days=3), at)
                self.assignment = duty.submit(actor=self.hr(at), assignment=draft, at=at)
        except Refused:
            self.assignment = None

    def plan_duty(self, case: Case, task: Task, starts: date, at: datetime) -> Assignment:
        return duty.propose(
            actor=self.hr(at),
            case=case,
            task=task,
            at=at,
            starts_on=starts,
            planned_end_on=self.covered_until,
            shift_starts=self.employee.shift_starts,
            shift_ends=self.employee.shift_ends,
            ask_for=self.company.supervisors[task.department_id].name,
            wage_kind="usual",
        )

    def plan_in_stages(self, case: Case, task: Task, starts: date, at: datetime) -> Assignment:
        """Four hours a day, then six, then the usual shift."""
        begins, later = self.employee.shift_starts, starts + timedelta(days=10)
        hours = (("Back in the routine", 4), ("More of the day", 6), ("The whole day", 8))
        stages = [
            duty.StageFacts(
                task=task,
                starts_on=starts if place == 0 else later + (place - 1) * timedelta(days=14),
                ends_on=later + place * timedelta(days=14) - timedelta(days=1),
                goal=goal,
                shift_starts=begins,
                shift_ends=begins and begins.replace(hour=(begins.hour + length) % 24),
            )
            for place, (goal, length) in enumerate(hours)
        ]
        draft = duty.plan_return(actor=self.hr(at), case=case, stages=stages, at=at)
        named = self.company.supervisors[task.department_id].name
        return duty.amend(actor=self.hr(at), assignment=draft, at=at, ask_for=named, wage_kind="usual")

    def look_at_duty(self) -> None:
        """Where it stands today; one that is worked is read for its reviews only, and one that is over is forgotten."""
        row = self.assignment
        if row is None or row.state == "active":
            return
        row.refresh_from_db()
        if row.state not in OPEN_STATES:
            self.assignment = None

    def answer_offers(self, at: datetime) -> None:
        """The supervisor of the receiving department answers within a day or two, then the employee."""
        row = self.assignment
        if row is None or row.state == "active" or self.unanswered or self.rng.random() > 0.75:
            return
        if row.state == "pending_supervisor" and row.submitted_at and row.submitted_at < at - timedelta(hours=12):
            by = self.company.supervisor_actor(row.department_id, at)
            self.looked_at(by, at, role="supervisor", what="duty")
            if self.rng.random() < 0.12:
                duty.decline(
                    actor=by,
                    assignment=row,
                    at=at,
                    reason="Two people are out and nobody could show the work.",
                    alternative="none available",
                )
            else:
                duty.approve(actor=by, assignment=row, at=at)
        elif row.state == "pending_employee":
            if self.rng.random() < 0.05:
                duty.refuse(actor=self.me(at), assignment=row, at=at, reason="The hours do not work for me.")
            else:
                duty.accept(actor=self.me(at), assignment=row, at=at)

    def review(self, day: date, at: datetime) -> None:
        row = self.assignment
        if row is None or row.state != "active" or self.released:
            return
        if day < row.review_on + timedelta(days=self.review_late):
            return
        if self.reviewed_on is not None and day < self.reviewed_on + timedelta(days=5):
            return
        row.refresh_from_db()
        if row.state != "active":
            return
        try:
            with transaction.atomic():
                self.go_on(row, at)
        except Refused:
            return
        self.reviewed_on = day
        self.looked_at(self.hr(at), at, role="hr", what="case")

    def go_on(self, row: Assignment, at: datetime) -> None:
        """The duty goes on for as long as the limits do."""
        if row.planned_end_on and self.covered_until and self.covered_until > row.planned_end_on:
            duty.extend(
                actor=self.hr(at), assignment=row, at=at, planned_end_on=self.covered_until, reason="The limits go on."
            )
        words = self.rng.choice(("It goes well.", "The breaks help.", "A bit dull, but it does not hurt.", ""))
        duty.hold_review(actor=self.hr(at), assignment=row, at=at, decision="continue", employee_words=words)

    def follow_up(self, day: date, at: datetime) -> None:
        """Asked to see the doctor again, most people book after some days; then the visit helps."""
        assert self.case is not None  # noqa: S101 - only for open cases
        if self.visit is not None:
            self.tell_outcome(day, at)
            return
        if self.answered_on != day and (day - self.starts).days % 7:
            return
        found = self.case.stalls.filter(closed_on=None, kind__in=FOLLOW_UPS).order_by("opened_on").first()
        if found is None or day < found.opened_on + timedelta(days=self.books_after):
            return
        begins = at + timedelta(days=self.rng.randrange(3, 8), hours=-3)
        self.visit = recovery.book_appointment(
            actor=self.me(at),
            case=self.case,
            at=at,
            kind="follow_up",
            starts_at=begins,
            ends_at=begins + timedelta(hours=1),
            with_whom=self.provider,
            client_key=self.key(),
        )

    def tell_outcome(self, day: date, at: datetime) -> None:
        visit = self.visit
        if visit is None or visit.ends_at > at or visit.outcome or self.rng.random() < 0.3:
            return
        self.visit = recovery.record_outcome(
            actor=self.me(at), appointment=visit, outcome="seen", words="Physical therapy twice a week.", at=at
        )
        recovery.add_treatment(
            actor=self.me(at),
            case=visit.case,
            kind="therapy",
            words="Physical therapy, twice a week",
            started_on=day,
            at=at,
        )
        self.healing = replace(self.healing, turn=(day - self.starts).days + 3)
        self.bring_note(day, at)

    def finish(self, day: date, age: int, at: datetime) -> None:
        """Full release: the duty ends, the case is closed, and something about the task is changed."""
        if not self.released or age < 20:
            return
        assert self.case is not None  # noqa: S101 - only for open cases
        row = self.assignment
        if row is not None:
            row.refresh_from_db()
            if row.state in {"active", "suspended", "lapsed"}:
                duty.end(actor=self.hr(at), assignment=row, at=at, reason="full_duty", full_duty=True)
            elif row.state in {"draft", "pending_supervisor", "pending_employee", "scheduled"}:
                duty.withdraw(actor=self.hr(at), assignment=row, at=at, reason="Full duty again.")
        if self.rng.random() < 0.6:
            injuries.plan_prevention(
                actor=self.hr(at),
                case=self.case,
                change="Rotate the task every hour and stretch before the shift.",
                by_whom=self.company.supervisors[self.employee.department_id].name,
                due_on=day + timedelta(days=30),
                at=at,
            )
        duty.close_case(actor=self.hr(at), case=self.case, at=at)
        self.done = True
