"""Reporting an injury: short screens, a draft that survives, one report however often it is sent."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from injuries.models import Case, CaseFile, Report
from recovery.models import Stall
from tests.cast import NOON, Person, make_case, make_open_case
from tests.portal.phone import phone_of, words_of

pytestmark = pytest.mark.django_db

STEPS: dict[str, dict[str, Any]] = {
    "began": {"began_on": "2026-02-20"},
    "task": {"repetitive_task": "assembly", "task_words": "Line 4", "place": "Hall 2"},
    "parts": {"parts": ["WRIST-R", "HAND-R"]},
    "feel": {"symptoms": ["pain", "tingling"], "alarming": "no"},
    "earlier": {"earlier_injury": "no"},
}
EMPTY = {
    "began": ["Enter the day it started"],
    "task": ["Choose what you were doing"],
    "parts": ["Choose at least one body part"],
    "feel": ["Choose at least one", "Answer no or yes"],
    "earlier": ["Choose yes, no or not sure"],
}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def filled(client: Client, **changed: dict[str, Any]) -> Client:
    for step, answers in {**STEPS, **changed}.items():
        assert client.post(f"/report/{step}/", answers).status_code == 302, step
    return client


def photo() -> SimpleUploadedFile:
    picture = BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "JPEG")
    return SimpleUploadedFile("wrist.jpg", picture.getvalue(), "image/jpeg")


def check_page(client: Client) -> str:
    return client.get("/report/check/").content.decode()


def key_on(client: Client) -> str:
    return str(client.session["report"]["key"])


def test_six_screens_lead_to_one_report_and_one_case(ana: Person) -> None:
    client = filled(phone_of(ana))
    response = client.post("/report/check/", {"true": "on", "key": key_on(client)})
    report = Report.objects.get()
    assert response.url == f"/report/sent/{report.pk}/"  # type: ignore[attr-defined]  # a redirect has it
    assert (report.body_part, report.side, report.more_parts) == ("WRIST", "R", ["HAND-R"])
    assert (report.symptoms, report.task_words, report.filed_as) == (["pain", "tingling"], "Line 4", "employee")
    assert "Somebody at HR reads it within one working day" in client.get(f"/report/sent/{report.pk}/").content.decode()


@pytest.mark.parametrize("step", list(STEPS))
def test_each_screen_names_what_is_missing_and_keeps_nothing(step: str, ana: Person) -> None:
    client = phone_of(ana)
    response = client.post(f"/report/{step}/", {})
    said = words_of(response.content.decode())
    assert response.status_code == 422
    for mistake in EMPTY[step]:
        assert said.count(mistake) == 2, mistake  # in the list on top, and at the field
    assert step not in client.session["report"]


def test_a_day_to_come_is_refused_on_the_screen_where_it_is_asked(ana: Person) -> None:
    response = phone_of(ana).post("/report/began/", {"began_on": "2026-03-03"})
    assert response.status_code == 422
    assert "Enter a day that is not in the future." in response.content.decode()
    assert 'value="2026-03-03"' in response.content.decode()


def test_answers_are_kept_with_the_mistakes_beside_them(ana: Person) -> None:
    page = phone_of(ana).post("/report/task/", {"task_words": "Driving screws", "place": "Hall 2"}).content.decode()
    assert "Driving screws" in page
    assert 'value="Hall 2"' in page


def test_the_draft_is_there_again_after_the_line_was_cut(ana: Person) -> None:
    client = filled(phone_of(ana))
    again = Client()
    again.cookies = client.cookies
    assert 'value="2026-02-20"' in again.get("/report/").content.decode()
    assert "Wrist (right), Hand (right)" in words_of(check_page(again))


def test_a_missing_screen_is_asked_before_the_check(ana: Person) -> None:
    client = phone_of(ana)
    client.post("/report/began/", STEPS["began"])
    assert client.get("/report/check/").url == "/report/task/"  # type: ignore[attr-defined]  # a redirect has it


def test_an_answer_changed_at_the_check_leads_back_to_the_check(ana: Person) -> None:
    client = filled(phone_of(ana))
    response = client.post("/report/began/?change=1", {"began_on": "2026-02-01"})
    assert response.url == "/report/check/"  # type: ignore[attr-defined]  # a redirect has it
    assert "February 1, 2026" in words_of(check_page(client))


def test_without_the_tick_nothing_is_sent(ana: Person) -> None:
    client = filled(phone_of(ana))
    response = client.post("/report/check/", {"key": key_on(client)})
    assert response.status_code == 422
    assert "Tick the box if this is true" in response.content.decode()
    assert not Report.objects.exists()


def test_sending_twice_makes_one_report_and_shows_the_same_page(ana: Person) -> None:
    client = filled(phone_of(ana))
    answers = {"true": "on", "key": key_on(client)}
    first, second = client.post("/report/check/", answers), client.post("/report/check/", answers)
    assert first.url == second.url  # type: ignore[attr-defined]  # a redirect has it
    assert (Report.objects.count(), Case.objects.count()) == (1, 1)


def test_the_second_of_two_taps_that_waited_for_the_first_shows_the_report_as_sent(ana: Person) -> None:
    one = filled(phone_of(ana))
    draft = dict(one.session["report"])
    one.post("/report/check/", {"true": "on", "key": draft["key"]})
    session = one.session
    session["report"] = draft
    session.save()
    response = one.post("/report/check/", {"true": "on"})  # as if it had been read before the first was written
    assert response.url == f"/report/sent/{draft['key']}/"  # type: ignore[attr-defined]  # a redirect has it


def test_the_same_place_again_is_offered_to_be_added_to_the_open_report(ana: Person) -> None:
    case = make_case(ana)
    client = filled(phone_of(ana))
    page = client.post("/report/check/", {"true": "on", "key": key_on(client)})
    assert page.status_code == 422
    assert "You have an open report for this place already." in page.content.decode()
    assert f'name="add_to" value="{case.number}"' in page.content.decode()
    client.post("/report/check/", {"true": "on", "key": key_on(client), "add_to": case.number})
    assert (case.reports.count(), Case.objects.count()) == (2, 1)


def test_a_photo_comes_along_and_a_wrong_file_is_refused_at_its_field(ana: Person) -> None:
    client = filled(phone_of(ana))
    wrong = SimpleUploadedFile("virus.jpg", b"MZ not a picture", "image/jpeg")
    refused = client.post("/report/check/", {"true": "on", "key": key_on(client), "photos": wrong})
    assert refused.status_code == 422
    assert 'href="#id_photos"' in refused.content.decode()
    assert not Report.objects.exists()
    client.post("/report/check/", {"true": "on", "key": key_on(client), "photos": photo()})
    assert CaseFile.objects.get().case == Report.objects.get().case


def test_something_alarming_shows_the_fixed_words_first(ana: Person) -> None:
    client = phone_of(ana)
    answers = {"symptoms": ["pain"], "alarming": "yes"}
    assert client.post("/report/feel/", answers).url == "/report/signs/"  # type: ignore[attr-defined]  # a redirect has it
    page = client.get("/report/signs/").content.decode()
    assert page.index('class="note late"') < page.index("<form")
    assert "Talk to a doctor or nurse today." in page


def test_an_emergency_sign_shows_the_number_to_call_and_goes_to_hr_with_the_report(ana: Person) -> None:
    client = filled(phone_of(ana), feel={"symptoms": ["pain"], "alarming": "yes"})
    assert "Call 911" in client.post("/report/signs/", {"signs": ["both_legs"]}).content.decode()
    client.post("/report/check/", {"true": "on", "key": key_on(client)})
    assert Stall.objects.get().evidence["red_flags"] == ["both_legs"]


def test_an_alarm_without_a_named_sign_goes_to_hr_as_well(ana: Person) -> None:
    client = filled(phone_of(ana), feel={"symptoms": ["pain"], "alarming": "yes"})
    client.post("/report/check/", {"true": "on", "key": key_on(client)})
    assert (Stall.objects.get().kind, Report.objects.get().red_flags) == ("red_flag", [])


def test_signs_are_forgotten_when_nothing_is_alarming_after_all(ana: Person) -> None:
    client = filled(phone_of(ana), feel={"symptoms": ["pain"], "alarming": "yes"})
    client.post("/report/signs/", {"signs": ["both_legs"]})
    client.post("/report/feel/?change=1", STEPS["feel"])
    client.post("/report/check/", {"true": "on", "key": key_on(client)})
    assert not Stall.objects.exists()


def test_a_dropped_report_leaves_no_answers(ana: Person) -> None:
    client = filled(phone_of(ana))
    client.post("/report/drop/")
    assert "report" not in client.session
    assert client.get("/report/drop/").status_code == 405


def test_a_screen_that_does_not_exist_is_not_found(ana: Person) -> None:
    assert phone_of(ana).get("/report/diagnosis/").status_code == 404


def test_the_case_of_somebody_else_is_not_added_to(ana: Person, sam: Person, rosa: Person) -> None:
    other = make_open_case(sam, rosa)
    client = filled(phone_of(ana))
    client.post("/report/check/", {"true": "on", "key": key_on(client), "add_to": other.number})
    assert other.reports.count() == 1
