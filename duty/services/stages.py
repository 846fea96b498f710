"""A graded return: HR writes the stages; up needs a report and a review, down is immediate.

The supervisor and the employee agree to the whole plan with the first offer, which names the days of the increases.
Until somebody is stepped up, the stage they are in goes on, as long as limits and plan allow.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from duty.facts import OFFERABLE
from duty.lifecycle import PERMISSION_DENIED
from duty.models import Assignment, ReturnPlan, ReturnStage, Task
from duty.refusal_words import refusal
from duty.rows import review_date_for, standing_of
from duty.services.decisions import refuse_overlap, start_if_due
from duty.services.drafts import columns_of, propose
from duty.services.plans import DutyPlan, check_plan, needed_changes, plan_of, shorter_than_usual
from duty.services.readiness import Readiness, covers, match_of_stage, plan_of_stage, readiness, stage_beside
from duty.services.reviews import last_day
from duty.services.steps import SYSTEM, claim, locked, match_columns, note, store_step, take_step, today_at
from duty.snapshots import snapshot_of
from duty.stage_days import FEWEST, MOST, out_of_order
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor

NAMES = {"planned_end_on": "ends_on"}


@dataclass(frozen=True, kw_only=True)
class StageFacts:
    task: Task
    starts_on: date
    ends_on: date
    goal: str
    shift_starts: time | None = None
    shift_ends: time | None = None
    own_job: bool = False


@verb
def plan_return(*, actor: Actor, case: Case, stages: Sequence[StageFacts], at: datetime) -> Assignment:
    """Write the stages down; answers the draft of the first one, which is then sent like any other duty."""
    if not actor.hr_of(case.establishment_id) or actor.user is None:
        raise refusal(PERMISSION_DENIED)
    today = local_day(at, case.establishment.timezone)
    wrong = wrong_stages(stages, actor, today)
    if wrong:
        raise Refused(wrong)
    known = [_matched(case, stage, place, today) for place, stage in enumerate(stages, start=1)]
    first = stages[0]
    draft = propose(
        actor=actor,
        case=case,
        task=first.task,
        at=at,
        starts_on=first.starts_on,
        planned_end_on=stages[-1].ends_on,
        shift_starts=first.shift_starts,
        shift_ends=first.shift_ends,
        own_job=first.own_job,
    )
    plan = ReturnPlan.objects.create(case=case, duty=draft, written_by=actor.user, written_at=at)
    rows = [
        ReturnStage.objects.create(
            plan=plan, position=place, needs_report=not is_known, **{**vars(stage), "goal": stage.goal.strip()[:200]}
        )
        for place, (stage, is_known) in enumerate(zip(stages, known, strict=True), start=1)
    ]
    _enter(draft, rows[0])
    record(case=case, kind="duty.return_planned", at=at, by=actor.user, data={"stages": len(rows)})
    return draft


def wrong_stages(stages: Sequence[StageFacts], actor: Actor, today: date) -> dict[str, Words]:
    """What is wrong, by stage and field: "stages.2.starts_on"."""
    if not FEWEST <= len(stages) <= MOST:
        return {"stages": _("A graded return has two to six stages.")}
    wrong: dict[str, Words] = {}
    for place in out_of_order([(stage.starts_on, stage.ends_on) for stage in stages]):
        wrong[f"stages.{place + 1}.starts_on"] = _("A stage begins after the one before it has ended.")
    for place, stage in enumerate(stages, start=1):
        found = dict(_wrong_plan(stage, actor, today))
        if stage.task.department_id != stages[0].task.department_id:
            found["task"] = _("Choose tasks of one department: its supervisor agrees to the whole plan.")
        if not stage.goal.strip():
            found["goal"] = _("Write what this stage is to reach.")
        for name, words in found.items():
            wrong.setdefault(f"stages.{place}.{NAMES.get(name, name)}", words)
    return wrong


def _wrong_plan(stage: StageFacts, actor: Actor, today: date) -> dict[str, Words]:
    try:
        check_plan(plan_of_stage(stage, stage.starts_on, stage.ends_on), actor=actor, today=today)
    except Refused as refused:
        return dict(refused.fields)
    return {}


def _matched(case: Case, stage: StageFacts, place: int, today: date) -> bool:
    """Are the limits of its day known? A stage must fit those that are; the first one must fit what is in force."""
    day = max(today, stage.starts_on)
    standing = standing_of(case, day)
    known = covers(standing, day)
    if (known or place == 1) and not match_of_stage(stage, standing).offerable:
        words = _("This stage does not keep the limits on file for its days. Choose another task or other hours.")
        raise Refused({f"stages.{place}.task": words}, code="NOT_MATCHED")
    return known


def _enter(row: Assignment, stage: ReturnStage) -> None:
    claim(row, row.state, {"stage_id": stage.pk})
    row.stage = stage


@verb
def step_up(*, actor: Actor, assignment: Assignment, at: datetime) -> Assignment:
    """To the next stage, from the next shift on: never by the calendar alone."""
    new = _step(actor, assignment, at, action="step_up")
    note(new, "duty.stepped_up", actor, at, starts_on=new.starts_on.isoformat())
    return start_if_due(new, today_at(new, at), at) or new


@verb
def step_down(*, actor: Actor, assignment: Assignment, at: datetime, reason: str) -> Assignment:
    """To the stage before, at once, also in the middle of a shift."""
    new = _step(actor, assignment, at, action="step_down", reason=reason)
    note(new, "duty.stepped_down", actor, at, starts_on=new.starts_on.isoformat())
    taken = take_step(assignment=new, action="start", doer=SYSTEM, at=at)
    claim(taken.assignment, taken.assignment.state, {"activated_on": taken.today})
    note(taken.assignment, "duty.started", SYSTEM, at)
    return taken.assignment


def _step(actor: Actor, assignment: Assignment, at: datetime, *, action: str, reason: str = "") -> Assignment:
    """End the version of one stage and write that of the other; it was agreed to with the plan, so no new offer."""
    before = locked(assignment)
    up = action == "step_up"
    stage = stage_beside(before, 1 if up else -1)
    ready = readiness(before, stage, at, up=up) if stage else None
    columns = {"ended_on": last_day(before, at), "reason": reason.strip()[:500]}
    event = _event_of(ready)
    old = take_step(
        assignment=before, held=True, action=action, doer=actor, at=at, reason=reason, event=event, columns=columns
    ).assignment
    if ready is None:
        raise refusal("NO_STAGE")
    return _next_version(actor, old, ready, action, at)


def _event_of(ready: Readiness | None) -> dict[str, Any]:
    if ready is None:
        return {"stage": False}
    return {
        "stage": True,
        "verdict": ready.result.verdict,
        "stage_reached": ready.day_reached,
        "report_covers": ready.report_covers,
        "review_held": ready.review_held,
    }


def _next_version(actor: Actor, old: Assignment, ready: Readiness, action: str, at: datetime) -> Assignment:
    """Scheduled for the day of the step, with the answer and the letter that the plan was agreed to with."""
    row = Assignment(
        case=old.case,
        employee=old.employee,
        establishment=old.establishment,
        version=old.version + 1,
        previous=old,
        stage=ready.stage,
        state=Assignment.State.SCHEDULED,
        proposed_by=actor.user,
        proposed_at=at,
        submitted_at=at,
        approved_by_id=old.approved_by_id,
        offer_text=old.offer_text,
        offer_language=old.offer_language,
        acknowledged_at=old.acknowledged_at,
        signed_copy_id=old.signed_copy_id,
        **columns_of(_plan_of_step(actor, old, ready, at)),
    )
    row.save(force_insert=True)
    snapshot = snapshot_of(row, today_at(row, at))
    if snapshot.verdict not in OFFERABLE:
        raise refusal("STALE_MATCH")
    refuse_overlap(row)
    claim(row, row.state, match_columns(row, snapshot, row.state, {}))
    store_step(row, action=action, before="", role="hr", doer=actor, at=at, snapshot=snapshot)
    ReturnPlan.objects.filter(pk=ready.stage.plan_id).update(duty=row)
    return row


def _plan_of_step(actor: Actor, old: Assignment, ready: Readiness, at: datetime) -> DutyPlan:
    """What the old version had, with the work of the new stage; nothing is prolonged."""
    stage, day = ready.stage, ready.starts_on
    standing = standing_of(old.case, day)
    same_work = stage.task_id == old.task_id and stage.own_job == old.own_job
    plan = replace(
        plan_of(old),
        task=stage.task,
        starts_on=day,
        review_on=review_date_for(old.case, day, old.planned_end_on, standing=standing),
        shift_starts=stage.shift_starts,
        shift_ends=stage.shift_ends,
        own_job=stage.own_job,
        affects_routine_functions=old.affects_routine_functions if same_work else True,
        answer_by=None,
        doctor_agreed_on=None,
        blocks=(),
    )
    plan = replace(
        plan, modifications=needed_changes(plan, standing), limits_full_workday=_not_the_full_shift(plan, old)
    )
    check_plan(plan, actor=actor, today=today_at(old, at))
    return plan


def _not_the_full_shift(plan: DutyPlan, old: Assignment) -> bool:
    """Worked out where the hours are on record; otherwise what HR said of the version before still counts."""
    known = old.employee.shift_starts is not None and all(starts is not None for starts, _ends in plan.hours)
    return shorter_than_usual(plan, old.employee) if known else old.limits_full_workday
