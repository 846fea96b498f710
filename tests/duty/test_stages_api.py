"""A graded return over the API: planned by HR, read as far as the wall goes, stepped by actions of the duty."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from duty import services
from duty.models import Assignment, ReturnPlan
from injuries.models import Case
from people.models import Department
from tests.cast import NOON, Person, make_open_case, make_person, sign_in
from tests.duty.building import DAY, make_task, report
from tests.duty.graded import LAST_DAY, SECOND_DAY, Return, graded_return

pytestmark = pytest.mark.django_db
API = "/api/v1"
DUE = NOON + 7 * DAY - timedelta(hours=6)


@pytest.fixture(autouse=True)
def on_the_second_day() -> Iterator[None]:
    with time_machine.travel(DUE, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def graded(ana: Person, sam: Person, rosa: Person, case: Case) -> Return:
    return graded_return(ana, sam, rosa, case)


def calls(person: Person) -> APIClient:
    client = APIClient()
    sign_in(client, person)
    return client


def asked(case: Case, task: int, **second: Any) -> dict[str, Any]:
    first = {"task": task, "starts_on": "2026-03-10", "ends_on": "2026-03-14", "goal": "Routine"}
    later = {"task": task, "starts_on": "2026-03-15", "ends_on": "2026-03-22", "goal": "The whole day", **second}
    return {"case": case.number, "stages": [first, later]}


def test_hr_plans_a_return_and_gets_the_draft_of_its_first_stage(
    rosa: Person, case: Case, assembly: Department
) -> None:
    made = calls(rosa).post(f"{API}/return-plans/", asked(case, make_task(assembly).pk), format="json")
    assert (made.status_code, made.data["state"], made.data["planned_end_on"]) == (201, "draft", "2026-03-22")
    plan = calls(rosa).get(f"{API}/return-plans/?case={case.number}").data["results"][0]
    assert plan["duty"] == Assignment.objects.get().pk and len(plan["stages"]) == 2


def test_a_wrong_stage_is_named_by_its_place(rosa: Person, case: Case, assembly: Department) -> None:
    wrong = asked(case, make_task(assembly).pk, starts_on="2026-03-14")
    answer = calls(rosa).post(f"{API}/return-plans/", wrong, format="json")
    assert answer.status_code == 400 and "stages.2.starts_on" in answer.data, answer.data


def test_seven_stages_are_too_many(rosa: Person, case: Case, assembly: Department) -> None:
    wanted = asked(case, make_task(assembly).pk)
    wanted["stages"] = wanted["stages"][:1] * 7
    answer = calls(rosa).post(f"{API}/return-plans/", wanted, format="json")
    assert (answer.status_code, ReturnPlan.objects.count()) == (400, 0)


def test_a_supervisor_reads_tasks_hours_and_dates_only(graded: Return) -> None:
    plan = calls(graded.sam).get(f"{API}/return-plans/{graded.row.plan.pk}/").data
    assert "case" not in plan
    assert set(plan["stages"][1]) == {
        "id",
        "position",
        "starts_on",
        "ends_on",
        "task",
        "task_name",
        "shift_starts",
        "shift_ends",
        "own_job",
        "needs_report",
    }


def test_whoever_may_not_read_the_case_finds_nothing_by_it(graded: Return) -> None:
    """Sam is employed too: of a return of his own he may ask for the case, of his team's never."""
    by_case = f"{API}/return-plans/?case={graded.row.case.number}"
    found = [calls(who).get(by_case) for who in (graded.sam, graded.ana)]
    assert [(answer.status_code, len(answer.data["results"])) for answer in found] == [(200, 0), (200, 1)]


def test_the_employee_reads_the_goals_and_a_stranger_finds_nothing(graded: Return, otto: Person) -> None:
    url = f"{API}/return-plans/{graded.row.plan.pk}/"
    assert calls(graded.ana).get(url).data["stages"][1]["goal"] == "Six hours a day"
    assert calls(otto).get(url).status_code == 404
    step = f"{API}/assignments/{graded.row.pk}/step-up/"
    assert calls(otto).post(step).status_code == 404


def test_a_step_up_says_what_is_missing_and_then_answers_the_next_version(graded: Return) -> None:
    url = f"{API}/assignments/{graded.row.pk}/step-up/"
    refused = calls(graded.rosa).post(url)
    assert refused.status_code == 400 and "No review of this stage" in str(refused.data)
    assert calls(graded.sam).post(url).status_code == 403
    graded.reviewed(DUE)
    taken = calls(graded.rosa).post(url)
    assert (taken.status_code, taken.data["state"], taken.data["version"]) == (200, "active", 2)
    down = calls(graded.rosa).post(f"{API}/assignments/{taken.data['id']}/step-down/", {"reason": "Too much"})
    assert (down.data["shift_ends"], down.data["planned_end_on"]) == ("12:00:00", LAST_DAY.isoformat())


def test_plans_cost_the_same_at_any_number(graded: Return, assembly: Department) -> None:
    client = calls(graded.rosa)
    counts = []
    for name in ("Ben", "Cleo", "Dora"):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{API}/return-plans/").status_code == 200
        counts.append(len(queries))
        person = make_person(name, "Quist", assembly)
        other = make_open_case(person, graded.rosa)
        report(graded.rosa, other)
        services.plan_return(
            actor=graded.rosa.actor(DUE),
            case=other,
            at=DUE,
            stages=[
                services.StageFacts(task=graded.task, starts_on=SECOND_DAY, ends_on=SECOND_DAY, goal="Begin"),
                services.StageFacts(task=graded.task, starts_on=SECOND_DAY + DAY, ends_on=LAST_DAY, goal="Go on"),
            ],
        )
    assert counts[1] == counts[2]
