"""A graded return: planned in stages that match, up after a report and a review, down at once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from duty import services
from duty.models import Assignment, ReturnPlan, ReturnStage
from duty.services import StageFacts
from injuries.models import Case, CaseEvent
from people.models import Department
from people.refusals import NotAllowed, Refused
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, LIFT_TEN, NO_LIFT, make_task, report
from tests.duty.graded import LAST_DAY, SECOND_DAY, Return, graded_return, stages

pytestmark = pytest.mark.django_db
DUE = NOON + 7 * DAY
EARLY = DUE - timedelta(hours=6)  # six in the morning in Chicago, before the shift
FOUR_HOURS = LimitFacts(kind="MAX_SHIFT_HOURS", minutes=240, original_words="four hours a day")


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def graded(ana: Person, sam: Person, rosa: Person, case: Case) -> Return:
    return graded_return(ana, sam, rosa, case)


def planned(rosa: Person, case: Case, wanted: list[StageFacts]) -> Assignment:
    return services.plan_return(actor=rosa.actor(), case=case, stages=wanted, at=NOON)


def wrong_of(rosa: Person, case: Case, wanted: list[StageFacts]) -> set[str]:
    with pytest.raises(Refused) as refused:
        planned(rosa, case, wanted)
    assert not ReturnPlan.objects.exists() and not Assignment.objects.exists()
    return set(refused.value.fields)


def test_a_plan_is_a_draft_of_its_first_stage_until_the_end_of_the_last(
    rosa: Person, case: Case, assembly: Department
) -> None:
    row = planned(rosa, case, stages(make_task(assembly)))
    assert (row.state, row.starts_on, row.planned_end_on) == ("draft", TODAY, LAST_DAY)
    assert row.stage is not None and row.stage.position == 1
    assert row.plan.stages.count() == 2
    assert CaseEvent.objects.filter(case=case, kind="duty.return_planned").count() == 1


def test_a_plan_has_at_least_two_stages(rosa: Person, case: Case, assembly: Department) -> None:
    assert wrong_of(rosa, case, stages(make_task(assembly))[:1]) == {"stages"}


def test_a_stage_begins_after_the_one_before(rosa: Person, case: Case, assembly: Department) -> None:
    wanted = stages(make_task(assembly), starts_on=TODAY + 6 * DAY)
    assert wrong_of(rosa, case, wanted) == {"stages.2.starts_on"}


def test_a_stage_ends_after_it_begins(rosa: Person, case: Case, assembly: Department) -> None:
    assert wrong_of(rosa, case, stages(make_task(assembly), ends_on=SECOND_DAY - DAY)) == {"stages.2.ends_on"}


def test_every_stage_says_what_it_is_to_reach(rosa: Person, case: Case, assembly: Department) -> None:
    assert wrong_of(rosa, case, stages(make_task(assembly), goal=" ")) == {"stages.2.goal"}


def test_all_stages_are_in_one_department(rosa: Person, case: Case, assembly: Department, office: Department) -> None:
    wanted = stages(make_task(assembly), task=make_task(office, "PHONES"))
    assert wrong_of(rosa, case, wanted) == {"stages.2.task"}


def test_a_stage_on_days_with_known_limits_must_keep_them(rosa: Person, case: Case, assembly: Department) -> None:
    heavy = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=30, hands="BOTH")
    wanted = stages(make_task(assembly), task=make_task(assembly, "PACKING", demands=(heavy,)))
    assert wrong_of(rosa, case, wanted) == {"stages.2.task"}


def test_a_first_stage_that_does_not_fit_is_refused_even_when_the_report_has_run_out(
    ana: Person, rosa: Person, assembly: Department
) -> None:
    case = make_open_case(ana, rosa)
    report(rosa, case, NO_LIFT, at=NOON - 10 * DAY, ends_on=TODAY - DAY)
    assert wrong_of(rosa, case, stages(make_task(assembly))) == {"stages.1.task"}


def test_a_stage_beyond_the_report_is_planned_as_needing_one(ana: Person, rosa: Person, assembly: Department) -> None:
    case = make_open_case(ana, rosa)
    report(rosa, case, LIFT_TEN, FOUR_HOURS, ends_on=SECOND_DAY - DAY)
    row = planned(rosa, case, stages(make_task(assembly)))
    assert list(row.plan.stages.values_list("needs_report", flat=True)) == [False, True]


def test_only_hr_of_the_site_plans_a_return(sam: Person, case: Case, assembly: Department) -> None:
    with pytest.raises(NotAllowed):
        services.plan_return(actor=sam.actor(), case=case, stages=stages(make_task(assembly)), at=NOON)


def test_a_draft_stays_in_its_stage_when_only_its_pay_changes(rosa: Person, case: Case, assembly: Department) -> None:
    row = planned(rosa, case, stages(make_task(assembly)))
    row = services.amend(actor=rosa.actor(), assignment=row, at=NOON, wage_kind="usual")
    assert row.stage_id is not None


@pytest.mark.parametrize("change", [{"shift_ends": time(11)}, {"starts_on": SECOND_DAY}, {"own_job": True}])
def test_a_draft_with_other_work_leaves_the_plan(
    change: dict[str, object], rosa: Person, case: Case, assembly: Department
) -> None:
    row = planned(rosa, case, stages(make_task(assembly)))
    row = services.amend(actor=rosa.actor(), assignment=row, at=NOON, **change)
    assert Assignment.objects.get(pk=row.pk).stage_id is None


def test_up_needs_the_day_of_the_stage(graded: Return) -> None:
    at = NOON + 5 * DAY
    with pytest.raises(Refused) as refused:
        graded.reviewed(at).up(at)
    assert refused.value.code == "STAGE_TOO_EARLY"


def test_up_needs_a_completed_review(graded: Return) -> None:
    with pytest.raises(Refused) as refused:
        graded.up(DUE)
    assert refused.value.code == "REVIEW_REQUIRED"


def test_up_needs_a_report_that_covers_the_higher_stage(ana: Person, sam: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    report(rosa, case, LIFT_TEN, ends_on=SECOND_DAY)
    graded = graded_return(ana, sam, rosa, case).reviewed(DUE)
    with pytest.raises(Refused) as refused:
        graded.up(DUE)
    assert refused.value.code == "STAGE_NOT_COVERED"
    report(rosa, case, LIFT_TEN, at=DUE)
    assert graded.up(DUE).stage == ReturnStage.objects.get(position=2)


def test_up_needs_a_stage_that_still_fits(ana: Person, sam: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    report(rosa, case, LIFT_TEN, ends_on=SECOND_DAY)
    graded = graded_return(ana, sam, rosa, case).reviewed(DUE)
    report(rosa, case, LIFT_TEN, FOUR_HOURS, at=DUE)
    with pytest.raises(Refused) as refused:
        graded.up(DUE)
    assert refused.value.code == "STALE_MATCH"
    assert Assignment.objects.get(pk=graded.row.pk).state == "active"


def test_the_calendar_alone_moves_nobody_up(graded: Return) -> None:
    for day in range(1, 12):
        services.advance(NOON + day * DAY)
    row = Assignment.objects.get()
    assert (row.state, row.stage and row.stage.position) == ("active", 1)


def test_a_step_up_after_the_shift_has_begun_holds_from_tomorrow(graded: Return) -> None:
    before = graded.row
    row = graded.reviewed(DUE).up(DUE)
    assert (row.state, row.starts_on, row.shift_ends) == ("scheduled", SECOND_DAY + DAY, time(14))
    assert (row.version, row.previous_id, row.planned_end_on) == (2, before.pk, LAST_DAY)
    old = Assignment.objects.get(pk=before.pk)
    assert (old.state, old.ended_on) == ("ended", SECOND_DAY)
    services.advance(DUE + DAY)
    assert Assignment.objects.get(pk=row.pk).state == "active"


def test_a_step_up_before_the_shift_holds_the_same_day(graded: Return) -> None:
    row = graded.reviewed(EARLY).up(EARLY)
    assert (row.state, row.starts_on, row.activated_on) == ("active", SECOND_DAY, SECOND_DAY)


def test_a_step_up_keeps_the_letter_that_named_it(graded: Return) -> None:
    told = "From March 9, 2026: Filing documents (8 a.m. to 2 p.m.). Goal: Six hours a day"
    assert told in graded.row.offer_text
    assert "No increase in hours is planned" not in graded.row.offer_text


def test_the_receiving_supervisor_sees_the_stages_without_their_goals(graded: Return, otto: Person) -> None:
    from people.wall import readable

    sam, ana = graded.sam.actor(), graded.ana.actor()
    seen = ReturnStage.objects.visible_to(sam)
    assert seen.count() == ReturnStage.objects.visible_to(ana).count() == 2
    assert not readable(sam, seen[0], "goal") and readable(ana, seen[0], "goal")
    assert not ReturnStage.objects.visible_to(otto.actor()).exists()


def test_nobody_outside_hr_sees_a_plan_that_is_still_a_draft(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    planned(rosa, case, [replace(stage) for stage in stages(make_task(assembly))])
    assert not ReturnStage.objects.visible_to(sam.actor()).exists()
    assert not ReturnPlan.objects.visible_to(ana.actor()).exists()
    assert ReturnPlan.objects.visible_to(rosa.actor()).exists()
