"""Duty's work in the timetable."""

from celery import shared_task

from duty import services
from people import clock


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def ask() -> None:
    """Ask HR about days without a record and about duties that last long."""
    services.ask_everybody(clock.now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def advance() -> None:
    """Start what is due and lapse what ran out."""
    services.advance(clock.now())


@shared_task  # type: ignore[untyped-decorator]  # celery ships no types
def screen() -> None:
    """Work out what tasks break for certain, where that is not known yet."""
    services.fill_screens()
