"""The effect on the shift: who is assigned to which hours of a department on a day."""

from datetime import time

import pytest

from duty.roster import department_day
from injuries.models import Case
from people.models import Department
from tests.cast import TODAY, Person, make_open_case
from tests.duty.building import DAY, brought_to, make_task, proposed, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


def test_the_receiving_department_sees_who_comes_at_which_hours(
    ana: Person, olga: Person, rosa: Person, case: Case, office: Department
) -> None:
    task = make_task(office, shift_starts=time(9), shift_ends=time(17))
    brought_to("pending_supervisor", rosa=rosa, supervisor=olga, subject=ana, case=case, task=task)
    day = department_day(actor=olga.actor(), department=office, day=TODAY)
    (slot,) = day.slots
    assert (slot.name, slot.task, slot.starts, slot.ends, slot.certain) == (
        "Ana Rivera",
        "Filing documents",
        time(9),
        time(17),
        False,
    )
    assert (day.employees, day.at_usual_work) == (1, 1)


def test_the_own_department_sees_who_is_away_and_who_is_left(
    ana: Person, sam: Person, olga: Person, rosa: Person, case: Case, assembly: Department, office: Department
) -> None:
    brought_to("active", rosa=rosa, supervisor=olga, subject=ana, case=case, task=make_task(office))
    day = department_day(actor=sam.actor(), department=assembly, day=TODAY + DAY)
    assert (day.employees, day.away, day.at_usual_work, day.slots) == (2, 1, 1, ())


def test_drafts_and_other_days_are_not_shown(rosa: Person, sam: Person, case: Case, assembly: Department) -> None:
    proposed(rosa, case, make_task(assembly), starts_on=TODAY + 2 * DAY)
    for actor, on in ((sam.actor(), 2), (rosa.actor(), 0)):
        assert department_day(actor=actor, department=assembly, day=TODAY + on * DAY).slots == ()
