"""The work queue: everything that waits for HR, oldest deadline first, from one query for each kind of thing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Value

from injuries.models import Case
from people.policy import Relation
from people.wall import Actor
from portal.queue.deliveries import Undelivered
from portal.queue.duties import EmployeeAnswers, NothingOffered, Reviews, Stopped, SupervisorAnswers
from portal.queue.findings import AlarmingAnswers, FollowUps, Outcomes, SameLimits, Silent
from portal.queue.limits import Ending, WithoutNumbers
from portal.queue.providers import LettersToProviders, ProviderAnswers
from portal.queue.questions import Questions
from portal.queue.reports import AskedToDoMore, NewReports
from portal.queue.rows import MOST_OF_A_KIND, Row, Scope, Source

SOURCES: tuple[Source, ...] = (
    AlarmingAnswers(),
    NewReports(),
    AskedToDoMore(),
    FollowUps(),
    Silent(),
    Reviews(),
    SupervisorAnswers(),
    EmployeeAnswers(),
    Stopped(),
    NothingOffered(),
    ProviderAnswers(),
    LettersToProviders(),
    Questions(),
    Ending(),
    WithoutNumbers(),
    SameLimits(),
    Outcomes(),
    Undelivered(),
)
KINDS = ("alarm", "triage", "review", "follow_up", "silent", "duty", "limits", "delivery")


@dataclass(frozen=True)
class Count:
    kind: str
    all: int
    late: int


def scope_for(actor: Actor, today: date, *, mine: bool = False, case: Case | None = None) -> Scope:
    """Only HR has a queue; for everybody else it is empty."""
    sites = actor.sites.get(Relation.HR, frozenset())
    return Scope(sites=sites, at=actor.at, today=today, owner=actor.user_id if mine else None, case=case)


def queue_rows(scope: Scope) -> list[Row]:
    """All rows due within the week, and every stall without an appointment.

    Alarms first, then the oldest deadline. As many queries for one row as for hundreds.
    """
    if not scope.sites:
        return []
    rows = [source.row(found, scope) for source in SOURCES for found in source.query(scope)[:MOST_OF_A_KIND]]
    return sorted(rows, key=lambda row: (row.kind != "alarm", row.deadline, row.number))


def queue_size(actor: Actor, today: date) -> int:
    """How many rows there are, in one query, for the rail of every page."""
    scope = scope_for(actor, today)
    if not scope.sites:
        return 0
    first, *others = (
        source.query(scope).order_by().annotate(row_of_queue=Value(1)).values("row_of_queue") for source in SOURCES
    )
    return int(first.union(*others, all=True).count())


def counts_by_kind(rows: Iterable[Row]) -> list[Count]:
    """For each kind that is there, how many, and how many of them late."""
    found = list(rows)
    every = Counter(row.kind for row in found)
    late = Counter(row.kind for row in found if row.days_late > 0)
    return [Count(kind, every[kind], late[kind]) for kind in KINDS if every[kind]]


def next_step(actor: Actor, today: date, case: Case) -> Row | None:
    """The one thing that a case needs next: the oldest of its rows."""
    rows = queue_rows(scope_for(actor, today, case=case))
    return rows[0] if rows else None


__all__ = ["KINDS", "Count", "Row", "Scope", "counts_by_kind", "next_step", "queue_rows", "queue_size", "scope_for"]
