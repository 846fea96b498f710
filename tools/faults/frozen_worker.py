"""A worker and all its processes are frozen past their lease, as a machine that is put to sleep, and wake up again."""

import os
import signal
from collections.abc import Callable
from functools import partial

from tools.children import Child
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import LEASE_OVER, World, hold_back, release, work

SENDING = "notifications_delivery WHERE state = 'sending'"
# A claim inserts into this table once its reminders are locked: who holds the table stops it there.
LINKS = "notifications_deliveryreminder"
WAITING = f"pg_locks WHERE relation = '{LINKS}'::regclass AND NOT granted"
# Every so many sleeps begin there.
CLAIMS_AMONG_SLEEPS = 3
# Letters that a worker marks by one statement: so many may be out and not yet written down, and one is under way.
REPEATED_AT_MOST = 10 + 1


def run(stack: Stack, full: int) -> Outcome:
    freezes, each = (20 // full, 600) if full else (3, 400)
    chance = stack.chance()
    with stack.world(due_people(freezes * each)) as made:
        made.plan()
        hold_back(made)
        work(made, workers=2)
        one, other = (child for child in made.product.children if child.name.startswith("worker"))
        held: list[int] = []
        claims = 0
        for number in range(freezes):
            claiming = number % CLAIMS_AMONG_SLEEPS == 1
            claims += claiming
            sending = partial(while_sending, letters=chance.randint(1, each // 4))
            strike = while_claiming if claiming else sending
            release(made, number, of=freezes)
            held.append(put_to_sleep(made, one, other, strike=strike))
            one, other = other, one
        made.rest()
        outcome = made.account(Outcome(f"{freezes} times, {freezes * each} reminders"))
        caught = sum(number > 0 for number in held)
        outcome.expect(2 * (caught + claims) >= freezes, f"only {caught} workers had letters in hand when they froze")
        most = freezes * REPEATED_AT_MOST
        outcome.expect(outcome.same_key <= most, f"{outcome.same_key} letters went out twice, more than {most}")
        outcome.notes.append(
            f"{caught} workers froze with {sum(held)} letters in hand, claimed and not marked; {claims} within a claim"
        )
        return outcome


def put_to_sleep(made: World, one: Child, other: Child, *, strike: Callable[[World, Child], None]) -> int:
    """One of them in the middle of a portion; the other, asleep until then, delivers the rest. How many were held?"""
    tell(other, signal.SIGSTOP)
    strike(made, one)
    held = made.count(SENDING)
    made.clock.advance(minutes=LEASE_OVER.total_seconds() / 60)
    tell(other, signal.SIGCONT)
    made.wait_until(lambda: made.untold() == 0, "the other worker delivers the rest")
    tell(one, signal.SIGCONT)
    made.wait_until(lambda: made.count(SENDING) == 0, "who woke up has put away what it held")
    return held


def while_sending(made: World, one: Child, *, letters: int) -> None:
    made.clock.advance(minutes=1)
    made.under_way(letters)
    tell(one, signal.SIGSTOP)


def while_claiming(made: World, one: Child) -> None:
    """With rows locked, in the middle of a transaction: the others may have them after half a minute."""
    made.sql(f"BEGIN; LOCK TABLE {LINKS} IN SHARE MODE")
    made.clock.advance(minutes=1)
    made.wait_until(lambda: made.count(WAITING) > 0, "letters are claimed")
    tell(one, signal.SIGSTOP)
    made.sql("COMMIT")


def tell(worker: Child, number: int) -> None:
    """The worker and its processes."""
    os.killpg(worker.pid, number)
