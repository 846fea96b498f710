"""The letter on paper: to print, with the copy of the report; that it arrived; and the signed copy that HR keeps."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from duty import services as duties
from duty.models import Assignment
from duty.papers import make_pdf
from injuries.models import Case
from people.models import AccessEntry, Department
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, at_desk, give_report, make_task, propose
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN)
    return made


@pytest.fixture
def offered(rosa: Person, sam: Person, case: Case, assembly: Department) -> Assignment:
    row = propose(rosa, case, make_task(assembly), starts_on=(NOON + timedelta(days=3)).date())
    return duties.approve(actor=sam.actor(), assignment=row, at=NOON)


def letter(row: Assignment) -> str:
    return f"/offers/{row.pk}/letter.pdf"


def copies(row: Assignment) -> list[str]:
    reports = row.steps.get(action="approve").match["reports"]
    return [f"/offers/{row.pk}/reports/{number}.pdf" for number in reports]


def words_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_paper_says_what_the_frozen_letter_says(offered: Assignment, ana: Person) -> None:
    offered.task.name = "Something else"
    offered.task.save()
    answer = phone_of(ana).get(letter(offered))
    assert answer["Content-Type"] == "application/pdf"
    assert "Duty: Answer phones (Light duty)" in words_of(answer.content)
    assert phone_of(ana).get(letter(offered)).content == answer.content


def test_the_employee_gets_a_copy_of_the_report_that_the_letter_rests_on(offered: Assignment, ana: Person) -> None:
    (copy,) = copies(offered)
    assert copy in phone_of(ana).get(f"/offers/{offered.pk}/").content.decode()
    said = words_of(phone_of(ana).get(copy).content)
    assert "Copy of a work status report" in said and "Lift and carry up to 10 lb" in said


@pytest.mark.parametrize("who", ["sam", "otto", "hugo", "auditor", "safety"])
def test_nobody_but_the_employee_and_hr_opens_letter_or_report(
    who: str, offered: Assignment, request: pytest.FixtureRequest
) -> None:
    client = phone_of(request.getfixturevalue(who))
    assert [client.get(path).status_code for path in (letter(offered), *copies(offered))] == [404, 404]


def test_a_report_that_the_letter_does_not_rest_on_is_no_copy_of_it(
    offered: Assignment, ana: Person, rosa: Person, case: Case
) -> None:
    later = give_report(rosa, case, LIFT_TEN)
    assert phone_of(ana).get(f"/offers/{offered.pk}/reports/{later.pk}.pdf").status_code == 404


def test_that_hr_opened_the_letter_is_written_down(offered: Assignment, rosa: Person, ana: Person) -> None:
    assert at_desk(rosa).get(letter(offered)).status_code == 200
    entry = AccessEntry.objects.get(employee=ana.employee, what="offer letter")
    assert (entry.user, entry.role) == (rosa.user, "hr")
    assert "Opened your offer letter" in words_at(ana, "/record/who/")


def test_that_the_letter_arrived_is_no_answer_to_it(offered: Assignment, ana: Person) -> None:
    page = phone_of(ana).post(f"/offers/{offered.pk}/received/", follow=True).content.decode()
    offered.refresh_from_db()
    assert (offered.state, offered.acknowledged_at) == ("pending_employee", NOON)
    assert "It is no answer yet." in page
    assert "I have received this letter" not in page
    assert "Accept this duty" in page


def test_somebody_else_has_not_received_it(offered: Assignment, otto: Person, sam: Person) -> None:
    for who in (otto, sam):
        assert phone_of(who).post(f"/offers/{offered.pk}/received/").status_code == 404
    offered.refresh_from_db()
    assert offered.acknowledged_at is None


def test_hr_keeps_the_signed_letter_and_it_counts_as_received(
    offered: Assignment, rosa: Person, ana: Person, sam: Person, case: Case
) -> None:
    page = f"/admin/case/{case.number}/duty/{offered.pk}/"
    paper = SimpleUploadedFile("signed.pdf", make_pdf("## Signed", language="en", at=NOON))
    said = at_desk(rosa).post(f"{page}signed/", {"copy": paper}, follow=True).content.decode()
    offered.refresh_from_db()
    assert offered.acknowledged_at == NOON and offered.state == "pending_employee"
    assert "Received Mon, Mar 2" in said
    kept = phone_of(ana).get(f"/files/{offered.signed_copy_id}/")
    assert kept.getvalue().startswith(b"%PDF-")
    assert kept.status_code == 200
    assert phone_of(sam).get(f"/files/{offered.signed_copy_id}/").status_code == 404


def test_a_file_that_is_no_paper_is_refused_at_its_field(offered: Assignment, rosa: Person, case: Case) -> None:
    page = f"/admin/case/{case.number}/duty/{offered.pk}/signed/"
    answer = at_desk(rosa).post(page, {"copy": SimpleUploadedFile("signed.exe", b"MZ")})
    assert answer.status_code == 422
    assert "Choose a PDF, a JPEG or a PNG." in answer.content.decode()
    offered.refresh_from_db()
    assert offered.signed_copy_id is None


def test_an_answer_on_paper_brings_its_scan_along(offered: Assignment, rosa: Person, case: Case) -> None:
    page = f"/admin/case/{case.number}/duty/{offered.pk}/answer/"
    paper = SimpleUploadedFile("signed.pdf", make_pdf("## Yes", language="en", at=NOON))
    at_desk(rosa).post(page, {"answer": "accept", "signed_copy": "on", "copy": paper, "reason": ""})
    offered.refresh_from_db()
    assert offered.state == "scheduled"
    assert offered.signed_copy is not None


def test_hr_types_the_pay_and_the_letter_says_it(rosa: Person, sam: Person, case: Case, assembly: Department) -> None:
    task = make_task(assembly)
    page = f"/admin/case/{case.number}/duties/{task.pk}/"
    plan = {"starts_on": "2026-03-05", "wage_kind": "hour", "wage_amount": "18.50"}
    assert at_desk(rosa).post(page, plan).status_code == 302
    row = Assignment.objects.get(case=case)
    assert "Pay: $18.50 an hour." in duties.approve(actor=sam.actor(), assignment=row, at=NOON).offer_text


def test_half_a_wage_is_said_at_its_field(rosa: Person, case: Case, assembly: Department) -> None:
    page = f"/admin/case/{case.number}/duties/{make_task(assembly).pk}/"
    answer = at_desk(rosa).post(page, {"starts_on": "2026-03-05", "wage_kind": "hour"})
    assert answer.status_code == 422
    assert "Enter the amount in US dollars." in answer.content.decode()
