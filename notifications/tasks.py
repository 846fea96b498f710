"""What the timetable calls. A message is only a hint; what is to be done stands in the ledger."""

from time import monotonic

from celery import shared_task

from notifications import services
from people.clock import now

# A worker that is told to stop finishes its task, so a task is short; a longer queue is handed on.
DRAIN_SECONDS = 5


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def plan() -> None:
    services.plan(at=now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def deliver() -> None:
    """Drain what is due, batch by batch."""
    until = monotonic() + DRAIN_SECONDS
    while services.deliver_due(at=now(), clock=now):
        if monotonic() > until:
            deliver.apply_async(expires=60, retry=False)
            return


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def send_provider_letters() -> None:
    services.send_provider_letters(at=now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def beat_heart() -> None:
    services.beat_heart(name="worker", at=now())
