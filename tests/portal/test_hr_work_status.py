"""The work status report typed off a note: from a fully able person, switch off what the note forbids."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from injuries.models import Case
from recovery.models import Restriction, WorkStatusReport
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, at_desk, give_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def desk(rosa: Person) -> Client:
    return at_desk(rosa)


def note(**changed: Any) -> dict[str, Any]:
    """A note of today as HR types it; LIFT_CARRY is row 0, GRIP row 2, VIBRATION row 13, free rows from 14."""
    typed = {
        "provider": "Dr Kim",
        "status": "RESTRICTED",
        "issued_on": "2026-03-02",
        "starts_on": "2026-03-02",
        "ends_on": "2026-04-10",
    }
    return {**typed, **changed}


def row(place: int, **values: Any) -> dict[str, Any]:
    return {f"limit-{place}-{name}": value for name, value in values.items()}


def send(desk: Client, case: Case, *rows: dict[str, Any], address: str = "work-status/", **changed: Any) -> Any:
    data = note(**changed)
    for one in rows:
        data |= one
    return desk.post(f"/admin/case/{case.number}/{address}", data)


LIFT = row(0, activity="LIFT_CARRY", kind="MAX_WEIGHT", amount="10", unit="lb", side="R", words="10 lb, right hand")
VIBRATION = row(13, activity="VIBRATION", kind="PROHIBITED", side="NA")


def test_the_form_starts_with_a_fully_able_person(desk: Client, case: Case) -> None:
    shown = desk.get(f"/admin/case/{case.number}/work-status/").content.decode()
    assert shown.count(">able</option>") == 14
    assert 'value="2026-03-02"' in shown


def test_a_note_becomes_coded_limits_and_leads_to_the_duties(desk: Client, case: Case) -> None:
    response = send(desk, case, LIFT, VIBRATION, shift_hours="6.5", no_night="on", options=["SIT_STAND"])
    assert response["Location"] == f"/admin/case/{case.number}/duties/"
    kept = {(limit.kind, limit.activity): limit for limit in Restriction.objects.filter(case=case)}
    assert kept["MAX_WEIGHT", "LIFT_CARRY"].points == [{"lb": 10.0, "band": None}]
    assert kept["MAX_WEIGHT", "LIFT_CARRY"].original_words == "10 lb, right hand"
    assert kept["MAX_SHIFT_HOURS", ""].minutes == 390
    assert set(kept) >= {("PROHIBITED", "VIBRATION"), ("NO_NIGHT", ""), ("REQUIRES", "")}


def test_weights_for_each_frequency_are_one_limit(desk: Client, case: Case) -> None:
    often = row(14, activity="LIFT_CARRY", kind="MAX_WEIGHT", amount="5", unit="lb", band="FREQUENT", side="R")
    send(desk, case, {**LIFT, "limit-0-band": "OCCASIONAL"}, often)
    limit = Restriction.objects.get(case=case)
    assert limit.points == [{"lb": 10.0, "band": "OCCASIONAL"}, {"lb": 5.0, "band": "FREQUENT"}]


def test_words_without_numbers_are_kept_as_a_question(desk: Client, case: Case) -> None:
    send(desk, case, words="light duty only")
    limit = Restriction.objects.get(case=case)
    assert (limit.kind, limit.original_words) == ("UNCODED", "light duty only")


def test_three_mistakes_are_listed_at_once_and_every_value_is_kept(desk: Client, case: Case) -> None:
    wrong = row(0, activity="LIFT_CARRY", kind="MAX_WEIGHT", amount="", side="R", words="ten pounds")
    response = send(desk, case, wrong, provider="", starts_on="2026-03-02", ends_on="")
    assert response.status_code == 422
    response = send(desk, case, wrong, provider="Dr Kim", issued_on="2026-03-05", ends_on="2026-02-01")
    shown = response.content.decode()
    assert "3 things need a fix" in shown
    for mend in ("cannot be issued in the future", "must not be before the first", "Lift and carry: "):
        assert mend in shown, mend
    assert 'value="ten pounds"' in shown
    assert WorkStatusReport.objects.count() == 0


def test_a_limit_without_its_number_is_said_at_its_row(desk: Client, case: Case) -> None:
    shown = send(desk, case, row(2, activity="GRIP", kind="MAX_CONTINUOUS_MIN", side="NA")).content.decode()
    assert 'id="id_limit-2-amount_error"' in shown
    assert 'href="#id_limit-2-amount"' in shown


def test_a_number_without_a_kind_is_asked_about(desk: Client, case: Case) -> None:
    shown = send(desk, case, row(0, activity="LIFT_CARRY", amount="10", side="NA")).content.decode()
    assert "Choose what kind of limit this is" in shown


def test_nonsense_is_answered_with_a_mend_and_never_an_error(desk: Client, case: Case) -> None:
    odd = row(0, activity="FLY", kind="MAX_EVERYTHING", amount="NaN", unit="stone", band="X", side="UP")
    assert send(desk, case, odd, status="MAYBE", starts_on="yesterday").status_code == 422


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(out, "PNG")
    return SimpleUploadedFile("note.png", out.getvalue(), "image/png")


def test_the_note_itself_is_kept_with_the_report(desk: Client, case: Case, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    send(desk, case, LIFT, upload=photo())
    report = WorkStatusReport.objects.get(case=case)
    assert report.file is not None
    assert report.file.name == "note.jpg"


def test_a_refused_report_keeps_no_file(desk: Client, case: Case, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    send(desk, case, upload=photo())
    assert case.files.count() == 0


def test_no_change_copies_the_limits_with_new_dates(desk: Client, case: Case, rosa: Person) -> None:
    give_report(rosa, case, LIFT_TEN, NO_VIBRATION, at=NOON - timedelta(days=0), days=5)
    with time_machine.travel(NOON + timedelta(days=4), tick=False):
        dates = {"issued_on": "2026-03-06", "starts_on": "2026-03-06", "ends_on": "2026-04-06"}
        response = at_desk(rosa).post(f"/admin/case/{case.number}/work-status/same/", dates)
    assert response.status_code == 302
    newest = WorkStatusReport.objects.filter(case=case).order_by("-issued_on")[0]
    assert {limit.kind for limit in newest.restrictions.all()} == {"MAX_WEIGHT", "PROHIBITED"}
    assert {limit.ends_on for limit in newest.restrictions.all()} == {TODAY + timedelta(days=35)}


def test_no_change_without_earlier_limits_leads_to_the_whole_form(desk: Client, case: Case) -> None:
    response = desk.get(f"/admin/case/{case.number}/work-status/same/", follow=True)
    assert b"There are no earlier limits to copy" in response.content


def test_numbers_that_came_later_replace_the_words(desk: Client, case: Case, rosa: Person) -> None:
    old = give_report(rosa, case, LimitFacts(original_words="light duty"))
    shown = desk.get(f"/admin/case/{case.number}/work-status/{old.pk}/correct/").content.decode()
    assert "light duty" in shown
    send(desk, case, LIFT, address=f"work-status/{old.pk}/correct/")
    old.refresh_from_db()
    assert old.voided_at is not None
    (new,) = WorkStatusReport.objects.filter(case=case, voided_at=None)
    assert [limit.kind for limit in new.restrictions.all()] == ["MAX_WEIGHT"]


def test_a_correction_that_is_refused_voids_nothing(desk: Client, case: Case, rosa: Person) -> None:
    old = give_report(rosa, case, LIFT_TEN)
    assert send(desk, case, address=f"work-status/{old.pk}/correct/").status_code == 422
    old.refresh_from_db()
    assert old.voided_at is None


def test_the_page_of_a_report_shows_the_providers_own_words(desk: Client, case: Case, rosa: Person) -> None:
    report = give_report(rosa, case, NO_VIBRATION)
    shown = desk.get(f"/admin/case/{case.number}/work-status/{report.pk}/").content.decode()
    assert "carpal tunnel: keep off air tools" in shown


def test_voiding_needs_a_reason(desk: Client, case: Case, rosa: Person) -> None:
    report = give_report(rosa, case, LIFT_TEN)
    address = f"/admin/case/{case.number}/work-status/{report.pk}/void/"
    assert desk.post(address, {"reason": ""}).status_code == 422
    assert desk.post(address, {"reason": "Another person's note"}).status_code == 302
    report.refresh_from_db()
    assert report.void_reason == "Another person's note"


def checked(desk: Client, case: Case, *rows: dict[str, Any], **changed: Any) -> str:
    return str(send(desk, case, *rows, address="work-status/check/", **changed).content.decode())


def test_contradictions_are_told_while_the_note_is_typed_and_nothing_is_kept(desk: Client, case: Case) -> None:
    forbidden = row(14, activity="LIFT_CARRY", kind="PROHIBITED", side="R")
    shown = checked(desk, case, LIFT, forbidden, ends_on="2026-02-01", words="light duty")
    assert "ruled out altogether, and limited as well" in shown
    assert "The last day is before the first." in shown
    assert "“light duty” has no number" in shown
    assert "<html" not in shown
    assert not WorkStatusReport.objects.exists()


def test_without_scripts_a_button_shows_the_same_hints_and_keeps_what_is_typed(desk: Client, case: Case) -> None:
    typed = {**LIFT, "limit-0-amount": ""}
    response = send(desk, case, typed, ends_on="", check="1")
    shown = response.content.decode()
    assert response.status_code == 200
    for words in ("the number is missing", "No last day yet", 'value="10 lb, right hand"'):
        assert words in shown, words
    assert checked(desk, case, typed, ends_on="").strip() in shown
    assert not WorkStatusReport.objects.exists()


def test_half_a_note_can_be_checked(desk: Client, case: Case) -> None:
    odd = row(0, activity="FLY", kind="MAX_EVERYTHING", amount="NaN", unit="stone", band="X", side="UP")
    assert (
        checked(desk, case, odd, provider="", status="", issued_on="soon", starts_on="", ends_on="").count("<li>") <= 1
    )


def test_only_hr_of_the_site_checks_a_note(case: Case, sam: Person, otto: Person) -> None:
    for person in (sam, otto):
        answer = at_desk(person).post(f"/admin/case/{case.number}/work-status/check/", note())
        assert answer.status_code in {302, 404}


def test_a_note_lies_beside_the_form_while_it_is_typed(desk: Client, case: Case, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    shown = send(desk, case, {**LIFT, "limit-0-amount": ""}, provider="Dr Kim", ends_on="", upload=photo(), show="1")
    kept = case.files.get()
    page = shown.content.decode()
    assert f"/files/{kept.pk}/shown/" in page
    assert 'value="Dr Kim"' in page
    assert "need a fix" not in page
    send(desk, case, LIFT, note=str(kept.pk))
    assert WorkStatusReport.objects.get(case=case).file == kept


def test_a_note_of_another_case_is_never_kept_with_a_report(
    desk: Client, case: Case, olga: Person, rosa: Person, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    other = make_open_case(olga, rosa)
    send(desk, other, LIFT, upload=photo(), show="1")
    send(desk, case, LIFT, note=str(other.files.get().pk))
    assert WorkStatusReport.objects.get(case=case).file is None


def test_a_shown_file_runs_nothing_and_is_framed_by_us_alone(
    desk: Client, case: Case, settings: Any, tmp_path: Any, sam: Person, otto: Person
) -> None:
    settings.MEDIA_ROOT = tmp_path
    send(desk, case, LIFT, upload=photo(), show="1")
    address = f"/files/{case.files.get().pk}/shown/"
    answer = desk.get(address)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    headers = answer.headers
    assert headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["Content-Type"]) == ("nosniff", "image/jpeg")
    assert {at_desk(person).get(address).status_code for person in (sam, otto)} == {404}


def test_the_stages_of_a_note_are_reports_of_the_same_day_each_with_its_own_dates(desk: Client, case: Case) -> None:
    response = send(desk, case, LIFT, ends_on="2026-03-15", stage="1")
    assert response["Location"].endswith("/next/")
    page = desk.get(response["Location"]).content.decode()
    assert 'value="2026-03-16"' in page
    assert 'value="10 lb, right hand"' in page
    twenty = {**LIFT, "limit-0-amount": "20"}
    address = response["Location"].removeprefix(f"/admin/case/{case.number}/")
    send(desk, case, twenty, address=address, starts_on="2026-03-16")
    first, second = WorkStatusReport.objects.filter(case=case).order_by("starts_on")
    assert first.issued_on == second.issued_on
    assert first.voided_at is None
    assert first.restrictions.get().replaced_on == second.starts_on


def test_words_without_numbers_lead_to_a_question_that_is_tracked(desk: Client, case: Case) -> None:
    response = send(desk, case, words="light duty only")
    report = WorkStatusReport.objects.get(case=case)
    assert response["Location"] == f"/admin/case/{case.number}/work-status/{report.pk}/question/"
    sheet = desk.get(response["Location"]).content.decode()
    assert "light duty only" in sheet
    assert "Ana Rivera" in sheet
    desk.post(response["Location"])
    report.refresh_from_db()
    assert report.asked_on == TODAY
    assert "Provider asked on" in desk.get("/admin/").content.decode()
    assert "Provider asked for numbers" in desk.get(f"/admin/case/{case.number}/journal/").content.decode()


def test_a_report_with_numbers_has_no_question(desk: Client, case: Case, rosa: Person) -> None:
    report = give_report(rosa, case, LIFT_TEN)
    address = f"/admin/case/{case.number}/work-status/{report.pk}/question/"
    assert "There is nothing to ask" in desk.get(address).content.decode()
    desk.post(address)
    report.refresh_from_db()
    assert report.asked_on is None
