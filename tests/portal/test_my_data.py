"""All my data: everything on file about oneself in one archive, and nothing about anybody else."""

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from injuries.models import Case
from injuries.services import add_file, add_note
from people.models import AccessEntry, Establishment, RoleGrant
from people.services import grant_role, record_access
from tests.cast import NOON, Person, make_open_case
from tests.injuries.test_files import picture
from tests.portal.hr_cases import NO_VIBRATION, check_in, give_report
from tests.portal.phone import phone_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, NO_VIBRATION)
    check_in(ana, case, NOON)
    return case


def archive_of(client: Client) -> zipfile.ZipFile:
    response: Any = client.post("/record/data/")
    assert response["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def record_of(person: Person) -> dict[str, Any]:
    with archive_of(phone_of(person)) as archive:
        found: dict[str, Any] = json.loads(archive.read("record.json"))
        return found


def test_the_archive_holds_case_limits_answers_and_looks(ana: Person, rosa: Person, case: Case) -> None:
    assert ana.employee
    record_access(actor=rosa.actor(), employee=ana.employee, role="hr", what="case", at=NOON)
    tables = record_of(ana)["tables"]
    assert tables["injuries.case"][0]["body_part"]
    assert tables["recovery.restriction"] and tables["recovery.checkin"][0]["scores"]
    assert len(tables["people.accessentry"]) == AccessEntry.objects.filter(employee=ana.employee).count()


def test_the_archive_holds_the_files_themselves(ana: Person, case: Case) -> None:
    kept = add_file(actor=ana.actor(), case=case, upload=SimpleUploadedFile("wrist.jpg", picture()), at=NOON)
    with archive_of(phone_of(ana)) as archive, kept.content.open("rb") as content:
        name = next(name for name in archive.namelist() if name.endswith("wrist.jpg"))
        assert archive.read(name) == content.read()


def test_a_supervisor_takes_nothing_of_the_team_along(ana: Person, sam: Person, case: Case) -> None:
    assert sam.employee and ana.employee
    tables = record_of(sam)["tables"]
    assert [row["id"] for row in tables["people.employee"]] == [sam.employee.pk]
    assert ana.employee.family_name not in json.dumps(tables)
    assert "injuries.case" not in tables


def test_a_case_manager_who_is_hurt_takes_only_the_own_case_along(
    rosa: Person, tina: Person, site: Establishment, case: Case
) -> None:
    grant_role(user=tina.user, role=RoleGrant.Role.HR, establishment_id=site.pk)
    own = make_open_case(tina, rosa)
    assert {row["id"] for row in record_of(tina)["tables"]["injuries.case"]} == {own.pk}


def test_words_that_look_like_a_program_stay_words(ana: Person, rosa: Person, case: Case) -> None:
    add_note(actor=rosa.actor(), case=case, words="<script>alert(1)</script>", at=NOON)
    with archive_of(phone_of(ana)) as archive:
        page = archive.read("record.html").decode()
    assert "<script" not in page and "&lt;script&gt;" in page


def test_looking_at_the_page_makes_no_archive(ana: Person, case: Case) -> None:
    answer = phone_of(ana).get("/record/data/")
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def test_somebody_who_is_no_employee_finds_no_such_page(auditor: Person) -> None:
    assert phone_of(auditor).post("/record/data/").status_code == 404
