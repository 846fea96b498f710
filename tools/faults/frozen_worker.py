"""A worker and all its processes are frozen past their lease, as a machine that is put to sleep, and wake up again."""

import os
import signal

from tools.children import Child
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import LEASE_OVER, World, release_in_portions, work

SENDING = "notifications_delivery WHERE state = 'sending'"
# Letters that a worker marks by one statement: so many may be out and not yet written down, and one is under way.
REPEATED_AT_MOST = 10 + 1


def run(stack: Stack, full: int) -> Outcome:
    freezes, each = (20 // full, 600) if full else (3, 400)
    chance = stack.chance()
    with stack.world(due_people(freezes * each)) as made:
        made.plan()
        release_in_portions(made, freezes)
        work(made, workers=2)
        one, other = (child for child in made.product.children if child.name.startswith("worker"))
        held = 0
        for _time in range(freezes):
            held += put_to_sleep(made, one, other, letters=chance.randint(1, each // 4))
            one, other = other, one
        made.rest()
        outcome = made.account(Outcome(f"{freezes} times, {freezes * each} reminders"))
        outcome.expect(held > 0, "no worker had a letter in its hands when it was frozen")
        most = freezes * REPEATED_AT_MOST
        outcome.expect(outcome.same_key <= most, f"{outcome.same_key} letters went out twice, more than {most}")
        outcome.notes.append(f"{held} letters were claimed and not marked when their worker was frozen")
        return outcome


def put_to_sleep(made: World, one: Child, other: Child, *, letters: int) -> int:
    """One of them in the middle of a portion; the other, asleep until then, delivers the rest. How many were held?"""
    tell(other, signal.SIGSTOP)
    made.clock.advance(minutes=1)
    made.under_way(letters)
    tell(one, signal.SIGSTOP)
    held = made.count(SENDING)
    made.clock.advance(minutes=LEASE_OVER.total_seconds() / 60)
    tell(other, signal.SIGCONT)
    made.wait_until(lambda: made.untold() == 0, "the other worker delivers the rest")
    tell(one, signal.SIGCONT)
    made.wait_until(lambda: made.count(SENDING) == 0, "who woke up has put away what it held")
    return held


def tell(worker: Child, number: int) -> None:
    """The worker and its processes."""
    os.killpg(worker.pid, number)
