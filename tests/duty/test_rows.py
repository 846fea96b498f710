"""From rows to matching: dates, units, providers, and always the same few queries."""

from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from duty import services
from duty.models import Task
from duty.rows import limits_in_force, match_case, reports_of, review_date_for, standing_of, task_of
from duty.snapshots import snapshots_of
from injuries.models import Case
from people.models import Department
from people.refusals import Refused
from recovery.services import LimitFacts, book_appointment
from tests.cast import NOON, TODAY, Person, make_open_case, make_person
from tests.duty.building import DAY, LIFT_TEN, LIGHT_LIFT, NO_LIFT, make_task, proposed, release, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def test_hours_come_back_as_hours_and_kilograms_stay_kilograms(rosa: Person, case: Case) -> None:
    report(
        rosa,
        case,
        LimitFacts(kind="MAX_HOURS_DAY", activity="STAND", minutes=90),
        LimitFacts(kind="MAX_CONTINUOUS_MIN", activity="SIT", minutes=30),
        LimitFacts(kind="MAX_WEIGHT", activity="CARRY", points=({"kg": 9.1, "band": "SELDOM"}, {"kg": 4})[:1]),
    )
    stand, sit, carry = reports_of([case.pk])[case.pk][0].restrictions
    assert (stand.hours, stand.minutes) == (1.5, None)
    assert (sit.hours, sit.minutes) == (None, 30)
    assert (carry.points[0].value, carry.points[0].unit, carry.points[0].band) == (9.1, "kg", "SELDOM")


def test_the_newest_report_of_a_provider_counts_however_the_name_is_typed(rosa: Person, case: Case) -> None:
    report(rosa, case, provider="Dr Kim")
    report(rosa, case, NO_LIFT, provider="dr  kim", at=NOON + DAY)
    assert [limit.fact.kind for limit in limits_in_force(case, TODAY + DAY)] == ["PROHIBITED"]


def test_an_expired_limit_stays_in_force_and_says_so(rosa: Person, case: Case) -> None:
    report(rosa, case)
    (limit,) = limits_in_force(case, TODAY + 29 * DAY)
    assert limit.expired
    assert limit.row
    assert limit.row.original_words == "no more than 10 lb"


def test_being_off_work_is_a_limit_without_a_row(rosa: Person, case: Case) -> None:
    report(rosa, case, status="OFF_WORK")
    (limit,) = limits_in_force(case, TODAY)
    assert (limit.fact.kind, limit.row) == ("NOT_RELEASED", None)
    assert standing_of(case, TODAY).off_work


def test_a_task_of_rows_is_read_in_hours(assembly: Department) -> None:
    fact = task_of(make_task(assembly))
    assert (fact.shift_hours, fact.demands[0].hours, fact.demands[1].weight_lb) == (8, 6, 8)
    assert not fact.estimated


def test_matching_costs_the_same_for_one_task_and_for_fifty(
    rosa: Person, case: Case, assembly: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    report(rosa, case)
    for number in range(50):
        make_task(assembly, f"TASK_{number}")
    for wanted in (1, 50):
        with django_assert_num_queries(4):
            found = match_case(case, Task.objects.order_by("pk")[:wanted], TODAY)
        assert [match.result.verdict for match in found] == ["FITS"] * wanted


def test_matching_many_duties_costs_the_same_as_one(
    rosa: Person, assembly: Department, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    task = make_task(assembly)
    rows = []
    for name in ("Ada", "Bea", "Cleo"):
        case = make_open_case(make_person(name, "Hart", assembly), rosa)
        report(rosa, case)
        rows.append(proposed(rosa, case, task))
    for wanted in (1, 3):
        again = list(rows[0].__class__.objects.select_related("task").filter(pk__in=[row.pk for row in rows[:wanted]]))
        with django_assert_num_queries(5):
            assert {found.verdict for found in snapshots_of(again, TODAY).values()} == {"FITS"}


def test_the_review_comes_the_working_day_after_a_visit(rosa: Person, ana: Person, case: Case) -> None:
    report(rosa, case)
    friday = datetime(2026, 3, 6, 9, 0, tzinfo=ZoneInfo("America/Chicago"))
    book_appointment(
        actor=ana.actor(),
        case=case,
        at=NOON,
        kind="follow_up",
        starts_at=friday - DAY,
        ends_at=friday - DAY + timedelta(hours=1),
        client_key=uuid4(),
    )
    assert review_date_for(case, TODAY) == date(2026, 3, 6)
    case.establishment.holidays.create(day=date(2026, 3, 6), name="Founding day")
    assert review_date_for(case, TODAY) == date(2026, 3, 9)


def test_the_review_is_rolled_back_to_a_working_day_of_the_site(rosa: Person, case: Case) -> None:
    report(rosa, case)
    assert review_date_for(case, TODAY, first=False) == date(2026, 3, 16)
    case.establishment.holidays.create(day=date(2026, 3, 16), name="Founding day")
    assert review_date_for(case, TODAY, first=False) == date(2026, 3, 13)


def test_a_review_never_falls_past_the_limits(rosa: Person, case: Case) -> None:
    report(rosa, case, LIFT_TEN, ends_on=TODAY + 3 * DAY)
    assert review_date_for(case, TODAY) == TODAY + 3 * DAY
    with pytest.raises(Refused) as refused:
        review_date_for(case, TODAY + 4 * DAY)
    assert refused.value.code == "NO_VALID_COVERAGE"


def test_after_a_release_no_limit_is_in_force(rosa: Person, case: Case) -> None:
    report(rosa, case)
    release(rosa, case, at=NOON + DAY)
    assert limits_in_force(case, TODAY + DAY) == []


def test_templates_fill_a_bank_with_estimates_once(assembly: Department) -> None:
    site = assembly.establishment
    added = services.add_template_tasks(establishment=site, departments={"": assembly}, at=NOON)
    assert len(added) == 42
    assert {task.profile for task in added} == {"ESTIMATED"}
    assert services.add_template_tasks(establishment=site, departments={"": assembly}, at=NOON) == []
    forklift = Task.objects.get(code="FORKLIFT")
    assert forklift.kind == "modified"


def test_a_changed_task_is_an_estimate_again_until_somebody_has_looked(rosa: Person, assembly: Department) -> None:
    task = make_task(assembly)
    facts = services.TaskFacts(code=task.code, name="Filing", kind="light", department=assembly, demands=(LIGHT_LIFT,))
    changed = services.write_task(actor=rosa.actor(), facts=facts, at=NOON, task=task)
    assert (changed.version, changed.profile) == (2, "ESTIMATED")
    looked = services.assess_task(actor=rosa.actor(), task=changed, assessed_by="Pia Hart", assessed_on=TODAY, at=NOON)
    assert (looked.version, looked.profile) == (3, "ASSESSED")


def test_a_profile_that_cannot_be_read_is_refused_at_its_place(rosa: Person, assembly: Department) -> None:
    facts = services.TaskFacts(
        code="X",
        name="X",
        kind="light",
        department=assembly,
        demands=(services.DemandFacts(activity="JUGGLE"),),
    )
    with pytest.raises(Refused) as refused:
        services.write_task(actor=rosa.actor(), facts=facts, at=NOON)
    assert list(refused.value.fields) == ["demands[0].activity"]
