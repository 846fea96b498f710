"""Findings as the reminder rules ask for them: whose follow-up nobody has booked, and since when they wait for it."""

from datetime import datetime
from typing import Any

from django.db.models import Case as Switch
from django.db.models import DecimalField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Least

from injuries.models import Case
from notifications.expressions import Sql, days_after, latest_of, local_day, not_paused
from recovery.models import Appointment, Policy, Stall
from recovery.models.course import FOLLOW_UP_KINDS
from recovery.services.findings import CLINICIANS

PAUSE_OVER = days_after("case__course__paused_until", 1)


def open_findings(at: datetime, *kinds: Stall.Kind, though_paused: bool = False) -> QuerySet[Any]:
    """Open findings of these kinds; `today` is the establishment's. A sign in a report does not wait for triage."""
    found = Stall.objects.open().filter(kind__in=kinds, case__state__in=(Case.State.REPORTED, Case.State.OPEN))
    rows: QuerySet[Any] = found.annotate(today=local_day(at))
    if though_paused:
        return rows
    return rows.filter(not_paused())


def unbooked(at: datetime) -> QuerySet[Any]:
    """The earliest open finding of each case that asks for a follow-up which nobody has booked.

    `since` is the day from which that has been so without a break: the finding's own, the day on which an appointment
    was cancelled, the day after it passed without an outcome, or the day after a pause.
    """
    others = Stall.objects.open().asks_for_follow_up().filter(case=OuterRef("case"))
    same_moment = Q(opened_at=OuterRef("opened_at"), pk__lt=OuterRef("pk"))
    earlier = others.filter(Q(opened_at__lt=OuterRef("opened_at")) | same_moment)
    visits = Appointment.objects.filter(case=OuterRef("case"), kind__in=CLINICIANS).annotate(on=local_day("starts_at"))
    coming = visits.standing().exclude(outcome=Appointment.Outcome.NOT_SEEN).filter(on__gte=OuterRef("today"))
    asked = open_findings(at, *FOLLOW_UP_KINDS).filter(~Exists(earlier), ~Exists(coming))
    rows: QuerySet[Any] = asked.annotate(since=latest_of("opened_on", Subquery(_visit_over(visits)), PAUSE_OVER))
    return rows


def _visit_over(visits: QuerySet[Any]) -> QuerySet[Any]:
    """The last day from which a case's appointments have stood in the way of no reminder any more."""
    over = Switch(
        When(cancelled_at__isnull=True, then=days_after("on", 1)),
        default=Least(local_day("cancelled_at"), days_after("on", 1)),
    )
    last: QuerySet[Any] = visits.order_by().values("case").annotate(over=Max(over)).values("over")
    return last


def policy(field: str, path: str = "case__") -> Sql:
    """A number of the site's recovery policy, or its default where the site has none yet."""
    default = Value(getattr(Policy(), field))
    of_site = F(f"{path}establishment__recovery_policy__{field}")
    return Sql("coalesce({0}, {1})::numeric", of_site, default, output_field=DecimalField())
