"""What a stage of a graded return rests on: matched on its day, with a report that speaks of it, after a review."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from duty.facts import MatchResult
from duty.matching import Standing
from duty.models import Assignment, DutyReview, ReturnStage, Task
from duty.rows import standing_of, task_of
from duty.services.plans import DutyPlan, needed_changes
from duty.snapshots import as_offered, judged
from duty.stage_days import first_day, reached
from people.clock import local_day


class Work(Protocol):
    """The work of a stage, as it is stored or as it is asked for."""

    @property
    def task(self) -> Task: ...
    @property
    def shift_starts(self) -> time | None: ...
    @property
    def shift_ends(self) -> time | None: ...
    @property
    def own_job(self) -> bool: ...


@dataclass(frozen=True)
class Readiness:
    """Each thing that a step needs, answered for itself so that a page can name what is missing."""

    stage: ReturnStage
    starts_on: date
    result: MatchResult
    day_reached: bool
    report_covers: bool
    review_held: bool

    @property
    def complete(self) -> bool:
        return self.day_reached and self.report_covers and self.review_held and self.result.offerable


def plan_of_stage(work: Work, starts_on: date, planned_end_on: date | None) -> DutyPlan:
    return DutyPlan(
        task=work.task,
        starts_on=starts_on,
        planned_end_on=planned_end_on,
        shift_starts=work.shift_starts,
        shift_ends=work.shift_ends,
        own_job=work.own_job,
    )


def match_of_stage(work: Work, standing: Standing) -> MatchResult:
    """With the changes that it needs to fit, which are then a part of it."""
    fact = as_offered(work.task, task_of(work.task), work.shift_starts, work.shift_ends)
    return judged(standing, fact, needed_changes(plan_of_stage(work, date.min, None), standing))


def covers(standing: Standing, day: date) -> bool:
    """Does a report speak of that day itself? Limits that ran out stay in force, and cover nothing."""
    running = any(report.valid_to is None or report.valid_to >= day for report in standing.reports)
    return running and not standing.off_work and not any(limit.expired for limit in standing.limits)


def stage_beside(row: Assignment, offset: int) -> ReturnStage | None:
    """The stage above (+1) or below (-1) the one that a version is in."""
    if row.stage is None:
        return None
    return ReturnStage.objects.of(row).filter(position=row.stage.position + offset).first()


def readiness(row: Assignment, stage: ReturnStage, at: datetime, *, up: bool) -> Readiness:
    """Up: from the next shift that has not begun. Down: from this minute."""
    zone = row.establishment.timezone
    today = local_day(at, zone)
    begins = [starts for work in (row, stage) for starts in [work.shift_starts or work.task.shift_starts]]
    day = first_day(today, at.astimezone(ZoneInfo(zone)).time(), begins) if up else today
    standing = standing_of(row.case, day)
    return Readiness(
        stage=stage,
        starts_on=day,
        result=match_of_stage(stage, standing),
        day_reached=reached(day, stage.starts_on),
        report_covers=covers(standing, day),
        review_held=_review_held(row),
    )


def _review_held(row: Assignment) -> bool:
    """A review of this very version that said it goes on, after any stop."""
    reviews = DutyReview.objects.filter(assignment=row, decision=DutyReview.Decision.CONTINUE)
    stopped = row.steps.filter(to_state="suspended").order_by("-at").values_list("at", flat=True).first()
    return (reviews.filter(at__gt=stopped) if stopped else reviews).exists()
