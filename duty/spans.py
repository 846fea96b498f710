"""On which days a duty was worked: spans of calendar days out of the steps it took. Pure but for its rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from duty.models import AssignmentStep
from people.clock import local_day

DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """Worked from `start` until `end`, both included; `ongoing` if it has not stopped."""

    start: date
    end: date
    assignment: UUID
    ongoing: bool = False


def active_spans(case_ids: Iterable[int], today: date) -> dict[int, list[Span]]:
    """Each case's spans over all versions, until `today`; a day worked in part counts. One query."""
    steps = AssignmentStep.objects.filter(assignment__case_id__in=list(case_ids)).order_by("assignment_id", "at", "pk")
    rows = steps.values_list(
        "assignment__case_id", "assignment_id", "from_state", "to_state", "at", "assignment__establishment__timezone"
    )
    found: dict[int, list[Span]] = {}
    began: dict[UUID, tuple[int, date]] = {}
    for case_id, assignment, before, after, at, zone in rows:
        day = local_day(at, zone)
        if after == "active" and before != "active":
            began[assignment] = (case_id, day)
        elif before == "active" and after != "active" and assignment in began:
            found.setdefault(case_id, []).append(Span(began.pop(assignment)[1], day, assignment))
    for assignment, (case_id, day) in began.items():
        found.setdefault(case_id, []).append(Span(day, max(day, today), assignment, ongoing=True))
    return {case_id: sorted(spans) for case_id, spans in found.items()}


def days_in(spans: Iterable[Span], *, until: date = date.max) -> int:
    """The calendar days of the union of spans, up to `until`."""
    total, reached = 0, date.min
    for span in sorted(spans):
        start, end = max(span.start, reached), min(span.end, until)
        if end >= start:
            total += (end - start).days + 1
            reached = end + DAY
    return total
