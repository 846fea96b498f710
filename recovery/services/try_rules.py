"""Trying rules before they are switched on: a site's past year is read, nothing is written."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, cast

from django.db.models import Q, QuerySet

from injuries.models import Case
from people.clock import local_day
from people.models import Establishment
from people.wall import Actor
from recovery.evidence import Sensitivity
from recovery.models import Appointment, CheckIn, Course, Policy
from recovery.services.findings import CLINICIANS
from recovery.services.rules import policy_of
from recovery.services.site_rules import changed, only_hr
from recovery.trial import Answered, PastCase, Rules, Trial, compare
from recovery.visits import Visit

YEAR = timedelta(days=365)
# Somebody waits for the answer: the newest cases stand for a very large site.
MOST_CASES = 200


@dataclass(frozen=True)
class Tried:
    """What came out, from which day on, and how many cases of that time were left out."""

    trial: Trial
    since: date
    left_out: int


def try_policy(*, actor: Actor, establishment: Establishment, at: datetime, **changes: Any) -> Tried:
    """What a changed policy would have sent in the past year, beside the present one."""
    only_hr(actor, establishment)
    present = policy_of(establishment.pk)
    tried = changed(present, changes)
    today = local_day(at, establishment.timezone)
    since = today - YEAR
    taken_up = Case.objects.filter(establishment=establishment, course__isnull=False, triaged_at__isnull=False)
    rows = taken_up.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=since))
    cases = past_cases(rows.order_by("-opened_at", "-pk")[:MOST_CASES], establishment.timezone)
    trial = compare(cases, present=rules_of(present), tried=rules_of(tried), since=since, until=today)
    return Tried(trial, since, left_out=rows.count() - len(cases))


def rules_of(policy: Policy) -> Rules:
    return Rules(
        first=float(policy.cadence_days),
        later=float(policy.later_cadence_days),
        sensitivity=cast(Sensitivity, policy.sensitivity),
        backstop_day=policy.backstop_day,
        measures=tuple(policy.measures),
        repeat_after_days=policy.repeat_after_days,
        escalate_after_days=policy.escalate_after_days,
    )


def past_cases(rows: QuerySet[Case], zone: str) -> list[PastCase]:
    """Cases with their answers and clinicians' appointments, in four queries however many there are."""
    cases = list(rows)
    keys = [case.pk for case in cases]
    paces = dict(Course.objects.filter(pk__in=keys).values_list("pk", "cadence_days"))
    answers: dict[int, list[Answered]] = defaultdict(list)
    told = CheckIn.objects.current().filter(case__in=keys).order_by("day")
    for key, day, scores, symptoms in told.values_list("case_id", "day", "scores", "symptoms"):
        answers[key].append(Answered(day, scores, symptoms))
    visits: dict[int, list[Visit]] = defaultdict(list)
    for row in Appointment.objects.filter(case__in=keys, kind__in=CLINICIANS).order_by("starts_at"):
        visits[row.case_id].append(_visit(row, zone))
    return [_past(case, paces[case.pk], answers[case.pk], visits[case.pk], zone) for case in cases]


def _past(case: Case, pace: Any, answers: list[Answered], visits: list[Visit], zone: str) -> PastCase:
    return PastCase(
        key=case.pk,
        day_zero=case.day_zero,
        taken_up_on=local_day(case.triaged_at or case.opened_at, zone),
        closed_on=case.closed_on,
        pace=float(pace) if pace is not None else None,
        answers=answers,
        visits=visits,
    )


def _visit(row: Appointment, zone: str) -> Visit:
    return Visit(
        entered_on=local_day(row.entered_at, zone),
        on=local_day(row.starts_at, zone),
        canceled_on=local_day(row.cancelled_at, zone) if row.cancelled_at else None,
        outcome=cast(Any, row.outcome),
        outcome_on=local_day(row.outcome_at, zone) if row.outcome_at else None,
    )
