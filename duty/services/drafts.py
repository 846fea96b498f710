"""HR builds a duty: propose it, change the draft, send it to the supervisor, or take it back."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from duty.lifecycle import INVALID_TRANSITION, PERMISSION_DENIED
from duty.models import Assignment, DutyBlock, Task
from duty.refusal_words import refusal
from duty.services.letters import check_letter
from duty.services.plans import Block, DutyPlan, check_plan, filled, plan_of
from duty.services.steps import claim, locked, match_columns, note, store_step, take_step, today_at
from duty.shift_time import taken
from duty.snapshots import snapshot_of
from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.scope import verb
from people.wall import Actor


@verb
def propose(
    *,
    actor: Actor,
    case: Case,
    task: Task,
    at: datetime,
    starts_on: date,
    planned_end_on: date | None = None,
    review_on: date | None = None,
    modifications: Iterable[str] = (),
    answer_by: date | None = None,
    shift_starts: time | None = None,
    shift_ends: time | None = None,
    ask_for: str = "",
    own_job: bool = False,
    affects_routine_functions: bool = True,
    limits_full_workday: bool = False,
    blocks: Iterable[Block] = (),
    wage_kind: str = "",
    wage_amount: Decimal | None = None,
    doctor_agreed_on: date | None = None,
) -> Assignment:
    """A draft; the review and the changes are worked out if not given. The journal does not name its task."""
    if not actor.hr_of(case.establishment_id):
        raise refusal(PERMISSION_DENIED)
    if not Case.objects.select_for_update().filter(pk=case.pk, state=Case.State.OPEN).exists():
        raise refusal("CASE_NOT_OPEN")
    plan = DutyPlan(
        task=task,
        starts_on=starts_on,
        planned_end_on=planned_end_on,
        review_on=review_on,
        modifications=tuple(modifications),
        answer_by=answer_by,
        shift_starts=shift_starts,
        shift_ends=shift_ends,
        ask_for=ask_for.strip(),
        own_job=own_job,
        affects_routine_functions=affects_routine_functions,
        limits_full_workday=limits_full_workday,
        blocks=tuple(blocks),
        wage_kind=wage_kind,
        wage_amount=wage_amount,
        doctor_agreed_on=doctor_agreed_on,
    )
    today = local_day(at, case.establishment.timezone)
    check_plan(plan, actor=actor, today=today)
    row = write_draft(actor=actor, case=case, plan=filled(plan, case=case, today=today), today=today, at=at)
    record(case=case, kind="duty.proposed", at=at, by=actor.user, data={"duty": str(row.pk)})
    return row


def columns_of(plan: DutyPlan) -> dict[str, Any]:
    return {
        **{name: value for name, value in vars(plan).items() if name not in {"modifications", "blocks"}},
        "modifications": list(plan.modifications),
        "busy": taken(plan.hours),
        "kind": plan.task.kind,
        "department_id": plan.task.department_id,
    }


def write_blocks(row: Assignment, plan: DutyPlan) -> None:
    """The blocks as planned, in place of those before; what was at hand of them is forgotten."""
    row.blocks.all().delete()
    DutyBlock.objects.bulk_create(DutyBlock(assignment=row, **vars(block)) for block in plan.blocks)
    getattr(row, "_prefetched_objects_cache", {}).pop("blocks", None)


def write_draft(
    *, actor: Actor, case: Case, plan: DutyPlan, today: date, at: datetime, previous: Assignment | None = None
) -> Assignment:
    """The row of a new draft with its first match; `previous` is the version that it follows."""
    row = Assignment(
        case=case,
        employee=case.employee,
        establishment=case.establishment,
        version=previous.version + 1 if previous else 1,
        previous=previous,
        proposed_by=actor.user,
        proposed_at=at,
        **columns_of(plan),
    )
    row.save(force_insert=True)
    write_blocks(row, plan)
    snapshot = snapshot_of(row, today)
    claim(row, row.state, match_columns(row, snapshot, row.state, {}))
    store_step(row, action="propose", before="", role="hr", doer=actor, at=at, snapshot=snapshot)
    return row


@verb
def amend(*, actor: Actor, assignment: Assignment, at: datetime, **changes: Any) -> Assignment:
    """Change a draft: any field of `DutyPlan`. With other days the review date is worked out again."""
    row = locked(assignment)
    if not actor.hr_of(row.establishment_id):
        raise refusal(PERMISSION_DENIED)
    if row.state != Assignment.State.DRAFT:
        raise refusal(INVALID_TRANSITION)
    today = today_at(row, at)
    if "modifications" in changes:
        changes["modifications"] = tuple(changes["modifications"])
    elif "task" in changes:
        changes["modifications"] = ()
    if "blocks" in changes:
        changes["blocks"] = tuple(changes["blocks"])
    if {"starts_on", "planned_end_on"} & set(changes):
        changes = {"review_on": None, **changes}
    plan = replace(plan_of(row), **changes)
    check_plan(plan, actor=actor, today=today)
    columns = columns_of(filled(plan, case=row.case, today=today)) | {"stage_id": _stage_of(row, plan)}
    for name, value in columns.items():
        setattr(row, name, value)
    write_blocks(row, plan)
    snapshot = snapshot_of(row, today)
    claim(row, row.state, {**columns, **match_columns(row, snapshot, row.state, columns)})
    store_step(row, action="amend", before=row.state, role="hr", doer=actor, at=at, snapshot=snapshot)
    record(case=row.case, kind="duty.amended", at=at, by=actor.user, data={"duty": str(row.pk)})
    return row


def _stage_of(row: Assignment, plan: DutyPlan) -> int | None:
    """A draft stays in its stage while its work and hours are those of the stage; with others it leaves the plan."""
    stage = row.stage
    if stage is None or plan.blocks:
        return None
    work = (stage.task_id, stage.shift_starts, stage.shift_ends, stage.own_job)
    kept = work == (plan.task.pk, plan.shift_starts, plan.shift_ends, plan.own_job) and plan.starts_on <= stage.ends_on
    return stage.pk if kept else None


@verb
def submit(*, actor: Actor, assignment: Assignment, at: datetime) -> Assignment:
    """Send the draft to the supervisor of the receiving department."""
    row = take_step(
        assignment=assignment, action="submit", doer=actor, at=at, columns={"submitted_at": at, "reason": ""}
    ).assignment
    check_letter(row)
    note(row, "duty.submitted", actor, at)
    return row


@verb
def withdraw(*, actor: Actor, assignment: Assignment, at: datetime, reason: str) -> Assignment:
    """Take back what has not begun."""
    columns = {"reason": reason.strip()[:500]}
    taken = take_step(assignment=assignment, action="withdraw", doer=actor, at=at, reason=reason, columns=columns)
    note(taken.assignment, "duty.withdrawn", actor, at)
    return taken.assignment
