"""The world that a fault breaks: PostgreSQL that waits for the disk, a broker, a mail server and the product."""

import itertools
import json
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from tools.company import Company
from tools.environment import Addresses, MailDoor, for_product, new_secret
from tools.faults.report import Outcome
from tools.places import ROOT, venv_program
from tools.ports import any_free
from tools.product import Product
from tools.running import SharedClock
from tools.say import CannotGoOn
from tools.sink import Sink
from tools.throwaway import FreshDatabase, Throwaway

# A Monday; nothing in a fault asks the real calendar.
MONDAY = date(2026, 3, 2)
LEASE_OVER = timedelta(minutes=6)
ACCOUNTS = """
SELECT known.id, known.state, account.email, coalesce(letter.message_id, ''), coalesce(letter.state, '')
FROM notifications_reminder known JOIN people_user account ON account.id = known.recipient_id
LEFT JOIN notifications_deliveryreminder carried ON carried.reminder_id = known.id AND carried.delivery_id IN
    (SELECT id FROM notifications_delivery WHERE channel = 'email')
LEFT JOIN notifications_delivery letter ON letter.id = carried.delivery_id
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
    database: FreshDatabase
    product: Product
    clock: SharedClock
    post: Post
    _agent: "subprocess.Popen[str] | None" = None
    _names: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def sql(self, statements: str) -> str:
        return self.servers.planned().sql(statements, database=self.database.name)

    def count(self, what: str) -> int:
        return int(self.sql(f"SELECT count(*) FROM {what}"))  # noqa: S608 - our own words

    def manage(self, *arguments: str) -> str:
        return Product({**self.product.env, "LIGHTDUTY_PROCESS": "manage"}, ROOT, ROOT, "", 0).manage(*arguments)

    def ask(self, code: str) -> Any:
        """What `answer` is after the product's Django has run this."""
        if self._agent is None or self._agent.poll() is not None:
            self._agent = self._start_agent()
        return self._said(self._agent, json.dumps(code))

    def _start_agent(self) -> "subprocess.Popen[str]":
        pipe = subprocess.PIPE
        command = [str(venv_program("python")), "-m", "tools.faults.agent"]
        log = (self.product.logs / "agent.log").open("a")
        agent = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.product.env,
            text=True,
            stdin=pipe,
            stdout=pipe,
            stderr=log,
            start_new_session=True,
        )
        log.close()
        self._said(agent, "")
        return agent

    def _said(self, agent: "subprocess.Popen[str]", line: str) -> Any:
        if agent.stdin is None or agent.stdout is None:
            raise CannotGoOn("The agent has no pipes.")
        if line:
            agent.stdin.write(line + "\n")
            agent.stdin.flush()
        heard = agent.stdout.readline()
        if not heard:
            raise CannotGoOn("The agent is gone; see its log.")
        told = json.loads(heard)
        if "error" in told:
            raise CannotGoOn(told["error"])
        return told["answer"]

    def plan(self) -> int:
        return int(
            self.ask("from notifications.services import plan\nfrom people.clock import now\nanswer = plan(at=now())")
        )

    def drain(self) -> None:
        """Deliver by the agent until nothing is left at this moment."""
        self.ask(
            "from notifications.services import deliver_due\nfrom people.clock import now\n"
            "while deliver_due(at=now()): pass"
        )

    def hint(self) -> None:
        """What the timetable would say to the workers."""
        self.ask("from config.celery import app\napp.send_task('notifications.tasks.deliver')")

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = 120) -> None:
        until = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > until:
                raise CannotGoOn(f"{what}: not after {seconds:.0f} s.")
            time.sleep(0.02)

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

    def stop(self) -> None:
        if self._agent is not None:
            for pipe in (self._agent.stdin, self._agent.stdout):
                if pipe:
                    pipe.close()
            self._agent.wait(10)
        self.product.stop()
        self.post.stop()


@contextmanager
def world(company: Company | None = None, *, post: Post | None = None, **env: str) -> Iterator[World]:
    """Servers, a migrated database with this company in it; no process of the product yet."""
    with Throwaway(durable=True) as servers:
        database = servers.fresh_database()
        folder = servers.folder
        mail = post or Sink(folder / "sink").start()
        port = any_free()
        addresses = Addresses(
            owner_url=database.owner_url,
            web_url=database.web_url,
            redis_url=servers.broker_url(),
            base_url=f"http://127.0.0.1:{port}",
            mail=MailDoor("127.0.0.1", mail.port),
            media=folder / "files",
        )
        clock = SharedClock(folder / "clock")
        clock.set(datetime.combine(MONDAY, datetime.min.time(), UTC) + timedelta(hours=18))
        given = {"LIGHTDUTY_CLOCK_FILE": str(clock.file), "LIGHTDUTY_SWEEP_SECONDS": "1", "LIGHTDUTY_PROCESS": "worker"}
        made = for_product(addresses, secret_key=new_secret(), **{**given, **env})
        made |= {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        product = Product(made, folder / "logs", folder, "127.0.0.1", port)
        (folder / "logs").mkdir()
        living = World(servers, database, product, clock, mail)
        try:
            living.manage("make_roles")
            if company:
                company.found(servers.planned(), database.name)
            yield living
        finally:
            living.stop()


def due_people(count: int, *, zones: tuple[str, ...] = ("America/Chicago",)) -> Company:
    """So many people with a check-in due on Monday, and nothing else."""
    return Company(people=count + count // 100 + 10 * len(zones), cases=count, opened_on=MONDAY, zones=zones)


def release_in_portions(made: World, portions: int) -> None:
    """What is planned becomes due a minute apart, in so many portions: the n-th after the n-th minute from now."""
    now = made.clock.now().isoformat()
    made.sql(
        "UPDATE notifications_reminder known SET not_before = timestamptz "  # noqa: S608 - our own words
        f"'{now}' + interval '1 minute' * (known.id % {portions} + 1) - interval '5 seconds'"
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
    made.wait_until(lambda: made.count("notifications_heartbeat") > 0, "a worker shows itself")
