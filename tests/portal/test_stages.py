"""A graded return on the pages: planned and stepped at HR's desk, read by the employee and the supervisor."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from duty.models import Assignment
from injuries.models import Case
from people.models import Department
from tests.cast import NOON, Person, make_open_case, sign_in
from tests.duty.building import DAY, make_task, report
from tests.duty.graded import Return, graded_return
from tests.portal.hr_cases import at_desk

pytestmark = pytest.mark.django_db
DUE = NOON + 7 * DAY - timedelta(hours=6)


@pytest.fixture(autouse=True)
def moment() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def graded(ana: Person, sam: Person, rosa: Person, case: Case) -> Return:
    return graded_return(ana, sam, rosa, case)


def read(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def of(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def filled(task: int, **changed: str) -> dict[str, str]:
    said = {
        "stages_1_task": str(task),
        "stages_1_starts_on": "2026-03-03",
        "stages_1_ends_on": "2026-03-08",
        "stages_1_shift_starts": "08:00",
        "stages_1_shift_ends": "12:00",
        "stages_1_goal": "Back in the routine",
        "stages_2_task": str(task),
        "stages_2_starts_on": "2026-03-09",
        "stages_2_ends_on": "2026-03-15",
        "stages_2_goal": "The whole day",
    }
    return {**said, **changed}


def test_hr_plans_the_stages_and_goes_on_to_the_offer(rosa: Person, case: Case, assembly: Department) -> None:
    task, desk = make_task(assembly), at_desk(rosa)
    url = f"/admin/case/{case.number}/return/"
    assert f'value="{task.pk}" selected' in read(desk, f"{url}?task={task.pk}")
    answer = desk.post(url, filled(task.pk))
    row = Assignment.objects.get()
    assert answer.headers["Location"] == f"/admin/case/{case.number}/duty/{row.pk}/send/"
    shown = read(desk, answer.headers["Location"])
    assert "First stage of a graded return" in shown and "Goal: The whole day" in shown


def test_a_wrong_stage_is_said_at_its_field(rosa: Person, case: Case, assembly: Department) -> None:
    task, desk = make_task(assembly), at_desk(rosa)
    answer = desk.post(f"/admin/case/{case.number}/return/", filled(task.pk, stages_2_starts_on="2026-03-08"))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"stages_2_starts_on"}


def test_a_stage_left_out_is_asked_for(rosa: Person, case: Case, assembly: Department) -> None:
    task, desk = make_task(assembly), at_desk(rosa)
    more = {"stages_4_task": str(task.pk), "stages_4_goal": "More"}
    answer = desk.post(f"/admin/case/{case.number}/return/", filled(task.pk, **more))
    assert {"stages_4_task", "stages_4_starts_on", "stages_4_ends_on"} == answer.context["form"].errors.keys()


def test_the_duty_page_names_what_the_next_stage_needs(graded: Return) -> None:
    shown = read(at_desk(graded.rosa), f"/admin/case/{graded.case.number}/duty/{graded.row.pk}/")
    assert "What the next stage needs" in shown and "A review of the present stage was held <b>(not yet)</b>" in shown
    assert "/step-up/" in shown and "/step-down/" not in shown


def test_hr_steps_up_after_the_review_and_down_again(graded: Return, moment: Any) -> None:
    moment.move_to(DUE)
    desk, base = at_desk(graded.rosa), f"/admin/case/{graded.case.number}/duty"
    refused = desk.post(f"{base}/{graded.row.pk}/step-up/")
    assert refused.status_code == 422 and "No review of this stage has been held" in refused.content.decode()
    graded.reviewed(DUE)
    assert "Everything is there" in read(desk, f"{base}/{graded.row.pk}/step-up/")
    assert desk.post(f"{base}/{graded.row.pk}/step-up/").status_code == 302
    now = Assignment.objects.get(version=2)
    assert now.state == "active"
    assert desk.post(f"{base}/{now.pk}/step-down/", {"reason": "Too much at once"}).status_code == 302
    assert Assignment.objects.get(version=3).state == "active"
    journal = read(desk, f"/admin/case/{graded.case.number}/journal/")
    assert "Next stage of the return" in journal and "Stage before of the return" in journal


def test_the_review_shows_where_in_the_plan_it_is(graded: Return) -> None:
    shown = read(at_desk(graded.rosa), f"/admin/case/{graded.case.number}/duty/{graded.row.pk}/review/")
    assert "Stage 2: Filing documents" in shown


def test_the_employee_sees_the_stage_of_today_and_the_whole_way_back(graded: Return) -> None:
    client = of(graded.ana)
    assert "Stage 1 of your return. The next may begin on Mon, Mar 9" in read(client, "/")
    shown = read(client, f"/offers/{graded.row.pk}/")
    assert "Your way back, in stages" in shown and "Goal: Six hours a day" in shown


def test_the_supervisor_sees_tasks_hours_and_dates_only(graded: Return) -> None:
    shown = read(of(graded.sam), f"/approvals/{graded.row.pk}/")
    assert "Stage 2: Filing documents" in shown and "8:00 AM to 2:00 PM" in shown
    assert "Six hours a day" not in shown and "Back in the routine" not in shown


@pytest.mark.parametrize("page", ["return/", "duty/{row}/step-up/", "duty/{row}/step-down/"])
def test_nobody_but_hr_of_the_site_opens_these_pages(page: str, graded: Return, otto: Person) -> None:
    url = f"/admin/case/{graded.case.number}/{page.format(row=graded.row.pk)}"
    for person in (graded.ana, graded.sam, otto):
        assert of(person).get(url).status_code in {302, 403, 404}
