"""Reading a site's open cases anew after its rules have changed: a few at a time, going on where it stopped."""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from injuries.models import Case
from people.scope import verb
from recovery.models import CheckIn, Course, PolicyChange
from recovery.services.courses import reassess
from recovery.services.rights import locked_case
from recovery.services.rules import subject_of

logger = logging.getLogger(__name__)
CHUNK = 200
# Cases held in one transaction: an employee who sends a check-in meanwhile must not wait for the whole chunk.
FEW = 20


@dataclass(frozen=True)
class Progress:
    """How many of a site's open cases have been read under the newest rules."""

    done: int
    cases: int


def reassess_changed(at: datetime) -> int:
    """Read the next chunk of cases whose site has changed its rules; returns how many. For the timetable.

    Each few are committed with the mark of how far it went. A worker that is killed leaves the mark behind, and a
    second one beside it takes another site.
    """
    read = 0
    while read < CHUNK:
        more = _next_few(at)
        if more is None:
            break
        read += more
    return read


def progress(establishment_id: int) -> Progress | None:
    """None once all are read."""
    change = PolicyChange.objects.filter(establishment_id=establishment_id).order_by("-pk").first()
    if change is None or change.done_at is not None:
        return None
    read = Q(pk__lte=change.reassessed_through)
    counted = _open_cases(establishment_id).aggregate(done=Count("pk", filter=read), cases=Count("pk"))
    return Progress(**counted)


@verb
def _next_few(at: datetime) -> int | None:
    """None when no change is waiting, or another worker has it."""
    waiting = PolicyChange.objects.select_for_update(skip_locked=True).filter(done_at__isnull=True)
    change = waiting.order_by("pk").first()
    if change is None:
        return None
    newer = PolicyChange.objects.filter(establishment_id=change.establishment_id, pk__gt=change.pk)
    rest = _open_cases(change.establishment_id).filter(pk__gt=change.reassessed_through)
    cases = [] if newer.exists() else list(rest.order_by("pk")[:FEW])
    for case in cases:
        try:
            with transaction.atomic():
                _read_anew(case, at)
        except Exception:  # one broken case must not keep the others waiting
            logger.exception("Case %s could not be read under its site's new rules", case.pk)
    if cases:
        change.reassessed_through = cases[-1].pk
    if len(cases) < FEW:
        change.done_at = at
    change.save(update_fields=["reassessed_through", "done_at"])
    return len(cases)


def _open_cases(establishment_id: int) -> QuerySet[Case]:
    return Case.objects.filter(establishment_id=establishment_id, state=Case.State.OPEN, course__isnull=False)


@verb
def _read_anew(case: Case, at: datetime) -> None:
    """Move its waiting days, and read its latest answer under the new rules."""
    held = locked_case(case, open_only=False)
    if held.state != Case.State.OPEN:
        return
    _move_backstop(held, at)
    latest = CheckIn.objects.current().filter(case=held).order_by("-day").values_list("day", flat=True).first()
    if latest is not None:
        reassess(case=held, at=at, from_day=latest, anew=True)


def _move_backstop(case: Case, at: datetime) -> None:
    """Only a look that is still to come moves; it may become due today, never in the past."""
    subject = subject_of(case, at=at)
    if subject is None or subject.course.backstop_on is None or subject.course.backstop_on < subject.today:
        return
    day = max(subject.today, subject.date_of(subject.policy.backstop_day))
    Course.objects.filter(pk=case.pk).update(backstop_on=day)
