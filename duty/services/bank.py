"""The task bank: HR writes down tasks and what they ask; every change is a new version and is matched again at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from duty.case_files import read_task_record
from duty.case_values import Fault
from duty.lifecycle import INVALID_TRANSITION, PERMISSION_DENIED
from duty.models import Demand, Task, TaskScreen, TaskVersion
from duty.models.task import Kind
from duty.refusal_words import refusal
from duty.services.screens import write_screens
from duty.services.sweeps import rematch_task
from people.clock import local_day
from people.models import Department, User
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor


@dataclass(frozen=True, kw_only=True)
class DemandFacts:
    activity: str
    status: str = Demand.Status.ESTIMATED
    minutes: int | None = None
    weight: Decimal | None = None
    weight_unit: str = "lb"
    hands: str = ""
    continuous_minutes: int | None = None
    reps_per_hour: int | None = None


@dataclass(frozen=True, kw_only=True)
class TaskFacts:
    """What is written down of a task. Without an assessor and a day its profile is an estimate."""

    code: str
    name: str
    kind: str
    department: Department
    description: str = ""
    place: str = ""
    shift_starts: time | None = None
    shift_ends: time | None = None
    shift_minutes: int | None = None
    days_per_week: int | None = None
    night: bool | None = None
    overtime: bool | None = None
    pays_usual: bool = False
    hourly_pay: Decimal | None = None
    skills: tuple[str, ...] = ()
    usual_job: str = ""
    absent: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    options: Mapping[str, bool | None] = field(default_factory=dict)
    modifications: tuple[Mapping[str, Any], ...] = ()
    assessed_by: str = ""
    assessed_on: date | None = None
    demands: tuple[DemandFacts, ...] = ()


def facts_of(task: Task) -> TaskFacts:
    """A task as it stands."""
    columns = {one.name: getattr(task, one.name) for one in fields(TaskFacts) if one.name != "demands"}
    lists = {name: tuple(value) for name, value in columns.items() if isinstance(value, list)}
    rows = [{one.name: getattr(row, one.name) for one in fields(DemandFacts)} for row in task.demands.all()]
    return TaskFacts(**{**columns, **lists}, demands=tuple(DemandFacts(**row) for row in rows))


def check_task(facts: TaskFacts, *, today: date, task: Task | None = None) -> None:
    """Refuse a profile that matching could not read, naming the place inside it."""
    wrong = faults_of(facts, today=today, task=task)
    if wrong:
        raise Refused(wrong)


def faults_of(facts: TaskFacts, *, today: date, task: Task | None = None) -> dict[str, Words]:
    """What is wrong with a task, by the place inside it; empty when it can be stored."""
    wrong: dict[str, Words] = {}
    if facts.kind not in Kind.values:
        wrong["kind"] = _("Choose light or modified duty.")
    if not facts.name.strip():
        wrong["name"] = _("Write the name of the task.")
    if bool(facts.assessed_by.strip()) != (facts.assessed_on is not None):
        missing = "assessed_on" if facts.assessed_by.strip() else "assessed_by"
        wrong[missing] = _("Enter both who looked at the task and the day.")
    if facts.pays_usual and facts.hourly_pay is not None:
        wrong["hourly_pay"] = _("Either the usual pay is kept, or name another one.")
    elif facts.hourly_pay is not None and not 0 <= facts.hourly_pay < 1_000_000:
        wrong["hourly_pay"] = _("Enter the pay in dollars an hour.")
    if facts.assessed_on and facts.assessed_on > today:
        wrong["assessed_on"] = _("Enter a day that is not in the future.")
    same = Task.objects.filter(establishment=facts.department.establishment_id, code=facts.code)
    if (same.exclude(pk=task.pk) if task else same).exists():
        wrong["code"] = _("Another task has this code. Choose another one.")
    try:
        read_task_record(as_record(facts), "")
    except Fault as fault:
        wrong[fault.field] = fault.message
    return wrong


def as_record(facts: TaskFacts) -> dict[str, Any]:
    """The task in the form of a case file, whose reader names whatever is wrong in it."""
    return {
        "code": facts.code,
        "shift_hours": facts.shift_minutes / 60 if facts.shift_minutes is not None else None,
        "days_per_week": facts.days_per_week,
        "night": facts.night,
        "overtime": facts.overtime,
        "absent": list(facts.absent),
        "unknown": list(facts.unknown),
        "options": facts.options,
        "modifications": list(facts.modifications),
        "demands": [
            {
                "activity": row.activity,
                "status": row.status,
                "hours": row.minutes / 60 if row.minutes is not None else None,
                f"weight_{row.weight_unit}": float(row.weight) if row.weight is not None else None,
                "hands": row.hands or None,
                "continuous_min": row.continuous_minutes,
                "reps_per_hour": row.reps_per_hour,
            }
            for row in facts.demands
        ],
    }


def as_written(facts: TaskFacts) -> dict[str, Any]:
    """The whole profile as a version keeps it: the record that matching read, and the words and hours around it."""
    return {
        **as_record(facts),
        "name": facts.name,
        "kind": facts.kind,
        "department": facts.department.name,
        "description": facts.description,
        "place": facts.place,
        "shift_starts": facts.shift_starts.isoformat() if facts.shift_starts else None,
        "shift_ends": facts.shift_ends.isoformat() if facts.shift_ends else None,
        "pays_usual": facts.pays_usual,
        "hourly_pay": str(facts.hourly_pay) if facts.hourly_pay is not None else None,
        "skills": list(facts.skills),
        "usual_job": facts.usual_job,
        "assessed_by": facts.assessed_by,
        "assessed_on": facts.assessed_on.isoformat() if facts.assessed_on else None,
    }


@verb
def write_task(*, actor: Actor, facts: TaskFacts, at: datetime, task: Task | None = None) -> Task:
    """Add a task to the bank, or write a new version of one."""
    if not actor.hr_of(facts.department.establishment_id) or (task and not actor.hr_of(task.establishment_id)):
        raise refusal(PERMISSION_DENIED)
    return store_task(facts=facts, at=at, task=task, by=actor.user)


@verb
def store_task(*, facts: TaskFacts, at: datetime, task: Task | None = None, by: User | None = None) -> Task:
    """`write_task` for doors that are HR's by themselves (imports, demo data)."""
    check_task(facts, today=local_day(at, facts.department.establishment.timezone), task=task)
    if task is not None:
        task = Task.objects.select_for_update(no_key=True).get(pk=task.pk)
        if facts_of(task) == facts:
            return task
    row = task or Task(version=0)
    for name, value in vars(facts).items():
        if name != "demands":
            setattr(row, name, list(value) if isinstance(value, tuple) else value)
    row.establishment_id = facts.department.establishment_id
    row.profile = Task.Profile.ASSESSED if facts.assessed_on else Task.Profile.ESTIMATED
    row.version += 1
    row.save()
    row.demands.all().delete()
    Demand.objects.bulk_create(Demand(task=row, **vars(demand)) for demand in facts.demands)
    TaskVersion.objects.create(task=row, version=row.version, facts=as_written(facts), written_by=by, written_at=at)
    write_screens([row])
    if task is not None:
        rematch_task(task=row, at=at)
    return row


@verb
def assess_task(
    *, actor: Actor, task: Task, assessed_by: str, assessed_on: date, at: datetime, every_row: bool = False
) -> Task:
    """Somebody looked at the real task: its profile counts from now on. `every_row`: and at each row of it."""
    facts = facts_of(task)
    if every_row:
        facts = replace(facts, demands=tuple(_looked_at(row) for row in facts.demands))
    facts = replace(facts, assessed_by=assessed_by.strip(), assessed_on=assessed_on)
    return write_task(actor=actor, facts=facts, at=at, task=task)


def _looked_at(row: DemandFacts) -> DemandFacts:
    return replace(row, status=Demand.Status.ASSESSED) if row.status == Demand.Status.ESTIMATED else row


@verb
def retire_task(*, actor: Actor, task: Task, at: datetime) -> Task:
    """Offer a task no longer; duties that are under way in it go on."""
    if not actor.hr_of(task.establishment_id):
        raise refusal(PERMISSION_DENIED)
    today = local_day(at, task.establishment.timezone)
    if Task.objects.offered().filter(pk=task.pk).update(retired_on=today) != 1:
        raise refusal(INVALID_TRANSITION)
    TaskScreen.objects.filter(task=task).delete()
    task.retired_on = today
    return task
