"""/healthz: this process answers. /readyz: database, its disk, broker, worker and planning; red says which is down."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from kombu.connection import Connection
from kombu.exceptions import KombuError
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

from notifications.models import Heartbeat
from people import clock
from people.scope import run_time_transaction

LATE = timedelta(minutes=5)
# A sort that does not fit into memory needs room on the database's own disk, and leaves nothing behind.
NEEDS_ROOM = (
    "SET LOCAL work_mem = '64kB'",
    "SELECT count(*) FROM (SELECT repeat('x', 50) || n FROM generate_series(1, 4000) n ORDER BY random()) sorted",
)


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    hearts = _hearts()
    database = hearts is not None
    parts = {"database": database, "storage": database and _storage(), "broker": _broker()}
    parts |= {name: _beats(hearts or {}, name) for name in ("worker", "planning")}
    ready = all(parts.values())
    words = {name: "ok" if fine else "down" for name, fine in parts.items()}
    return JsonResponse({"status": "ok" if ready else "down", **words}, status=200 if ready else 503)


def _hearts() -> dict[str, datetime] | None:
    """When each part of the machinery was last alive; None: the database does not answer."""
    try:
        with run_time_transaction():
            return dict(Heartbeat.objects.values_list("name", "at"))
    except (DatabaseError, PoolTimeout):
        return None


def _beats(hearts: Mapping[str, datetime], name: str) -> bool:
    """The worker beats at each sweep, planning at each that has asked every rule; an old beat means that none does."""
    return name in hearts and clock.now() - hearts[name] < LATE


def _storage() -> bool:
    """The database may be written to, and its disk has room: it may go on answering questions long after that ended."""
    try:
        with run_time_transaction(), connection.cursor() as cursor:
            cursor.execute("SHOW transaction_read_only")
            read_only = cursor.fetchone() != ("off",)
            for statement in NEEDS_ROOM:
                cursor.execute(statement)
    except (DatabaseError, PoolTimeout):
        return False
    return not read_only


def _broker() -> bool:
    try:
        with Connection(settings.REDIS_URL, connect_timeout=2) as connection:  # type: ignore[no-untyped-call]  # kombu has no types
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OSError, KombuError, RedisError):
        return False
    return True
