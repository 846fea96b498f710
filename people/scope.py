"""One transaction with the run-time role: the seam at which the wall inside PostgreSQL stands."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction


@contextmanager
def run_time_transaction() -> Iterator[None]:
    """Open a transaction in which the connection acts as the run-time role, and only in it."""
    with transaction.atomic():
        if settings.RUNTIME_ROLE:
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL ROLE {connection.ops.quote_name(settings.RUNTIME_ROLE)}")
        yield
        # In an outer transaction (a test's) SET LOCAL would outlive this block.
        if settings.RUNTIME_ROLE and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")


def carry_user(user_id: int | None) -> None:
    """Tell PostgreSQL, for this transaction, who is looking."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lightduty.user_id', %s, true)", [str(user_id or "")])
