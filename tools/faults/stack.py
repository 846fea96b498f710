"""What one fault after another may use: servers, a mail server, and Django loaded and waiting.

Each fault gets a fresh database under the same name, so that nothing of this has to start anew.
"""

import itertools
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Self

from tools.company import Company
from tools.environment import Addresses, MailDoor, for_product, new_secret
from tools.faults.asking import Agent, ForkedProduct, Questions
from tools.faults.world import Post, World
from tools.places import ROOT
from tools.ports import any_free
from tools.postgres import OWNER, WEB
from tools.product import Product
from tools.running import SharedClock
from tools.sink import Sink
from tools.throwaway import PASSWORD, Throwaway

# A Monday; nothing in a fault asks the real calendar.
MONDAY = date(2026, 3, 2)
NAME, BEGUN = "lightduty", "lightduty_begun"


@dataclass
class Stack:
    """`with Stack() as stack:` starts PostgreSQL that waits for the disk, a broker and a mail server."""

    seed: int = 7
    servers: Throwaway = field(default_factory=lambda: Throwaway(durable=True))
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __enter__(self) -> Self:
        self.servers.start()
        folder = self.servers.folder
        self.sink = Sink(folder / "sink").start()
        self.clock = SharedClock(folder / "clock")
        self.port = any_free()
        self.env = self._environment()
        (folder / "logs").mkdir()
        log = folder / "logs" / "agents.log"
        self.workers, self.webs = Agent(self.env, log), Agent({**self.env, "LIGHTDUTY_PROCESS": "web"}, log)
        begun = self.servers.make_database(BEGUN)
        there = {"OWNER_DATABASE_URL": begun.owner_url, "DATABASE_URL": begun.web_url, "LIGHTDUTY_PROCESS": "manage"}
        Product({**self.env, **there}, ROOT, ROOT, "", 0).manage("make_roles")
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        for part in (self.workers, self.webs, self.sink, self.servers):
            part.stop()

    def _environment(self) -> dict[str, str]:
        server = self.servers.planned()
        addresses = Addresses(
            owner_url=server.url(OWNER, PASSWORD, NAME),
            web_url=server.url(WEB, PASSWORD, NAME),
            redis_url=self.servers.broker_url(),
            base_url=f"http://127.0.0.1:{self.port}",
            mail=MailDoor("127.0.0.1", self.sink.port),
            media=self.servers.folder / "files",
        )
        given = {"LIGHTDUTY_CLOCK_FILE": str(self.clock.file), "LIGHTDUTY_SWEEP_SECONDS": "1"}
        given |= {"LIGHTDUTY_PROCESS": "worker", "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)}
        # Checked when the templates were made; each worker would check the same once more.
        given["CELERY_SKIP_CHECKS"] = "1"
        return for_product(addresses, secret_key=new_secret(), **given)

    def chance(self) -> random.Random:
        """When to strike: for each fault the same moments with the same seed."""
        return random.Random(self.seed)  # noqa: S311 - moments, not secrets

    @contextmanager
    def world(self, company: Company | None = None, *, post: Post | None = None, **settings: object) -> Iterator[World]:
        """A database with this company in it, at noon in Chicago; no process of the product yet."""
        server, folder = self.servers.planned(), self.servers.folder / "logs" / str(next(self._numbers))
        folder.mkdir()
        server.drop_database(NAME)
        server.ensure_database(NAME, template=BEGUN)
        self.sink.empty()
        if self.servers.valkey:
            self.servers.valkey.run("FLUSHALL")
        self.clock.set(datetime.combine(MONDAY, time(18), UTC))
        if company:
            company.found(server, NAME)
        product = ForkedProduct(
            self.env, folder, folder, "127.0.0.1", self.port, workers=self.workers, webs=self.webs, settings=settings
        )
        questions = Questions(server, NAME, folder / "psql.log")
        made = World(self.servers, product, self.clock, post or self.sink, self.workers, questions)
        try:
            yield made
        finally:
            product.stop()
            questions.stop()
            if post:
                post.stop()


def due_people(count: int, *, zones: tuple[str, ...] = ("America/Chicago",)) -> Company:
    """So many people with a check-in due on Monday, and nothing else."""
    return Company(people=count + count // 100 + 10 * len(zones), cases=count, opened_on=MONDAY, zones=zones)
