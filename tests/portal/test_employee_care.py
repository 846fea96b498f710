"""Visits, their outcome, treatments, files, and "I was asked to do more than this"."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from duty.models import Assignment, Concern
from injuries.models import Case, CaseFile
from people.models import Department
from recovery.models import Appointment, Stall, Treatment
from recovery.services import book_appointment
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, give_report, make_active, make_task
from tests.portal.phone import phone_of, sent, words_at, words_of

pytestmark = pytest.mark.django_db

VISIT = {"kind": "follow_up", "day": "2026-03-05", "time": "14:00", "length": "120", "with_whom": "Dr Kim"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa, at=NOON - timedelta(days=20), began_on=(NOON - timedelta(days=30)).date())


def book(person: Person, case: Case, *, days: float) -> Appointment:
    entered, start = NOON - timedelta(days=10), NOON + timedelta(days=days)
    return book_appointment(
        actor=person.actor(),
        case=case,
        at=entered,
        kind="follow_up",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        client_key=uuid4(),
    )


def picture() -> SimpleUploadedFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(content, "PNG")
    return SimpleUploadedFile("report.png", content.getvalue(), "image/png")


def test_a_visit_is_kept_on_the_clock_of_the_establishment(ana: Person, case: Case) -> None:
    assert sent(phone_of(ana), "/appointments/new/", **VISIT).url == "/dates/"
    kept = Appointment.objects.get()
    assert (kept.starts_at, kept.ends_at) == (
        datetime(2026, 3, 5, 20, tzinfo=UTC),
        datetime(2026, 3, 5, 22, tzinfo=UTC),
    )
    assert "Thursday, March 5, 2:00 PM, Dr Kim" in words_at(ana, "/dates/")


def test_all_that_is_missing_of_a_visit_is_listed_at_once(ana: Person, case: Case) -> None:
    response = sent(phone_of(ana), "/appointments/new/", with_whom="Dr Kim")
    said = words_of(response.content.decode())
    assert response.status_code == 422
    assert "4 things need a fix" in said
    for mend in ("Choose the kind of visit", "Enter the day of the visit", "Enter the time of the visit"):
        assert mend in said
    assert 'value="Dr Kim"' in response.content.decode()


def test_a_visit_in_the_past_is_refused_at_its_day(ana: Person, case: Case) -> None:
    page = sent(phone_of(ana), "/appointments/new/", **{**VISIT, "day": "2026-03-01"}).content.decode()
    assert 'href="#id_day"' in page
    assert "Enter a time that is not in the past." in page


def test_a_visit_sent_twice_is_kept_once(ana: Person, case: Case) -> None:
    client, key = phone_of(ana), str(uuid4())
    for _tap in range(2):
        assert client.post("/appointments/new/", {**VISIT, "key": key}).status_code == 302
    assert Appointment.objects.count() == 1


def test_a_visit_that_is_taken_out_is_asked_for_again(ana: Person, case: Case) -> None:
    visit = book(ana, case, days=3)
    Stall.objects.create(
        case=case, kind="stalled", opened_on=NOON.date(), opened_at=NOON, rule_version="1", evidence={}
    )
    assert "Time to book a follow-up" not in words_at(ana, "/")
    phone_of(ana).post(f"/appointments/{visit.pk}/cancel/")
    assert "Time to book a follow-up" in words_at(ana, "/")


def test_a_therapy_visit_does_not_stand_for_the_follow_up(ana: Person, case: Case) -> None:
    sent(phone_of(ana), "/appointments/new/", **{**VISIT, "kind": "therapy"})
    Stall.objects.create(
        case=case, kind="stalled", opened_on=NOON.date(), opened_at=NOON, rule_version="1", evidence={}
    )
    assert "Time to book a follow-up" in words_at(ana, "/")


def test_a_visit_that_has_begun_cannot_be_taken_out_and_says_why(ana: Person, case: Case) -> None:
    visit = book(ana, case, days=-1)
    page = phone_of(ana).post(f"/appointments/{visit.pk}/cancel/", follow=True).content.decode()
    assert "Enter what came of it instead." in page


def test_the_outcome_and_the_new_report_go_to_hr_together(ana: Person, case: Case) -> None:
    visit = book(ana, case, days=-1)
    answers: dict[str, Any] = {"outcome": "seen", "words": "Splint for two weeks", "photos": picture()}
    sent(phone_of(ana), f"/appointments/{visit.pk}/outcome/", **answers)
    visit.refresh_from_db()
    assert (visit.outcome, visit.outcome_words) == ("seen", "Splint for two weeks")
    assert CaseFile.objects.get().case == case


def test_a_file_that_is_refused_keeps_nothing_of_the_outcome(ana: Person, case: Case) -> None:
    visit = book(ana, case, days=-1)
    wrong = SimpleUploadedFile("x.pdf", b"not a pdf", "application/pdf")
    page = sent(phone_of(ana), f"/appointments/{visit.pk}/outcome/", outcome="seen", words="Kept words", photos=wrong)
    visit.refresh_from_db()
    assert (page.status_code, visit.outcome) == (422, "")
    assert "Kept words" in page.content.decode()


def test_a_visit_to_come_has_no_outcome_yet(ana: Person, case: Case) -> None:
    visit = book(ana, case, days=3)
    assert "The visit has not begun yet." in words_at(ana, f"/appointments/{visit.pk}/outcome/")


def test_a_treatment_is_written_down_and_stands_on_the_page_for_the_doctor(ana: Person, case: Case) -> None:
    answers = {"kind": "support", "words": "Belt at work", "started_on": "2026-02-25"}
    assert sent(phone_of(ana), "/treatments/new/", **answers).url == "/record/"
    assert Treatment.objects.get().words == "Belt at work"
    assert "Belt at work" in words_at(ana, "/follow-up/")


def test_a_treatment_sent_twice_is_one_line(ana: Person, case: Case) -> None:
    client, answers = phone_of(ana), {"kind": "support", "words": "Belt at work", "started_on": "2026-02-25"}
    for _tap in range(2):
        assert sent(client, "/treatments/new/", **answers).status_code == 302
    assert Treatment.objects.count() == 1


def test_what_is_missing_of_a_treatment_is_named(ana: Person, case: Case) -> None:
    said = words_of(sent(phone_of(ana), "/treatments/new/").content.decode())
    assert "3 things need a fix" in said
    assert "Choose the kind of treatment" in said


def test_a_file_goes_to_hr_and_none_is_a_mistake(ana: Person, case: Case) -> None:
    client = phone_of(ana)
    assert "Choose at least one file" in sent(client, "/record/files/new/").content.decode()
    sent(client, "/record/files/new/", photos=[picture(), picture()])
    assert CaseFile.objects.filter(case=case).count() == 2


def test_what_was_too_much_goes_to_hr_and_stops_the_duty_when_asked_to(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN)
    row = make_active(rosa, sam, ana, case, make_task(assembly))
    assert "Lift and carry up to 10 lb" in words_at(ana, "/asked-to-do-more/")
    sent(phone_of(ana), "/asked-to-do-more/", words="Carry 30 lb boxes", stop="yes")
    row.refresh_from_db()
    assert (Concern.objects.get().words, row.state) == ("Carry 30 lb boxes", Assignment.State.SUSPENDED)


def test_a_concern_without_an_answer_to_stopping_keeps_its_words(ana: Person, case: Case) -> None:
    response = sent(phone_of(ana), "/asked-to-do-more/", words="Carry 30 lb boxes")
    assert response.status_code == 422
    assert "Carry 30 lb boxes" in response.content.decode()
    assert not Concern.objects.exists()


def test_a_concern_sent_twice_is_one_concern(ana: Person, case: Case) -> None:
    client, answers = phone_of(ana), {"words": "Too heavy", "stop": "no", "key": str(uuid4())}
    for _tap in range(2):
        client.post("/asked-to-do-more/", answers)
    assert Concern.objects.count() == 1
