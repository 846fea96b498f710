"""The screen in the database leaves out only what the exact match refuses."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duty.case_files import read_case
from duty.facts import DOES_NOT_FIT, DemandRow, Modification, Patch, Point, Report, Restriction, Task
from duty.matching import match_in_force, restrictions_in_force
from duty.models import Task as TaskRow
from duty.models import TaskScreen
from duty.rows import standing_of
from duty.screen import LENGTH, as_text, broken_for_certain, forbidden
from duty.services import candidates, fill_screens, retire_task, store_task
from duty.services.bank import facts_of
from injuries.models import Case
from people.models import Department
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import LIGHT_LIFT, make_task, report

from .random_cases import case as random_case

DAY = date(2026, 3, 10)
HEAVY = replace(LIGHT_LIFT, weight=Decimal(40))


def left_out(standing, task):
    return bool(broken_for_certain(task) & forbidden(standing))


@given(st.integers(0, 2**32))
@settings(max_examples=400, deadline=None)
def test_only_what_does_not_fit_is_left_out(seed):
    raw = random_case(random.Random(seed))
    case = read_case({**raw, "task": raw.get("task") or raw["bundle"][0], "bundle": None})
    standing = restrictions_in_force(case.reports, case.as_of)
    if left_out(standing, case.task):
        assert match_in_force(standing, case.task).verdict == DOES_NOT_FIT


def test_of_random_tasks_that_do_not_fit_most_are_left_out():
    refused = caught = 0
    for seed in range(1500):
        raw = random_case(random.Random(seed), modifiable=False)
        if "task" not in raw:
            continue
        case = read_case(raw)
        standing = restrictions_in_force(case.reports, case.as_of)
        if match_in_force(standing, case.task).verdict == DOES_NOT_FIT and not standing.off_work:
            refused += 1
            caught += left_out(standing, case.task)
    assert caught >= 0.8 * refused > 100


def standing_with(*restrictions):
    return restrictions_in_force([Report("r", "Dr Kim", DAY, DAY, "RESTRICTED", restrictions=restrictions)], DAY)


def test_a_change_that_touches_the_limit_keeps_the_task():
    lift = Restriction("w", "MAX_WEIGHT", "LIFT", points=(Point(10),))
    heavy = Task("T", (DemandRow("LIFT", hours=1, weight_lb=40),), shift_hours=8)
    assert left_out(standing_with(lift), heavy)
    change = Modification("m", Patch(set_rows=(DemandRow("LIFT", weight_lb=8),)))
    mended = Task("T", heavy.demands, shift_hours=8, modifications=(change,))
    assert not left_out(standing_with(lift), mended)


def test_either_hand_work_is_kept_when_the_other_hand_is_free():
    task = Task("T", (DemandRow("GRIP", hours=4, hands="EITHER"),), shift_hours=8)
    assert not left_out(standing_with(Restriction("g", "PROHIBITED", "GRIP", side="R")), task)
    assert left_out(standing_with(Restriction("g", "PROHIBITED", "GRIP")), task)


def test_without_a_report_nothing_is_left_out():
    assert forbidden(restrictions_in_force([], DAY)) == 0
    assert len(as_text(0)) == LENGTH


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.mark.django_db
def test_the_database_drops_what_breaks_a_limit_and_keeps_the_rest(
    case: Case, rosa: Person, assembly: Department
) -> None:
    report(rosa, case)  # up to 10 lb
    fits = make_task(assembly)
    heavy = make_task(assembly, "HEAVY", demands=(HEAVY,))
    unlooked = make_task(assembly, "NOT_LOOKED_AT", demands=())
    kept = candidates(TaskRow.objects.offered(), standing_of(case, TODAY))
    assert set(kept) == {fits, unlooked}
    assert heavy not in kept


@pytest.mark.django_db
def test_a_new_version_of_a_task_is_screened_at_once(case: Case, rosa: Person, assembly: Department) -> None:
    report(rosa, case)
    task = make_task(assembly, demands=(HEAVY,))
    standing = standing_of(case, TODAY)
    assert not candidates(TaskRow.objects.offered(), standing).exists()
    store_task(facts=replace(facts_of(task), demands=(LIGHT_LIFT,)), at=NOON, task=task)
    assert candidates(TaskRow.objects.offered(), standing).get() == task


@pytest.mark.django_db
def test_a_task_screened_by_older_rules_is_kept_until_it_is_screened_anew(
    case: Case, rosa: Person, assembly: Department
) -> None:
    report(rosa, case)
    make_task(assembly, demands=(HEAVY,))
    TaskScreen.objects.update(rules="older")
    standing = standing_of(case, TODAY)
    assert candidates(TaskRow.objects.offered(), standing).count() == 1
    assert (fill_screens(), fill_screens()) == (1, 0)
    assert candidates(TaskRow.objects.offered(), standing).count() == 0


@pytest.mark.django_db
def test_a_task_that_is_offered_no_longer_needs_no_screen(rosa: Person, assembly: Department) -> None:
    task = make_task(assembly)
    retire_task(actor=rosa.actor(NOON), task=task, at=NOON)
    assert not TaskScreen.objects.exists()
