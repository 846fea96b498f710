"""Dates on which somebody must act and that no other rule covers."""

from typing import Any

import pytest

from duty.models import Assignment
from notifications.models import Reminder
from notifications.services import plan
from people.models import Department
from recovery.models import Restriction, Stall, WorkStatusReport
from tests.cast import TODAY, Person
from tests.notifications.worlds import at, concern, days, duty, finding, in_first_stage, limit, open_case, step, told

NOW = at(TODAY)


def planned(rule: str) -> list[tuple[str, str, Any]]:
    plan(at=NOW)
    return told(rule)


def test_a_report_that_waits_five_days_reaches_the_lead(ana: Person, rosa: Person) -> None:
    open_case(ana, None, state="reported", opened_on=days(-5))
    assert planned("injuries.triage-overdue") == [("rosa.patel", "hr", TODAY)]


def test_a_report_of_four_days_is_still_in_time(ana: Person, rosa: Person) -> None:
    open_case(ana, None, state="reported", opened_on=days(-4))
    assert planned("injuries.triage-overdue") == []


@pytest.mark.parametrize(("ago", "rows"), [(0, 0), (1, 1)])
def test_an_unanswered_concern_reaches_the_lead_after_a_day(ana: Person, rosa: Person, ago: int, rows: int) -> None:
    concern(open_case(ana, rosa), by=ana, raised_at=at(days(-ago), 9))
    assert len(planned("duty.concern-unanswered")) == rows


@pytest.mark.parametrize(("ago", "rows"), [(0, 0), (1, 1)])
def test_an_alarming_sign_reaches_the_lead_after_a_day(ana: Person, rosa: Person, ago: int, rows: int) -> None:
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG, opened_on=days(-ago))
    assert len(planned("recovery.red-flag-waiting")) == rows


def test_a_question_to_a_provider_is_asked_again_until_the_words_have_numbers(ana: Person, rosa: Person) -> None:
    row = limit(open_case(ana, rosa), days(20), by=rosa, received_on=days(-4), original_words="light duty")
    WorkStatusReport.objects.update(asked_on=days(-3))
    assert planned("recovery.question-unanswered") == []
    Restriction.objects.filter(pk=row.pk).update(kind="UNCODED", activity="")
    assert planned("recovery.question-unanswered") == [("rosa.patel", "hr", TODAY)]


def test_a_change_to_the_task_is_told_three_days_before(ana: Person, rosa: Person) -> None:
    open_case(ana, rosa, prevention_due_on=days(3))
    assert planned("injuries.prevention-due") == [("rosa.patel", "hr", TODAY)]


@pytest.mark.parametrize(("starts", "rows"), [(0, 0), (1, 1), (2, 0)])
def test_a_duty_that_starts_tomorrow_is_told_to_the_employee(
    ana: Person, rosa: Person, assembly: Department, starts: int, rows: int
) -> None:
    duty(open_case(ana, rosa), assembly, Assignment.State.SCHEDULED, by=rosa, starts_on=days(starts))
    assert len(planned("duty.starts-soon")) == rows


def test_the_last_week_of_a_duty_is_told_to_hr(ana: Person, rosa: Person, assembly: Department) -> None:
    duty(open_case(ana, rosa), assembly, "active", by=rosa, review_on=days(6), planned_end_on=days(7))
    assert planned("duty.ending") == [("rosa.patel", "hr", TODAY)]


def test_a_duty_that_stays_stopped_is_told_to_hr(ana: Person, rosa: Person, assembly: Department) -> None:
    row = duty(open_case(ana, rosa), assembly, Assignment.State.SUSPENDED, by=rosa)
    step(row, Assignment.State.SUSPENDED, at(days(-2)))
    assert planned("duty.stopped") == [("rosa.patel", "hr", TODAY)]


@pytest.mark.parametrize(("ahead", "rows"), [(3, 1), (4, 0)])
def test_the_day_of_the_next_stage_is_told_to_hr(
    ana: Person, rosa: Person, assembly: Department, ahead: int, rows: int
) -> None:
    row = duty(open_case(ana, rosa), assembly, "active", by=rosa)
    assert planned("duty.stage-next") == []
    in_first_stage(row, days(ahead))
    assert len(planned("duty.stage-next")) == rows
    Assignment.objects.filter(pk=row.pk).update(state="ended")
    assert Reminder.objects.filter(rule="duty.stage-next").count() == rows
