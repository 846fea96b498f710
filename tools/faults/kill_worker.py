"""kill -9 of the worker and all its processes, at a random moment of its delivery."""

import time
from random import Random

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import LEASE_OVER, World
from tools.say import say

# After each the clock goes on until what the killed held may be taken up again. More of them would run into the night
# and the next day, when what is left is rightly called missed.
KILLS_OF_A_DAY = 50


def run(stack: Stack, full: int) -> Outcome:
    kills, reminders = (200 // full, 10_000 // full) if full else (8, 800)
    chance, days = stack.chance(), max(kills // KILLS_OF_A_DAY, 1)
    outcome = Outcome(f"{kills} kills, {reminders} reminders")
    taken_up = sum(_day(stack, chance, outcome, kills // days, reminders // days) for _ in range(days))
    outcome.notes.append(f"{taken_up} letters were taken up again after a kill; {outcome.same_key} had gone out before")
    outcome.expect(outcome.parked == 0, "a letter was given up although only its sender died")
    return outcome


def _day(stack: Stack, chance: Random, outcome: Outcome, kills: int, reminders: int) -> int:
    """A day of its own for these kills. How many letters were taken up again?"""
    with stack.world(due_people(reminders)) as made:
        made.plan()
        for _kill in range(kills):
            _deliver_some(made, chance.randint(1, 2 * reminders // kills))
            made.product.children.pop().kill()
            made.clock.advance(minutes=LEASE_OVER.total_seconds() / 60)
        say(f"    {kills} kills, {made.post.count()} letters")
        _finish(made)
        made.account(outcome)
        told = made.count("notifications_reminder WHERE state = 'told'")
        outcome.expect(told == reminders, f"{told} were told, not {reminders}")
        return made.count("notifications_delivery WHERE resumed > 0")


def _deliver_some(made: World, more: int) -> None:
    """A worker that has sent so many further letters, or has nothing left to send."""
    wanted = made.post.count() + more
    worker = made.product.worker()
    made.hint("deliver", "deliver")
    made.wait_until(lambda: " ready." in worker.tail(50), "the worker is ready")
    until = time.monotonic() + 20
    while made.post.count() < wanted and made.untold() and time.monotonic() < until:
        time.sleep(0.005)


def _finish(made: World) -> None:
    made.product.worker()
    made.product.beat()
    made.wait_until(lambda: made.untold() == 0, "the rest is delivered", 300)
