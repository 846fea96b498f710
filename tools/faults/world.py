"""The world that a fault breaks: a living product over a database of its own, and what came of it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from tools.faults.asking import Agent, ForkedProduct, Questions
from tools.faults.report import Outcome
from tools.running import SharedClock
from tools.say import CannotGoOn
from tools.throwaway import Throwaway

LEASE_OVER = timedelta(minutes=6)
ACCOUNTS = """
SELECT known.id, known.state, account.email, coalesce(letter.message_id, ''), coalesce(letter.state, '')
FROM notifications_reminder known JOIN people_user account ON account.id = known.recipient_id
LEFT JOIN notifications_deliveryreminder carried ON carried.reminder_id = known.id AND carried.delivery_id IN
    (SELECT id FROM notifications_delivery WHERE channel = 'email')
LEFT JOIN notifications_delivery letter ON letter.id = carried.delivery_id
"""
SESSIONS = """
SELECT state, now() - xact_start, wait_event_type, wait_event, pg_blocking_pids(pid), left(query, 100)
FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
PLAN = "from notifications.services import plan\nfrom people.clock import now\nanswer = plan(at=now())"
DRAIN = """
from notifications.services import deliver_due
from people.clock import now
while deliver_due(at=now()): pass
"""
# By a connection of its own: nothing open may be left where workers are forked.
HINT = """
from config.celery import app
with app.connection_for_write() as line:
    for task in {tasks!r}:
        app.send_task("notifications.tasks." + task, connection=line)
"""


class Post(Protocol):
    """The mail server, as an account of letters needs it."""

    port: int

    def count(self) -> int: ...

    def letters(self) -> list[tuple[str, str]]: ...

    def stop(self) -> None: ...


@dataclass
class World:
    servers: Throwaway
    product: ForkedProduct
    clock: SharedClock
    post: Post
    agent: Agent
    questions: Questions

    @property
    def name(self) -> str:
        """Of the database."""
        return self.questions.database

    def sql(self, statements: str) -> str:
        return self.questions.sql(statements)

    def count(self, what: str) -> int:
        return int(self.sql(f"SELECT count(*) FROM {what}"))  # noqa: S608 - our own words

    def ask(self, code: str) -> Any:
        """What `answer` is after the product's Django has run this."""
        return self.agent.ask(code)

    def plan(self) -> int:
        return int(self.ask(PLAN))

    def drain(self) -> None:
        """Deliver by the agent until nothing is left at this moment."""
        self.ask(DRAIN)

    def hint(self, *tasks: str) -> None:
        """What the timetable would say to the workers."""
        self.ask(HINT.format(tasks=tasks))

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                said = [f"{child.name}: {child.tail(12)}" for child in self.product.children]
                raise CannotGoOn("\n".join([f"{what}: not after {seconds:.0f} s.", *said, self.sessions()]))
            time.sleep(0.02)

    def sessions(self) -> str:
        """What PostgreSQL is doing, for whom a wait was too long."""
        try:
            return self.sql(SESSIONS)
        except CannotGoOn as reason:
            return str(reason)

    def under_way(self, letters: int) -> None:
        """Wait until so many further letters are out, or there is nothing left to send."""
        wanted = self.post.count() + letters
        self.wait_until(lambda: self.post.count() >= wanted or not self.untold(), "letters go out")

    def untold(self) -> int:
        """Reminders whose moment has come and that are not told yet."""
        now = self.clock.now().isoformat()
        return self.count(f"notifications_reminder WHERE state = 'planned' AND not_before <= '{now}'")

    def rest(self) -> None:
        """Beats and workers stop, and what they were about to do is done here: nothing is under way any more."""
        self.product.stop()
        self.plan()
        self.drain()

    def account(self, outcome: Outcome) -> Outcome:
        """Compare the ledger with what the mail server took: letter by letter, key by key."""
        letters = self.post.letters()
        keys = {key for _address, key in letters}
        outcome.same_key += len(letters) - len(keys)
        seen: dict[int, set[str]] = {}
        states: dict[int, str] = {}
        for line in self.sql(ACCOUNTS).splitlines():
            key_of, state, _email, letter, _state = line.split("|")
            reminder = int(key_of)
            states[reminder] = state
            seen.setdefault(reminder, set())
            if letter in keys:
                seen[reminder].add(letter)
        for number, state in states.items():
            outcome.lost += state == "planned" or (state == "told" and not seen[number])
            outcome.doubled += max(len(seen[number]) - 1, 0)
            outcome.parked += state == "failed"
            outcome.missed += state == "missed"
        strangers = keys - {key for found in seen.values() for key in found}
        outcome.expect(not strangers, f"{len(strangers)} letters carry no reminder of the ledger")
        return outcome


def hold_back(made: World) -> None:
    """What is planned becomes due by portions that are released, not by the clock, which goes on by itself as well."""
    _due(made, made.clock.now() + timedelta(days=1), "true")


def release(made: World, portion: int, *, of: int) -> None:
    """In half a minute by the clock that is set, so that it can be moved on at the right moment."""
    _due(made, made.clock.now() + timedelta(seconds=30), f"id % {of} = {portion}")


def _due(made: World, moment: datetime, which: str) -> None:
    made.sql(
        f"UPDATE notifications_reminder SET not_before = '{moment.isoformat()}'"  # noqa: S608 - our own words
        f" WHERE state = 'planned' AND {which}"
    )


def work(made: World, *, workers: int = 1, beats: int = 1, web: bool = False) -> None:
    """Start so many processes and wait until the machinery has shown itself."""
    for number in range(workers):
        made.product.worker(f"worker-{number}")
    for number in range(beats):
        made.product.beat(f"beat-{number}")
    if web:
        made.product.web()
        made.product.wait_for_web()
    made.wait_until(lambda: made.count("notifications_heartbeat WHERE name = 'worker'") > 0, "a worker shows itself")
