"""Reviews, approvals and offers of duties: who is told when, and when no longer."""

from datetime import date

from duty.models import Assignment
from notifications.models import Reminder
from notifications.services import plan
from people.models import Department, Establishment, Holiday, RoleGrant, Supervision
from people.services import appoint_supervisor, name_substitute
from tests.cast import TODAY, Person, make_office
from tests.notifications.worlds import at, days, duty, open_case, step, told

NOW = at(TODAY)
State = Assignment.State


def planned(rule: str) -> list[tuple[str, str, date]]:
    return told(rule, "planned")


# Check-ins


def test_a_review_is_told_three_days_ahead(ana: Person, rosa: Person, assembly: Department) -> None:
    duty(open_case(ana, rosa), assembly, State.ACTIVE, by=rosa, review_on=days(3))
    plan(at=at(days(-1)))
    assert told() == []
    plan(at=NOW)
    assert planned("duty.review-due") == [("rosa.patel", "hr", TODAY)]


def test_a_review_that_was_held_is_withdrawn(ana: Person, rosa: Person, assembly: Department) -> None:
    row = duty(open_case(ana, rosa), assembly, State.ACTIVE, by=rosa, review_on=days(3))
    plan(at=NOW)
    Assignment.objects.filter(pk=row.pk).update(review_on=days(17))
    plan(at=NOW)
    assert told("duty.review-due", "withdrawn") == [("rosa.patel", "hr", TODAY)]


def test_an_overdue_review_is_told_to_the_lead_every_week(
    ana: Person, rosa: Person, assembly: Department, site: Establishment
) -> None:
    lead = make_office("lead@example.com", "Lea", RoleGrant.Role.HR, site)
    RoleGrant.objects.filter(user=lead.user).update(is_lead=True)
    duty(open_case(ana, rosa), assembly, State.ACTIVE, by=rosa, review_on=TODAY)
    for day in range(9):
        plan(at=at(days(day)))
    assert told("duty.review-overdue") == [("lead", "hr", days(1)), ("lead", "hr", days(8))]


def test_without_a_lead_an_overdue_review_is_told_to_all_case_managers(
    ana: Person, rosa: Person, assembly: Department, site: Establishment
) -> None:
    make_office("ruth@example.com", "Ruth", RoleGrant.Role.HR, site)
    duty(open_case(ana, rosa), assembly, State.ACTIVE, by=rosa, review_on=days(-1))
    plan(at=NOW)
    assert planned("duty.review-overdue") == [("rosa.patel", "hr", TODAY), ("ruth", "hr", TODAY)]


def test_an_approval_waits_for_the_supervisor_of_the_receiving_department(
    ana: Person, sam: Person, olga: Person, rosa: Person, office: Department
) -> None:
    duty(open_case(ana, rosa), office, State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    assert planned("duty.approval-waiting") == [("olga.berg", "supervisor", TODAY)]


def test_a_given_approval_is_withdrawn(ana: Person, sam: Person, rosa: Person, assembly: Department) -> None:
    row = duty(open_case(ana, rosa), assembly, State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    Assignment.objects.filter(pk=row.pk).update(state=State.PENDING_EMPLOYEE)
    plan(at=NOW)
    assert told("duty.approval-waiting", "withdrawn") == [("sam.okafor", "supervisor", TODAY)]


def test_nobody_is_asked_to_approve_their_own_duty(sam: Person, rosa: Person, assembly: Department) -> None:
    duty(open_case(sam, rosa), assembly, State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    assert planned("duty.approval-waiting") == [("rosa.patel", "hr", TODAY)]
    assert Reminder.objects.get().data == {"instead": "no_supervisor"}


def test_a_former_supervisor_is_asked_nothing(
    ana: Person, sam: Person, tina: Person, rosa: Person, assembly: Department
) -> None:
    appoint_supervisor(department=assembly, supervisor=tina.employee, starts_on=TODAY)
    duty(open_case(ana, rosa), assembly, State.PENDING_SUPERVISOR, by=rosa)
    plan(at=NOW)
    assert planned("duty.approval-waiting") == [("tina.lind", "supervisor", TODAY)]


def test_an_approval_that_waits_two_working_days_goes_to_the_substitute_and_hr(
    ana: Person, sam: Person, tina: Person, rosa: Person, sams_post: Supervision, assembly: Department
) -> None:
    name_substitute(stands_in_for=sams_post, supervisor=tina.employee, starts_on=TODAY, ends_on=days(30))
    duty(open_case(ana, rosa), assembly, State.PENDING_SUPERVISOR, by=rosa)
    plan(at=at(days(1)))
    assert told("duty.approval-waiting-long") == []
    plan(at=at(days(2)))
    assert planned("duty.approval-waiting-long") == [
        ("rosa.patel", "hr", days(2)),
        ("tina.lind", "substitute", days(2)),
    ]


def test_weekends_and_holidays_are_no_working_days(
    ana: Person, sam: Person, rosa: Person, assembly: Department, site: Establishment
) -> None:
    friday, monday, wednesday = days(4), days(7), days(9)
    Holiday.objects.create(establishment=site, day=monday, name="A holiday")
    duty(open_case(ana, rosa), assembly, State.PENDING_SUPERVISOR, by=rosa, submitted_at=at(friday))
    for day in range(4, 10):
        plan(at=at(days(day)))
    assert told("duty.approval-waiting-long") == [("rosa.patel", "hr", wednesday)]


def test_an_offer_waits_for_the_employees_answer(ana: Person, rosa: Person, assembly: Department) -> None:
    row = duty(open_case(ana, rosa), assembly, State.PENDING_EMPLOYEE, by=rosa)
    step(row, State.PENDING_EMPLOYEE, at(days(2)))
    plan(at=at(days(2)))
    assert planned("duty.answer-waiting") == [("ana.rivera", "employee", days(2))]


def test_an_offer_that_is_not_answered_in_time_is_told_to_hr(ana: Person, rosa: Person, assembly: Department) -> None:
    duty(open_case(ana, rosa), assembly, State.PENDING_EMPLOYEE, by=rosa, answer_by=days(2))
    plan(at=at(days(2)))
    assert told("duty.answer-overdue") == []
    plan(at=at(days(3)))
    assert planned("duty.answer-overdue") == [("rosa.patel", "hr", days(3))]
