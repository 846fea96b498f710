"""The rank of a duty from what is on record: pay, hours, skills, the usual job, and how a site weighs them."""

from decimal import Decimal

import pytest

from duty.models import RankingWeights, Task
from duty.rows import standing_of
from injuries.models import Case
from people.models import Department
from portal.find_duty import found_duties
from tests.cast import TODAY, Person, make_department, make_open_case
from tests.portal.hr_cases import LIFT_TEN, give_report, make_task

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    ana.employee.usual_hourly_wage = Decimal(20)
    ana.employee.usual_weekly_hours = Decimal(40)
    ana.employee.skills = ["Forklift license"]
    ana.employee.save()
    made = make_open_case(ana, rosa)
    give_report(rosa, made, LIFT_TEN)
    return made


def shares(case: Case, task: Task) -> dict[str, float | None]:
    [found] = found_duties(case.employee, [task], standing_of(case, TODAY))
    return {part.name: part.share for part in found.parts}


def test_pay_is_compared_with_the_usual_pay(case: Case, assembly: Department) -> None:
    assert shares(case, make_task(assembly, hourly_pay=Decimal(15)))["wage"] == 0.75
    assert shares(case, make_task(assembly, "b", pays_usual=True))["wage"] == 1
    assert shares(case, make_task(assembly, "c"))["wage"] is None


def test_skills_are_compared_whatever_their_letters(case: Case, assembly: Department) -> None:
    assert shares(case, make_task(assembly, skills=["forklift  license", "Spanish"]))["skills"] == 0.5
    assert shares(case, make_task(assembly, "b"))["skills"] == 1


def test_the_usual_job_gives_likeness_and_the_first_place(case: Case, assembly: Department, ana: Person) -> None:
    other = make_department(assembly.establishment, "Office")
    desk = make_task(other, "desk")
    assert shares(case, desk)["likeness"] is None
    own = make_task(assembly, "own", usual_job=ana.employee.job_title.upper())
    assert (shares(case, own)["placement"], shares(case, own)["likeness"]) == (1, 1)
    assert (shares(case, desk)["placement"], shares(case, desk)["likeness"]) == (1 / 3, 1)


def test_a_site_may_weigh_the_parts_otherwise(case: Case, assembly: Department) -> None:
    task = make_task(assembly, pays_usual=True)
    RankingWeights.objects.create(
        establishment=assembly.establishment, placement=0, wage=100, hours=0, skills=0, headroom=0, likeness=0
    )
    [found] = found_duties(case.employee, [task], standing_of(case, TODAY))
    assert found.score == 100


def test_a_part_without_data_says_so(case: Case, assembly: Department) -> None:
    [found] = found_duties(case.employee, [make_task(assembly)], standing_of(case, TODAY))
    assert ("Pay compared with usual pay", "not recorded") in found.part_lines


def test_weights_are_told_in_the_unit_of_the_site(case: Case, assembly: Department) -> None:
    case.employee.establishment.weight_unit = "kg"
    [kept] = found_duties(case.employee, [make_task(assembly)], standing_of(case, TODAY))
    assert "0.9 kg. The limit is 4.5 kg." in kept.reasons[0].text
    [broken] = found_duties(case.employee, [make_task(assembly, "heavy", weight=40)], standing_of(case, TODAY))
    assert "It needs 18.1 kg" in broken.reasons[0].text
