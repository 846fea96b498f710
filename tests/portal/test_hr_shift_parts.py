"""A shift of several parts at HR's desk, and what everybody sees of it."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from duty import services as duties
from duty.models import Assignment, Task
from duty.services import Block
from injuries.models import Case
from people.models import Department
from recovery.services import LimitFacts
from tests.cast import NOON, Person, make_open_case, sign_in
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, at_desk, give_report, make_task, propose

pytestmark = pytest.mark.django_db
AFTERNOON = {"shift_starts": time(12), "shift_ends": time(16)}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION)
    return made


@pytest.fixture
def phones(assembly: Department, sam: Person) -> Task:
    return make_task(assembly)


@pytest.fixture
def kits(assembly: Department) -> Task:
    return make_task(assembly, "kits", name="Pack kits")


def offer(desk: Client, case: Case, task: Task, **changed: Any) -> Any:
    said = {"starts_on": "2026-03-03", "shift_starts": "08:00", "shift_ends": "12:00", **changed}
    return desk.post(f"/admin/case/{case.number}/duties/{task.pk}/", said)


def test_hr_offers_a_shift_of_two_parts_of_the_own_job(rosa: Person, case: Case, phones: Task, kits: Task) -> None:
    answer = offer(
        at_desk(rosa), case, phones, block1=kits.pk, block1_starts="12:00", block1_ends="16:00", own_job="on"
    )
    row = Assignment.objects.get()
    assert answer.status_code == 302
    assert [(block.task, block.shift_starts) for block in row.blocks.all()] == [(kits, time(12))]
    assert (row.state, row.own_job, row.affects_routine_functions) == ("pending_supervisor", True, False)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"block1_starts": "12:00"}, "Choose the task, and when it begins and ends."),
        ({"block1_starts": "11:00", "block1_ends": "16:00"}, "Two parts of this shift are at the same time."),
    ],
)
def test_a_part_without_hours_or_at_the_same_time_is_refused_at_its_field(
    part: dict[str, str], said: str, rosa: Person, case: Case, phones: Task, kits: Task
) -> None:
    answer = offer(at_desk(rosa), case, phones, block1=kits.pk, **part)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Assignment.objects.exists()


def test_supervisor_and_employee_see_every_part_and_its_hours(
    rosa: Person, sam: Person, ana: Person, case: Case, phones: Task, kits: Task
) -> None:
    blocks = (Block(task=kits, **AFTERNOON),)
    row = propose(rosa, case, phones, shift_starts=time(8), shift_ends=time(12), blocks=blocks)
    client = Client()
    sign_in(client, sam)
    shown = client.get(f"/approvals/{row.pk}/").content.decode()
    assert "Pack kits" in shown
    assert "12:00 PM to 4:00 PM" in shown
    duties.approve(actor=sam.actor(), assignment=row, at=NOON)
    sign_in(client, ana)
    letter = client.get(f"/offers/{row.pk}/").content.decode()
    assert "Pack kits" in letter
    duties.accept(actor=ana.actor(), assignment=row, at=NOON)
    assert "Pack kits" in client.get("/").content.decode()


def test_hr_is_warned_when_an_early_shift_follows_a_late_one(
    rosa: Person, sam: Person, ana: Person, case: Case, phones: Task
) -> None:
    give_report(rosa, case, LimitFacts(kind="MAX_SHIFT_HOURS", minutes=480))
    row = propose(rosa, case, phones, shift_starts=time(14), shift_ends=time(22))
    duties.approve(actor=sam.actor(), assignment=row, at=NOON)
    duties.accept(actor=ana.actor(), assignment=row, at=NOON)
    draft = duties.change(actor=rosa.actor(), assignment=row, at=NOON, reason="Other hours")
    desk = at_desk(rosa)
    page = f"/admin/case/{case.number}/duty/{draft.pk}/"
    assert "follow too closely" not in desk.get(page).content.decode()
    duties.amend(actor=rosa.actor(), assignment=draft, at=NOON, shift_starts=time(6), shift_ends=time(14))
    assert "24 hours hold 16 hours of work. The limit is 8." in desk.get(page).content.decode()
