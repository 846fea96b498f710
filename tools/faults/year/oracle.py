"""Which reminder is due on which local day, counted by hand: plain Python that shares nothing with the product.

A case stands in one cohort; its facts begin on the day `start` and somebody ends them in the evening of `finish`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tools.faults.year.cohorts import LASTS

REPEAT, ESCALATE, HR_AGAIN, REVIEW_AGAIN = 7, 10, 21, 7
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


def _unheard(rule: str, next_day: str) -> Callable[[int], Counted]:
    """At once, and to the lead of HR on the next day."""

    def counted(_last: int) -> Counted:
        yield rule, "hr", 0
        yield next_day, "hr", 1

    return counted


def _limits(last: int) -> Counted:
    """Limits until the twentieth day, and no duty is offered."""
    yield from (("duty.nothing-offered", "hr", day) for day in range(3, last + 1, REPEAT))
    for who in ("employee", "hr"):
        yield "recovery.restriction-ending", who, 13
        yield "recovery.restriction-ending-soon", who, 18


def _approval(_last: int) -> Counted:
    yield "duty.approval-waiting", "supervisor", 0
    yield "duty.approval-waiting-long", "hr", 2


def _answer(_last: int) -> Counted:
    """To be answered by the third day."""
    yield "duty.answer-waiting", "employee", 0
    yield "duty.answer-soon", "employee", 2
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


def _days(rule: str, *days: int, who: tuple[str, ...] = ("hr",)) -> Callable[[int], Counted]:
    def counted(_last: int) -> Counted:
        yield from ((rule, one, day) for day in days for one in who)

    return counted


def _together(*parts: Callable[[int], Counted]) -> Callable[[int], Counted]:
    def counted(last: int) -> Counted:
        for part in parts:
            yield from part(last)

    return counted


BOTH = ("employee", "hr")
COUNTED: dict[str, Callable[[int], Counted]] = {
    "check_in": _check_in,
    "stalled": _stalled,
    "visit": _visit,
    "red_flag": _unheard("recovery.red-flag", "recovery.red-flag-waiting"),
    "silent": _days("recovery.silent", 0),
    "unchanged": _days("recovery.restrictions-unchanged", 0, who=BOTH),
    "limits": _limits,
    "approval": _approval,
    "answer": _answer,
    "review": _review,
    "concern": _unheard("duty.concern", "duty.concern-unanswered"),
    "report": _report,
    "starting": _starting,
    "ending": _ending,
    "stopped": _days("duty.stopped", 2),
    "question": _together(_days("recovery.question-unanswered", 3), _days("duty.nothing-offered", 3)),
    "prevention": _days("injuries.prevention-due", 7),
    "stage": _days("duty.stage-next", 7),
    "glass": _days("people.glass-broken", 0),
    "lapsed": _days("duty.lapsed", 0, 7),
    "period": _together(_days("duty.longest-period", 0), _days("duty.question-overdue", 13, 20)),
    "accommodation": _days("duty.accommodation", 0),
    "gap": _days("duty.days-unrecorded", 7),
    "left": _days("injuries.employee-left", 1),
    "full_duty": _together(_days("recovery.full-duty-near", 3), _days("recovery.full-duty-passed", 11, 18)),
    "improvement": _days("recovery.maximum-improvement", 5),
    "link": _days("duty.link-ending", 7),
    "no_report": _days("recovery.no-report", 7, 21),
    "off_work": _together(_days("recovery.off-work-ending", 5, who=BOTH), _days("recovery.limits-ended", 11, 18)),
    "not_sent": _days("duty.offer-not-sent", 3),
    "released": _days("recovery.released", 3, 17),
    "proposed": _days("recovery.report-to-accept", 0, 7),
    "visit_named": _days("recovery.visit-not-entered", 3, who=BOTH),
    "supervision": _days("people.supervision-ending", 3, 10),
    "substitute": _days("people.substitute-ending", 9, who=("supervisor",)),
}
