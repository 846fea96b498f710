"""Parts of a shift side by side: together only if they match together, and never twice at the same time."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from duty import services
from duty.models import Assignment, Task
from duty.services import Block
from duty.services.bank import facts_of
from injuries.models import Case
from people.models import Department
from people.refusals import Refused
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, SITTING, brought_to, make_task, proposed, report

pytestmark = pytest.mark.django_db
MORNING = {"shift_starts": time(8), "shift_ends": time(12)}
NO_MORE_THAN_SIX_HOURS = LimitFacts(kind="MAX_SHIFT_HOURS", minutes=360)
AFTERNOON = {"shift_starts": time(12), "shift_ends": time(16)}


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def filing(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def phones(assembly: Department) -> Task:
    return make_task(
        assembly, "PHONES", name="Answer phones", absent=("CLIMB", "LOW_POSTURE", "LIFT"), demands=(SITTING,)
    )


def with_phones(rosa: Person, case: Case, filing: Task, phones: Task, **changed: Any) -> Assignment:
    blocks = (Block(task=phones, **AFTERNOON),)
    return proposed(rosa, case, filing, **{**MORNING, "blocks": blocks, **changed})


def fresh(row: Assignment) -> Assignment:
    return Assignment.objects.get(pk=row.pk)


def started(row: Assignment, *, rosa: Person, sam: Person, ana: Person, at: Any = NOON) -> Assignment:
    services.submit(actor=rosa.actor(at), assignment=row, at=at)
    services.approve(actor=sam.actor(at), assignment=row, at=at)
    return services.accept(actor=ana.actor(at), assignment=row, at=at)


def test_two_parts_of_a_shift_that_match_together_are_one_duty(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    row = with_phones(rosa, case, filing, phones)
    assert row.verdict == "FITS"
    assert fresh(row).busy == ((480, 960),)
    assert started(row, rosa=rosa, sam=sam, ana=ana).state == "active"


def test_parts_that_fit_singly_but_not_in_one_day_are_not_offered(
    rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    report(rosa, case, NO_MORE_THAN_SIX_HOURS)
    assert proposed(rosa, case, filing, **MORNING).verdict == "FITS"
    row = with_phones(rosa, case, filing, phones)
    assert row.verdict == "DOES_NOT_FIT"
    with pytest.raises(Refused) as refused:
        services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    assert refused.value.code == "NOT_MATCHED"


def test_a_part_is_never_longer_than_it_lasts(rosa: Person, case: Case, filing: Task, phones: Task) -> None:
    sitting = LimitFacts(kind="MAX_HOURS_DAY", activity="SIT", minutes=600)
    report(rosa, case, sitting)
    assert with_phones(rosa, case, filing, phones).verdict == "FITS"


def test_a_tightened_task_of_a_part_stops_the_duty(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    row = started(with_phones(rosa, case, filing, phones), rosa=rosa, sam=sam, ana=ana)
    make_heavy = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=40, hands="BOTH")
    facts = facts_of(phones)
    services.store_task(facts=replace(facts, demands=(SITTING, make_heavy), absent=()), at=NOON, task=phones)
    assert fresh(row).state == "suspended"


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"shift_starts": None, "shift_ends": None}, "shift_starts"),
        ({"shift_starts": time(8), "shift_ends": time(13)}, "blocks"),
    ],
)
def test_parts_without_hours_or_at_the_same_time_are_refused(
    plan: dict[str, Any], field: str, rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    with pytest.raises(Refused) as refused:
        with_phones(rosa, case, filing, phones, **plan)
    assert set(refused.value.fields) == {field}


def test_a_part_in_another_department_is_refused(rosa: Person, case: Case, filing: Task, office: Department) -> None:
    elsewhere = make_task(office, "DESK", name="Desk")
    with pytest.raises(Refused) as refused:
        with_phones(rosa, case, filing, elsewhere)
    assert set(refused.value.fields) == {"blocks"}


def test_a_changed_duty_keeps_its_parts_and_a_draft_may_lose_them(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    row = started(with_phones(rosa, case, filing, phones), rosa=rosa, sam=sam, ana=ana)
    draft = services.change(actor=rosa.actor(), assignment=row, at=NOON, reason="Other hours")
    assert [block.task for block in draft.blocks.all()] == [phones]
    alone = services.amend(actor=rosa.actor(), assignment=draft, at=NOON, blocks=())
    assert (alone.blocks.count(), fresh(alone).busy) == (0, ((480, 720),))


def copy_of(row: Assignment, **changed: Any) -> Assignment:
    columns = {field.attname: getattr(row, field.attname) for field in Assignment._meta.fields}
    return Assignment.objects.create(**{**columns, "id": uuid4(), **changed})


def test_the_database_refuses_two_active_duties_in_one_slot_and_allows_them_side_by_side(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task
) -> None:
    row = started(proposed(rosa, case, filing, **MORNING), rosa=rosa, sam=sam, ana=ana)
    active = fresh(row)
    copy_of(active, busy=((720, 960),))
    for slot in [((480, 720),), ((700, 730),), ((0, 481),), ((0, 1440),)]:
        with pytest.raises(IntegrityError, match="assignment_active_once"), transaction.atomic():
            copy_of(active, busy=slot)
    later = {"starts_on": TODAY + 40 * DAY, "planned_end_on": None, "restrictions_end_on": None}
    copy_of(active, review_on=TODAY + 41 * DAY, **later)


def test_a_second_active_duty_counts_in_the_match_of_the_first(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task, phones: Task
) -> None:
    report(rosa, case, NO_MORE_THAN_SIX_HOURS)
    started(proposed(rosa, case, filing, **MORNING), rosa=rosa, sam=sam, ana=ana)
    beside = proposed(rosa, case, phones, **AFTERNOON)
    assert beside.verdict == "DOES_NOT_FIT"
    instead = proposed(rosa, case, phones, **MORNING)
    assert instead.verdict == "FITS"


def test_a_new_version_starts_today_only_if_the_old_one_ended_before_its_hours(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=filing)
    at = NOON + DAY  # noon in Chicago
    draft = services.change(actor=rosa.actor(at), assignment=row, at=at, reason="Afternoons only")
    draft = services.amend(actor=rosa.actor(at), assignment=draft, at=at, starts_on=TODAY + DAY, **MORNING)
    assert started(draft, rosa=rosa, sam=sam, ana=ana, at=at).state == "scheduled"
    with pytest.raises(Refused) as refused:
        services.start(actor=rosa.actor(at), assignment=draft, at=at)
    assert refused.value.code == "WORKED_TODAY"
    services.advance(at + timedelta(hours=24))
    assert fresh(draft).state == "active"


def test_a_new_version_starts_the_same_day_when_its_hours_are_still_to_come(
    ana: Person, sam: Person, rosa: Person, case: Case, filing: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=filing)
    at = NOON + DAY
    draft = services.change(actor=rosa.actor(at), assignment=row, at=at, reason="Afternoons only")
    hours = {"shift_starts": time(13), "shift_ends": time(17)}
    draft = services.amend(actor=rosa.actor(at), assignment=draft, at=at, starts_on=TODAY + DAY, **hours)
    assert started(draft, rosa=rosa, sam=sam, ana=ana, at=at).state == "active"
