"""Closing a case: full duty is on file, nothing is open, and what recovery still watches is closed with it."""

from datetime import datetime

from duty.lifecycle import PERMISSION_DENIED
from duty.models import Assignment, Concern
from duty.refusal_words import refusal
from duty.rows import release_on_file, standing_of
from duty.services.steps import lock_cases
from injuries.models import Case
from injuries.services import mark_closed
from people.clock import local_day
from people.scope import verb
from people.wall import Actor
from recovery.services import close_course


@verb
def close_case(*, actor: Actor, case: Case, at: datetime) -> Case:
    if not actor.hr_of(case.establishment_id):
        raise refusal(PERMISSION_DENIED)
    lock_cases([case.pk])
    if Assignment.objects.open().filter(case=case).exists():
        raise refusal("DUTY_OPEN")
    if Concern.objects.filter(case=case, answered_at__isnull=True).exists():
        raise refusal("CONCERN_OPEN")
    if not release_on_file(standing_of(case, local_day(at, case.establishment.timezone))):
        raise refusal("RELEASE_REQUIRED")
    closed = mark_closed(case=case, at=at, by=actor.user)
    close_course(case=closed, at=at, by=actor.user)
    return closed
