"""Who the database takes the connection for: the seam at which the wall inside PostgreSQL stands.

A request begins at the door, steps into the role of the person it belongs to, and only a verb, or a reading that
says why, steps beyond it. Everything is local to the transaction, so that nothing leaks into the next request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.db import connection, transaction
from psycopg.pq import TransactionStatus

from people.database_roles import DOOR, SYSTEM, relations_of, role_of
from people.policy import Relation
from people.row_security import PREFIX, settings_of
from people.wall import Actor

P = ParamSpec("P")
T = TypeVar("T")
WENT_ON = "A verb went on although a part of it was stopped; what it wrote would be lost without a word."


@contextmanager
def run_time_transaction() -> Iterator[None]:
    """Open a transaction in which the connection acts as the door, and only in it."""
    with transaction.atomic(), _acting_as(DOOR):
        yield


@contextmanager
def person(actor: Actor) -> Iterator[None]:
    """Act as the kinds of person the actor is, for the rows within their reach."""
    with _acting_as(DOOR):
        step_into(actor)
        yield


def step_into(actor: Actor) -> None:
    """Become this person until the surrounding block ends: `person`, or the request's."""
    wanted = role_of(relations_of(actor))
    _set({"role": wanted, **settings_of(actor)})
    connection.lightduty_role = wanted  # type: ignore[attr-defined]  # ours, on the connection of this thread


def carry_user(user_id: int | None) -> None:
    """Tell the door whose account it is: it may look up that person's own row, and no other."""
    _set({f"{PREFIX}.user_id": str(user_id or "")})


def verb(function: Callable[P, T]) -> Callable[P, T]:
    """One transaction that decides with every fact and writes, whoever asked: the verb itself checks who may.

    A verb that a verb calls is a part of it: what stops the part stops the whole. Whoever goes on without the part
    puts `transaction.atomic()` around it; without that, nothing of the whole is kept, and it is an error to go on.
    """

    @wraps(function)
    def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        part = getattr(connection, "lightduty_verb", False)
        with transaction.atomic(savepoint=not part), _acting_as(SYSTEM):
            connection.lightduty_verb = True  # type: ignore[attr-defined]  # see step_into
            try:
                done = function(*args, **kwargs)
            finally:
                connection.lightduty_verb = part  # type: ignore[attr-defined]  # see step_into
            if connection.needs_rollback:
                raise transaction.TransactionManagementError(WENT_ON)
            return done

    return whole


@contextmanager
def beyond_the_wall(why: str) -> Iterator[None]:
    """Read what the person may not, to show what follows from it. A test knows every place and its reason."""
    if not why:
        raise ValueError("Say why it is read.")
    with nullcontext() if connection.in_atomic_block else transaction.atomic(), _acting_as(SYSTEM):
        yield


@contextmanager
def as_employee() -> Iterator[None]:
    """Whatever else this person is: see one's own record as any employee sees theirs, and nothing of anybody else."""
    with _acting_as(role_of([Relation.SELF])):
        yield


@contextmanager
def _acting_as(wanted: str) -> Iterator[None]:
    before = role()
    if before != wanted:
        _become(wanted)
    try:
        yield
    finally:
        if role() != before:
            _come_back(before)


def role() -> str:
    """The worker's connections begin as the system, the others as their login, who may read nothing."""
    found: str = getattr(connection, "lightduty_role", settings.DATABASE_ROLE)
    return found


def _become(wanted: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {wanted}")
    connection.lightduty_role = wanted  # type: ignore[attr-defined]  # see step_into


def _come_back(before: str) -> None:
    """Where the transaction is broken the rollback that must follow undoes SET LOCAL too."""
    raw = connection.connection
    usable = raw is not None and raw.info.transaction_status == TransactionStatus.INTRANS
    if usable and not connection.needs_rollback:
        _become(before)
    connection.lightduty_role = before  # type: ignore[attr-defined]  # see step_into


def _set(values: dict[str, str]) -> None:
    asked = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [part for pair in values.items() for part in pair])
