"""The life of an assignment: states, who may do what, and why a step is refused.

`decide` is asked by every verb before it writes: it answers with the facts after the step, or a `Refusal`.
The order of refusals is fixed: role, whose record, state, then the guards of the row from left to right.
Pure: no framework, no clock; the day comes with the event.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from .facts import OFFERABLE
from .review_dates import WEEKEND, coverage_end, working_days_before

OPEN_STATES = (
    "draft",
    "pending_supervisor",
    "pending_employee",
    "scheduled",
    "active",
    "suspended",
    "lapsed",
)
FINAL_STATES = ("ended", "declined_supervisor", "declined_employee", "withdrawn")
STATES = OPEN_STATES + FINAL_STATES
ROLES = ("hr", "case_manager", "supervisor", "employee", "system")

FULL_DUTY = "full_duty"
"""The reason to end that needs a release on file: nothing becomes full duty by itself."""

REVIEW_NOTICE_DAYS = 3


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in one role. `id` is compared with the people named in the facts."""

    id: object
    role: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """What the guards ask of an assignment. `verdict` is of a match made now, on the later of today and
    the start date; `receiving_supervisors` are the supervisor of the receiving department and substitutes."""

    state: str
    subject: object
    proposer: object
    receiving_supervisors: Collection[object] = ()
    verdict: str = ""
    start: date | None = None
    review_date: date | None = None
    restrictions_to: date | None = None
    planned_end: date | None = None
    days_used: int = 0
    max_days: int = 90

    @property
    def coverage(self) -> date | None:
        return coverage_end(self.restrictions_to, self.planned_end)


@dataclass(frozen=True, slots=True)
class Event:
    """What comes with an action. `verdict`, `review_date` and `planned_end` replace those of the
    assignment when given, and stay if the step succeeds. `alternative` may be "none available".

    The last four are about the stage of a graded return that is stepped to, and the verdict is then of that stage."""

    today: date
    verdict: str | None = None
    review_date: date | None = None
    planned_end: date | None = None
    days_added: int = 0
    reason: str = ""
    alternative: str = ""
    signed_copy: bool = False
    release_on_file: bool = False
    stage: bool = False
    stage_reached: bool = False
    report_covers: bool = False
    review_held: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    code: str


@dataclass(frozen=True, slots=True)
class Step:
    """An allowed step: the facts afterwards, and whether a new draft is linked to the ended version."""

    after: Assignment
    creates_draft: bool = False

    @property
    def state(self) -> str:
        return self.after.state


@dataclass(frozen=True, slots=True)
class Transition:
    action: str
    sources: tuple[str, ...]
    target: str
    roles: tuple[str, ...]
    guards: tuple[str, ...] = ()
    creates_draft: bool = False


_STAFF = ("case_manager", "hr")

TRANSITIONS: tuple[Transition, ...] = (
    Transition("submit", ("draft",), "pending_supervisor", _STAFF, ("verdict_fits", "review_covered")),
    Transition(
        "approve",
        ("pending_supervisor",),
        "pending_employee",
        ("supervisor",),
        ("receiving_department", "not_subject", "not_proposer", "match_current"),
    ),
    Transition(
        "decline",
        ("pending_supervisor",),
        "declined_supervisor",
        ("supervisor",),
        ("receiving_department", "reason", "alternative"),
    ),
    Transition("accept", ("pending_employee",), "scheduled", ("employee", "hr"), ("signed_copy", "match_current")),
    Transition("refuse", ("pending_employee",), "declined_employee", ("employee", "hr"), ("signed_copy",)),
    Transition("start", ("scheduled",), "active", ("system", "hr"), ("start_reached", "match_current")),
    Transition("review_continue", ("active",), "active", _STAFF, ("match_current", "review_covered")),
    Transition("extend", ("active",), "active", _STAFF, ("match_current", "review_covered", "within_longest_period")),
    Transition("change", ("active", "suspended", "lapsed"), "ended", _STAFF, ("reason",), creates_draft=True),
    Transition(
        "step_up",
        ("active",),
        "ended",
        _STAFF,
        ("stage", "stage_reached", "report_covers", "review_held", "match_current"),
    ),
    Transition("step_down", ("active", "suspended"), "ended", _STAFF, ("stage", "reason", "match_current")),
    Transition("safety_stop", ("active",), "suspended", ("employee", "supervisor", *_STAFF), ("reason",)),
    Transition("restrictions_tightened", ("active", "scheduled"), "suspended", ("system",), ("no_longer_fits",)),
    Transition(
        "restrictions_tightened",
        ("pending_supervisor", "pending_employee"),
        "draft",
        ("system",),
        ("no_longer_fits",),
    ),
    Transition("resume", ("suspended",), "active", _STAFF, ("match_current", "review_covered")),
    Transition("lapse", ("active", "suspended", "scheduled"), "lapsed", ("system",), ("coverage_passed",)),
    Transition("end", ("active", "suspended", "lapsed", "scheduled"), "ended", _STAFF, ("reason", "release")),
    Transition(
        "withdraw",
        ("draft", "pending_supervisor", "pending_employee", "scheduled"),
        "withdrawn",
        _STAFF,
        ("reason",),
    ),
)
ACTIONS: tuple[str, ...] = tuple(dict.fromkeys(row.action for row in TRANSITIONS))


def _review_covered(assignment: Assignment, actor: Actor, event: Event) -> bool:
    if assignment.review_date is None:
        return False
    return assignment.coverage is None or assignment.review_date <= assignment.coverage


def _within_longest_period(assignment: Assignment, actor: Actor, event: Event) -> bool:
    """HR may grant more, with a reason; nobody else may."""
    within = assignment.days_used + event.days_added <= assignment.max_days
    return within or (actor.role == "hr" and _has_reason(assignment, actor, event))


def _has_reason(assignment: Assignment, actor: Actor, event: Event) -> bool:
    return bool(event.reason.strip())


def _fits(assignment: Assignment, actor: Actor, event: Event) -> bool:
    return assignment.verdict in OFFERABLE


def _coverage_passed(assignment: Assignment, actor: Actor, event: Event) -> bool:
    return assignment.coverage is not None and event.today > assignment.coverage


Guard = Callable[[Assignment, Actor, Event], bool]

GUARDS: dict[str, tuple[Guard, str]] = {
    "verdict_fits": (_fits, "NOT_MATCHED"),
    "match_current": (_fits, "STALE_MATCH"),
    "no_longer_fits": (lambda a, who, e: a.verdict not in OFFERABLE, "NO_CHANGE"),
    "review_covered": (_review_covered, "REVIEW_DATE_TOO_LATE"),
    "receiving_department": (lambda a, who, e: who.id in a.receiving_supervisors, "WRONG_DEPARTMENT"),
    "not_subject": (lambda a, who, e: who.id != a.subject, "SELF_APPROVAL"),
    "not_proposer": (lambda a, who, e: who.id != a.proposer, "SELF_APPROVAL"),
    "reason": (_has_reason, "REASON_REQUIRED"),
    "alternative": (lambda a, who, e: bool(e.alternative.strip()), "ALTERNATIVE_REQUIRED"),
    "signed_copy": (lambda a, who, e: who.role != "hr" or e.signed_copy, "SIGNED_COPY_REQUIRED"),
    "start_reached": (lambda a, who, e: a.start is not None and e.today >= a.start, "TOO_EARLY"),
    "within_longest_period": (_within_longest_period, "MAX_PERIOD_EXCEEDED"),
    "stage": (lambda a, who, e: e.stage, "NO_STAGE"),
    "stage_reached": (lambda a, who, e: e.stage_reached, "STAGE_TOO_EARLY"),
    "report_covers": (lambda a, who, e: e.report_covers, "STAGE_NOT_COVERED"),
    "review_held": (lambda a, who, e: e.review_held, "REVIEW_REQUIRED"),
    "coverage_passed": (_coverage_passed, "COVERAGE_NOT_PASSED"),
    "release": (lambda a, who, e: e.reason != FULL_DUTY or e.release_on_file, "RELEASE_REQUIRED"),
}
PERMISSION_DENIED, NOT_YOUR_RECORD, INVALID_TRANSITION = (
    "PERMISSION_DENIED",
    "NOT_YOUR_RECORD",
    "INVALID_TRANSITION",
)
REFUSALS: tuple[str, ...] = tuple(
    dict.fromkeys([PERMISSION_DENIED, NOT_YOUR_RECORD, INVALID_TRANSITION, *(code for _g, code in GUARDS.values())])
)


def decide(assignment: Assignment, action: str, actor: Actor, event: Event) -> Step | Refusal:
    """May `actor` do `action` now? A refusal changes nothing."""
    rows = [row for row in TRANSITIONS if row.action == action and actor.role in row.roles]
    if not rows:
        return Refusal(PERMISSION_DENIED)
    if actor.role == "employee" and actor.id != assignment.subject:
        return Refusal(NOT_YOUR_RECORD)
    row = next((row for row in rows if assignment.state in row.sources), None)
    if row is None:
        return Refusal(INVALID_TRANSITION)
    proposed = replace(
        assignment,
        verdict=assignment.verdict if event.verdict is None else event.verdict,
        review_date=event.review_date or assignment.review_date,
        planned_end=event.planned_end or assignment.planned_end,
    )
    for name in row.guards:
        kept, code = GUARDS[name]
        if not kept(proposed, actor, event):
            return Refusal(code)
    return Step(replace(proposed, state=row.target), row.creates_draft)


def actions_from(state: str, role: str) -> tuple[str, ...]:
    """What this role may try in this state; the guards may still refuse."""
    return tuple(row.action for row in TRANSITIONS if state in row.sources and role in row.roles)


# Computed, never stored: being due is not a state, and people keep working while a review is due.


def review_due(
    state: str,
    review_on: date | None,
    today: date,
    holidays: Collection[date] = (),
    weekend: Collection[int] = WEEKEND,
) -> bool:
    """Three working days before the review date, on that day, or later."""
    if state != "active" or review_on is None:
        return False
    return today >= working_days_before(review_on, REVIEW_NOTICE_DAYS, holidays, weekend)


def review_overdue(state: str, review_on: date | None, today: date) -> bool:
    return state == "active" and review_on is not None and review_on < today


def answer_overdue(state: str, answer_by: date | None, today: date) -> bool:
    return state == "pending_employee" and answer_by is not None and answer_by < today
