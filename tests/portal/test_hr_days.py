"""The days of a case at HR's desk: spans, gaps, records, and the decisions that only HR takes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from duty import services as duties
from duty.models import Assignment, DayRecord, DutyPolicy, DutyQuestion, Task
from injuries.models import Case
from people.models import Department
from portal.queue import queue_rows, scope_for
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, at_desk, give_report, make_active, make_task

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
LATER = NOON + 10 * DAY


@pytest.fixture(autouse=True)
def ten_days_later() -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION, days=200)
    return made


@pytest.fixture
def phones(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def active(rosa: Person, sam: Person, ana: Person, case: Case, phones: Task) -> Assignment:
    return make_active(rosa, sam, ana, case, phones)


def page(client: Client, case: Case, address: str = "days/") -> str:
    return str(client.get(f"/admin/case/{case.number}/{address}").content.decode())


def questions(rosa: Person, case: Case) -> list[tuple[str, str]]:
    duties.ask_everybody(LATER)
    rows = queue_rows(scope_for(rosa.actor(LATER), TODAY + 10 * DAY, case=case))
    return [(row.what, row.url) for row in rows if row.kind == "duty"]


def test_the_page_tells_worked_days_and_the_gap_after_a_stop(rosa: Person, case: Case, active: Assignment) -> None:
    at = NOON + 3 * DAY
    duties.safety_stop(actor=rosa.actor(at), assignment=active, at=at, reason="Asked to lift")
    shown = page(at_desk(rosa), case)
    assert "Another job" in shown
    assert "The duty was stopped." in shown
    assert "record/?from=2026-03-06&amp;until=2026-03-11" in shown
    assert "Days with limits" in page(at_desk(rosa), case, "")


def test_hr_records_the_gap_from_the_queue_and_it_leaves_the_queue(rosa: Person, case: Case) -> None:
    desk = at_desk(rosa)
    assert ("Days without a record", f"/admin/case/{case.number}/days/") in questions(rosa, case)
    said = {"kind": "kept_home", "starts_on": "2026-03-02", "ends_on": "2026-03-11", "reason": "Nothing fits yet"}
    answer = desk.post(f"/admin/case/{case.number}/days/record/", said)
    assert answer.status_code == 302
    assert "Days without a record" not in [what for what, _url in questions(rosa, case)]
    assert "Nothing fits yet" in page(desk, case)
    row = DayRecord.objects.get()
    desk.post(f"/admin/case/{case.number}/days/{row.pk}/void/")
    assert "Nothing fits yet" not in page(desk, case)


def test_a_record_of_the_future_is_refused_at_its_field(rosa: Person, case: Case) -> None:
    said = {"kind": "kept_home", "starts_on": "2026-03-02", "ends_on": "2026-05-01", "reason": "Nothing fits yet"}
    answer = at_desk(rosa).post(f"/admin/case/{case.number}/days/record/", said)
    assert answer.status_code == 422
    assert "this is a record, not a plan" in answer.content.decode()


def test_reaching_the_longest_period_is_decided_in_words(rosa: Person, case: Case, active: Assignment) -> None:
    desk = at_desk(rosa)
    site = case.establishment
    answer = desk.post(f"/admin/rules/{site.pk}/longest/", {"longest_days": "10", "warn_days": "3"})
    assert (answer.status_code, DutyPolicy.objects.get().longest_days) == (302, 10)
    asked = questions(rosa, case)
    assert {what for what, _url in asked} == {"Longest period reached", "Accommodation review"}
    for _what, address in asked:
        assert "11 of 10 days" in desk.get(address).content.decode()
        assert desk.post(address, {"answer": ""}).status_code == 422
        assert desk.post(address, {"answer": "Goes on until the operation"}).status_code == 302
    assert questions(rosa, case) == []
    assert set(DutyQuestion.objects.values_list("answer", flat=True)) == {"Goes on until the operation"}


def test_more_time_with_a_reason_is_the_decision(rosa: Person, case: Case, active: Assignment) -> None:
    duties.set_duty_policy(actor=rosa.actor(), establishment=case.establishment, longest_days=10, warn_days=3, at=NOON)
    questions(rosa, case)
    duties.extend(
        actor=rosa.actor(LATER),
        assignment=Assignment.objects.get(pk=active.pk),
        at=LATER,
        planned_end_on=TODAY + 60 * DAY,
        reason="Operation in May",
    )
    assert "Longest period reached" not in [what for what, _url in questions(rosa, case)]


@pytest.mark.parametrize("address", ["days/", "days/record/", "question/1/"])
def test_nobody_but_hr_of_the_site_finds_these_pages(address: str, hugo: Person, safety: Person, case: Case) -> None:
    for person in (hugo, safety):
        assert at_desk(person).get(f"/admin/case/{case.number}/{address}").status_code == 404
    assert at_desk(hugo).get(f"/admin/rules/{case.establishment_id}/longest/").status_code == 404


def test_the_page_asks_as_many_questions_for_many_days_as_for_few(rosa: Person, case: Case) -> None:
    desk = at_desk(rosa)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(desk, case)
        return len(asked)

    queries()
    few = queries()
    for first in (0, 2, 4, 6):
        day = TODAY + first * DAY
        duties.record_days(
            actor=rosa.actor(LATER), case=case, kind="explained", starts_on=day, ends_on=day, reason="Shut", at=LATER
        )
    assert queries() == few


def test_the_days_are_read_and_recorded_over_the_api(rosa: Person, sam: Person, case: Case, active: Assignment) -> None:
    duties.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Line closed")
    client = APIClient()
    client.force_login(rosa.user)
    said = {
        "case": case.number,
        "kind": "kept_home",
        "starts_on": "2026-03-03",
        "ends_on": "2026-03-10",
        "reason": "None",
    }
    assert client.post("/api/v1/day-records/", said, format="json").status_code == 201
    found = client.get(f"/api/v1/cases/{case.number}/days/").json()
    assert [(span["status"], span["start"], span["end"]) for span in found["spans"]] == [
        ("transfer", "2026-03-02", "2026-03-02"),
        ("away", "2026-03-03", "2026-03-10"),
    ]
    assert found["spans"][0]["assignment"] == str(active.pk)
    assert [gap["reason"] for gap in found["gaps"]] == ["between_versions"]
    client.force_login(sam.user)
    assert client.get(f"/api/v1/cases/{case.number}/days/").status_code in {403, 404}
    assert client.get("/api/v1/day-records/").json()["results"] == []
