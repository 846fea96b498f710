"""Which reminder is due on which local day, counted by hand: plain Python that shares nothing with the product.

A case stands in one cohort; its facts begin on the day `start` and somebody ends them in the evening of `finish`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

COHORTS = (
    "check_in",
    "stalled",
    "visit",
    "red_flag",
    "silent",
    "unchanged",
    "limits",
    "approval",
    "answer",
    "review",
    "concern",
    "report",
    "starting",
    "ending",
    "stopped",
    "question",
    "prevention",
)
# Days from the start of a cohort's facts to the evening on which somebody deals with them.
LASTS = {
    "check_in": 24,
    "stalled": 35,
    "visit": 14,
    "red_flag": 3,
    "silent": 4,
    "unchanged": 4,
    "limits": 20,
    "approval": 6,
    "answer": 8,
    "review": 50,
    "concern": 2,
    "report": 6,
    "starting": 9,
    "ending": 28,
    "stopped": 6,
    "question": 6,
    "prevention": 10,
}
REPEAT, ESCALATE, HR_AGAIN, REVIEW_AGAIN = 7, 10, 21, 7
LATE = {
    "recovery.check-in-due": 0,
    "recovery.follow-up": 14,
    "recovery.follow-up-not-booked": 20,
    "recovery.follow-up-settled": 7,
    "recovery.appointment-tomorrow": 0,
    "recovery.appointment-outcome": 14,
    "recovery.appointment-outcome-missing": 14,
    "recovery.red-flag": 30,
    "recovery.silent": 30,
    "recovery.restrictions-unchanged": 30,
    "recovery.restriction-ending": 4,
    "recovery.restriction-ending-soon": 2,
    "duty.approval-waiting": 14,
    "duty.approval-waiting-long": 14,
    "duty.answer-waiting": 14,
    "duty.answer-overdue": 14,
    "duty.review-due": 3,
    "duty.review-overdue": 30,
    "duty.concern": 30,
    "duty.concern-unanswered": 30,
    "recovery.red-flag-waiting": 30,
    "injuries.report-to-triage": 30,
    "injuries.triage-overdue": 30,
    "injuries.prevention-due": 14,
    "duty.starts-soon": 0,
    "duty.ending": 6,
    "duty.stopped": 14,
    "recovery.question-unanswered": 14,
}
# It follows from what somebody does in the evening, so the quiet hours may put it off to the next morning.
OF_THE_EVENING = "recovery.follow-up-settled"


@dataclass(frozen=True)
class Due:
    """A reminder as the ledger must have it. `told_to`: employee, supervisor or hr."""

    rule: str
    case: int
    told_to: str
    on: date


@dataclass(frozen=True)
class Facts:
    case: int
    cohort: str
    zone: str
    start: date

    @property
    def finish(self) -> date:
        return self.start + timedelta(days=LASTS[self.cohort])


def expected(facts: Facts) -> list[Due]:
    """Every reminder of a case, in the order of days."""
    found = [
        Due(rule, facts.case, who, facts.start + timedelta(days=after))
        for rule, who, after in COUNTED[facts.cohort](LASTS[facts.cohort])
    ]
    return sorted(found, key=lambda due: (due.on, due.rule, due.told_to))


Counted = Iterator[tuple[str, str, int]]


def _check_in(last: int) -> Counted:
    yield from (("recovery.check-in-due", "employee", day) for day in range(0, last + 1, 7))


def _asked(since: int, last: int) -> Counted:
    """To book a follow-up, for as long as nobody has."""
    yield from (("recovery.follow-up", "employee", day) for day in range(since, last + 1, REPEAT))
    yield from (("recovery.follow-up-not-booked", "hr", day) for day in range(since + ESCALATE, last + 1, HR_AGAIN))


def _stalled(last: int) -> Counted:
    yield from _asked(0, last)
    # Closed in the evening of the last day, after that day's hour: it is news at once.
    yield "recovery.follow-up-settled", "employee", last


def _visit(last: int) -> Counted:
    """Asked on the first day; on the second an appointment for the tenth is entered; its outcome on the last."""
    yield "recovery.follow-up", "employee", 0
    yield "recovery.appointment-tomorrow", "employee", 9
    yield "recovery.appointment-outcome", "employee", 11
    yield "recovery.appointment-outcome-missing", "hr", 13
    yield from _asked(11, last)


def _once(rule: str, *people: str) -> Callable[[int], Counted]:
    def counted(_last: int) -> Counted:
        yield from ((rule, who, 0) for who in people)

    return counted


def _unheard(rule: str, next_day: str) -> Callable[[int], Counted]:
    """At once, and to the lead of HR on the next day."""

    def counted(_last: int) -> Counted:
        yield rule, "hr", 0
        yield next_day, "hr", 1

    return counted


def _limits(_last: int) -> Counted:
    for who in ("employee", "hr"):
        yield "recovery.restriction-ending", who, 13
        yield "recovery.restriction-ending-soon", who, 18


def _approval(_last: int) -> Counted:
    yield "duty.approval-waiting", "supervisor", 0
    yield "duty.approval-waiting-long", "hr", 2


def _answer(_last: int) -> Counted:
    yield "duty.answer-waiting", "employee", 0
    yield "duty.answer-overdue", "hr", 4


def _review(last: int) -> Counted:
    yield "duty.review-due", "hr", 27
    yield from (("duty.review-overdue", "hr", day) for day in range(31, last + 1, REVIEW_AGAIN))


def _report(_last: int) -> Counted:
    yield "injuries.report-to-triage", "hr", 0
    yield "injuries.triage-overdue", "hr", 5


def _starting(_last: int) -> Counted:
    """It starts on the tenth day; in the evening before, somebody takes it back."""
    yield "duty.starts-soon", "employee", 9


def _ending(_last: int) -> Counted:
    """Its last day and its review are the thirtieth."""
    yield "duty.ending", "hr", 23
    yield "duty.review-due", "hr", 27


def _on_the(day: int, rule: str) -> Callable[[int], Counted]:
    def counted(_last: int) -> Counted:
        yield rule, "hr", day

    return counted


COUNTED: dict[str, Callable[[int], Counted]] = {
    "check_in": _check_in,
    "stalled": _stalled,
    "visit": _visit,
    "red_flag": _unheard("recovery.red-flag", "recovery.red-flag-waiting"),
    "silent": _once("recovery.silent", "hr"),
    "unchanged": _once("recovery.restrictions-unchanged", "employee", "hr"),
    "limits": _limits,
    "approval": _approval,
    "answer": _answer,
    "review": _review,
    "concern": _unheard("duty.concern", "duty.concern-unanswered"),
    "report": _report,
    "starting": _starting,
    "ending": _ending,
    "stopped": _on_the(2, "duty.stopped"),
    "question": _on_the(3, "recovery.question-unanswered"),
    "prevention": _on_the(7, "injuries.prevention-due"),
}
