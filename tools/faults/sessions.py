"""PostgreSQL ends every session of the product at once, as at a failover or when a proxy is restarted."""

from tools.faults.callers import Caller
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import hold_back, release, work
from tools.postgres import WEB

END = f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{WEB}'"  # noqa: S608 - our own name


def run(stack: Stack, full: int) -> Outcome:
    rounds, each = (30 // full, 300) if full else (4, 150)
    chance = stack.chance()
    with stack.world(due_people(rounds * each)) as made:
        made.plan()
        hold_back(made)
        work(made, workers=2, web=True)
        ended = 0
        with Caller(made) as caller:
            for number in range(rounds):
                release(made, number, of=rounds)
                made.clock.advance(minutes=1)
                made.under_way(chance.randint(0, each // 2))
                ended += int(made.sql(END))
                made.wait_until(lambda: made.untold() == 0, "the portion is delivered")
        made.rest()
        outcome = made.account(Outcome(f"{rounds} times, {rounds * each} reminders"))
        outcome.lost += caller.lost_reports()
        outcome.expect(outcome.same_key == 0, "a letter went out twice although its sender lived on")
        outcome.expect(not caller.wrong, f"the web answered neither a page nor 503: {caller.wrong[:2]}")
        outcome.notes.append(
            f"{ended} sessions ended; the web answered {caller.said()}; {len(caller.filed)} reports filed, all kept"
        )
        return outcome
