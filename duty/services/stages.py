"""A graded return: HR writes the stages; up needs a report and a review, down is immediate.

The supervisor and the employee agree to the whole plan with the first offer, which names the days of the increases.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from duty.lifecycle import PERMISSION_DENIED
from duty.matching import Standing
from duty.models import Assignment, DutyReview, ReturnPlan, ReturnStage, Task
from duty.refusal_words import refusal
from duty.rows import review_date_for, standing_of, task_of
from duty.services.decisions import refuse_overlap
from duty.services.drafts import columns_of, propose
from duty.services.plans import DutyPlan, check_plan, needed_changes
from duty.services.steps import SYSTEM, claim, locked, match_columns, note, store_step, take_step, today_at
from duty.snapshots import as_offered, judged, snapshot_of
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.refusals import Refused, Words
from people.wall import Actor

DAY = timedelta(days=1)
MOST_STAGES = 6


@dataclass(frozen=True, kw_only=True)
class StageFacts:
    task: Task
    starts_on: date
    ends_on: date
    goal: str
    shift_starts: time | None = None
    shift_ends: time | None = None


@transaction.atomic
def plan_return(*, actor: Actor, case: Case, stages: Sequence[StageFacts], at: datetime) -> Assignment:
    """Write the stages down; answers the draft of the first one, which is then sent like any other duty."""
    if not actor.hr_of(case.establishment_id) or actor.user is None:
        raise refusal(PERMISSION_DENIED)
    wrong = wrong_stages(stages, actor, local_day(at, case.establishment.timezone))
    if wrong:
        raise Refused(wrong)
    plan = ReturnPlan.objects.create(case=case, written_by=actor.user, written_at=at)
    rows = [
        ReturnStage.objects.create(plan=plan, position=place, **vars(stage))
        for place, stage in enumerate(stages, start=1)
    ]
    first = stages[0]
    draft = propose(
        actor=actor,
        case=case,
        task=first.task,
        at=at,
        starts_on=first.starts_on,
        planned_end_on=first.ends_on,
        shift_starts=first.shift_starts,
        shift_ends=first.shift_ends,
    )
    claim(draft, draft.state, {"stage_id": rows[0].pk})
    record(case=case, kind="duty.return_planned", at=at, by=actor.user, data={"stages": len(rows)})
    return draft


def wrong_stages(stages: Sequence[StageFacts], actor: Actor, today: date) -> dict[str, Words]:
    """What is wrong, by stage and field: "stages.2.starts_on"."""
    if not 2 <= len(stages) <= MOST_STAGES:
        return {"stages": _("A graded return has two to six stages.")}
    wrong: dict[str, Words] = {}
    for place, stage in enumerate(stages, start=1):
        before = stages[place - 2] if place > 1 else None
        if before and stage.starts_on <= before.ends_on:
            wrong[f"stages.{place}.starts_on"] = _("A stage begins after the one before it has ended.")
        if stage.task.department_id != stages[0].task.department_id:
            wrong[f"stages.{place}.task"] = _(
                "Choose tasks of one department: its supervisor agrees to the whole plan."
            )
        if not stage.goal.strip():
            wrong[f"stages.{place}.goal"] = _("Write what this stage is to reach.")
        try:
            check_plan(_as_plan(stage, stage.starts_on, stage.ends_on), actor=actor, today=today)
        except Refused as refused:
            for name, words in refused.fields.items():
                wrong.setdefault(f"stages.{place}.{ENDS.get(name, name)}", words)
    return wrong


ENDS = {"planned_end_on": "ends_on"}


def _as_plan(stage: ReturnStage | StageFacts, starts_on: date, planned_end_on: date | None) -> DutyPlan:
    return DutyPlan(
        task=stage.task,
        starts_on=starts_on,
        planned_end_on=planned_end_on,
        shift_starts=stage.shift_starts,
        shift_ends=stage.shift_ends,
    )


@dataclass(frozen=True)
class Readiness:
    """What stepping to a stage rests on, each answered for itself so that a page can name what is missing."""

    stage: ReturnStage
    starts_on: date
    verdict: str
    offerable: bool
    day_reached: bool
    report_covers: bool
    review_held: bool


def stage_beside(row: Assignment, offset: int) -> ReturnStage | None:
    """The stage above (+1) or below (-1) the one that a version is in."""
    if row.stage is None:
        return None
    stages = ReturnStage.objects.filter(plan_id=row.stage.plan_id, position=row.stage.position + offset)
    return stages.select_related("task").first()


def later_stages(row: Assignment) -> list[ReturnStage]:
    """The planned increases after the stage of a version, for its offer."""
    if row.stage is None:
        return []
    later = ReturnStage.objects.filter(plan_id=row.stage.plan_id, position__gt=row.stage.position)
    return list(later.select_related("task").order_by("position"))


def readiness(row: Assignment, stage: ReturnStage, today: date, *, up: bool) -> Readiness:
    starts_on = max(today + DAY, stage.starts_on) if up else today
    standing = standing_of(row.case, starts_on)
    plan = _as_plan(stage, starts_on, None)
    fact = as_offered(stage.task, task_of(stage.task), stage.shift_starts, stage.shift_ends)
    result = judged(standing, fact, needed_changes(plan, standing))
    return Readiness(
        stage=stage,
        starts_on=starts_on,
        verdict=result.verdict,
        offerable=result.offerable,
        day_reached=today + DAY >= stage.starts_on,
        report_covers=covers(standing),
        review_held=_review_held(row),
    )


def covers(standing: Standing) -> bool:
    """Does a report speak of that day itself? Limits that ran out stay in force, and cover nothing."""
    in_time = not any(limit.expired for limit in standing.limits)
    return bool(standing.reports) and in_time and not standing.off_work


def _review_held(row: Assignment) -> bool:
    """A review of this very stage that said it goes on, after any stop."""
    reviews = DutyReview.objects.filter(assignment=row, decision=DutyReview.Decision.CONTINUE)
    stopped = row.steps.filter(to_state="suspended").order_by("-at").values_list("at", flat=True).first()
    return (reviews.filter(at__gte=stopped) if stopped else reviews).exists()


@transaction.atomic
def step_up(*, actor: Actor, assignment: Assignment, at: datetime) -> Assignment:
    """To the next stage, from tomorrow or its first day: never by the calendar alone."""
    return _step(actor, assignment, at, up=True)


@transaction.atomic
def step_down(*, actor: Actor, assignment: Assignment, at: datetime, reason: str) -> Assignment:
    """To the stage before, at once."""
    return _step(actor, assignment, at, up=False, reason=reason)


def _step(actor: Actor, assignment: Assignment, at: datetime, *, up: bool, reason: str = "") -> Assignment:
    before = locked(assignment)
    today = today_at(before, at)
    stage = stage_beside(before, 1 if up else -1)
    ready = readiness(before, stage, today, up=up) if stage else None
    action = "step_up" if up else "step_down"
    event = {"stage": ready is not None}
    if ready:
        event |= {
            "verdict": ready.verdict,
            "stage_reached": ready.day_reached,
            "report_covers": ready.report_covers,
            "review_held": ready.review_held,
        }
    columns = {"ended_on": today if before.activated_on else None, "reason": reason.strip()[:500]}
    old = take_step(
        assignment=before, action=action, doer=actor, at=at, reason=reason, event=event, columns=columns
    ).assignment
    if ready is None:
        raise refusal("NO_STAGE")
    new = _next_version(actor, old, ready, action, today, at)
    note(new, "duty.stepped_up" if up else "duty.stepped_down", actor, at, starts_on=new.starts_on.isoformat())
    return new if up else _start_now(new, at)


def _next_version(
    actor: Actor, old: Assignment, ready: Readiness, action: str, today: date, at: datetime
) -> Assignment:
    """The version of the other stage: agreed to with the plan, so it is scheduled without a new offer."""
    stage, case = ready.stage, old.case
    standing = standing_of(case, ready.starts_on)
    end = next((day for day in (stage.ends_on, old.planned_end_on) if day and day >= ready.starts_on), None)
    plan = replace(
        _as_plan(stage, ready.starts_on, end),
        review_on=review_date_for(case, ready.starts_on, end, standing=standing),
        ask_for=old.ask_for,
        own_job=old.own_job,
        affects_routine_functions=old.affects_routine_functions,
        limits_full_workday=old.limits_full_workday,
    )
    plan = replace(plan, modifications=needed_changes(plan, standing))
    row = Assignment(
        case=case,
        employee=old.employee,
        establishment=old.establishment,
        version=old.version + 1,
        previous=old,
        stage=stage,
        state=Assignment.State.SCHEDULED,
        proposed_by_id=actor.user_id,
        proposed_at=at,
        submitted_at=at,
        approved_by_id=old.approved_by_id,
        offer_text=old.offer_text,
        **columns_of(plan),
    )
    row.save(force_insert=True)
    snapshot = snapshot_of(row, today)
    claim(row, row.state, match_columns(row, snapshot, row.state, {}))
    store_step(row, action=action, before="", role="hr", doer=actor, at=at, snapshot=snapshot)
    return row


def _start_now(row: Assignment, at: datetime) -> Assignment:
    """A step down holds from this minute, also in the middle of a shift."""
    refuse_overlap(row)
    taken = take_step(assignment=row, action="start", doer=SYSTEM, at=at)
    claim(taken.assignment, taken.assignment.state, {"activated_on": taken.today})
    note(taken.assignment, "duty.started", SYSTEM, at)
    return taken.assignment
