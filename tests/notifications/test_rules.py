"""Each rule: due, not due, no longer true, and whom it tells."""

from datetime import date, timedelta

import pytest

from duty.models import Assignment
from injuries.models import Case
from notifications.models import Reminder
from notifications.services import plan
from people.models import Department, Establishment, RoleGrant
from recovery.models import Appointment, Course, Stall, WorkStatusReport
from tests.cast import NOON, TODAY, Person, make_case, make_department, make_office, make_person, make_site
from tests.notifications.worlds import appointment, at, concern, days, duty, finding, limit, open_case, told

NOW = at(TODAY)
State = Assignment.State


def planned(rule: str) -> list[tuple[str, str, date]]:
    return told(rule, "planned")


# Check-ins


def test_a_check_in_is_asked_for_on_its_day(ana: Person, rosa: Person) -> None:
    open_case(ana, rosa, next_check_in_on=days(1))
    plan(at=NOW)
    assert told() == []
    plan(at=at(days(1)))
    assert planned("recovery.check-in-due") == [("ana.rivera", "employee", days(1))]


def test_a_check_in_that_was_not_told_is_missed_the_day_after(ana: Person, rosa: Person) -> None:
    open_case(ana, rosa, next_check_in_on=TODAY)
    plan(at=NOW)
    plan(at=at(days(1)))
    assert told("recovery.check-in-due", "missed") == [("ana.rivera", "employee", TODAY)]


def test_an_answered_check_in_is_withdrawn(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    plan(at=at(TODAY, 1))
    Case.objects.filter(pk=case.pk).update(next_check_in_on=days(3))
    plan(at=NOW)
    assert told("recovery.check-in-due", "withdrawn") == [("ana.rivera", "employee", TODAY)]


def test_an_unanswered_check_in_is_asked_for_again_at_the_cases_pace(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    Course.objects.filter(case=case).update(cadence_days=5)
    for day in range(11):
        plan(at=at(days(day)))
    assert [day for _n, _a, day in told("recovery.check-in-due")] == [TODAY, days(5), days(10)]


def test_twice_a_week_is_asked_for_on_each_of_its_days(ana: Person, rosa: Person) -> None:
    """3.5 days: the half day is left out, and what falls on a day is planned on that day, not on the next."""
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    Course.objects.filter(case=case).update(cadence_days="3.5")
    for day in range(11):
        plan(at=at(days(day)))
        assert told("recovery.check-in-due", "planned") == (
            [told("recovery.check-in-due")[-1]] if day in (0, 3, 7, 10) else []
        )
    assert [day for _n, _a, day in told("recovery.check-in-due")] == [TODAY, days(3), days(7), days(10)]


def test_a_silent_employee_is_not_asked_any_further(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, next_check_in_on=days(-20))
    finding(case, Stall.Kind.SILENT)
    plan(at=NOW)
    assert told("recovery.check-in-due") == []


def test_a_case_that_nobody_has_triaged_asks_for_no_check_in(ana: Person) -> None:
    case = make_case(ana)
    Case.objects.filter(pk=case.pk).update(next_check_in_on=TODAY)
    plan(at=NOW)
    assert told("recovery.check-in-due") == []


@pytest.mark.parametrize(
    ("zone", "hour_utc", "local"),
    [
        ("Pacific/Honolulu", 9, TODAY - timedelta(days=1)),
        ("America/New_York", 4, TODAY - timedelta(days=1)),
        ("America/New_York", 5, TODAY),
        ("Pacific/Kiritimati", 9, TODAY),
        ("Pacific/Kiritimati", 10, TODAY + timedelta(days=1)),
    ],
)
def test_due_means_due_by_the_establishments_own_day(db: None, zone: str, hour_utc: int, local: date) -> None:
    site = make_site(zone, timezone=zone)
    person = make_person("Kai", "Lee", make_department(site))
    make_office("hr@example.com", "HR", "hr", site)
    open_case(person, None, next_check_in_on=local)
    case = open_case(person, None, next_check_in_on=local + timedelta(days=1), body_part="ELBOW")
    plan(at=at(TODAY, hour_utc, zone="UTC"))
    assert [day for _n, _a, day in told()] == [local]
    assert not Reminder.objects.filter(case=case).exists()
    hour = Reminder.objects.get().not_before
    assert hour == at(local, 8, zone=zone)


def test_a_spring_day_of_23_hours_has_one_reminder_at_eight(ana: Person, rosa: Person) -> None:
    spring = date(2026, 3, 8)
    open_case(ana, rosa, next_check_in_on=spring)
    for hour in (0, 1, 3, 4, 23):
        plan(at=at(spring, hour))
    assert told() == [("ana.rivera", "employee", spring)]
    assert Reminder.objects.get().not_before == at(spring, 8)


# Findings


def test_silence_is_told_to_the_owner_of_the_case(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    assert planned("recovery.silent") == [("rosa.patel", "hr", TODAY)]


def test_a_pause_silences_all_but_red_flags(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    for kind in (Stall.Kind.SILENT, Stall.Kind.STALLED, Stall.Kind.RESTRICTIONS_UNCHANGED, Stall.Kind.RED_FLAG):
        finding(case, kind)
    Course.objects.filter(case=case).update(paused_until=days(9), pause_reason="On leave")
    plan(at=NOW)
    assert list(Reminder.objects.values_list("rule", flat=True)) == ["recovery.red-flag"]


def test_a_red_flag_is_told_to_hr_at_once(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=at(TODAY, 2))
    assert Reminder.objects.get().not_before == at(TODAY, 2)


def test_a_red_flag_in_a_report_does_not_wait_for_triage(ana: Person, rosa: Person) -> None:
    case = open_case(ana, None, state=Case.State.REPORTED, triaged_at=None)
    finding(case, Stall.Kind.RED_FLAG)
    plan(at=NOW)
    assert planned("recovery.red-flag") == [("rosa.patel", "hr", TODAY)]


def test_an_answered_red_flag_is_withdrawn(ana: Person, rosa: Person) -> None:
    stall = finding(open_case(ana, rosa), Stall.Kind.RED_FLAG)
    plan(at=NOW)
    stall.closed_on, stall.closed_at, stall.close_reason = TODAY, NOW, Stall.CloseReason.CONTACTED
    stall.save()
    plan(at=NOW)
    assert told("recovery.red-flag", "withdrawn") == [("rosa.patel", "hr", TODAY)]


def test_unchanged_limits_are_told_to_employee_and_hr(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa), Stall.Kind.RESTRICTIONS_UNCHANGED)
    plan(at=NOW)
    assert planned("recovery.restrictions-unchanged") == [
        ("ana.rivera", "employee", TODAY),
        ("rosa.patel", "hr", TODAY),
    ]


def test_unchanged_limits_wait_for_a_duty_review_that_is_near(ana: Person, rosa: Person, assembly: Department) -> None:
    case = open_case(ana, rosa)
    finding(case, Stall.Kind.RESTRICTIONS_UNCHANGED)
    duty(case, assembly, State.ACTIVE, by=rosa, review_on=days(7))
    plan(at=NOW)
    assert told("recovery.restrictions-unchanged") == []


# Who is HR


def test_without_an_owner_every_case_manager_of_the_site_is_told(
    ana: Person, rosa: Person, hugo: Person, site: Establishment
) -> None:
    make_office("ruth@example.com", "Ruth", RoleGrant.Role.HR, None)
    finding(open_case(ana, None), Stall.Kind.SILENT)
    plan(at=NOW)
    assert planned("recovery.silent") == [("rosa.patel", "hr", TODAY), ("ruth", "hr", TODAY)]


def test_an_owner_who_has_left_hands_over_to_the_other_case_managers(
    ana: Person, rosa: Person, site: Establishment
) -> None:
    make_office("ruth@example.com", "Ruth", RoleGrant.Role.HR, site)
    rosa.user.is_active = False
    rosa.user.save()
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    assert planned("recovery.silent") == [("ruth", "hr", TODAY)]


@pytest.mark.parametrize("hindrance", ["no account", "closed account", "left"])
def test_what_an_employee_cannot_be_told_is_told_to_hr(rosa: Person, assembly: Department, hindrance: str) -> None:
    ben = make_person("Ben", "Vogt", assembly, account=hindrance != "no account")
    if hindrance == "closed account":
        ben.user.is_active = False
        ben.user.save()
    if hindrance == "left":
        ben.employee.left_on = days(-1)
        ben.employee.save()
    finding(open_case(ben, rosa))
    plan(at=NOW)
    assert planned("recovery.follow-up") == [("rosa.patel", "hr", TODAY)]
    assert Reminder.objects.get().data == {"instead": "no_account"}


# Duties


def test_a_concern_is_told_to_hr_until_it_is_answered(ana: Person, rosa: Person) -> None:
    row = concern(open_case(ana, rosa), by=ana)
    plan(at=NOW)
    row.answered_at = NOW
    row.save()
    plan(at=NOW)
    assert told("duty.concern", "withdrawn") == [("rosa.patel", "hr", TODAY)]


def test_a_new_report_is_told_to_hr_until_it_is_triaged(ana: Person, rosa: Person) -> None:
    case = make_case(ana, at=NOON)
    plan(at=NOW)
    assert planned("injuries.report-to-triage") == [("rosa.patel", "hr", TODAY)]
    Case.objects.filter(pk=case.pk).update(state=Case.State.OPEN, triaged_at=NOON)
    plan(at=NOW)
    assert planned("injuries.report-to-triage") == []


# Limits


def test_limits_that_end_are_told_a_week_and_two_days_before(ana: Person, rosa: Person) -> None:
    limit(open_case(ana, rosa), days(20), by=rosa)
    for day in range(22):
        plan(at=at(days(day)))
    assert [day for name, _a, day in told("recovery.restriction-ending") if name == "ana.rivera"] == [days(13)]
    assert told("recovery.restriction-ending-soon") == [
        ("ana.rivera", "employee", days(18)),
        ("rosa.patel", "hr", days(18)),
    ]


def test_many_limits_of_one_report_make_one_reminder(ana: Person, rosa: Person) -> None:
    first = limit(open_case(ana, rosa), days(7), by=rosa)
    first.pk, first.activity = None, "GRIP"
    first.save()
    plan(at=NOW)
    assert len(planned("recovery.restriction-ending")) == 2


def test_a_report_for_a_few_days_is_told_at_once(ana: Person, rosa: Person) -> None:
    limit(open_case(ana, rosa), days(4), by=rosa)
    plan(at=NOW)
    assert ("ana.rivera", "employee", TODAY) in planned("recovery.restriction-ending")


def test_limits_that_a_newer_report_covers_are_not_told(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    limit(case, days(7), by=rosa)
    limit(case, days(30), by=rosa, received_on=days(1))
    plan(at=at(days(1)))
    assert told() == []


def test_limits_after_a_full_release_are_not_told(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    limit(case, days(7), by=rosa)
    WorkStatusReport.objects.create(
        case=case, provider="Dr Kim", issued_on=TODAY, received_on=TODAY, status="FULL_RELEASE", starts_on=TODAY,
        entered_by=rosa.user, entered_at=NOON,
    )  # fmt: skip
    plan(at=NOW)
    assert told() == []


def test_permanent_limits_do_not_end(ana: Person, rosa: Person) -> None:
    limit(open_case(ana, rosa), days(7), by=rosa, permanent=True)
    plan(at=NOW)
    assert told() == []


# Appointments


def test_an_appointment_is_told_the_day_before(ana: Person, rosa: Person) -> None:
    appointment(open_case(ana, rosa), at(days(5), 7), by=ana)
    plan(at=at(days(3), 23))
    assert told() == []
    plan(at=at(days(4)))
    assert planned("recovery.appointment-tomorrow") == [("ana.rivera", "employee", days(4))]


def test_an_appointment_that_passed_while_nobody_worked_counts_as_missed(ana: Person, rosa: Person) -> None:
    appointment(open_case(ana, rosa), at(days(1)), by=ana, entered_at=at(days(-3)))
    plan(at=at(days(2)))
    assert told("recovery.appointment-tomorrow", "missed") == [("ana.rivera", "employee", TODAY)]


def test_limits_that_ended_while_nobody_worked_count_as_missed(ana: Person, rosa: Person) -> None:
    limit(open_case(ana, rosa), days(2), by=rosa, received_on=days(-10))
    plan(at=at(days(3)))
    missed = told("recovery.restriction-ending-soon", "missed")
    assert missed == [("ana.rivera", "employee", TODAY), ("rosa.patel", "hr", TODAY)]


def test_an_appointment_entered_for_today_is_not_told_as_tomorrow(ana: Person, rosa: Person) -> None:
    appointment(open_case(ana, rosa), at(TODAY, 18), by=ana)
    plan(at=NOW)
    assert told() == []


def test_a_canceled_appointment_is_withdrawn(ana: Person, rosa: Person) -> None:
    row = appointment(open_case(ana, rosa), at(days(1)), by=ana, entered_at=at(days(-3)))
    plan(at=NOW)
    Appointment.objects.filter(pk=row.pk).update(cancelled_at=NOW)
    plan(at=NOW)
    assert told("recovery.appointment-tomorrow", "withdrawn") == [("ana.rivera", "employee", TODAY)]


def test_the_outcome_is_asked_of_the_employee_the_day_after_and_of_hr_after_three(ana: Person, rosa: Person) -> None:
    appointment(open_case(ana, rosa), at(TODAY, 15), by=ana)
    for day in range(4):
        plan(at=at(days(day)))
    assert told("recovery.appointment-outcome") == [("ana.rivera", "employee", days(1))]
    assert told("recovery.appointment-outcome-missing") == [("rosa.patel", "hr", days(3))]


def test_an_entered_outcome_is_not_asked_for(ana: Person, rosa: Person) -> None:
    appointment(open_case(ana, rosa), at(TODAY, 15), by=ana, outcome=Appointment.Outcome.SEEN)
    plan(at=at(days(5)))
    assert told() == []
