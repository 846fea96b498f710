"""Find a duty: every task of the bank against what holds for a person, in the order in which HR looks at them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from duty import facts
from duty.demands import apply_patch, read_task
from duty.matching import Standing, match_in_force, restrictions_in_force
from duty.models import Task
from duty.ranking import Candidate, Part, Usual, headroom, leaves_with_time, rank
from duty.reasons import for_hr
from duty.rows import report_of, standing_reports, task_of, with_demands
from duty.snapshots import shift_hours
from injuries.models import Case
from people.models import Employee
from people.wall import Actor
from recovery.sentences import Sentence

HANDS = {"USE_RIGHT_SIDE_ONLY": "R", "USE_LEFT_SIDE_ONLY": "L"}


@dataclass(frozen=True)
class Found:
    """A task with its verdict, every reason in words for HR, and the parts of its score (none if it does not fit)."""

    task: Task
    result: facts.MatchResult
    reasons: tuple[tuple[Sentence, ...], ...]
    parts: tuple[Part, ...] = ()

    @property
    def score(self) -> float:
        return round(sum(part.points for part in self.parts), 6)


@dataclass(frozen=True)
class Search:
    """Every task is in exactly one of the three lists; only the first may be offered."""

    standing: Standing
    offerable: tuple[Found, ...]
    assess_first: tuple[Found, ...]
    does_not_fit: tuple[Found, ...]


def find_duties(*, actor: Actor, case: Case, day: date, tasks: Iterable[Task] | None = None) -> Search:
    """All tasks that the actor may see and that are still offered, or the given ones; four queries for any number."""
    bank = Task.objects.visible_to(actor).offered().select_related("department") if tasks is None else tasks
    reports = standing_reports([case.pk])
    standing = restrictions_in_force([report_of(row) for row in reports], day)
    source = {str(limit.pk): (row.provider, row.issued_on) for row in reports for limit in row.restrictions.all()}
    limits = {limit.restriction.id: limit.restriction for limit in standing.limits}
    found: dict[str, Found] = {}
    candidates = []
    for task in with_demands(bank):
        fact = task_of(task)
        result = match_in_force(standing, fact)
        # A code is unique at one site only, and HR may look after several.
        key = f"{task.code} {task.pk}"
        found[key] = Found(task, result, tuple(_said(task, finding, limits, source) for finding in result.findings))
        candidates.append(_candidate(key, task, fact, result, standing, case.employee))
    offerable, assess_first = rank(candidates, _usual(case.employee))
    return Search(
        standing,
        tuple(replace(found[item.code], parts=item.parts) for item in offerable),
        tuple(replace(found[item.code], parts=item.parts) for item in assess_first),
        tuple(one for _key, one in sorted(found.items()) if one.result.verdict == facts.DOES_NOT_FIT),
    )


Source = Mapping[str, tuple[str, date]]


def _said(
    task: Task, finding: facts.FindingRow, limits: Mapping[str, facts.Restriction], source: Source
) -> tuple[Sentence, ...]:
    provider, issued = source.get(finding.restriction or "", ("", None))
    return for_hr(task.name, finding, limits.get(finding.restriction or ""), provider=provider, issued=issued)


def _candidate(
    key: str, task: Task, fact: facts.Task, result: facts.MatchResult, standing: Standing, employee: Employee
) -> Candidate:
    for change in fact.modifications:
        if change.code in result.modifications:
            fact = apply_patch(fact, change.patch)
    reading = read_task(fact)
    hand = next((HANDS[code] for code in result.conditions if code in HANDS), None)
    a_week = fact.shift_hours * fact.days_per_week if fact.shift_hours and fact.days_per_week else None
    return Candidate(
        code=key,
        verdict=result.verdict,
        placement=_placement(task, employee),
        hours_per_week=a_week,
        night=fact.night,
        headroom=headroom(standing, reading, hand) if result.offerable else None,
        leaves=leaves_with_time(reading),
    )


def _placement(task: Task, employee: Employee) -> str:
    if task.department_id == employee.department_id:
        return "own_department"
    return "own_establishment" if task.establishment_id == employee.establishment_id else "elsewhere"


def _usual(employee: Employee) -> Usual:
    """The usual work as far as it is on record: the shift, on the site's working days. Pay and skills are not."""
    hours = shift_hours(employee.shift_starts, employee.shift_ends)
    if hours is None or employee.shift_starts is None or employee.shift_ends is None:
        return Usual()
    days = 7 - len(employee.establishment.weekend)
    return Usual(hours_per_week=hours * days, night=employee.shift_ends <= employee.shift_starts)
