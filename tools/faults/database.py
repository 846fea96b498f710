"""PostgreSQL stops at once, as if its power were cut, and starts again, while web and workers are busy."""

import signal
import time

from tools.faults.callers import Caller
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, hold_back, release, work
from tools.say import CannotGoOn

# One letter may carry several reminders.
HELD = """
SELECT count(*) FROM notifications_reminder known
WHERE known.state = 'planned' AND known.not_before <= '{now}' AND EXISTS (
    SELECT 1 FROM notifications_deliveryreminder carried
    JOIN notifications_delivery letter ON letter.id = carried.delivery_id
    WHERE carried.reminder_id = known.id AND letter.state = 'sending' AND letter.lease_until > '{now}')
"""


def run(stack: Stack, full: int) -> Outcome:
    rounds, each = (30 // full, 300) if full else (3, 150)
    chance = stack.chance()
    with stack.world(due_people(rounds * each)) as made:
        made.plan()
        hold_back(made)
        work(made, web=True)
        longest = 0.0
        with Caller(made) as caller:
            for number in range(rounds):
                release(made, number, of=rounds)
                made.clock.advance(minutes=1)
                made.under_way(chance.randint(0, each // 2))
                longest = max(longest, cut_power(made, caller))
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


def cut_power(made: World, caller: Caller) -> float:
    """How many seconds it was away; somebody must have met the closed door meanwhile."""
    began = time.monotonic()
    server = made.servers.planned()
    if server.child is None or server.child.process is None:
        raise CannotGoOn("PostgreSQL is not running.")
    server.child.signal(signal.SIGQUIT)
    server.child.process.wait(30)
    met = caller.statuses.get(503, 0)
    made.wait_until(lambda: caller.statuses.get(503, 0) > met, "a request meets the closed database", 20)
    server.start()
    return time.monotonic() - began


def _waits_for_a_lease(made: World) -> bool:
    """What is still untold is held in full: its letter was claimed, or its mark written, as the power went."""
    held = int(made.sql(HELD.format(now=made.clock.now().isoformat())))
    return held > 0 and made.untold() <= held
