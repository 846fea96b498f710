"""What the timetable calls. A message is only a hint; what is to be done stands in the ledger."""

from time import monotonic

from celery import shared_task

from notifications import services
from people.clock import now

# Then the other work of the timetable has its turn; a longer queue is the next sweep's.
DRAIN_SECONDS = 60


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def plan() -> None:
    services.plan(at=now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def deliver() -> None:
    """Drain what is due, batch by batch."""
    until = monotonic() + DRAIN_SECONDS
    while services.deliver_due(at=now()) and monotonic() < until:
        pass


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def send_provider_letters() -> None:
    services.send_provider_letters(at=now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def beat_heart() -> None:
    services.beat_heart(name="worker", at=now())
