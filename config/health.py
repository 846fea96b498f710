"""/healthz: this process answers. /readyz: database, broker and worker answer too; red says which does not."""

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, JsonResponse
from kombu.connection import Connection
from kombu.exceptions import KombuError
from psycopg_pool import PoolTimeout
from redis.exceptions import RedisError

from notifications.models import Heartbeat
from people import clock
from people.scope import run_time_transaction

WORKER_LATE = timedelta(minutes=5)


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


def readyz(request: HttpRequest) -> JsonResponse:
    database, worker = _database_and_worker()
    parts = {"database": database, "broker": _broker(), "worker": worker}
    ready = all(parts.values())
    words = {name: "ok" if fine else "down" for name, fine in parts.items()}
    return JsonResponse({"status": "ok" if ready else "down", **words}, status=200 if ready else 503)


def _database_and_worker() -> tuple[bool, bool]:
    """The worker writes a heartbeat at each sweep; an old one means that nobody is at work."""
    try:
        with run_time_transaction():
            beat = Heartbeat.objects.order_by("-at").values_list("at", flat=True).first()
    except (OperationalError, DatabaseError, PoolTimeout):
        return False, False
    return True, beat is not None and clock.now() - beat < WORKER_LATE


def _broker() -> bool:
    try:
        with Connection(settings.REDIS_URL, connect_timeout=2) as connection:  # type: ignore[no-untyped-call]  # kombu has no types
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OSError, KombuError, RedisError):
        return False
    return True
