"""What the timetable calls. A message is only a hint; what is to be done stands in the ledger."""

from celery import shared_task

from notifications import services
from people.clock import now

MOST_BATCHES = 20


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def plan() -> None:
    services.plan(at=now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def deliver() -> None:
    """Drain what is due, at most so many batches: a longer queue is the next sweep's."""
    for _batch in range(MOST_BATCHES):
        if not services.deliver_due(at=now()):
            return


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def beat_heart() -> None:
    services.beat_heart(name="worker", at=now())
