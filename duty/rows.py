"""Rows become the frozen records that matching reads: for one case or for many, always in the same few queries."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from duty import facts
from duty.case_files import read_modifications
from duty.matching import Standing, match_in_force, restrictions_in_force
from duty.models import Assignment, Demand, Task
from duty.review_dates import FIRST_INTERVAL, USUAL_INTERVAL, is_working_day, plan_review
from injuries.models import Case
from people.models import Establishment, Holiday
from people.refusals import Refused
from people.scope import beyond_the_wall
from recovery.models import Appointment, Restriction, WorkStatusReport
from recovery.restrictions import ANY_ACTIVITY

# Only visits at which limits may change bring a review forward; therapy does not.
DECIDING_VISITS = (Appointment.Kind.FOLLOW_UP, Appointment.Kind.SPECIALIST)
HOLIDAYS_AHEAD = timedelta(days=120)


@dataclass(frozen=True)
class LimitInForce:
    """A limit that holds on a day. `row` is None for being off work, which is a whole report and no single limit."""

    fact: facts.Restriction
    expired: bool
    row: Restriction | None


@dataclass(frozen=True)
class TaskMatch:
    task: Task
    result: facts.MatchResult


def restriction_of(row: Restriction) -> facts.Restriction:
    hours = row.minutes / 60 if row.minutes is not None and row.kind in {"MAX_HOURS_DAY", "MAX_SHIFT_HOURS"} else None
    return facts.Restriction(
        id=str(row.pk),
        kind=row.kind,
        activity=row.activity or ANY_ACTIVITY,
        points=tuple(_point(point) for point in row.points),
        band=row.band or None,
        hours=hours,
        minutes=None if hours is not None else row.minutes,
        reps=row.reps,
        days=row.days,
        option=row.option or None,
        side=row.side or "NA",
        valid_from=row.starts_on,
        valid_to=row.ends_on,
        permanent=row.permanent,
    )


def _point(point: dict[str, object]) -> facts.Point:
    unit = "kg" if point.get("kg") is not None else "lb"
    band = point.get("band")
    return facts.Point(float(str(point[unit])), unit, str(band) if band else None)


def report_of(row: WorkStatusReport) -> facts.Report:
    return facts.Report(
        id=str(row.pk),
        provider=_provider_of(row),
        issued=row.issued_on,
        valid_from=row.starts_on,
        valid_to=row.ends_on,
        status=row.status,
        restrictions=tuple(restriction_of(limit) for limit in row.restrictions.all()),
        voided=row.voided_at is not None,
    )


def _provider_of(row: WorkStatusReport) -> str:
    """Typed by hand: "Dr Kim " and "dr kim" are one provider, whose newer report replaces the earlier one.

    What came by link replaces nothing until HR has looked: it stands beside the rest, as if somebody else had said it.
    """
    name = " ".join(row.provider.casefold().split())
    return f"{name}, link {row.pk}" if row.is_proposed else name


def standing_reports(case_ids: Iterable[int]) -> list[WorkStatusReport]:
    """The reports of cases that count, with their limits at hand."""
    rows = WorkStatusReport.objects.in_force().filter(case_id__in=list(case_ids))
    # The usual order within one report, without the join that the order of all of them needs.
    limits = Prefetch("restrictions", Restriction.objects.order_by("pk"))
    return list(rows.order_by("issued_on", "pk").prefetch_related(limits))


def reports_of(case_ids: Iterable[int]) -> dict[int, list[facts.Report]]:
    """The reports of each case that were not voided; two queries for any number of cases."""
    wanted = list(case_ids)
    found: dict[int, list[facts.Report]] = {case_id: [] for case_id in wanted}
    for row in standing_reports(wanted):
        found[row.case_id].append(report_of(row))
    return found


def standing_of(case: Case, day: date) -> Standing:
    """What holds for the person of a case on a day."""
    return restrictions_in_force(reports_of([case.pk])[case.pk], day)


def limits_in_force(case: Case, day: date) -> list[LimitInForce]:
    """The limits of the newest report of each provider; expired ones stay, marked."""
    return limits_in_force_of([case.pk], day)[case.pk]


def limits_in_force_of(case_ids: Iterable[int], day: date) -> dict[int, list[LimitInForce]]:
    """The limits of each case on a day; two queries for any number of cases."""
    found: dict[int, list[WorkStatusReport]] = {case_id: [] for case_id in case_ids}
    with beyond_the_wall("which limits hold follows from whole reports; a supervisor is shown the limits alone"):
        rows = standing_reports(found)
    for row in rows:
        found[row.case_id].append(row)
    return {case_id: _in_force(reports, day) for case_id, reports in found.items()}


def limits_of_duties(duties: Collection[Assignment], day: date) -> dict[UUID, list[LimitInForce]]:
    """The limits of the case of each duty, also for somebody who reads duties and no case: five queries at most."""
    cases = {duty.pk: duty.case_id for duty in duties if "case_id" not in duty.get_deferred_fields()}
    if len(cases) < len(duties):
        with beyond_the_wall("limits hang on the case of a duty, which no supervisor sees"):
            cases = dict(Assignment.objects.filter(pk__in=[duty.pk for duty in duties]).values_list("pk", "case_id"))
    limits = limits_in_force_of(set(cases.values()), day)
    return {pk: limits[case] for pk, case in cases.items()}


def _in_force(reports: Sequence[WorkStatusReport], day: date) -> list[LimitInForce]:
    rows = {str(row.pk): row for report in reports for row in report.restrictions.all()}
    standing = restrictions_in_force([report_of(report) for report in reports], day)
    return [LimitInForce(limit.restriction, limit.expired, rows.get(limit.restriction.id)) for limit in standing.limits]


def release_on_file(standing: Standing) -> bool:
    """Is full duty certified, and by nobody contradicted?"""
    return not standing.limits and any(report.status == "FULL_RELEASE" for report in standing.reports)


def _hours(minutes: int | None) -> float | None:
    return None if minutes is None else minutes / 60


def demand_of(row: Demand) -> facts.DemandRow:
    weight = None if row.weight is None else float(row.weight)
    return facts.DemandRow(
        activity=row.activity,
        status=row.status,
        hours=_hours(row.minutes),
        weight_lb=weight if row.weight_unit == "lb" else None,
        weight_kg=weight if row.weight_unit == "kg" else None,
        hands=row.hands or None,
        continuous_min=row.continuous_minutes,
        reps_per_hour=row.reps_per_hour,
    )


def task_of(task: Task) -> facts.Task:
    """A task with its demands; prefetch them (`with_demands`) where there are many tasks."""
    return facts.Task(
        code=task.code,
        demands=tuple(demand_of(row) for row in task.demands.all()),
        shift_hours=_hours(task.shift_minutes),
        days_per_week=task.days_per_week,
        night=task.night,
        overtime=task.overtime,
        absent=tuple(task.absent),
        unknown=tuple(task.unknown),
        options=dict(task.options),
        estimated=task.profile != Task.Profile.ASSESSED,
        modifications=read_modifications({"modifications": task.modifications}, ""),
    )


def demands_of(path: str) -> Prefetch[str, models.QuerySet[Demand], str]:
    """The demands behind a path, in the usual order of one task, without the join that the order of all tasks needs."""
    return Prefetch(path, Demand.objects.order_by("pk"))


def with_demands(tasks: Iterable[Task]) -> list[Task]:
    """The tasks with their demands at hand: one query, none if they are there already."""
    found = list(tasks)
    prefetch_related_objects(found, demands_of("demands"))
    return found


def match_case(case: Case, tasks: Iterable[Task], day: date) -> list[TaskMatch]:
    """One person against many tasks, in their order; three queries for any number of tasks."""
    standing = standing_of(case, day)
    return [TaskMatch(task, match_in_force(standing, task_of(task))) for task in with_demands(tasks)]


@dataclass(frozen=True)
class WorkingWeek:
    """Which days an establishment works: its weekend and its holidays of the time in question."""

    weekend: frozenset[int]
    holidays: frozenset[date]

    def after(self, day: date, count: int) -> date:
        """The `count`-th working day after `day`."""
        while count > 0:
            day += timedelta(days=1)
            if is_working_day(day, self.holidays, self.weekend):
                count -= 1
        return day


def working_week(establishment: Establishment, start: date) -> WorkingWeek:
    end = start + min(HOLIDAYS_AHEAD, date.max - start)
    days = Holiday.objects.filter(establishment=establishment, day__range=(start, end)).values_list("day", flat=True)
    return WorkingWeek(frozenset(establishment.weekend), frozenset(days))


def next_visit(case: Case, start: date, reports: Sequence[str] = ()) -> date | None:
    """The day of the next visit at which limits may change: entered as an appointment, or named on a report."""
    zone = ZoneInfo(case.establishment.timezone)
    midnight = datetime.combine(start, time.min, tzinfo=zone)
    visits = Appointment.objects.coming(midnight).filter(case=case, kind__in=DECIDING_VISITS, outcome="")
    first = visits.order_by("starts_at").values_list("starts_at", flat=True).first()
    named = WorkStatusReport.objects.filter(pk__in=reports, next_appointment_on__gte=start)
    days = [day for day in named.values_list("next_appointment_on", flat=True) if day]
    if first:
        days.append(first.astimezone(zone).date())
    return min(days, default=None)


def review_date_for(
    case: Case,
    starts_on: date,
    planned_end_on: date | None = None,
    *,
    first: bool = True,
    standing: Standing | None = None,
) -> date:
    """The review date: a week after the start or a resume, two weeks later on, never past the limits' end."""
    holds = standing or standing_of(case, starts_on)
    week = working_week(case.establishment, starts_on)
    day = plan_review(
        starts_on,
        interval=FIRST_INTERVAL if first else USUAL_INTERVAL,
        restriction_to=holds.ends_on,
        next_appt=next_visit(case, starts_on, [report.id for report in holds.reports]),
        planned_end=planned_end_on,
        holidays=week.holidays,
        weekend=week.weekend,
    )
    if day is None:
        raise Refused(
            {"starts_on": _("The limits or the planned end run out before this day. Ask for a new report first.")},
            code="NO_VALID_COVERAGE",
        )
    return day
