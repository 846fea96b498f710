"""Recovery's part of the timetable."""

from celery import shared_task

from people import clock
from recovery import services


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def notice_time() -> None:
    """Silence and the backstop: what only the passing of days brings."""
    services.notice_time(clock.now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def reassess_changed() -> None:
    """The next open cases of a site that has changed its rules."""
    services.reassess_changed(clock.now())
