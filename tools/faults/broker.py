"""The broker forgets everything, or is restarted, while the workers deliver."""

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import hold_back, release, work
from tools.say import CannotGoOn


def run(stack: Stack, full: int) -> Outcome:
    rounds, each = (20 // full, 400) if full else (4, 150)
    chance = stack.chance()
    with stack.world(due_people(rounds * each)) as made:
        made.plan()
        hold_back(made)
        work(made, workers=2)
        valkey = made.servers.valkey
        if valkey is None or valkey.child is None:
            raise CannotGoOn("There is no broker.")
        for number in range(rounds):
            release(made, number, of=rounds)
            made.clock.advance(minutes=1)
            made.under_way(chance.randint(0, each // 2))
            if number % 2:
                valkey.child.kill()
                valkey.start()
            else:
                valkey.run("FLUSHALL")
            made.wait_until(lambda: made.untold() == 0, "the portion is delivered")
        outcome = made.account(Outcome(f"{rounds} times, {rounds * each} reminders"))
        outcome.expect(outcome.same_key == 0, "a letter went out twice although no sender died")
        return outcome
