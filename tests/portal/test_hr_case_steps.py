"""The seven steps of a case, read from its facts alone."""

from datetime import date, timedelta
from typing import Any

import pytest

from duty.models import Assignment
from injuries.models import Case
from portal.case_steps import Facts, steps
from recovery.models import WorkStatusReport

TODAY = date(2026, 3, 2)
CASE = Case(number="2026-0001", opened_on=TODAY - timedelta(days=20))
REPORT = WorkStatusReport(issued_on=TODAY - timedelta(days=9), status="RESTRICTED")


def step(place: int, **known: Any) -> tuple[str, str]:
    found = steps(Facts(case=CASE, today=TODAY, **known), {})[place]
    return found.state, str(found.when)


def duty(state: str, review: int = 3) -> Assignment:
    return Assignment(state=state, starts_on=TODAY - timedelta(days=7), review_on=TODAY + timedelta(days=review))


def test_there_are_seven_and_the_first_is_always_done() -> None:
    found = steps(Facts(case=CASE, today=TODAY), {})
    assert len(found) == 7
    assert [one.state for one in found] == ["done", "now", "later", "later", "later", "later", "later"]


@pytest.mark.parametrize(
    ("place", "known", "state", "when"),
    [
        (1, {"triaged_on": TODAY}, "done", "Mar 2"),
        (2, {"triaged_on": TODAY}, "now", "no report yet"),
        (2, {"report": REPORT, "limits_end_on": TODAY}, "done", "Feb 21, valid"),
        (2, {"report": REPORT, "limits_end_on": TODAY - timedelta(days=1)}, "over", "Feb 21, run out"),
        (3, {"report": REPORT}, "now", "none offered"),
        (3, {"duty": duty("active")}, "done", "active since Feb 23"),
        (3, {"duty": duty("pending_employee")}, "now", "waits for the employee"),
        (3, {"duty": duty("lapsed")}, "over", "ran out without a review"),
        (4, {"asked_since": TODAY, "follow_up_by": TODAY + timedelta(days=10)}, "now", "asked for since Mar 2"),
        (4, {"asked_since": TODAY, "follow_up_by": TODAY - timedelta(days=3)}, "over", "3 days late"),
        (4, {"next_visit_on": TODAY, "asked_since": TODAY}, "done", "booked for Mar 2"),
        (4, {"last_visit_on": TODAY}, "done", "seen Mar 2"),
        (5, {"duty": duty("active")}, "now", "due Thu, Mar 5"),
        (5, {"duty": duty("active", 20)}, "later", "due Sun, Mar 22"),
        (5, {"duty": duty("active", -1)}, "over", "1 day late"),
        (5, {"duty": duty("suspended", -1)}, "later", "none planned"),
        (6, {"released": True}, "now", "released, close the case"),
    ],
)
def test_a_step_says_where_it_stands(place: int, known: dict[str, Any], state: str, when: str) -> None:
    assert step(place, **known) == (state, when)


def test_who_may_not_read_reports_is_shown_no_step_about_them() -> None:
    found = steps(Facts(case=CASE, today=TODAY), {}, known=("reported", "duty"))
    assert [str(one.name) for one in found] == ["Reported", "Duty"]
