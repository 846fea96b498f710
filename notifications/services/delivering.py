"""Delivering: claim, send outside any transaction, record. Whoever dies in between leaves a lease that runs out."""

import logging
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db import connection

from notifications.channels import CHANNELS, Channel, ChannelError, Parcel
from notifications.channels.base import Door
from notifications.claims import LEASE, MOST_ATTEMPTS, claim
from notifications.results import Marks, mark_failed, put_back
from people.away import AWAY

logger = logging.getLogger(__name__)

BATCH = 200
# The rest of the lease is for the one letter that is under way when a slow server eats the time.
PATIENCE = LEASE * 0.6
Over = Callable[[], bool]
DIED = "The sender stopped in the middle of this letter, several times."


def deliver_due(
    *,
    at: datetime,
    channels: Sequence[str] | None = None,
    limit: int = BATCH,
    clock: Callable[[], datetime] | None = None,
) -> int:
    """Deliver a batch of what is due; returns how many rows were moved, 0 when nothing is left.

    channels: their names; without them all. With the inbox alone (a replay of past days) nothing leaves the house.
    clock: what the door reads, for a sender that runs for real: see `_patience`.
    """
    used = [channel for channel in CHANNELS if channels is None or channel.name in channels]
    parcels, moved = claim(at=at, channels=used, limit=limit)
    over = _patience(at, clock)
    for channel in used:
        if channel.outside:
            _send_all([one for one in parcels if one.delivery.channel == channel.name], channel, at=at, over=over)
    return moved


def _patience(at: datetime, clock: Callable[[], datetime] | None) -> Over:
    """Whether the lease draws to its end.

    A machine that is put to sleep stops its monotonic clock as well: only the time of day tells the sender that
    wakes up in it that others have had its letters since. One that is set back tells less than the monotonic clock.
    """
    begun = time.monotonic()

    def over() -> bool:
        awake = timedelta(seconds=time.monotonic() - begun)
        return awake > PATIENCE or (clock is not None and clock() - at > PATIENCE)

    return over


def _send_all(parcels: Sequence[Parcel], channel: Channel, *, at: datetime, over: Over) -> None:
    if not parcels:
        return
    marks, left = Marks(at=at), list(parcels)
    try:
        with channel.open() as door:
            _send_each(door, left, marks, at=at, over=over)
    except AWAY:
        logger.warning("The database went away: %s letters wait for the next turn", len(left))
    finally:
        marks.write()
    put_back(left, at=at)


def _send_each(door: Door, left: list[Parcel], marks: Marks, *, at: datetime, over: Over) -> None:
    """Takes from `left` whatever was tried; what stays there was not."""
    while left and not over():
        error = _attempt(door, left[0], at=at)
        parcel = left.pop(0)
        if error is None:
            marks.add(parcel)
            continue
        mark_failed(parcel, error, at=at)
        if error.down:
            _all_wait(left, error, at=at)
            left.clear()


def _attempt(door: Door, parcel: Parcel, *, at: datetime) -> ChannelError | None:
    """What went wrong with this letter, if anything did."""
    try:
        _check(parcel)
        door.send(parcel, at)
    except ChannelError as error:
        return error
    except Exception as error:
        if isinstance(error, AWAY) and not connection.is_usable():
            raise
        # A letter that cannot even be made must not stop the others: it is parked with what went wrong.
        logger.exception("Delivery %s cannot be made", parcel.delivery.pk)
        return ChannelError(f"{type(error).__name__}: {error}", permanent=True)
    return None


def _check(parcel: Parcel) -> None:
    if parcel.delivery.attempts > MOST_ATTEMPTS:
        raise ChannelError(DIED, permanent=True)
    if not parcel.delivery.address:
        raise ChannelError("There is no address.", permanent=True)


def _all_wait(parcels: Sequence[Parcel], error: ChannelError, *, at: datetime) -> None:
    """The server cannot be reached: nobody of this batch needs to find that out alone."""
    for parcel in parcels:
        mark_failed(parcel, error, at=at)
