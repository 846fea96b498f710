"""Cases and their journal over the API."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from injuries.journal import record
from injuries.models import Case
from people.models import AccessEntry, Department
from people.policy import DataClass
from people.tokens import make_token
from tests.cast import NOON, Person, make_case, make_open_case, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def api(person: Person) -> APIClient:
    _token, key = make_token(user=person.user, name="test", at=NOON)
    return APIClient(headers={"authorization": f"Token {key}"})


def url(*parts: str) -> str:
    return "/api/v1/" + "/".join(["cases", *parts]) + "/"


def test_the_employee_and_hr_read_the_whole_case(ana: Person, rosa: Person, case: Case) -> None:
    for person in (ana, rosa):
        assert api(person).get(url(case.number)).json()["body_part"] == "WRIST"


@pytest.mark.parametrize("who", ["sam", "otto", "hugo", "it"])
def test_for_the_others_there_is_no_case(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    client = api(request.getfixturevalue(who))
    assert client.get(url()).json()["results"] == []
    assert client.get(url(case.number)).status_code == 404
    assert client.get(url(case.number, "journal")).status_code == 404


def test_an_auditor_reads_no_body_part_and_cannot_ask_by_it(auditor: Person, case: Case) -> None:
    client = api(auditor)
    assert "body_part" not in client.get(url(case.number)).json()
    assert client.get(url(), {"body_part": "WRIST"}).json()["results"] == []
    assert len(client.get(url(), {"state": "open"}).json()["results"]) == 1


def test_safety_reads_what_the_forms_need(safety: Person, case: Case) -> None:
    row = api(safety).get(url(case.number)).json()
    assert row["body_part"] == "WRIST"
    assert not {"earlier_injury", "first_treated_on", "next_check_in_on"} & set(row)


@pytest.mark.parametrize(
    "query",
    [
        {"state": "lost"},
        {"opened_from": "0001-01-01"},
        {"opened_until": "9999-12-31"},
        {"employee": "x"},
        {"body_part": "\x00"},
        {"owner": "1"},
    ],
)
def test_a_bad_filter_is_named(rosa: Person, query: dict[str, str]) -> None:
    answer = api(rosa).get(url(), query)
    assert (answer.status_code, set(answer.json())) == (400, set(query))


@pytest.mark.parametrize("number", ["1", "2026-00001234", "2026-9999", "%00", "2026-0001%0A"])
def test_a_number_that_is_no_case_is_a_404(rosa: Person, case: Case, number: str) -> None:
    assert api(rosa).get(url(number)).status_code == 404


def test_the_journal_is_told_newest_first_to_each_what_they_may_know(
    ana: Person, rosa: Person, safety: Person, case: Case
) -> None:
    record(case=case, kind="case.note", at=NOON, by=rosa.user, data_class=DataClass.TREATMENT, data={"words": "x"})
    kinds = [row["kind"] for row in api(ana).get(url(case.number, "journal")).json()["results"]]
    assert kinds == ["case.note", "injury.triaged", "injury.reported"]
    seen = [row["kind"] for row in api(safety).get(url(case.number, "journal")).json()["results"]]
    assert seen == ["injury.triaged", "injury.reported"]


def test_reading_a_case_and_its_journal_is_written_down(rosa: Person, case: Case) -> None:
    client = api(rosa)
    client.get(url(case.number))
    client.get(url(case.number, "journal"))
    written = AccessEntry.objects.order_by("pk").values_list("what", flat=True)
    assert "case (API)" in written
    assert "journal (API)" in written


def test_lists_cost_the_same_at_1_and_at_30_rows(rosa: Person, case: Case, assembly: Department) -> None:
    client, counts = api(rosa), []
    for more in (0, 29):
        for number in range(more):
            make_case(make_person(f"P{number}", "Other", assembly))
            record(case=case, kind="case.note", at=NOON, by=rosa.user)
        for path in (url(), url(case.number, "journal")):
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(path).json()["results"]) >= more
            counts.append(len(queries))
    assert counts[:2] == counts[2:]
