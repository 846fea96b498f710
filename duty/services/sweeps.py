"""What happens without anybody: every match is looked at again when limits or tasks change, and time moves on."""

import logging
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Least

from duty.facts import OFFERABLE
from duty.models import Assignment, DutyBlock, Task
from duty.services.decisions import start_if_due
from duty.services.steps import SYSTEM, claim, lock_cases, match_columns, note, store_step, take_step, today_at
from duty.snapshots import Snapshot, snapshots_of
from injuries.models import Case
from people.clock import local_day
from people.models import Establishment
from people.refusals import Refused
from people.scope import verb
from recovery.models import Restriction, WorkStatusReport

logger = logging.getLogger(__name__)
TIGHTENED = frozenset({"active", "scheduled", "pending_supervisor", "pending_employee"})


def rematch_case(*, case: Case, at: datetime) -> int:
    """Match everything open of a case again; answers how many were stopped or went back to draft."""
    return _rematch(Assignment.objects.open().filter(case=case), at)


def rematch_task(*, task: Task, at: datetime) -> int:
    """Match everything open in a task again, after its profile changed."""
    beside = DutyBlock.objects.filter(task=task).values("assignment")
    return _rematch(Assignment.objects.open().filter(Q(task=task) | Q(pk__in=beside)), at)


@verb
def _rematch(open_ones: models.QuerySet[Assignment], at: datetime) -> int:
    lock_cases(open_ones.values_list("case_id", flat=True))
    rows = open_ones.select_for_update(of=("self",)).order_by("pk")
    found = list(rows.select_related("task", "establishment", "case__establishment", "employee", "department"))
    by_day: dict[date, list[Assignment]] = {}
    for row in found:
        by_day.setdefault(today_at(row, at), []).append(row)
    return sum(_look_again(rows, day, at) for day, rows in by_day.items())


def _look_again(rows: Iterable[Assignment], today: date, at: datetime) -> int:
    rows = list(rows)
    snapshots = snapshots_of(rows, today)
    return sum(_settle(row, snapshots[row.pk], at) for row in rows)


def _settle(row: Assignment, snapshot: Snapshot, at: datetime) -> bool:
    """Stop what no longer fits; of the rest only the match is written anew, if anything in it changed."""
    if snapshot.verdict not in OFFERABLE and row.state in TIGHTENED:
        _tighten(row, at)
        return True
    before = (row.match_hash, row.restrictions_end_on, row.match.get("as_of"))
    if before != (snapshot.digest, snapshot.ends_on, snapshot.as_of.isoformat()):
        claim(row, row.state, match_columns(row, snapshot, row.state, {}))
        store_step(row, action="rematch", before=row.state, role="system", doer=SYSTEM, at=at, snapshot=snapshot)
    return False


def _tighten(row: Assignment, at: datetime) -> None:
    """Suspend what is under way; what waits for an answer goes back to HR's desk, out of the others' sight."""
    waiting = row.state in {"pending_supervisor", "pending_employee"}
    columns: dict[str, Any] = (
        {"submitted_at": None, "approved_by_id": None, "offer_text": "", "acknowledged_at": None} if waiting else {}
    )
    taken = take_step(assignment=row, action="restrictions_tightened", doer=SYSTEM, at=at, columns=columns)
    note(taken.assignment, "duty.tightened", SYSTEM, at, to=taken.assignment.state)


def advance(at: datetime, *, sites: Collection[int] | None = None) -> int:
    """Lapse what ran out, look again at what changed by the calendar, start what is due; answers how many moved.

    At every establishment, or at these `sites` alone.
    """
    moved = 0
    for today, alike in _sites_by_day(at, sites).items():
        here = Assignment.objects.filter(establishment_id__in=alike)
        moved += sum(_alone(row, at, _lapse) for row in _run_out(here, today))
        moved += sum(_alone(row, at, _rematch_one) for row in _stale(here, today))
        due = here.in_state("scheduled").filter(starts_on__lte=today)
        moved += sum(_alone(row, at, _start) for row in due.select_related("establishment", "case"))
    return moved


def _sites_by_day(at: datetime, sites: Collection[int] | None) -> dict[date, list[int]]:
    """Establishments by the day it is there: at most three days at any moment."""
    found: dict[date, list[int]] = {}
    asked = Establishment.objects.all() if sites is None else Establishment.objects.filter(pk__in=sites)
    for pk, zone in asked.values_list("pk", "timezone"):
        found.setdefault(local_day(at, zone), []).append(pk)
    return found


def _run_out(here: models.QuerySet[Assignment], today: date) -> models.QuerySet[Assignment]:
    # PostgreSQL's LEAST passes over nulls, as the coverage does.
    ended = here.filter(state__in=("active", "suspended", "scheduled"))
    return ended.annotate(covered_until=Least("restrictions_end_on", "planned_end_on")).filter(covered_until__lt=today)


def _stale(here: models.QuerySet[Assignment], today: date) -> models.QuerySet[Assignment]:
    """Open ones whose limits have begun, or whose task has changed, since their last match."""
    as_of = Cast(KeyTextTransform("as_of", "match"), models.DateField())
    version = Cast(KeyTextTransform("task_version", "match"), models.IntegerField())
    began = {"starts_on__lte": today, "starts_on__gt": OuterRef("matched_on")}
    reports = WorkStatusReport.objects.filter(case=OuterRef("case"), voided_at__isnull=True, **began)
    limits = Restriction.objects.filter(case=OuterRef("case"), report__voided_at__isnull=True, **began)
    matched = here.filter(state__in=TIGHTENED).annotate(matched_on=as_of, matched_version=version)
    return matched.filter(Exists(reports) | Exists(limits) | ~Q(matched_version=F("task__version")))


def _alone(row: Assignment, at: datetime, act: Any) -> bool:
    """One that cannot be moved must not hold up the others."""
    try:
        with transaction.atomic():
            return bool(act(row, at))
    except Refused:
        return False
    except Exception:
        logger.exception("Duty %s could not be moved on", row.pk)
        return False


def _lapse(row: Assignment, at: datetime) -> bool:
    taken = take_step(assignment=row, action="lapse", doer=SYSTEM, at=at)
    note(taken.assignment, "duty.lapsed", SYSTEM, at)
    return True


def _rematch_one(row: Assignment, at: datetime) -> bool:
    return _rematch(Assignment.objects.filter(pk=row.pk), at) > 0


def _start(row: Assignment, at: datetime) -> bool:
    return start_if_due(row, today_at(row, at), at) is not None
