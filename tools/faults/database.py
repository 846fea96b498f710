"""PostgreSQL stops at once, as if its power were cut, and starts again, while web and workers are busy."""

import random
import signal
import time

from tools.faults.callers import Caller
from tools.faults.report import Outcome
from tools.faults.world import World, due_people, release_in_portions, work, world
from tools.say import CannotGoOn


def run(full: bool) -> Outcome:
    rounds, each = (30, 300) if full else (3, 150)
    chance = random.Random(7)  # noqa: S311 - a moment to strike at
    with world(due_people(rounds * each)) as made:
        made.plan()
        release_in_portions(made, rounds)
        work(made, web=True)
        longest = 0.0
        with Caller(made) as caller:
            for _round in range(rounds):
                made.clock.advance(minutes=1)
                time.sleep(chance.random() * 1.5)
                longest = max(longest, cut_power(made))
                made.wait_until(lambda: made.untold() == 0 or _waits_for_a_lease(made), "the portion is delivered")
            made.clock.advance(minutes=6)
            made.wait_until(lambda: made.untold() == 0, "the rest is delivered")
        made.rest()
        outcome = made.account(Outcome(f"{rounds} restarts, {rounds * each} reminders"))
        outcome.lost += caller.lost_reports()
        outcome.notes.append(
            f"the web answered {caller.said()}; {len(caller.filed)} reports filed, all kept"
            f"; longest time until a page came again {caller.recovered_after:.1f} s"
            f", until PostgreSQL did {longest:.1f} s"
        )
        outcome.expect(not caller.wrong, f"the web answered neither a page nor 503: {caller.wrong[:2]}")
        outcome.expect(caller.statuses.get(503, 0) > 0, "no request met the closed database")
        return outcome


def cut_power(made: World) -> float:
    """How many seconds it was away."""
    began = time.monotonic()
    server = made.servers.planned()
    if server.child is None or server.child.process is None:
        raise CannotGoOn("PostgreSQL is not running.")
    server.child.signal(signal.SIGQUIT)
    server.child.process.wait(30)
    time.sleep(0.7)
    server.start()
    return time.monotonic() - began


def _waits_for_a_lease(made: World) -> bool:
    """What is still untold is held by a sender that lost its database in the middle."""
    now = made.clock.now().isoformat()
    held = made.count(f"notifications_delivery WHERE state = 'sending' AND lease_until > '{now}'")
    return held > 0 and made.untold() <= held
