"""Shifts that follow closely: HR is warned when any 24 hours hold more than a day may."""

from datetime import time

import pytest

from duty import services
from duty.close_shifts import too_close
from duty.models import Assignment
from duty.rows import standing_of
from injuries.models import Case
from people.models import Department
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, make_task, proposed, report

pytestmark = pytest.mark.django_db
EIGHT_HOURS = LimitFacts(kind="MAX_SHIFT_HOURS", minutes=480)
SITS_SIX = LimitFacts(kind="MAX_HOURS_DAY", activity="SIT", minutes=360)
LATE = {"shift_starts": time(14), "shift_ends": time(22)}


def changed(rosa: Person, ana: Person, sam: Person, case: Case, task: object, **hours: time) -> Assignment:
    """A late shift, and its draft for the day after at other hours."""
    row = proposed(rosa, case, task, **LATE)  # type: ignore[arg-type]
    services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    services.approve(actor=sam.actor(), assignment=row, at=NOON)
    services.accept(actor=ana.actor(), assignment=row, at=NOON)
    draft = services.change(actor=rosa.actor(), assignment=row, at=NOON, reason="Other hours")
    return services.amend(actor=rosa.actor(), assignment=draft, at=NOON, **hours)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made, EIGHT_HOURS, SITS_SIX)
    return made


def test_an_early_shift_after_a_late_one_is_more_than_a_day_may_hold(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    draft = changed(rosa, ana, sam, case, make_task(assembly), shift_starts=time(6), shift_ends=time(14))
    found = too_close(draft, standing_of(case, draft.starts_on))
    assert [(one.activity, one.window.minutes, one.limit) for one in found] == [("", 960, 480), ("SIT", 720, 360)]
    assert (found[0].window.day, found[0].window.starts) == (TODAY, 14 * 60)


def test_shifts_a_day_apart_are_no_warning(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    draft = changed(rosa, ana, sam, case, make_task(assembly), shift_starts=time(14), shift_ends=time(22))
    assert too_close(draft, standing_of(case, draft.starts_on)) == []


def test_a_change_over_the_weekend_is_no_warning(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    draft = changed(rosa, ana, sam, case, make_task(assembly), shift_starts=time(6), shift_ends=time(14))
    later = services.amend(actor=rosa.actor(), assignment=draft, at=NOON, starts_on=TODAY + 4 * DAY)
    assert too_close(later, standing_of(case, later.starts_on)) == []
