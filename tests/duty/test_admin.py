"""Duty's tables at HR's desk."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from duty.models import Assignment, Task
from injuries.models import Case
from people.models import AccessEntry, Department
from tests.cast import NOON, TODAY, Person, make_open_case, sign_in
from tests.duty.building import brought_to, make_task, report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def active(ana: Person, sam: Person, rosa: Person, assembly: Department) -> Assignment:
    case: Case = make_open_case(ana, rosa)
    report(rosa, case)
    return brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=make_task(assembly))


def at_desk(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def form(department: Department, **changed: Any) -> dict[str, Any]:
    rows = {
        "demands-TOTAL_FORMS": 1,
        "demands-INITIAL_FORMS": 0,
        "demands-0-activity": "SIT",
        "demands-0-status": "ASSESSED",
        "demands-0-minutes": 300,
        "demands-0-weight_unit": "lb",
    }
    own = {"code": "DESK", "name": "Desk", "kind": "light", "department": department.pk, "offers": ["SIT_STAND"]}
    return {**own, "modifications": "[]", **rows, **changed}


def test_hr_writes_a_task_with_its_rows(rosa: Person, assembly: Department) -> None:
    client = at_desk(rosa)
    answer = client.post(reverse("admin:duty_task_add"), form(assembly, absent=["CLIMB"]))
    assert answer.status_code == 302, answer.context["errors"]
    task = Task.objects.get()
    assert (task.version, task.profile, task.absent) == (1, "ESTIMATED", ["CLIMB"])
    assert (task.options, [row.minutes for row in task.demands.all()]) == ({"SIT_STAND": True}, [300])
    changed = form(assembly, assessed_by="Pia Hart", assessed_on=TODAY.isoformat())
    changed |= {"demands-INITIAL_FORMS": 1, "demands-0-id": task.demands.get().pk, "demands-0-task": task.pk}
    answer = client.post(reverse("admin:duty_task_change", args=[task.pk]), changed)
    assert answer.status_code == 302, answer.context["errors"]
    task.refresh_from_db()
    assert (task.version, task.profile, task.demands.count()) == (2, "ASSESSED", 1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"modifications": '[{"code": "X", "patch": {"magic": 1}}]'}, "modifications"),
        ({"assessed_by": "Pia"}, "assessed_on"),
        ({"lacks": ["SIT_STAND"]}, "lacks"),
        ({"absent": ["JUGGLE"]}, "absent"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    wrong: dict[str, Any], field: str, rosa: Person, assembly: Department
) -> None:
    answer = at_desk(rosa).post(reverse("admin:duty_task_add"), form(assembly, **wrong))
    assert answer.status_code == 200
    assert field in answer.context["adminform"].form.errors
    assert not Task.objects.exists()


def test_a_department_of_another_site_cannot_be_chosen(rosa: Person, otto: Person) -> None:
    assert otto.employee
    answer = at_desk(rosa).post(reverse("admin:duty_task_add"), form(otto.employee.department))
    assert "department" in answer.context["adminform"].form.errors


def test_hr_of_another_site_finds_no_task(hugo: Person, active: Assignment) -> None:
    client = at_desk(hugo)
    assert client.get(reverse("admin:duty_task_change", args=[active.task_id])).status_code == 302
    assert "Filing" not in client.get(reverse("admin:duty_task_changelist")).content.decode()


def test_an_auditor_reads_tasks_and_writes_none(auditor: Person, active: Assignment) -> None:
    client = at_desk(auditor)
    page = client.get(reverse("admin:duty_task_change", args=[active.task_id]))
    assert page.status_code == 200
    assert client.post(reverse("admin:duty_task_change", args=[active.task_id]), {"name": "x"}).status_code == 403


def test_an_auditor_reads_duties_without_names(auditor: Person, active: Assignment) -> None:
    client = at_desk(auditor)
    for page in (
        reverse("admin:duty_assignment_changelist"),
        reverse("admin:duty_assignment_change", args=[active.pk]),
        reverse("admin:duty_assignmentstep_changelist"),
    ):
        answer = client.get(page)
        assert answer.status_code == 200
        assert "Rivera" not in answer.content.decode()
        assert active.case.number not in answer.content.decode()


@pytest.mark.parametrize("model", ["assignment", "assignmentstep", "dutyreview", "concern"])
def test_ledgers_are_read_only_and_reading_is_written_down(model: str, rosa: Person, active: Assignment) -> None:
    client = at_desk(rosa)
    assert client.get(reverse(f"admin:duty_{model}_changelist")).status_code == 200
    assert client.get(reverse(f"admin:duty_{model}_add")).status_code == 403
    if model == "assignment":
        url = reverse("admin:duty_assignment_change", args=[active.pk])
        assert "Ana Rivera" in client.get(url).content.decode()
        assert client.post(url, {"state": "ended"}).status_code == 403
        assert client.post(reverse("admin:duty_assignment_delete", args=[active.pk])).status_code == 403
        assert AccessEntry.objects.filter(employee=active.employee, what="duties (list)").exists()


def test_a_task_is_retired_from_the_list(rosa: Person, active: Assignment) -> None:
    chosen = {"action": "retire", "_selected_action": [active.task_id]}
    at_desk(rosa).post(reverse("admin:duty_task_changelist"), chosen)
    assert Task.objects.get(pk=active.task_id).retired_on == TODAY
