"""Every change of a task is a version that can be read for good, and what is in use is matched again."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import time_machine
from django.db import IntegrityError, transaction
from rest_framework.test import APIClient

from duty import services
from duty.models import Assignment, Task, TaskVersion
from duty.services.bank import facts_of
from people.models import Department
from tests.cast import NOON, Person, make_open_case
from tests.duty.building import DAY, LIGHT_LIFT, brought_to, make_task, report
from tests.portal.hr_cases import at_desk

pytestmark = pytest.mark.django_db
HEAVY = replace(LIGHT_LIFT, weight=30)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


def heavier(rosa: Person, task: Task) -> Task:
    facts = replace(facts_of(task), demands=(HEAVY,))
    return services.write_task(actor=rosa.actor(), facts=facts, at=NOON + DAY, task=task)


def test_a_change_keeps_the_old_version_with_who_and_when(rosa: Person, task: Task) -> None:
    heavier(rosa, task)
    new, old = TaskVersion.objects.filter(task=task)
    assert (new.version, new.written_by, new.written_at) == (2, rosa.user, NOON + DAY)
    assert [row["activity"] for row in old.facts["demands"]] == ["SIT", "LIFT"]
    assert new.facts["demands"][0]["weight_lb"] == 30


def test_writing_the_same_again_is_no_new_version(rosa: Person, task: Task) -> None:
    services.write_task(actor=rosa.actor(), facts=facts_of(task), at=NOON, task=task)
    assert TaskVersion.objects.count() == 1


def test_a_duty_in_use_is_matched_with_the_new_version_and_its_step_keeps_the_old_one(
    ana: Person, sam: Person, rosa: Person, task: Task
) -> None:
    case = make_open_case(ana, rosa)
    report(rosa, case)
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    heavier(rosa, task)
    after = Assignment.objects.get(pk=row.pk)
    assert (after.state, after.match["task_version"]) == ("suspended", 2)
    assert {step.match["task_version"] for step in row.steps.exclude(action="restrictions_tightened")} == {1}


def test_a_version_is_written_once(task: Task) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskVersion.objects.create(task=task, version=1, facts={}, written_at=NOON)


def test_hr_reads_the_versions_with_what_changed_and_nobody_elsewhere_does(
    rosa: Person, hugo: Person, task: Task
) -> None:
    heavier(rosa, task)
    address = f"/admin/tasks/{task.pk}/versions/"
    shown = at_desk(rosa).get(address).content.decode()
    assert "Rosa Patel" in shown
    assert shown.index("30 lb") < shown.index("Version 1")
    assert at_desk(hugo).get(address).status_code == 404


def test_the_versions_are_read_over_the_api(rosa: Person, otto: Person, task: Task) -> None:
    heavier(rosa, task)
    client = APIClient()
    client.force_login(rosa.user)
    answer = client.get(f"/api/v1/tasks/{task.pk}/versions/").json()
    assert [(row["version"], row["facts"]["name"]) for row in answer] == [
        (2, "Filing documents"),
        (1, "Filing documents"),
    ]
    client.force_login(otto.user)
    assert client.get(f"/api/v1/tasks/{task.pk}/versions/").status_code == 404
