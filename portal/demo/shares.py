"""Several processes live through the same days, each the lives of its own sites.

Sites have one row in common that a verb locks, the series of case numbers: it is held for the rest of a day on which
somebody reports.
"""

import multiprocessing
import os
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from typing import Self

from django.db import connection

from people.scope import verb
from portal.demo.life import Life

LiveThrough = Callable[[list[Life], date], None]
EveryDay = Callable[[date], None]
# Elsewhere a forked process may not use what the system's libraries hold.
PROCESSES = min(2, os.cpu_count() or 1) if sys.platform == "linux" else 1


class BrokenOff(Exception):
    """A day could not be lived through in another process; its traceback is the message."""


@dataclass
class Shares:
    """`with Shares(lives, live_through, plan) as shares:` and then `shares.live(day, day, …)`, spell by spell."""

    lives: list[Life]
    live_through: LiveThrough
    plan: Callable[[slice, date], None]
    own: list[Life] = field(default_factory=list)
    others: list[Connection] = field(default_factory=list)
    _ending: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> Self:
        self.own, *rest = split(self.lives, PROCESSES)
        if rest:
            # Two processes on one connection would read each other's answers.
            connection.close()
        for place, share in enumerate(rest, start=1):
            self._start(share, slice(place, None, len(rest) + 1))
        return self

    def __exit__(self, *_: object) -> None:
        self._ending.close()

    def _start(self, share: list[Life], rules: slice) -> None:
        forked = multiprocessing.get_context("fork")
        here, there = forked.Pipe()
        live = partial(live_day, share, live_through=self.live_through)
        plan = partial(self.plan, rules)
        process = forked.Process(target=follow, args=(here, there, {"live": live, "plan": plan}), daemon=True)
        process.start()
        there.close()
        self.others.append(here)
        self._ending.callback(process.join)
        self._ending.callback(here.close)

    def live(self, *days: date) -> None:
        """These days, one after the other; the sites wait for each other only when all of them are over."""
        self._all("live", days, partial(live_day, self.own, live_through=self.live_through))

    def plan_reminders(self, day: date) -> None:
        """Each process asks a part of the rules."""
        self._all("plan", [day], partial(self.plan, slice(0, None, len(self.others) + 1)))

    def _all(self, what: str, days: Sequence[date], own: EveryDay) -> None:
        for other in self.others:
            for day in days:
                other.send((what, day))
        for day in days:
            own(day)
        for other in self.others:
            for _day in days:
                if wrong := other.recv():
                    raise BrokenOff(wrong)


@verb
def live_day(lives: list[Life], day: date, *, live_through: LiveThrough) -> None:
    """A whole day is one verb: those that it is made of need no role and no savepoint of their own."""
    do_not_wait_for_the_disk()
    live_through(lives, day)


def do_not_wait_for_the_disk() -> None:
    """Thousands of small transactions of a story that can be told again."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def follow(parent: Connection, told: Connection, work: Mapping[str, EveryDay]) -> None:
    """Another process's half of the work, until the pipe is closed or the first process is gone."""
    parent.close()
    while True:
        try:
            what, day = told.recv()
        except EOFError:
            return
        try:
            work[what](day)
        except Exception:
            told.send(traceback.format_exc())
            return
        told.send("")


def split(lives: list[Life], processes: int) -> list[list[Life]]:
    """Whole sites, the largest first, each to whoever has least so far."""
    sites: dict[int, list[Life]] = {}
    for life in lives:
        sites.setdefault(life.employee.establishment_id, []).append(life)
    shares: list[list[Life]] = [[] for _ in range(min(processes, len(sites)))]
    for share in sorted(sites.values(), key=len, reverse=True):
        min(shares, key=len).extend(share)
    return shares
