"""The API of recovery: who sees what, what is refused in which words, and the same cost at any page size."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from injuries.models import Case
from people.models import AccessEntry
from people.tokens import make_token
from recovery import services
from recovery.models import Appointment, CheckIn, Restriction, Stall, Treatment, WorkStatusReport
from recovery.services import LimitFacts, WorkStatusFacts
from tests.cast import NOON, TODAY, Person, make_case, make_open_case

pytestmark = pytest.mark.django_db
Api = Callable[[Person], APIClient]
LISTS = ["check-ins", "stalls", "appointments", "treatments", "restrictions", "work-status-reports", "reports"]


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def api() -> Api:
    def client(person: Person) -> APIClient:
        _token, key = make_token(user=person.user, name="test", at=NOON)
        return APIClient(headers={"authorization": f"Token {key}"})

    return client


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def url(resource: str, *more: object) -> str:
    return "/api/v1/" + "/".join([resource, *map(str, more)]) + "/"


def check_in_body(of: Case, **changed: Any) -> dict[str, Any]:
    return {"client_key": str(uuid4()), "case": of.number, "scores": {"pain": 5}, **changed}


def appointment_body(case: Case, hours: int = 24, **changed: Any) -> dict[str, Any]:
    starts = NOON + timedelta(hours=hours)
    times = {"starts_at": starts.isoformat(), "ends_at": (starts + timedelta(hours=1)).isoformat()}
    return {"client_key": str(uuid4()), "case": case.number, "with_whom": "Dr Kim", **times, **changed}


def fill(ana: Person, rosa: Person, case: Case, count: int) -> None:
    """`count` rows of every resource that is listed."""
    for number in range(count):
        at = NOON - timedelta(days=number)
        CheckIn.objects.create(case=case, day=at.date(), at=at, by=ana.user, scores={"pain": 5})
        closed = {"closed_on": TODAY, "closed_at": NOON, "close_reason": "improved"}
        Stall.objects.create(case=case, kind="silent", opened_on=TODAY, opened_at=at, rule_version="1", **closed)
        made = {"case": case, "entered_by": ana.user, "entered_at": at}
        starts = NOON + timedelta(hours=2 * number)
        Appointment.objects.create(**made, starts_at=starts, ends_at=starts + timedelta(hours=1))
        Treatment.objects.create(**made, kind="self_care", words="Heat", started_on=TODAY)
        facts = WorkStatusFacts(
            provider=f"Dr {number}", status="RESTRICTED", issued_on=TODAY, starts_on=TODAY, open_end=True
        )
        limit = LimitFacts(kind="PROHIBITED", activity="KNEEL", original_words="Not on the knees")
        services.store_work_status_report(actor=rosa.actor(), case=case, at=NOON, facts=facts, limits=(limit,))
        report = case.reports.get(pk=case.reports.first().pk)  # type: ignore[union-attr]
        report.pk = uuid4()
        report.save(force_insert=True)


# Check-ins


def test_the_employee_checks_in(ana: Person, case: Case, api: Api) -> None:
    answer = api(ana).post(url("check-ins"), check_in_body(case, symptoms={"stiffness": 1}, overall_change=1))
    assert answer.status_code == 201
    assert answer.json()["day"] == TODAY.isoformat()
    assert answer.json()["case"] == case.number


def test_a_retry_makes_one_check_in(ana: Person, case: Case, api: Api) -> None:
    body = check_in_body(case)
    assert api(ana).post(url("check-ins"), body).json() == api(ana).post(url("check-ins"), body).json()
    assert CheckIn.objects.count() == 1


def test_a_score_off_the_scale_is_told_at_its_field(ana: Person, case: Case, api: Api) -> None:
    answer = api(ana).post(url("check-ins"), check_in_body(case, scores={"pain": 11}))
    assert answer.status_code == 400
    assert answer.json()["scores.pain"] == ["Choose a number from 0 to 10."]


@pytest.mark.parametrize("who", ["sam", "otto", "hugo"])
def test_for_others_the_case_does_not_exist(who: str, case: Case, api: Api, request: pytest.FixtureRequest) -> None:
    answer = api(request.getfixturevalue(who)).post(url("check-ins"), check_in_body(case))
    assert (answer.status_code, answer.json()["case"]) == (404, ["There is no case of this number."])


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"mood": 3}, "mood"),
        ({"client_key": "x"}, "client_key"),
        ({"case": "2026\x00"}, "case"),
        ({"scores": [1]}, "scores"),
        ({"scores": None}, "scores"),
        ({"overall_change": 9}, "overall_change"),
        ({"red_flags": ["toothache"]}, "red_flags"),
        ({"day": "0001-01-01"}, "day"),
        ({"day": "2026-02-30"}, "day"),
    ],
)
def test_bad_input_is_a_400_that_names_the_field(
    ana: Person, case: Case, api: Api, body: dict[str, Any], field: str
) -> None:
    answer = api(ana).post(url("check-ins"), check_in_body(case, **body))
    assert answer.status_code == 400
    assert field in answer.json()


@pytest.mark.parametrize(
    "raw",
    [
        '{"case": "a", "case": "b"}',
        '{"case": "\\ud800"}',
        '{"scores": ' + "[" * 100_000 + "]" * 100_000 + "}",
        '{"scores": {"pain": NaN}}',
        '{"scores": {"pain": 1' + "0" * 5000 + "}}",
        "{",
        b"\xff\xfe",
        "[]",
    ],
)
def test_json_that_is_a_trap_is_a_400(ana: Person, case: Case, api: Api, raw: str) -> None:
    answer = api(ana).post(url("check-ins"), data=raw, content_type="application/json")
    assert answer.status_code == 400


# Lists


@pytest.mark.parametrize("resource", LISTS)
def test_a_list_costs_the_same_at_1_and_at_30_rows(
    resource: str, ana: Person, rosa: Person, case: Case, api: Api
) -> None:
    counts, client = [], api(rosa)
    for more in (1, 29):
        fill(ana, rosa, case, more)
        CheckIn.objects.all().update(day=TODAY, replaced_at=NOON)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(url(resource))
        assert answer.status_code == 200
        assert len(answer.json()["results"]) >= more
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("resource", LISTS)
def test_strangers_find_empty_lists_and_404s(
    resource: str, ana: Person, rosa: Person, otto: Person, hugo: Person, case: Case, api: Api
) -> None:
    fill(ana, rosa, case, 1)
    row = api(rosa).get(url(resource)).json()["results"][0]
    for stranger in (otto, hugo):
        assert api(stranger).get(url(resource)).json()["results"] == []
        assert api(stranger).get(url(resource, row["id"])).status_code == 404


@pytest.mark.parametrize("resource", ["check-ins", "stalls", "treatments", "work-status-reports", "reports"])
def test_a_supervisor_finds_nothing_medical(
    resource: str, ana: Person, sam: Person, rosa: Person, case: Case, api: Api
) -> None:
    fill(ana, rosa, case, 1)
    assert api(sam).get(url(resource)).json()["results"] == []


def test_a_supervisor_sees_the_limits_in_codes_only(
    ana: Person, sam: Person, rosa: Person, case: Case, api: Api
) -> None:
    fill(ana, rosa, case, 1)
    assert ana.employee
    (row,) = api(sam).get(url("restrictions"), {"employee": ana.employee.pk}).json()["results"]
    assert (row["activity"], row["employee"]) == ("KNEEL", ana.employee.pk)
    assert not {"original_words", "case", "report", "coded_by"} & set(row)


def test_a_supervisor_sees_times_of_an_appointment_and_no_more(ana: Person, sam: Person, case: Case, api: Api) -> None:
    api(ana).post(url("appointments"), appointment_body(case))
    (row,) = api(sam).get(url("appointments")).json()["results"]
    assert set(row) == {"id", "employee", "starts_at", "ends_at"}


def test_a_supervisor_cannot_ask_by_what_they_may_not_see(
    ana: Person, sam: Person, rosa: Person, case: Case, api: Api
) -> None:
    fill(ana, rosa, case, 1)
    assert api(sam).get(url("appointments"), {"kind": "follow_up"}).json()["results"] == []
    assert api(sam).get(url("restrictions"), {"case": case.number}).json()["results"] == []


@pytest.mark.parametrize(
    ("resource", "query"),
    [
        ("check-ins", {"day_from": "tomorrow"}),
        ("check-ins", {"day_from": "0001-01-01"}),
        ("check-ins", {"replaced": "perhaps"}),
        ("check-ins", {"case": "\x00"}),
        ("check-ins", {"mood": "bad"}),
        ("stalls", {"kind": "bored"}),
        ("stalls", {"open": "\x00"}),
        ("appointments", {"starts_from": "2026-03-02T10:00:00"}),
        ("appointments", {"starts_from": "2026-03-02T10:00:00+14:01"}),
        ("appointments", {"starts_from": "0001-01-01T00:00:00+14:00"}),
        ("appointments", {"starts_until": "9999-12-31T23:59:59-14:00"}),
        ("treatments", {"kind": "magic"}),
        ("restrictions", {"employee": "1" + "0" * 5000}),
        ("restrictions", {"employee": "-1"}),
        ("work-status-reports", {"status": "FINE"}),
        ("reports", {"filed_as": "ghost"}),
    ],
)
def test_a_bad_filter_is_a_400_that_names_it(
    resource: str, query: dict[str, str], rosa: Person, case: Case, api: Api
) -> None:
    answer = api(rosa).get(url(resource), query)
    assert answer.status_code == 400
    assert set(answer.json()) == set(query)


@pytest.mark.parametrize("cursor", ["", "x", "\x00", "cD1hYmM=", "cD0wMDAxLTAxLTAx", "9" * 5000])
def test_a_cursor_written_by_hand_is_a_404(cursor: str, ana: Person, rosa: Person, case: Case, api: Api) -> None:
    fill(ana, rosa, case, 1)
    for resource in LISTS:
        assert api(rosa).get(url(resource), {"cursor": cursor}).status_code == 404


def test_pages_follow_one_another(ana: Person, rosa: Person, case: Case, api: Api) -> None:
    fill(ana, rosa, case, 3)
    client, seen, following = api(rosa), [], url("treatments") + "?page_size=2"
    while following:
        page = client.get(following).json()
        seen += [row["id"] for row in page["results"]]
        following = page["next"]
    assert sorted(seen) == sorted(Treatment.objects.values_list("pk", flat=True))


def test_reading_somebodys_record_is_written_down_once_a_page(ana: Person, rosa: Person, case: Case, api: Api) -> None:
    fill(ana, rosa, case, 3)
    api(rosa).get(url("treatments"))
    entry = AccessEntry.objects.get()
    assert (entry.employee, entry.user, entry.role, entry.what) == (ana.employee, rosa.user, "hr", "treatments (API)")


def test_reading_ones_own_record_is_not_written_down(ana: Person, rosa: Person, case: Case, api: Api) -> None:
    fill(ana, rosa, case, 1)
    api(ana).get(url("treatments"))
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("resource", LISTS)
def test_without_a_token_there_is_no_answer(resource: str, case: Case) -> None:
    assert APIClient().get(url(resource)).status_code == 401


# Verbs


def test_hr_triages_a_report(ana: Person, rosa: Person, api: Api) -> None:
    body = {"owner": rosa.user.email, "work_related": "yes", "first_check_in_on": TODAY.isoformat()}
    answer = api(rosa).post(url("cases", make_case(ana).number, "triage"), body)
    assert (answer.status_code, answer.json()["state"]) == (200, "open")


@pytest.mark.parametrize(("who", "status"), [("ana", 403), ("sam", 404), ("hugo", 404)])
def test_nobody_else_triages(who: str, status: int, ana: Person, api: Api, request: pytest.FixtureRequest) -> None:
    number = make_case(ana).number
    person = request.getfixturevalue(who)
    body = {"owner": person.user.email, "work_related": "yes", "first_check_in_on": TODAY.isoformat()}
    hr = request.getfixturevalue("rosa")
    body["owner"] = hr.user.email
    assert api(person).post(url("cases", number, "triage"), body).status_code == status


def test_an_unknown_owner_is_refused_by_field(ana: Person, rosa: Person, api: Api) -> None:
    body = {"owner": "nobody@example.com", "work_related": "yes", "first_check_in_on": TODAY.isoformat()}
    answer = api(rosa).post(url("cases", make_case(ana).number, "triage"), body)
    assert (answer.status_code, list(answer.json())) == (400, ["owner"])


def test_a_report_is_filed_and_its_alarm_is_heard(ana: Person, rosa: Person, api: Api) -> None:
    assert ana.employee
    body = {
        "client_key": str(uuid4()),
        "employee": ana.employee.pk,
        "began_on": TODAY.isoformat(),
        "repetitive_task": "typing",
        "body_part": "LOWER_BACK",
        "red_flags": ["both_legs"],
    }
    answer = api(ana).post(url("reports"), body)
    assert (answer.status_code, answer.json()["id"]) == (201, body["client_key"])
    assert Stall.objects.get().kind == "red_flag"


def test_a_supervisor_files_a_report_and_reads_no_body_part_in_the_answer(ana: Person, sam: Person, api: Api) -> None:
    assert ana.employee
    body = {
        "client_key": str(uuid4()),
        "employee": ana.employee.pk,
        "began_on": TODAY.isoformat(),
        "repetitive_task": "typing",
    }
    answer = api(sam).post(url("reports"), body)
    assert answer.status_code == 201
    assert not {"body_part", "symptoms", "case", "red_flags"} & set(answer.json())


@pytest.mark.parametrize(
    "told", [{"body_part": "WRIST", "side": "R"}, {"symptoms": ["pain"]}, {"red_flags": ["both_legs"]}]
)
def test_a_supervisors_report_says_nothing_of_the_body(
    ana: Person, sam: Person, case: Case, api: Api, told: dict[str, Any]
) -> None:
    assert ana.employee
    body = {"client_key": str(uuid4()), "employee": ana.employee.pk, "began_on": TODAY.isoformat()}
    answer = api(sam).post(url("reports"), {**body, "repetitive_task": "typing", **told})
    assert answer.status_code == 400
    assert set(answer.json()) == {*told, "code"}


def test_a_report_about_a_stranger_is_a_404(ana: Person, otto: Person, api: Api) -> None:
    assert ana.employee
    body = {"client_key": str(uuid4()), "employee": ana.employee.pk, "began_on": TODAY.isoformat()}
    answer = api(otto).post(url("reports"), {**body, "repetitive_task": "typing", "body_part": "NECK"})
    assert (answer.status_code, answer.json()["employee"]) == (404, ["There is no employee of this number."])


def test_an_appointment_is_booked_canceled_and_answered(ana: Person, case: Case, api: Api) -> None:
    client = api(ana)
    first = client.post(url("appointments"), appointment_body(case)).json()["id"]
    second = client.post(url("appointments"), appointment_body(case, hours=30)).json()["id"]
    assert client.post(url("appointments", first, "cancel")).json()["cancelled_at"] is not None
    assert client.post(url("appointments", second, "outcome"), {"outcome": "seen"}).status_code == 400
    with time_machine.travel(NOON + timedelta(hours=32), tick=False):
        answer = client.post(url("appointments", second, "outcome"), {"outcome": "seen", "words": "New plan"})
    assert answer.json()["outcome"] == "seen"


def test_a_supervisor_cannot_cancel_what_they_see(ana: Person, sam: Person, case: Case, api: Api) -> None:
    made = api(ana).post(url("appointments"), appointment_body(case)).json()["id"]
    assert api(sam).post(url("appointments", made, "cancel")).status_code == 403


def test_a_treatment_is_added_and_ended(ana: Person, case: Case, api: Api) -> None:
    body = {"case": case.number, "kind": "self_care", "words": "Heat", "started_on": TODAY.isoformat()}
    made = api(ana).post(url("treatments"), body)
    assert made.status_code == 201
    answer = api(ana).post(url("treatments", made.json()["id"], "end"), {"ended_on": TODAY.isoformat()})
    assert answer.json()["ended_on"] == TODAY.isoformat()


def test_hr_answers_a_silence(rosa: Person, ana: Person, case: Case, api: Api) -> None:
    services.notice_time(NOON + timedelta(days=14))
    number = Stall.objects.get().pk
    assert api(ana).post(url("stalls", number, "answer"), {"words": "I am fine"}).status_code == 403
    answer = api(rosa).post(url("stalls", number, "answer"), {"words": "Called"})
    assert answer.json()["close_reason"] == "contacted"


def test_the_employee_sees_the_providers_words_of_their_own_limits(
    ana: Person, rosa: Person, case: Case, api: Api
) -> None:
    fill(ana, rosa, case, 1)
    (row,) = api(ana).get(url("restrictions")).json()["results"]
    assert row["original_words"] == "Not on the knees"
    assert Restriction.objects.count() == WorkStatusReport.objects.count() == 1
