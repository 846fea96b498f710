"""What waits for a decision: questions about duties, offers that go nowhere, people who leave, posts that end."""

from typing import Any

import pytest

from duty.models import Assignment, DayRecord, DutyQuestion
from injuries.models import Case
from notifications.models import Reminder
from notifications.services import plan
from people.models import Department, Employee, RoleGrant, Supervision
from people.services import appoint_supervisor
from tests.cast import NOON, TODAY, Person, make_office
from tests.notifications.worlds import at, days, duty, open_case, question, report, step, told

NOW = at(TODAY)
HR = [("rosa.patel", "hr", TODAY)]
State, Asked = Assignment.State, DutyQuestion.Kind


def planned(rule: str, moment: Any = NOW) -> list[tuple[str, str, Any]]:
    plan(at=moment)
    return told(rule, "planned")


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        (Asked.PERIOD_SOON, "duty.longest-period"),
        (Asked.PERIOD_REACHED, "duty.longest-period"),
        (Asked.ACCOMMODATION, "duty.accommodation"),
    ],
)
def test_a_question_about_a_duty_is_told_when_it_comes_up_until_it_is_answered(
    ana: Person, rosa: Person, kind: str, rule: str
) -> None:
    row = question(open_case(ana, rosa), kind, days(14))
    assert planned(rule) == HR
    DutyQuestion.objects.filter(pk=row.pk).update(closed_at=NOON)
    plan(at=NOW)
    assert told(rule, "withdrawn") == HR


def test_days_without_a_record_are_told_three_days_before_their_answer_is_due(ana: Person, rosa: Person) -> None:
    question(open_case(ana, rosa), Asked.GAP, days(4), opened_on=days(-1))
    assert planned("duty.days-unrecorded") == []
    assert planned("duty.days-unrecorded", at(days(1))) == [("rosa.patel", "hr", days(1))]


def test_a_decision_that_is_overdue_is_told_to_the_lead_every_week(ana: Person, rosa: Person, site: Any) -> None:
    lead = make_office("lead@example.com", "Lea", RoleGrant.Role.HR, site)
    RoleGrant.objects.filter(user=lead.user).update(is_lead=True)
    question(open_case(ana, rosa), Asked.ACCOMMODATION, days(-3))
    for day in range(8):
        plan(at=at(days(day)))
    assert told("duty.question-overdue") == [("lead", "hr", TODAY), ("lead", "hr", days(7))]


def test_a_duty_that_ran_out_is_told_until_it_is_changed_or_ended(
    ana: Person, rosa: Person, assembly: Department
) -> None:
    row = duty(open_case(ana, rosa), assembly, State.LAPSED, by=rosa)
    step(row, State.LAPSED, NOON)
    assert planned("duty.lapsed") == HR
    Assignment.objects.filter(pk=row.pk).update(state=State.ENDED)
    plan(at=NOW)
    assert told("duty.lapsed", "withdrawn") == HR


def test_a_draft_is_told_three_days_after_it_was_made_or_came_back(
    ana: Person, rosa: Person, assembly: Department
) -> None:
    row = duty(open_case(ana, rosa), assembly, State.DRAFT, by=rosa, proposed_at=at(days(-9)))
    step(row, State.DRAFT, at(days(-2)))
    assert planned("duty.offer-not-sent") == []
    assert planned("duty.offer-not-sent", at(days(1))) == [("rosa.patel", "hr", days(1))]


@pytest.mark.parametrize(("offered", "rows"), [(-2, 1), (0, 0)])
def test_the_day_before_the_last_an_offer_is_told_once_more(
    ana: Person, rosa: Person, assembly: Department, offered: int, rows: int
) -> None:
    row = duty(open_case(ana, rosa), assembly, State.PENDING_EMPLOYEE, by=rosa, answer_by=days(1))
    step(row, State.PENDING_EMPLOYEE, at(days(offered)))
    assert planned("duty.answer-soon") == [("ana.rivera", "employee", TODAY)][:rows]


def test_limits_without_an_offer_are_told_after_three_days(ana: Person, rosa: Person, assembly: Department) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-3))
    assert planned("duty.nothing-offered") == HR
    duty(case, assembly, State.DRAFT, by=rosa)
    assert planned("duty.nothing-offered") == []


def test_whoever_was_declined_gets_three_days_for_another_offer(
    ana: Person, rosa: Person, assembly: Department
) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-9))
    declined = duty(case, assembly, State.DECLINED_SUPERVISOR, by=rosa)
    step(declined, State.DECLINED_SUPERVISOR, at(days(-2)))
    assert planned("duty.nothing-offered") == []
    assert planned("duty.nothing-offered", at(days(1))) == [("rosa.patel", "hr", days(1))]


def test_kept_at_home_by_hr_needs_no_offer(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-3))
    DayRecord.objects.create(
        case=case, kind="kept_home", starts_on=days(-3), ends_on=days(5), reason="None", by=rosa.user, at=NOON
    )
    assert planned("duty.nothing-offered") == []


def test_an_open_case_of_somebody_who_left_is_told_to_hr(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, opened_on=days(-30))
    Employee.objects.filter(pk=case.employee_id).update(left_on=days(-1))
    assert planned("injuries.employee-left") == HR
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=TODAY)
    plan(at=NOW)
    assert told("injuries.employee-left", "withdrawn") == HR


def test_a_post_that_ends_without_a_successor_is_told_to_hr(
    rosa: Person, tina: Person, sams_post: Supervision, assembly: Department
) -> None:
    Supervision.objects.filter(pk=sams_post.pk).update(ends_on=days(7))
    assert planned("people.supervision-ending") == HR
    reminder = Reminder.objects.get(rule="people.supervision-ending")
    assert (reminder.case_id, reminder.employee_id) == (None, sams_post.supervisor_id)
    appoint_supervisor(department=assembly, supervisor=tina.employee, starts_on=days(8))
    plan(at=NOW)
    assert told("people.supervision-ending", "withdrawn") == HR
