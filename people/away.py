"""PostgreSQL is down, out of room, read-only, or not to be had in time: nobody's fault, and it passes."""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, InternalError, OperationalError, connection
from psycopg.errors import IdleInTransactionSessionTimeout, ReadOnlySqlTransaction
from psycopg_pool import PoolTimeout

P = ParamSpec("P")
T = TypeVar("T")
logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError, PoolTimeout)
# These go by the name of internal errors: somebody else's standby, and the end of a session that slept too long.
INTERNAL = (ReadOnlySqlTransaction, IdleInTransactionSessionTimeout)
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.05, 2


def is_away(error: BaseException | None) -> bool:
    passes = isinstance(error, InternalError) and isinstance(error.__cause__, INTERNAL)
    return passes or isinstance(error, AWAY)


def outlasting(*, seconds: float) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Write again until the database is back, for so long at most.

    For what must be kept although its transaction is lost, and does no harm when it was kept already.
    """

    def decorate(write: Callable[P, T]) -> Callable[P, T]:
        @wraps(write)
        def outlast(*args: P.args, **kwargs: P.kwargs) -> T:
            until, pause = time.monotonic() + seconds, FIRST_PAUSE_SECONDS
            while True:
                try:
                    return write(*args, **kwargs)
                except (*AWAY, InternalError) as error:
                    # Inside somebody's transaction there is nothing left to write into.
                    if not is_away(error) or connection.in_atomic_block or time.monotonic() > until:
                        raise
                    logger.warning("The database is away: %s waits for it", write.__name__)
                connection.close()
                time.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

        return outlast

    return decorate
