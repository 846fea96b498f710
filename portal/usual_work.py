"""A person's usual work, beside which duties are ranked: pay, hours, skills, activities; None is not on record."""

from collections.abc import Mapping
from datetime import date, datetime, time

from duty.demands import read_task
from duty.models import RankingWeights, Task
from duty.ranking import WEIGHTS, Usual, leaves_with_time
from duty.rows import task_of
from people.models import Employee


def usual_of(employee: Employee) -> Usual:
    """What is on record of the person's usual work: three queries with the weights, whatever is matched."""
    hours = shift_length(employee.shift_starts, employee.shift_ends)
    days = 7 - len(employee.establishment.weekend)
    weekly = float(employee.usual_weekly_hours) if employee.usual_weekly_hours else hours * days if hours else None
    wage = employee.usual_hourly_wage
    return Usual(
        wage=float(wage) if wage else None,
        hours_per_week=weekly,
        night=None if employee.shift_starts is None else employee.shift_starts >= time(20),
        skills={plain(skill) for skill in employee.skills},
        leaves=usual_leaves(employee),
    )


def usual_leaves(employee: Employee) -> frozenset[str]:
    """The activities of the task that is the usual work of the person's job; none while nobody wrote it down."""
    jobs = Task.objects.filter(establishment=employee.establishment_id, usual_job__iexact=employee.job_title)
    found = jobs.exclude(usual_job="").prefetch_related("demands").order_by("pk").first()
    return leaves_with_time(read_task(task_of(found))) if found else frozenset()


def plain(skill: str) -> str:
    return " ".join(skill.casefold().split())


def weights_at(establishment_id: int) -> Mapping[str, float]:
    own = RankingWeights.objects.filter(pk=establishment_id).first()
    return own.by_part if own else WEIGHTS


def shift_length(starts: time | None, ends: time | None) -> float | None:
    if starts is None or ends is None:
        return None
    day = date(2000, 1, 3)
    hours = (datetime.combine(day, ends) - datetime.combine(day, starts)).total_seconds() / 3600
    return hours if hours > 0 else hours + 24


def placement_of(employee: Employee, task: Task) -> str:
    if task.usual_job and plain(task.usual_job) == plain(employee.job_title):
        return "own_job"
    if task.department_id == employee.department_id:
        return "own_department"
    return "own_establishment" if task.establishment_id == employee.establishment_id else "elsewhere"


def wage_of(employee: Employee, task: Task) -> float | None:
    pay = employee.usual_hourly_wage if task.pays_usual else task.hourly_pay
    return None if pay is None else float(pay)
