"""The second appointment: asked for until it is entered, then HR's."""

from notifications.models import Reminder
from notifications.services import plan
from people.models import Establishment
from recovery.models import Appointment, Course, Policy, Stall
from tests.cast import TODAY, Person
from tests.notifications.worlds import appointment, at, days, finding, open_case, told

FOLLOW_UP, NOT_BOOKED = "recovery.follow-up", "recovery.follow-up-not-booked"


def plan_days(first: int, last: int) -> None:
    for day in range(first, last + 1):
        plan(at=at(days(day)))


def test_the_employee_is_asked_when_a_stall_opens(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    assert plan(at=at(TODAY)) == 1
    assert told() == [("ana.rivera", "employee", TODAY)]


def test_planning_twice_adds_nothing(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan(at=at(TODAY))
    assert plan(at=at(TODAY)) == 0


def test_two_kinds_open_at_once_make_one_reminder(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case, Stall.Kind.STALLED)
    finding(case, Stall.Kind.NO_GAIN)
    plan(at=at(TODAY))
    assert told() == [("ana.rivera", "employee", TODAY)]


def test_an_entered_appointment_stops_it_at_once(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    plan(at=at(TODAY))
    appointment(case, at(days(3)), by=ana)
    plan(at=at(TODAY, 13))
    assert told(state="withdrawn") == [("ana.rivera", "employee", TODAY)]
    assert Reminder.objects.get().reason == Reminder.Reason.SETTLED


def test_physical_therapy_is_no_follow_up(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    appointment(case, at(days(3)), by=ana, kind=Appointment.Kind.THERAPY)
    plan(at=at(TODAY))
    assert told(FOLLOW_UP) == [("ana.rivera", "employee", TODAY)]


def test_a_canceled_appointment_lets_it_begin_again_at_once(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    appointment(case, at(days(9)), by=ana, cancelled_at=at(days(3)))
    plan(at=at(days(3)))
    assert told(FOLLOW_UP) == [("ana.rivera", "employee", days(3))]


def test_a_passed_appointment_without_outcome_lets_it_begin_again_the_day_after(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    appointment(case, at(days(2), 9), by=ana)
    plan(at=at(days(2), 18))
    assert told(FOLLOW_UP) == []
    plan(at=at(days(3)))
    assert told(FOLLOW_UP) == [("ana.rivera", "employee", days(3))]


def test_a_visit_that_did_not_take_place_is_not_in_the_way(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    appointment(case, at(days(2), 9), by=ana, outcome=Appointment.Outcome.NOT_SEEN)
    plan(at=at(days(3)))
    assert told(FOLLOW_UP) == [("ana.rivera", "employee", days(3))]


def test_it_repeats_by_the_sites_policy(ana: Person, rosa: Person, site: Establishment) -> None:
    Policy.objects.create(establishment=site, repeat_after_days=5)
    finding(open_case(ana, rosa))
    plan_days(0, 11)
    assert [day for _name, _audience, day in told(FOLLOW_UP)] == [TODAY, days(5), days(10)]


def test_hr_is_told_after_ten_days_and_then_every_three_weeks(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan_days(0, 32)
    assert told(NOT_BOOKED) == [("rosa.patel", "hr", days(10)), ("rosa.patel", "hr", days(31))]


def test_an_outage_skips_no_date_silently(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan(at=at(days(8)))
    assert told(FOLLOW_UP, "missed") == [("ana.rivera", "employee", TODAY)]
    assert told(FOLLOW_UP, "planned") == [("ana.rivera", "employee", days(7))]


def test_after_a_year_away_only_the_last_month_is_accounted_for(ana: Person, rosa: Person) -> None:
    finding(open_case(ana, rosa))
    plan(at=at(days(364)))
    assert [day for _n, _a, day in told(FOLLOW_UP)] == [days(364 - 7 * back) for back in (5, 4, 3, 2, 1, 0)]


def test_a_pause_holds_it_back_until_the_day_after(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    Course.objects.filter(case=case).update(paused_until=days(4), pause_reason="On leave")
    plan_days(0, 4)
    assert told() == []
    plan(at=at(days(5)))
    assert told(FOLLOW_UP) == [("ana.rivera", "employee", days(5))]


def test_a_new_owner_hears_of_the_latest_date_only(ana: Person, rosa: Person, site: Establishment) -> None:
    from tests.cast import make_office

    case = open_case(ana, rosa)
    finding(case)
    plan_days(0, 31)
    case.owner = make_office("ruth@example.com", "Ruth", "hr", site).user
    case.save()
    plan(at=at(days(31), 13))
    assert [row for row in told(NOT_BOOKED) if row[0] == "ruth"] == [("ruth", "hr", days(31))]


def test_what_was_withdrawn_comes_back_when_it_holds_again(ana: Person, rosa: Person) -> None:
    case = open_case(ana, rosa)
    finding(case)
    plan(at=at(TODAY))
    booked = appointment(case, at(days(3)), by=ana)
    plan(at=at(TODAY, 13))
    booked.cancelled_at = at(TODAY, 14)
    booked.save()
    plan(at=at(TODAY, 15))
    assert told(FOLLOW_UP, "planned") == [("ana.rivera", "employee", TODAY)]


def settle(stall: Stall, day: int) -> None:
    Stall.objects.filter(pk=stall.pk).update(
        closed_on=days(day), closed_at=at(days(day)), close_reason=Stall.CloseReason.IMPROVED
    )


def test_who_was_asked_to_book_learns_that_nobody_asks_any_more(ana: Person, rosa: Person) -> None:
    stall = finding(open_case(ana, rosa))
    plan(at=at(TODAY))
    Reminder.objects.update(state=Reminder.State.TOLD, told_at=at(TODAY))
    settle(stall, 4)
    plan(at=at(days(4)))
    assert told("recovery.follow-up-settled") == [("ana.rivera", "employee", days(4))]


def test_who_was_never_asked_hears_nothing_of_a_finding_that_closed_by_itself(ana: Person, rosa: Person) -> None:
    settle(finding(open_case(ana, rosa)), 2)
    plan(at=at(days(2)))
    assert told("recovery.follow-up-settled") == []
