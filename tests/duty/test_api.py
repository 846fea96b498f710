"""Duty over the API: each sees what the wall shows, errors name fields, and lists cost the same at any length."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from duty import services
from duty.models import Assignment, Task
from injuries.models import Case
from people.models import Department
from tests.cast import NOON, TODAY, Person, make_open_case, make_person, sign_in
from tests.duty.building import DAY, NO_LIFT, brought_to, make_task, proposed, release, report

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def at_noon() -> Any:
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


def calls(person: Person) -> APIClient:
    client = APIClient()
    sign_in(client, person)
    return client


def proposal(case: Case, task: Task, **changed: Any) -> dict[str, Any]:
    return {"case": case.number, "task": task.pk, "starts_on": TODAY.isoformat(), **changed}


def test_a_duty_goes_from_proposal_to_its_first_day(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    made = calls(rosa).post(f"{API}/assignments/", proposal(case, task))
    assert (made.status_code, made.data["state"], made.data["verdict"]) == (201, "draft", "FITS")
    url = f"{API}/assignments/{made.data['id']}/"
    for person, step, state in (
        (rosa, "submit", "pending_supervisor"),
        (sam, "approve", "pending_employee"),
        (ana, "accept", "active"),
        (ana, "stop", "suspended"),
        (rosa, "resume", "active"),
        (rosa, "end", "ended"),
    ):
        said = {"reason": "It hurts"} if step in {"stop", "end"} else {}
        answer = calls(person).post(f"{url}{step}/", said)
        assert (answer.status_code, answer.data["state"]) == (200, state), answer.data


def test_a_supervisor_who_sees_no_case_is_refused_a_review_in_words(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    answer = calls(sam).post(f"{API}/assignments/{row.pk}/review/", {"decision": "continue"})
    assert (answer.status_code, answer.data["code"]) == (403, "PERMISSION_DENIED")


def test_a_draft_is_changed_and_taken_back(rosa: Person, case: Case, task: Task) -> None:
    client = calls(rosa)
    url = f"{API}/assignments/{proposed(rosa, case, task).pk}/"
    changed = client.patch(url, {"starts_on": (TODAY + DAY).isoformat(), "ask_for": "Pia"})
    assert (changed.data["ask_for"], changed.data["review_on"]) == ("Pia", (TODAY + 8 * DAY).isoformat())
    assert client.post(f"{url}withdraw/", {"reason": "Typed wrongly"}).data["state"] == "withdrawn"


def test_a_supervisor_reads_the_duty_and_nothing_medical(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("suspended", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    shown = calls(sam).get(f"{API}/assignments/{row.pk}/").data
    assert shown["employee_name"] == "Ana Rivera"
    assert not {"case", "match", "offer_text", "reason"} & set(shown)
    assert {"case", "match", "offer_text", "reason"} <= set(calls(ana).get(f"{API}/assignments/{row.pk}/").data)


def test_an_auditor_reads_duties_without_people(
    ana: Person, sam: Person, rosa: Person, auditor: Person, case: Case, task: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    shown = calls(auditor).get(f"{API}/assignments/{row.pk}/").data
    assert shown["state"] == "active"
    assert not {"employee", "employee_name", "case", "reason"} & set(shown)


def test_strangers_find_nothing(otto: Person, hugo: Person, rosa: Person, case: Case, task: Task) -> None:
    row = proposed(rosa, case, task)
    for person in (otto, hugo):
        client = calls(person)
        assert client.get(f"{API}/assignments/{row.pk}/").status_code == 404
        assert client.post(f"{API}/assignments/{row.pk}/submit/").status_code == 404
        assert client.get(f"{API}/cases/{case.number}/matches/").status_code == 404
        assert client.get(f"{API}/tasks/{task.pk}/").status_code == 404
        assert client.post(f"{API}/assignments/", proposal(case, task)).status_code == 404


def test_nobody_signed_in_is_told_nothing() -> None:
    assert APIClient().get(f"{API}/assignments/").status_code in {401, 403}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": "0001-01-01"}, "starts_on"),
        ({"colour": "red"}, "colour"),
        ({"planned_end_on": "2026-01-01"}, "planned_end_on"),
        ({"modifications": ["MAGIC"]}, "modifications"),
        ({"ask_for": "nul\x00"}, "ask_for"),
        ({"task": 999_999}, "task"),
    ],
)
def test_a_wrong_proposal_names_its_field(
    wrong: dict[str, Any], field: str, rosa: Person, case: Case, task: Task
) -> None:
    answer = calls(rosa).post(f"{API}/assignments/", {**proposal(case, task), **wrong})
    assert answer.status_code in {400, 404}
    assert field in answer.data
    assert not Assignment.objects.exists()


def test_a_refused_step_says_what_to_do(sam: Person, rosa: Person, case: Case, task: Task) -> None:
    row = proposed(rosa, case, task)
    client = calls(rosa)
    late = client.post(f"{API}/assignments/{row.pk}/withdraw/", {"reason": " "})
    assert (late.status_code, list(late.data)) == (400, ["reason"])
    row = services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    refused = client.post(f"{API}/assignments/{row.pk}/approve/")
    assert (refused.status_code, refused.data["code"]) == (403, "PERMISSION_DENIED")


def test_lists_cost_the_same_for_one_duty_and_for_many(rosa: Person, assembly: Department, task: Task) -> None:
    client = calls(rosa)
    costs = []
    for number in range(4):
        case = make_open_case(make_person(f"Ada{number}", "Hart", assembly), rosa)
        report(rosa, case)
        proposed(rosa, case, task)
        if number in {0, 3}:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                found = client.get(f"{API}/assignments/")
            assert len(found.data["results"]) == number + 1
            costs.append(len(queries))
    assert costs[0] == costs[1]


def test_unknown_filters_are_refused(rosa: Person) -> None:
    client = calls(rosa)
    for path in ("assignments", "concerns", "tasks"):
        assert "shoe_size" in client.get(f"{API}/{path}/?shoe_size=44").data
    assert client.get(f"{API}/assignments/?review_until=2026-13-01").status_code == 400


def test_duties_are_filtered_by_state(rosa: Person, case: Case, task: Task) -> None:
    proposed(rosa, case, task)
    client = calls(rosa)
    assert len(client.get(f"{API}/assignments/?state=draft").data["results"]) == 1
    assert client.get(f"{API}/assignments/?state=active").data["results"] == []


def test_a_received_report_stops_what_it_forbids(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    stated = {
        "case": case.number,
        "provider": "Dr Lee",
        "status": "RESTRICTED",
        "issued_on": TODAY.isoformat(),
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + 9 * DAY).isoformat(),
        "limits": [{"kind": "PROHIBITED", "activity": "LIFT"}],
    }
    made = calls(rosa).post(f"{API}/work-status-reports/", stated)
    assert made.status_code == 201, made.data
    row.refresh_from_db()
    assert row.state == "suspended"
    voided = calls(rosa).post(f"{API}/work-status-reports/{made.data['id']}/void/", {"reason": "Wrong person"})
    assert voided.data["void_reason"] == "Wrong person"


def test_a_wrong_limit_is_named_by_its_place(rosa: Person, case: Case) -> None:
    stated = {
        "case": case.number,
        "provider": "Dr Lee",
        "status": "RESTRICTED",
        "issued_on": TODAY.isoformat(),
        "starts_on": TODAY.isoformat(),
        "ends_on": (TODAY + 9 * DAY).isoformat(),
        "limits": [{"kind": "PROHIBITED", "activity": "JUGGLE"}],
    }
    answer = calls(rosa).post(f"{API}/work-status-reports/", stated)
    assert (answer.status_code, "limits.0.activity" in answer.data) == (400, True), answer.data


def test_matches_come_ranked_each_with_its_reasons(rosa: Person, case: Case, task: Task, office: Department) -> None:
    heavy = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=40)
    make_task(office, "HEAVY", name="Crates", demands=(heavy,))
    make_task(office, "GUESS", name="Guess", assessed_by="", assessed_on=None)
    found = calls(rosa).get(f"{API}/cases/{case.number}/matches/").data
    assert [one["code"] for one in found["offerable"]] == ["FILING"]
    assert [one["code"] for one in found["assess_first"]] == ["GUESS"]
    (crates,) = found["does_not_fit"]
    assert "it needs 40 lb" in crates["reasons"][0]
    assert found["offerable"][0]["parts"]["placement"] == pytest.approx(2 / 3)


def test_matches_are_hrs_alone(ana: Person, case: Case) -> None:
    assert calls(ana).get(f"{API}/cases/{case.number}/matches/").status_code == 403


def test_a_case_is_closed_with_a_release(rosa: Person, case: Case) -> None:
    client = calls(rosa)
    refused = client.post(f"{API}/cases/{case.number}/close/")
    assert (refused.status_code, refused.data["code"]) == (400, "RELEASE_REQUIRED")
    with time_machine.travel(NOON + DAY, tick=False):
        release(rosa, case, at=NOON + DAY)
        closed = calls(rosa).post(f"{API}/cases/{case.number}/close/")
    assert closed.data["state"] == "closed"


def test_a_concern_is_raised_once_and_answered(ana: Person, rosa: Person, case: Case) -> None:
    said = {"case": case.number, "words": "Lift the crates", "stop": False, "client_key": str(uuid4())}
    first, again = (calls(ana).post(f"{API}/concerns/", said) for _time in range(2))
    assert (first.status_code, again.data["id"]) == (201, first.data["id"])
    url = f"{API}/concerns/{first.data['id']}/answer/"
    assert calls(ana).post(url, {"answer": "x"}).status_code == 403
    assert calls(rosa).post(url, {"answer": "Talked to Sam"}).data["answer"] == "Talked to Sam"


def written(department: Department, **changed: Any) -> dict[str, Any]:
    demands = [{"activity": "SIT", "status": "ASSESSED", "minutes": 300}]
    facts = {"code": "DESK", "name": "Desk", "kind": "light", "department": department.pk, "demands": demands}
    return {**facts, **changed}


def test_hr_writes_a_task_with_its_demands(rosa: Person, assembly: Department) -> None:
    client = calls(rosa)
    made = client.post(f"{API}/tasks/", written(assembly))
    assert (made.status_code, made.data["profile"], made.data["version"]) == (201, "ESTIMATED", 1), made.data
    url = f"{API}/tasks/{made.data['id']}/"
    looked = {"assessed_by": "Pia Hart", "assessed_on": TODAY.isoformat()}
    assert client.post(f"{url}assess/", looked).data["profile"] == "ASSESSED"
    again = client.put(url, written(assembly, name="Front desk"))
    assert (again.data["profile"], again.data["version"]) == ("ESTIMATED", 3)
    assert client.post(f"{url}retire/").data["retired_on"] == TODAY.isoformat()
    assert client.get(f"{API}/tasks/?offered=true").data["results"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"demands": [{"activity": "JUGGLE"}]}, "demands[0].activity"),
        ({"absent": ["JUGGLE"]}, "absent[0]"),
        ({"modifications": [{"code": "X", "patch": {"magic": 1}}]}, "modifications[0].patch.magic"),
        ({"assessed_by": "Pia"}, "assessed_on"),
        ({"shift_minutes": 5000}, "shift_minutes"),
        ({"department": 999_999}, "department"),
    ],
)
def test_a_wrong_task_names_its_field(wrong: dict[str, Any], field: str, rosa: Person, assembly: Department) -> None:
    answer = calls(rosa).post(f"{API}/tasks/", {**written(assembly), **wrong})
    assert answer.status_code in {400, 404}
    assert field in answer.data, answer.data
    assert not Task.objects.exists()


def test_a_supervisor_reads_tasks_of_the_own_department_and_writes_none(
    sam: Person, task: Task, office: Department
) -> None:
    make_task(office, "PHONES")
    client = calls(sam)
    assert [one["code"] for one in client.get(f"{API}/tasks/").data["results"]] == ["FILING"]
    assert client.post(f"{API}/tasks/", written(office)).status_code == 404
    assert client.post(f"{API}/tasks/{task.pk}/retire/").status_code == 403


def test_what_tightens_is_gone_from_the_supervisors_list(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    brought_to("pending_supervisor", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    client = calls(sam)
    assert len(client.get(f"{API}/assignments/").data["results"]) == 1
    report(rosa, case, NO_LIFT, at=NOON + timedelta(minutes=5))
    assert client.get(f"{API}/assignments/").data["results"] == []
