"""My record: all that is on file about oneself, its files, its answers, and who opened it."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from injuries.models import Case, CaseFile
from injuries.services import add_file
from people.models import AccessEntry
from people.services import record_access
from tests.cast import NOON, Person, make_case, make_open_case
from tests.portal.hr_cases import NO_VIBRATION, check_in, give_report
from tests.portal.phone import phone_of, queries_at, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa, at=NOON - timedelta(days=40), began_on=(NOON - timedelta(days=50)).date())


@pytest.fixture
def file(ana: Person, case: Case) -> CaseFile:
    content = BytesIO()
    Image.new("RGB", (40, 30), "blue").save(content, "PNG")
    return add_file(actor=ana.actor(), case=case, upload=SimpleUploadedFile("note.png", content.getvalue()), at=NOON)


def content_of(response: Any) -> bytes:
    """All of a download; reading it to its end closes the file."""
    return b"".join(response.streaming_content)


def test_the_record_says_what_was_reported_and_which_limits_came_of_it(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, NO_VIBRATION)
    said = words_at(ana, "/record/")
    for words in (
        "Wrist (right)",
        "Putting products together",
        "Rosa Patel",
        "Dr Kim",
        "No vibrating tools",
        case.number,
    ):
        assert words in said, words


def test_old_answers_are_read_in_words(ana: Person, case: Case) -> None:
    check_in(ana, case, NOON - timedelta(days=2), symptoms={"stiffness": 2}, alarming=True)
    said = words_at(ana, "/record/check-ins/")
    for words in ("1 check-in", "Pain: 5", "Opening jars: 5", "Stiffness: some", "Something alarming"):
        assert words in said, words


def test_every_look_is_listed_by_day_with_the_hat_and_the_reason(ana: Person, rosa: Person, sam: Person) -> None:
    for person, role, what, reason in ((rosa, "hr", "case", "covering for R. Lee"), (sam, "supervisor", "duty", "")):
        record_access(
            actor=person.actor(),
            employee=ana.employee,
            role=role,
            what=what,
            at=NOON,
            reason=reason,  # type: ignore[arg-type]  # Ana is employed
        )
    said = words_at(ana, "/record/who/")
    for words in (
        "2 looks in the past 7 days, by 2 people.",
        "Mon, March 2",
        "Rosa Patel",
        "Read your case",
        "Reason: covering for R. Lee",
        "Read your limits and duty",
        "12:00 PM",
    ):
        assert words in said, words


def test_looks_of_others_are_not_hers_to_read(ana: Person, sam: Person, rosa: Person) -> None:
    record_access(actor=rosa.actor(), employee=sam.employee, role="hr", what="case", at=NOON)  # type: ignore[arg-type]  # Sam is employed
    assert "Nobody looked in the past 7 days." in words_at(ana, "/record/who/")


def test_a_look_through_a_program_is_said_as_such(ana: Person, rosa: Person) -> None:
    record_access(actor=rosa.actor(), employee=ana.employee, role="hr", what="check-ins (API)", at=NOON)  # type: ignore[arg-type]  # Ana is employed
    assert "Read your check-ins, through another program" in words_at(ana, "/record/who/")


def test_looking_at_the_own_record_is_not_written_down(ana: Person, case: Case) -> None:
    for path in ("/", "/record/", "/record/who/"):
        phone_of(ana).get(path)
    assert not AccessEntry.objects.exists()


def test_a_file_is_served_as_a_download_that_can_run_nothing(ana: Person, file: CaseFile) -> None:
    response = phone_of(ana).get(f"/files/{file.pk}/")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert content_of(response)


def test_a_file_opens_for_its_hr_and_the_look_is_written_down(ana: Person, rosa: Person, file: CaseFile) -> None:
    response = phone_of(rosa).get(f"/files/{file.pk}/")
    assert content_of(response).startswith(b"\xff\xd8")  # drawn anew as a JPEG
    assert AccessEntry.objects.get(employee=ana.employee).what == "file"


def test_a_file_is_not_found_by_the_supervisor_or_a_stranger(
    sam: Person, otto: Person, hugo: Person, file: CaseFile
) -> None:
    assert {phone_of(one).get(f"/files/{file.pk}/").status_code for one in (sam, otto, hugo)} == {404}


def test_the_record_asks_as_many_questions_with_many_rows_as_with_few(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, NO_VIBRATION, at=NOON - timedelta(days=39))
    check_in(ana, case, NOON - timedelta(days=39))
    few = [queries_at(phone_of(ana), path) for path in ("/record/", "/record/check-ins/")]
    for days in range(38, 8, -1):
        check_in(ana, case, NOON - timedelta(days=days))
    for days in (30, 20, 10):
        give_report(rosa, case, NO_VIBRATION, at=NOON - timedelta(days=days))
    make_case(ana, body_part="KNEE")
    many = [queries_at(phone_of(ana), path) for path in ("/record/", "/record/check-ins/")]
    assert many[0] <= few[0]
    assert many[1] <= few[1] + 1  # one more for the count of pages
