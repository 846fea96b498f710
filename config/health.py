"""/healthz: this process answers. /readyz: database, its disk, broker and worker; red says which is down."""

from datetime import timedelta

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

WORKER_LATE = timedelta(minutes=5)
# A sort that does not fit into memory needs room on the database's own disk, and leaves nothing behind.
NEEDS_ROOM = (
    "SET LOCAL work_mem = '64kB'",
    "SELECT count(*) FROM (SELECT repeat('x', 50) || n FROM generate_series(1, 4000) n ORDER BY random()) sorted",
)


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    database, worker = _database_and_worker()
    parts = {"database": database, "storage": database and _storage(), "broker": _broker(), "worker": worker}
    ready = all(parts.values())
    words = {name: "ok" if fine else "down" for name, fine in parts.items()}
    return JsonResponse({"status": "ok" if ready else "down", **words}, status=200 if ready else 503)


def _database_and_worker() -> tuple[bool, bool]:
    """The worker writes a heartbeat at each sweep; an old one means that nobody is at work."""
    try:
        with run_time_transaction():
            beat = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    except (DatabaseError, PoolTimeout):
        return False, False
    return True, beat is not None and clock.now() - beat < WORKER_LATE


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
