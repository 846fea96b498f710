"""The day ledger of cases out of their rows: steps of duties, reports, and HR's records."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from duty import facts
from duty.ledger import DAY, InState, Ledger, Period, Recorded, Worked, ledger
from duty.lifecycle import FINAL_STATES
from duty.matching import restrictions_in_force
from duty.models import Assignment, AssignmentStep, DayRecord
from duty.rows import reports_of
from duty.spans import Span, active_spans
from people.clock import local_day


@dataclass
class _Rows:
    worked: list[Worked] = field(default_factory=list)
    states: list[InState] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)


def day_ledgers(
    case_ids: Iterable[int],
    today: date,
    *,
    spans: Mapping[int, list[Span]] | None = None,
    reports: Mapping[int, list[facts.Report]] | None = None,
) -> dict[int, Ledger]:
    """The days of each case up to today; the same six queries for one case as for hundreds.

    `spans`, `reports`: what `active_spans` and `reports_of` say of these cases, where the caller has asked already.
    """
    wanted = list(case_ids)
    rows = {case_id: _Rows() for case_id in wanted}
    versions = {row.pk: row for row in Assignment.objects.filter(case_id__in=wanted)}
    for case_id, worked in (active_spans(wanted, today) if spans is None else spans).items():
        rows[case_id].worked = [_worked(versions[span.assignment], span.start, span.end) for span in worked]
    for case_id, state in _states(wanted):
        rows[case_id].states.append(state)
    for record in DayRecord.objects.standing().filter(case_id__in=wanted):
        away = record.kind == DayRecord.Kind.KEPT_HOME
        rows[record.case_id].recorded.append(Recorded(record.starts_on, record.ends_on, record.pk, away))
    said = reports_of(wanted) if reports is None else reports
    return {
        case_id: ledger(
            until=today,
            limited=limited_days(said[case_id], today),
            worked=found.worked,
            recorded=found.recorded,
            states=found.states,
        )
        for case_id, found in rows.items()
    }


def _worked(row: Assignment, start: date, end: date) -> Worked:
    return Worked(start, end, row.pk, row.version, row.own_job, row.affects_routine_functions, row.limits_full_workday)


def _states(case_ids: list[int]) -> list[tuple[int, InState]]:
    """In which state each duty was at the end of each day; what has ended is in none."""
    steps = AssignmentStep.objects.filter(assignment__case_id__in=case_ids).order_by("assignment_id", "at", "pk")
    rows = steps.values_list(
        "assignment__case_id", "assignment_id", "to_state", "at", "assignment__establishment__timezone"
    )
    last: dict[UUID, tuple[int, date, str]] = {}
    found = []
    for case_id, assignment, state, at, zone in rows:
        day = local_day(at, zone)
        if assignment in last:
            _case, since, before = last[assignment]
            if since < day:
                found.append((case_id, InState(since, day - DAY, before)))
        last[assignment] = (case_id, day, state)
    for case_id, since, state in last.values():
        if state not in FINAL_STATES:
            found.append((case_id, InState(since, date.max, state)))
    return found


def limited_days(reports: list[facts.Report], until: date) -> list[Period]:
    """When limits were in force and work was not forbidden altogether: between two such days nothing changes."""
    turns = {day for report in reports for day in (report.issued, report.valid_from)}
    turns |= {limit.valid_from for report in reports for limit in report.restrictions if limit.valid_from}
    days = sorted(day for day in turns if day <= until)
    found = []
    for place, day in enumerate(days):
        standing = restrictions_in_force(reports, day)
        if standing.limits and not standing.off_work:
            found.append(Period(day, days[place + 1] - DAY if place + 1 < len(days) else until))
    return found
