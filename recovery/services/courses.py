"""Looking again at one case: after its answers changed, or because time alone has passed."""

import logging
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast

from injuries.models import Case
from people.models import User
from people.scope import verb
from recovery.models import CheckIn, Course, Stall
from recovery.services.findings import Kind, Reason, close_finding, close_findings, open_finding, open_findings
from recovery.services.fold import Fold, refold
from recovery.services.rights import locked_case
from recovery.services.rules import Subject, subject_of
from recovery.services.weigh import judge_backstop, weigh

logger = logging.getLogger(__name__)
STORED = ("status", "since", "evidence", "last_answer_on", "silent_on", "backstop_on")
Stored = dict[str, Any]


@verb
def reassess(*, case: Case, at: datetime, from_day: date | None = None, anew: bool = False) -> None:
    """Read the answers from a day on (all without one), and store what follows from them.

    Nothing happens before triage and after closing. `anew`: under the present rules, because they changed.
    """
    held = locked_case(case, open_only=False)
    subject = subject_of(held, at=at)
    if subject is not None and held.state != Case.State.CLOSED:
        conclude(subject, refold(subject, from_day, anew=anew), from_day=None if anew else from_day)


def conclude(subject: Subject, fold: Fold, *, from_day: date | None) -> None:
    """Store what follows from answers just read; the case is held."""
    before = _stored(subject.course)
    found = open_findings(subject.case)
    _settle(subject, fold, found)
    weigh(subject, fold, found, from_day=from_day)
    _save(subject.course, before)


@verb
def look_again(*, case: Case, at: datetime) -> None:
    """What time alone brings: silence, and the backstop. Twice or late does no harm."""
    held = locked_case(case, open_only=False)
    subject = subject_of(held, at=at)
    if subject is None or held.state != Case.State.OPEN:
        return
    before = _stored(subject.course)
    course = subject.course
    if course.silent_on and course.silent_on <= subject.today:
        _fall_silent(subject, course.silent_on)
    if course.backstop_on and course.backstop_on <= subject.today:
        judge_backstop(subject)
    _save(course, before)


def notice_time(at: datetime, *, sites: Collection[int] | None = None) -> int:
    """Look again at every open case whose stored day has come; returns how many. For the timetable.

    At every establishment, or at these `sites` alone.
    """
    asked = due_courses(at)
    due = list(asked if sites is None else asked.filter(case__establishment_id__in=sites))
    for course in due:
        try:
            with transaction.atomic():
                look_again(case=course.case, at=at)
        except Exception:  # one broken case must not keep the others waiting; it is tried again next time
            logger.exception("Case %s could not be looked at again", course.pk)
    return len(due)


def due_courses(at: datetime) -> models.QuerySet[Course]:
    """Found by the two partial indexes alone; then each establishment's own day decides."""
    latest = (at + timedelta(hours=14)).date()
    today = Cast(
        Func(Value(at), F("case__establishment__timezone"), arg_joiner=" AT TIME ZONE ", template="(%(expressions)s)"),
        models.DateField(),
    )
    near = Course.objects.filter(Q(silent_on__lte=latest) | Q(backstop_on__lte=latest))
    due = near.filter(Q(silent_on__lte=today) | Q(backstop_on__lte=today), case__state=Case.State.OPEN)
    return due.select_related("case").order_by("pk")


@verb
def close_course(*, case: Case, at: datetime, by: User | None) -> None:
    """The case is closed: its findings close with it, and no day is waited for any more."""
    close_findings(case, Reason.CASE_CLOSED, at=at, by=by)
    Course.objects.filter(pk=case.pk).update(silent_on=None, backstop_on=None)


def _stored(course: Course) -> Stored:
    return {name: getattr(course, name) for name in STORED}


def _save(course: Course, before: Stored) -> None:
    changed = [name for name in STORED if getattr(course, name) != before[name]]
    if changed:
        course.save(update_fields=changed)


def _settle(subject: Subject, fold: Fold, found: dict[str, Stall]) -> None:
    """Status, since when, and the day of silence, from the answers there are now."""
    course, last = subject.course, fold.last
    was, never = course.status, course.last_answer_on is None
    course.last_answer_on = last.day if last else None
    course.evidence = fold.numbers
    if last is None and never:
        return
    silent_day = subject.silent_after(course.last_answer_on)
    if silent_day <= subject.today:
        if was != Course.Status.SILENT:
            _fall_silent(subject, silent_day)
        return
    course.silent_on = silent_day
    if fold.status != was:
        course.status = fold.status
        course.since = _since(subject, last, answered_again=was == Course.Status.SILENT)
    if Kind.SILENT in found:
        close_finding(found.pop(Kind.SILENT), Reason.ANSWERED, case=subject.case, at=subject.at)


def _fall_silent(subject: Subject, day: date) -> None:
    course = subject.course
    course.status, course.since, course.silent_on = Course.Status.SILENT, day, None
    last = course.last_answer_on
    evidence = {"last_answer_on": last.isoformat() if last else None, "silent_on": day.isoformat()}
    open_finding(subject, Kind.SILENT, evidence)


def _since(subject: Subject, last: CheckIn | None, *, answered_again: bool) -> date:
    """The day of the first check-in of the present run of one status."""
    if last is None:
        return subject.today
    if answered_again:
        return last.day
    rows = CheckIn.objects.current().filter(case=subject.case, day__lte=last.day)
    other = rows.exclude(status=last.status).order_by("-day").values_list("day", flat=True).first()
    run = rows.filter(day__gt=other) if other else rows
    return run.order_by("day").values_list("day", flat=True).first() or last.day
