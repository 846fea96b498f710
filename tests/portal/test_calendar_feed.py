"""The calendar of reviews: what an event holds, octet by octet, who sees which, and its address, which can be taken."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from duty import services
from duty.models import Assignment, ReviewEntry, Task
from injuries.models import Case
from people.calendar_keys import make_calendar_key
from people.models import CalendarKey, Department, User
from portal.calendar_feed import CalendarEntry, as_calendar
from tests.cast import NOON, Person, make_open_case, make_person
from tests.duty.building import DAY, brought_to, make_task, report
from tests.portal.phone import phone_of

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"/calendar/([\w-]+)\.ics")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    cache.clear()
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def active(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> Assignment:
    return brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)


def address_of(person: Person) -> str:
    return f"/calendar/{make_calendar_key(user=person.user, at=NOON)}.ics"


def raw_of(person: Person) -> bytes:
    response = Client().get(address_of(person))
    assert response.status_code == 200
    return bytes(response.content)


def events_of(person: Person) -> list[Any]:
    return Calendar.from_ical(raw_of(person)).walk("VEVENT")


def test_a_review_is_one_day_that_keeps_nobody_busy(active: Assignment, ana: Person) -> None:
    (event,) = events_of(ana)
    assert event["UID"] == f"duty-review-{active.pk}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (active.review_on, active.review_on + DAY)
    assert (event["TRANSP"], event["CLASS"], event["STATUS"]) == ("TRANSPARENT", "PRIVATE", "CONFIRMED")
    assert event["SEQUENCE"] == 0
    assert event["URL"].endswith(f"/reviews/{active.pk}/")
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("TRIGGER") == -DAY


def test_the_octets_are_as_the_standard_asks(active: Assignment, ana: Person) -> None:
    raw = raw_of(ana)
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert f"DTSTART;VALUE=DATE:{active.review_on:%Y%m%d}\r\n".encode() in raw
    assert f"DTEND;VALUE=DATE:{active.review_on + DAY:%Y%m%d}\r\n".encode() in raw
    assert re.search(rb"\r\nDTSTAMP:\d{8}T\d{6}Z\r\n", raw)
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n") and raw.endswith(b"END:VCALENDAR\r\n")


def test_no_name_no_work_and_no_word_about_a_duty_is_in_it(active: Assignment, ana: Person, sam: Person) -> None:
    for who in (ana, sam):
        text = re.sub(r"\r\n[ \t]", "", raw_of(who).decode()).replace(f"duty-review-{active.pk}", "")
        (event,) = Calendar.from_ical(raw_of(who)).walk("VEVENT")
        assert event["SUMMARY"] == "Review"
        assert "DESCRIPTION" not in event
        for word in ("Ana", "Rivera", active.task.name, active.case.number, "duty", "light", "limit", "10 lb"):
            assert word.lower() not in text.lower(), word


def test_hr_sees_the_number_of_the_case(active: Assignment, rosa: Person) -> None:
    (event,) = events_of(rosa)
    assert event["SUMMARY"] == f"Review {active.case.number}"


def test_the_word_is_in_the_language_of_the_owner(active: Assignment, ana: Person) -> None:
    User.objects.filter(pk=ana.user.pk).update(language="es")
    (event,) = events_of(ana)
    assert event["SUMMARY"] == "Revisión"


def test_a_review_that_moves_is_the_same_event_with_a_higher_sequence(
    active: Assignment, ana: Person, rosa: Person
) -> None:
    (before,) = events_of(ana)
    at = NOON + 7 * DAY
    moved = services.hold_review(actor=rosa.actor(at), assignment=active, at=at, decision="continue")
    with time_machine.travel(at, tick=False):
        (after,) = events_of(ana)
    assert moved.review_on > active.review_on
    assert after["UID"] == before["UID"]
    assert after.decoded("DTSTART") == moved.review_on
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after.decoded("DTSTAMP") == at > before.decoded("DTSTAMP")


def test_a_review_that_falls_away_is_canceled_for_all_and_forgotten_later(
    active: Assignment, ana: Person, sam: Person, rosa: Person
) -> None:
    at = NOON + DAY
    services.end(actor=rosa.actor(at), assignment=active, at=at, reason="The line is closed")
    for who in (ana, sam, rosa):
        with time_machine.travel(at, tick=False):
            (event,) = events_of(who)
        assert (event["STATUS"], event["SEQUENCE"]) == ("CANCELLED", 1)
        assert event.decoded("DTSTART") == active.review_on
        assert not event.walk("VALARM")
        with time_machine.travel(at + timedelta(days=91), tick=False):
            assert events_of(who) == []


def test_a_stop_takes_the_review_away_and_going_on_brings_it_back(
    active: Assignment, ana: Person, rosa: Person
) -> None:
    services.safety_stop(actor=ana.actor(), assignment=active, at=NOON, reason="It hurts")
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events_of(ana)] == [("CANCELLED", 1)]
    services.resume(actor=rosa.actor(), assignment=active, at=NOON + DAY)
    assert [(event["STATUS"], event["SEQUENCE"]) for event in events_of(ana)] == [("CONFIRMED", 2)]


@pytest.mark.parametrize("state", ["draft", "pending_supervisor", "pending_employee", "declined_employee", "withdrawn"])
def test_what_was_never_agreed_is_in_no_calendar(
    state: str, ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    brought_to(state, rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert [events_of(who) for who in (ana, sam, rosa)] == [[], [], []]
    assert not ReviewEntry.objects.exists()


@pytest.mark.parametrize("who", ["otto", "hugo", "it", "olga"])
def test_strangers_have_empty_calendars(who: str, active: Assignment, request: pytest.FixtureRequest) -> None:
    assert events_of(request.getfixturevalue(who)) == []


def test_there_is_no_calendar_until_it_is_asked_for(ana: Person) -> None:
    assert not CalendarKey.objects.exists()
    client = phone_of(ana)
    assert "ics" not in client.get("/calendar/").content.decode()
    (key,) = ADDRESS.findall(client.post("/calendar/").content.decode())
    assert CalendarKey.objects.get().digest != key
    assert Client().get(f"/calendar/{key}.ics").status_code == 200
    assert not ADDRESS.findall(client.get("/calendar/").content.decode())


def test_a_new_address_stops_the_old_one_and_switching_off_stops_both(ana: Person) -> None:
    client = phone_of(ana)
    (old,) = ADDRESS.findall(client.post("/calendar/").content.decode())
    (new,) = ADDRESS.findall(client.post("/calendar/").content.decode())
    assert [Client().get(f"/calendar/{key}.ics").status_code for key in (old, new)] == [404, 200]
    client.post("/calendar/off/")
    assert Client().get(f"/calendar/{new}.ics").status_code == 404


def test_a_closed_account_has_no_calendar(ana: Person) -> None:
    address = address_of(ana)
    User.objects.filter(pk=ana.user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_wrong_address_says_nothing_and_nobody_keeps_an_answer(active: Assignment, ana: Person) -> None:
    wrong, right = Client().get("/calendar/nothing.ics"), Client().get(address_of(ana))
    assert (wrong.status_code, wrong.content) == (404, b"")
    for response in (wrong, right):
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies
    assert right["Content-Type"] == "text/calendar; charset=utf-8"


def test_reading_changes_nothing_and_cannot_be_posted(active: Assignment, ana: Person) -> None:
    address = address_of(ana)
    before = list(ReviewEntry.objects.values())
    assert Client().post(address).status_code == 405
    Client().get(address)
    assert list(ReviewEntry.objects.values()) == before


def test_who_knocks_too_often_waits(ana: Person, settings: Any) -> None:
    settings.DOOR_KNOCKS_OF_ADDRESS = 3
    codes = [Client().get("/calendar/guess.ics").status_code for _n in range(5)]
    assert codes == [404, 404, 404, 429, 429]


def test_a_calendar_costs_the_same_however_many_reviews(
    active: Assignment, rosa: Person, sam: Person, assembly: Department, task: Task
) -> None:
    address = address_of(rosa)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    cost()  # the first knock within the window is counted otherwise than the next
    once = cost()
    for name in ("Bo", "Cy", "Di"):
        person = make_person(name, "Lane", assembly)
        other = make_open_case(person, rosa)
        report(rosa, other)
        brought_to("active", rosa=rosa, supervisor=sam, subject=person, case=other, task=task)
    assert cost() == once
    assert len(events_of(rosa)) == 4


def test_the_address_in_an_event_leads_each_to_their_own_page(
    active: Assignment, ana: Person, sam: Person, rosa: Person, otto: Person
) -> None:
    path = f"/reviews/{active.pk}/"
    assert phone_of(ana).get(path)["Location"] == f"/offers/{active.pk}/"
    assert phone_of(sam).get(path)["Location"] == f"/approvals/{active.pk}/"
    assert phone_of(rosa).get(path)["Location"] == f"/admin/case/{active.case.number}/duty/{active.pk}/"
    assert phone_of(otto).get(path).status_code == 404
    assert Client().get(path)["Location"].startswith("/accounts/login/")


@settings(max_examples=60, deadline=None)
@given(
    summary=st.text(st.characters(blacklist_categories=("Cs", "Cc")), min_size=1, max_size=200),
    day=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    sequence=st.integers(0, 10_000),
)
def test_any_summary_comes_back_as_it_went_in(summary: str, day: date, sequence: int) -> None:
    changed = datetime.combine(day, NOON.timetz())
    raw = as_calendar([CalendarEntry("duty-review-1", day, sequence, changed, True, summary, "https://x.example/r/")])
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    (event,) = Calendar.from_ical(raw).walk("VEVENT")
    assert (str(event["SUMMARY"]), event.decoded("DTSTART"), event["SEQUENCE"]) == (summary, day, sequence)
