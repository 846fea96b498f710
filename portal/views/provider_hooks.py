"""What a mail provider tells of a letter afterwards (django-anymail's webhooks), as our own verb takes it."""

from typing import Any

from notifications.bounces import Bounce
from notifications.services import take_back
from people import clock

GONE = {"bounced", "rejected", "failed"}
NOT_FINAL = {"timed_out"}


def heard(*, event: Any, **_: Any) -> None:
    """Called for each event; only a final failure of one of our letters matters."""
    if event.event_type not in GONE or event.reject_reason in NOT_FINAL:
        return
    words = event.mta_response or event.description or event.reject_reason or ""
    delivery = (event.metadata or {}).get("delivery", "")
    take_back(bounces=[Bounce(words=str(words), delivery=str(delivery))], at=clock.now())
