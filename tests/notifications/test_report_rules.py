"""Reports and their dates: what is missing, what ends, what was announced, and what nobody has looked at."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from injuries.models import Case
from notifications.ledger import plan_rule
from notifications.models import Reminder
from notifications.rule import Rule
from notifications.services import plan, planning, set_rule
from recovery.models import Course, WorkStatusReport
from tests.cast import NOON, TODAY, Person
from tests.notifications.worlds import appointment, at, days, limit, link, open_case, report, told

NOW = at(TODAY)
HR = [("rosa.patel", "hr", TODAY)]
BOTH = [("ana.rivera", "employee", TODAY), *HR]


def planned(rule: str, moment: Any = NOW) -> list[tuple[str, str, Any]]:
    plan(at=moment)
    return told(rule, "planned")


# No report


def test_a_case_without_a_report_is_told_a_week_after_triage(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, triaged_at=at(days(-6)))
    assert planned("recovery.no-report") == []
    Case.objects.filter(pk=case.pk).update(triaged_at=at(days(-7)))
    assert planned("recovery.no-report") == HR
    report(case, by=rosa)
    assert planned("recovery.no-report") == []


def test_a_provider_who_was_asked_by_link_has_a_week_to_answer(ana: Person, rosa: Person) -> None:
    link(open_case(ana, rosa, triaged_at=at(days(-20))), by=rosa, made_on=days(-3))
    assert planned("recovery.no-report") == []
    plan(at=at(days(4)))
    assert told("recovery.no-report") == [("rosa.patel", "hr", days(4))]


def test_a_voided_report_is_none(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, triaged_at=at(days(-7)))
    report(case, by=rosa, voided_at=NOON, void_reason="Other person")
    assert planned("recovery.no-report") == HR


def test_a_pause_of_the_case_holds_for_its_missing_report(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, triaged_at=at(days(-7)))
    Course.objects.filter(case=case).update(paused_until=days(3), pause_reason="On leave")
    assert planned("recovery.no-report") == []
    plan(at=at(days(4)))
    assert told("recovery.no-report") == [("rosa.patel", "hr", days(4))]


def test_hr_sets_how_long_a_report_may_take(ana: Person, rosa: Person, site: Any) -> None:
    open_case(ana, rosa, triaged_at=at(days(-7)))
    set_rule(actor=rosa.actor(), establishment=site, rule="recovery.no-report", at=NOW, days=10)
    assert planned("recovery.no-report") == []
    plan(at=at(days(3)))
    assert told("recovery.no-report") == [("rosa.patel", "hr", days(3))]


def test_no_sender_finds_a_date_that_a_later_one_has_overtaken(
    ana: Person, rosa: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the rules of one sweep somebody may be sending."""
    open_case(ana, rosa, triaged_at=at(days(-40)))
    found = []

    def watched(rule: Rule, moment: datetime) -> int:
        found.append(len(told("recovery.no-report", "planned")))
        return plan_rule(rule, moment)

    monkeypatch.setattr(planning, "plan_rule", watched)
    assert len(planned("recovery.no-report")) == 1
    assert len(told("recovery.no-report", "missed")) == 2
    assert set(found) == {0, 1}


# What ends


def test_limits_that_ended_are_told_the_day_after_and_every_week(ana: Person, rosa: Person) -> None:
    limit(open_case(ana, rosa), TODAY, by=rosa, received_on=days(-10))
    for day in range(9):
        plan(at=at(days(day)))
    assert [day for _who, _as, day in told("recovery.limits-ended")] == [days(1), days(8)]


def test_a_newer_report_withdraws_that_limits_have_ended(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    limit(case, days(-1), by=rosa, received_on=days(-10))
    assert planned("recovery.limits-ended") == HR
    limit(case, days(20), by=rosa)
    plan(at=NOW)
    assert told("recovery.limits-ended", "withdrawn") == HR


@pytest.mark.parametrize("changed", [{"permanent": True}, {"replaced_on": TODAY}])
def test_a_permanent_or_replaced_limit_does_not_end(ana: Person, rosa: Person, changed: dict[str, Any]) -> None:
    limit(open_case(ana, rosa), days(-1), by=rosa, received_on=days(-10), **changed)
    assert planned("recovery.limits-ended") == []


def test_being_off_work_is_told_before_its_last_day_and_after_it(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-10), status="OFF_WORK", ends_on=days(5))
    assert planned("recovery.off-work-ending") == BOTH
    assert planned("recovery.limits-ended", at(days(6))) == [("rosa.patel", "hr", days(6))]
    report(case, by=rosa, received_on=days(6), status="OFF_WORK", ends_on=days(20))
    assert planned("recovery.limits-ended", at(days(6))) == []


# What was announced


def test_an_announced_appointment_is_asked_for_a_week_before_its_day(ana: Person, rosa: Person) -> None:
    report(open_case(ana, rosa), by=rosa, received_on=days(-5), next_appointment_on=days(8))
    assert planned("recovery.visit-not-entered") == []
    plan(at=at(days(1)))
    assert [row[0] for row in told("recovery.visit-not-entered")] == ["ana.rivera", "rosa.patel"]


@pytest.mark.parametrize(("on", "kind", "rows"), [(5, "therapy", 0), (9, "follow_up", 0), (9, "therapy", 2)])
def test_an_appointment_on_that_day_or_a_later_one_with_a_clinician_answers_it(
    ana: Person, rosa: Person, on: int, kind: str, rows: int
) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-1), next_appointment_on=days(5))
    appointment(case, at(days(on)), by=ana, kind=kind)
    assert len(planned("recovery.visit-not-entered")) == rows


def test_full_duty_is_told_before_its_day_and_after_it_until_a_release_comes(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-9), expected_full_duty_on=days(7))
    assert planned("recovery.full-duty-near") == HR
    assert planned("recovery.full-duty-passed", at(days(8))) == [("rosa.patel", "hr", days(8))]
    report(case, by=rosa, received_on=days(8), status="FULL_RELEASE")
    assert planned("recovery.full-duty-passed", at(days(8))) == []


@pytest.mark.parametrize(
    ("newer", "rows"),
    [
        ({"provider": "Dr Lee"}, 1),
        ({"provider": "Dr Lee", "expected_full_duty_on": days(40), "mmi_on": days(40)}, 0),
        ({"provider": "Dr Lee", "status": "FULL_RELEASE"}, 0),
        ({}, 0),
    ],
)
def test_a_later_report_counts_if_it_says_otherwise(
    ana: Person, rosa: Person, newer: dict[str, Any], rows: int
) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-9), expected_full_duty_on=days(7), mmi_on=days(7))
    report(case, by=rosa, received_on=days(-2), **newer)
    assert len(planned("recovery.full-duty-near")) == rows
    assert len(planned("recovery.maximum-improvement")) == rows


def test_a_release_on_file_with_an_open_case_is_told_after_three_days(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    report(case, by=rosa, received_on=days(-3), status="FULL_RELEASE")
    assert planned("recovery.released") == HR
    limit(case, days(20), by=rosa, received_on=days(-4))
    assert planned("recovery.released") == []


# What a provider was asked


def test_an_answer_by_link_is_told_until_hr_has_looked(ana: Person, rosa: Person) -> None:
    row = report(open_case(ana, rosa), by=rosa, by_link=True)
    assert planned("recovery.report-to-accept") == HR
    WorkStatusReport.objects.filter(pk=row.pk).update(accepted_at=NOON, accepted_by=rosa.user)
    plan(at=NOW)
    assert told("recovery.report-to-accept", "withdrawn") == HR


def test_a_link_is_told_two_days_before_it_runs_out(ana: Person, rosa: Person) -> None:
    made = link(open_case(ana, rosa), by=rosa, made_on=days(-11))
    assert planned("duty.link-ending") == []
    plan(at=at(days(1)))
    assert told("duty.link-ending") == [("rosa.patel", "hr", days(1))]
    type(made).objects.filter(pk=made.pk).update(used_at=NOON)
    plan(at=at(days(1)))
    assert told("duty.link-ending", "withdrawn") == [("rosa.patel", "hr", days(1))]


def test_a_link_that_was_sent_anew_or_answered_otherwise_is_left_alone(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    link(case, by=rosa, made_on=days(-13))
    report(case, by=rosa, entered_at=NOON + timedelta(minutes=1))
    again = open_case(ana, rosa, body_part="KNEE")
    link(again, by=rosa, made_on=days(-13))
    link(again, by=rosa)
    assert planned("duty.link-ending") == []
    assert not Reminder.objects.filter(rule="duty.link-ending").exists()
