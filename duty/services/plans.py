"""What HR plans for a duty: checked, and filled in where a value can be worked out."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from duty.facts import FITS_WITH_MODIFICATION
from duty.matching import Standing, match_in_force
from duty.models import Assignment, Task
from duty.refusal_words import refusal
from duty.review_dates import LONGEST_INTERVAL, coverage_end
from duty.rows import review_date_for, standing_of, task_of, with_demands
from duty.shift_time import Hours, collide, length_of
from duty.snapshots import as_offered
from injuries.models import Case
from people.models import Employee
from people.refusals import Refused, Words
from people.wall import Actor

MOST_BLOCKS = 4


@dataclass(frozen=True, kw_only=True)
class Block:
    """Further work in the same shift."""

    task: Task
    shift_starts: time
    shift_ends: time


@dataclass(frozen=True, kw_only=True)
class DutyPlan:
    """None and empty leave a value open, to be worked out or decided later."""

    task: Task
    starts_on: date
    planned_end_on: date | None = None
    review_on: date | None = None
    modifications: tuple[str, ...] = ()
    answer_by: date | None = None
    shift_starts: time | None = None
    shift_ends: time | None = None
    ask_for: str = ""
    wage_kind: str = ""
    wage_amount: Decimal | None = None
    doctor_agreed_on: date | None = None
    own_job: bool = False
    affects_routine_functions: bool = True
    limits_full_workday: bool = False
    blocks: tuple[Block, ...] = ()

    @property
    def hours(self) -> list[Hours]:
        """When the work of a shift begins and ends; a task without other hours keeps its own."""
        own = (
            (self.shift_starts, self.shift_ends)
            if self.shift_starts
            else (self.task.shift_starts, self.task.shift_ends)
        )
        return [own, *((block.shift_starts, block.shift_ends) for block in self.blocks)]


def plan_of(row: Assignment) -> DutyPlan:
    """What is planned with a duty as it stands."""
    return DutyPlan(
        task=row.task,
        starts_on=row.starts_on,
        planned_end_on=row.planned_end_on,
        review_on=row.review_on,
        modifications=tuple(row.modifications),
        answer_by=row.answer_by,
        shift_starts=row.shift_starts,
        shift_ends=row.shift_ends,
        ask_for=row.ask_for,
        own_job=row.own_job,
        affects_routine_functions=row.affects_routine_functions,
        limits_full_workday=row.limits_full_workday,
        blocks=tuple(
            Block(task=block.task, shift_starts=block.shift_starts, shift_ends=block.shift_ends)
            for block in row.blocks.select_related("task")
        ),
        wage_kind=row.wage_kind,
        wage_amount=row.wage_amount,
        doctor_agreed_on=row.doctor_agreed_on,
    )


def check_plan(plan: DutyPlan, *, actor: Actor, today: date) -> None:
    """Refuse an impossible plan, all of it at once."""
    wrong: dict[str, Words] = {}
    if plan.task.retired_on is not None or not Task.objects.visible_to(actor).filter(pk=plan.task.pk).exists():
        wrong["task"] = _("This task is not offered. Choose another one.")
    if plan.starts_on < today:
        wrong["starts_on"] = _("Enter a day that is not in the past.")
    if plan.planned_end_on and plan.planned_end_on < plan.starts_on:
        wrong["planned_end_on"] = _("Enter a last day that is not before the first.")
    if plan.review_on:
        wrong |= wrong_review(plan.review_on, plan.starts_on)
    if (plan.shift_starts is None) != (plan.shift_ends is None):
        wrong["shift_ends" if plan.shift_starts else "shift_starts"] = _("Enter both the beginning and the end.")
    if plan.answer_by and plan.answer_by < today:
        wrong["answer_by"] = _("Enter a day that is not in the past.")
    if set(plan.modifications) - {change["code"] for change in plan.task.modifications}:
        wrong["modifications"] = _("Choose from the changes that are recorded with the task.")
    wrong |= wrong_blocks(plan, actor)
    if plan.doctor_agreed_on and plan.doctor_agreed_on > today:
        wrong["doctor_agreed_on"] = _("Enter a day that is not in the future.")
    wrong |= wrong_wage(plan)
    if wrong:
        raise Refused(wrong)


def wrong_blocks(plan: DutyPlan, actor: Actor) -> dict[str, Words]:
    """Blocks beside the task: of one department, whose supervisor answers for the whole shift, and never at once."""
    if not plan.blocks:
        return {}
    if len(plan.blocks) > MOST_BLOCKS:
        return {"blocks": _("A shift has five parts at most.")}
    tasks = {block.task.pk for block in plan.blocks}
    offered = Task.objects.visible_to(actor).offered().filter(pk__in=tasks)
    if offered.count() != len(tasks):
        return {"blocks": _("This task is not offered. Choose another one.")}
    if any(block.task.department_id != plan.task.department_id for block in plan.blocks):
        return {"blocks": _("Choose tasks of one department: its supervisor answers for the whole shift.")}
    if plan.shift_starts is None:
        return {"shift_starts": _("Enter the hours of each part of the shift.")}
    if collide(plan.hours):
        return {"blocks": _("Two parts of this shift are at the same time. Change their hours.")}
    if plan.modifications:
        return {"modifications": _("Choose one task, or no change: a shift of several parts has none.")}
    return {}


def wrong_wage(plan: DutyPlan) -> dict[str, Words]:
    by_amount = plan.wage_kind in {Assignment.Wage.HOUR, Assignment.Wage.WEEK}
    if by_amount and plan.wage_amount is None:
        return {"wage_amount": _("Enter the amount in US dollars.")}
    if plan.wage_amount is not None and not by_amount:
        return {"wage_kind": _("Choose whether the amount is for an hour or for a week.")}
    if plan.wage_amount is not None and plan.wage_amount < 0:
        return {"wage_amount": _("Enter an amount that is not below zero.")}
    return {}


def wrong_review(review_on: date, start: date) -> dict[str, Words]:
    if review_on < start:
        return {"review_on": _("Enter a review date that is not before the first day.")}
    if review_on > start + timedelta(days=LONGEST_INTERVAL):
        return {"review_on": _("Choose a review date within four weeks.")}
    return {}


def filled(plan: DutyPlan, *, case: Case, today: date) -> DutyPlan:
    """The plan with the changes that the match asks for and a review date; one that was chosen too late is refused."""
    standing = standing_of(case, max(today, plan.starts_on))
    return replace(
        plan,
        modifications=plan.modifications or needed_changes(plan, standing),
        limits_full_workday=plan.limits_full_workday or shorter_than_usual(plan, case.employee),
        review_on=review_day(
            case, plan.review_on, start=plan.starts_on, planned_end_on=plan.planned_end_on, standing=standing
        ),
    )


def shorter_than_usual(plan: DutyPlan, employee: Employee) -> bool:
    """Less than the usual shift of the person, as far as both are on record."""
    if employee.shift_starts is None or employee.shift_ends is None:
        return False
    minutes = [length_of(starts, ends) for starts, ends in plan.hours if starts and ends]
    known = len(minutes) == len(plan.hours)
    return known and sum(minutes) < length_of(employee.shift_starts, employee.shift_ends)


def needed_changes(plan: DutyPlan, standing: Standing) -> tuple[str, ...]:
    if plan.blocks:
        return ()
    with_demands([plan.task])
    result = match_in_force(standing, as_offered(plan.task, task_of(plan.task), plan.shift_starts, plan.shift_ends))
    return result.modifications if result.verdict == FITS_WITH_MODIFICATION else ()


def review_day(
    case: Case,
    wanted: date | None,
    *,
    start: date,
    planned_end_on: date | None,
    first: bool = True,
    standing: Standing | None = None,
) -> date:
    """The review date that was chosen, if it may be; one worked out, if none was."""
    holds = standing or standing_of(case, start)
    if wanted is None:
        return review_date_for(case, start, planned_end_on, first=first, standing=holds)
    wrong = wrong_review(wanted, start)
    if wrong:
        raise Refused(wrong)
    cap = coverage_end(holds.ends_on, planned_end_on)
    if cap and wanted > cap:
        raise refusal("REVIEW_DATE_TOO_LATE", limits_end_on=holds.ends_on, planned_end_on=planned_end_on)
    return wanted
