"""Each site's own morning, week and holidays; each person's own clock."""

from datetime import date, datetime, time

from duty.models import Assignment
from notifications.models import Reminder, ReminderPreference
from notifications.services import deliver_due, plan
from people.models import Department, Establishment, Holiday, RoleGrant, Supervision
from people.services import name_substitute
from recovery.models import Stall
from tests.cast import TODAY, Person, make_office
from tests.notifications.worlds import at, days, duty, finding, open_case, told
from tools.mailcatcher import MailCatcher

EASTERN = "America/New_York"


def sweep(moment: datetime) -> None:
    plan(at=moment)
    deliver_due(at=moment)


def test_each_site_is_told_at_its_own_hour(
    ana: Person, rosa: Person, otto: Person, hugo: Person, post: MailCatcher
) -> None:
    for person, manager in ((ana, rosa), (otto, hugo)):
        finding(open_case(person, manager))
    sweep(at(TODAY, 8, zone=EASTERN))
    assert [mail.recipients for mail in post.messages] == [["otto.voss@example.com"]]
    sweep(at(TODAY, 8))
    assert [mail.recipients for mail in post.messages][1:] == [["ana.rivera@example.com"]]


def test_the_hour_of_a_site_is_hrs_to_set(ana: Person, rosa: Person, site: Establishment, post: MailCatcher) -> None:
    Establishment.objects.filter(pk=site.pk).update(send_hour=14)
    finding(open_case(ana, rosa))
    sweep(at(TODAY, 13))
    assert post.messages == []
    sweep(at(TODAY, 14))
    assert len(post.messages) == 1


def test_two_people_of_one_site_are_quiet_by_their_own_clocks(
    ana: Person, rosa: Person, site: Establishment, post: MailCatcher
) -> None:
    """At eight in Chicago it is six in Los Angeles, before the end of the quiet hours there."""
    ruth = make_office("ruth@example.com", "Ruth", RoleGrant.Role.HR, site)
    ReminderPreference.objects.create(user=ruth.user, timezone="America/Los_Angeles")
    finding(open_case(ana, None), Stall.Kind.SILENT)
    sweep(at(TODAY, 8))
    assert [mail.recipients for mail in post.messages] == [["rosa.patel@example.com"]]
    assert Reminder.objects.get(recipient=ruth.user).not_before == at(TODAY, 7, zone="America/Los_Angeles")
    sweep(at(TODAY, 7, zone="America/Los_Angeles"))
    assert [mail.recipients for mail in post.messages][1:] == [["ruth@example.com"]]


def test_the_letter_of_the_day_comes_at_the_persons_hour(ana: Person, rosa: Person, post: MailCatcher) -> None:
    ReminderPreference.objects.create(user=ana.user, timezone="America/Los_Angeles", digest=True, digest_hour=9)
    finding(open_case(ana, rosa))
    sweep(at(TODAY, 10))
    assert post.messages == []
    sweep(at(TODAY, 11))
    assert len(post.messages) == 1


def test_a_person_without_a_zone_keeps_the_clock_of_the_site(otto: Person, hugo: Person, post: MailCatcher) -> None:
    ReminderPreference.objects.create(user=otto.user, quiet_from=time(20), quiet_until=time(9))
    finding(open_case(otto, hugo))
    sweep(at(TODAY, 8, zone=EASTERN))
    assert Reminder.objects.get().not_before == at(TODAY, 9, zone=EASTERN)


def test_a_holiday_of_one_site_is_a_working_day_of_another(
    ana: Person, rosa: Person, otto: Person, hugo: Person, site: Establishment, post: MailCatcher
) -> None:
    Holiday.objects.create(establishment=site, day=TODAY, name="Founders' day")
    for person, manager in ((ana, rosa), (otto, hugo)):
        finding(open_case(person, manager), Stall.Kind.SILENT)
    sweep(at(TODAY))
    assert [mail.recipients for mail in post.messages] == [["hugo@example.com"]]


def test_each_site_has_its_own_week(ana: Person, rosa: Person, site: Establishment, post: MailCatcher) -> None:
    """Where Friday and Saturday are off, Sunday is a working day."""
    Establishment.objects.filter(pk=site.pk).update(weekend=[4, 5])
    friday, sunday = days(4), days(6)
    finding(open_case(ana, rosa), Stall.Kind.SILENT, opened_on=friday)
    sweep(at(friday))
    assert post.messages == []
    sweep(at(sunday))
    assert len(post.messages) == 1


def test_an_approval_waits_for_the_working_day_after_a_holiday_and_finds_who_is_there_then(
    ana: Person,
    rosa: Person,
    tina: Person,
    sams_post: Supervision,
    site: Establishment,
    assembly: Department,
    post: MailCatcher,
) -> None:
    """The supervisor is away from the day after the holiday on."""
    Holiday.objects.create(establishment=site, day=TODAY, name="Founders' day")
    assert tina.employee is not None
    name_substitute(stands_in_for=sams_post, supervisor=tina.employee, starts_on=days(1), ends_on=days(3))
    duty(open_case(ana, rosa), assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa)
    for day in (TODAY, days(1)):
        sweep(at(day))
    assert [mail.recipients for mail in post.messages] == [["tina.lind@example.com"]]
    assert told("duty.approval-waiting", "withdrawn") == [("sam.okafor", "supervisor", TODAY)]


def test_days_off_do_not_count_as_days_that_somebody_has_waited(
    ana: Person, rosa: Person, sam: Person, site: Establishment, assembly: Department
) -> None:
    friday: date = days(4)
    duty(open_case(ana, rosa), assembly, Assignment.State.PENDING_SUPERVISOR, by=rosa, submitted_at=at(friday))
    plan(at=at(days(7)))
    assert told("duty.approval-waiting-long") == []
    plan(at=at(days(8)))
    assert told("duty.approval-waiting-long") == [("rosa.patel", "hr", days(8))]
