"""SIGTERM to worker and web in the middle of deliveries and requests: finished, or put back."""

import time

from tools.faults.callers import Caller
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, hold_back, release, work


def run(stack: Stack, full: int) -> Outcome:
    stops, each = (50 // full, 400) if full else (2, 200)
    chance = stack.chance()
    with stack.world(due_people(stops * each)) as made:
        made.plan()
        hold_back(made)
        work(made, web=True)
        with Caller(made) as caller:
            for number in range(stops):
                release(made, number, of=stops)
                made.clock.advance(minutes=1)
                made.under_way(chance.randint(1, each // 2))
                stop_politely(made)
                made.wait_until(lambda: made.untold() == 0, "the rest is delivered")
        made.rest()
        outcome = made.account(Outcome(f"{stops} stops, {stops * each} reminders"))
        outcome.lost += caller.lost_reports()
        outcome.expect(outcome.same_key == 0, "a letter went out twice although its sender could finish")
        outcome.expect(not caller.wrong, f"the web answered {caller.wrong[:2]}")
        outcome.expect(not caller.cut_short, f"{caller.cut_short} requests were begun and not answered")
        outcome.notes.append(f"the web answered {caller.said()}; {len(caller.filed)} reports filed, all kept")
        return outcome


def stop_politely(made: World) -> None:
    """One of the processes that serve, replaced by another of its kind."""
    for name in ("worker-0", "web"):
        child = next(one for one in made.product.children if one.name == name)
        began = time.monotonic()
        child.stop(grace=40)
        made.product.children.remove(child)
        if time.monotonic() - began > 39:
            raise TimeoutError(f"{name} did not stop when it was asked to.")
        if name == "web":
            made.product.web()
        else:
            made.product.worker(name)
    made.product.wait_for_web()
