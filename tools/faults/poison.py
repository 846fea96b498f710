"""One reminder in a thousand cannot even be made into a letter: its address would break out of its header."""

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import work

POISON = """
UPDATE people_employee SET email = E'p@example.com\\r\\nBcc: everybody@example.com'
WHERE id IN (SELECT employee_id FROM injuries_case ORDER BY id LIMIT {count})
"""


def run(stack: Stack, full: int) -> Outcome:
    reminders, poisoned = (10_000 // full, max(10 // full, 1)) if full else (1000, 1)
    with stack.world(due_people(reminders)) as made:
        made.sql(POISON.format(count=poisoned))
        made.plan()
        work(made)
        made.wait_until(lambda: made.untold() == 0, "all are told or parked", 300)
        outcome = made.account(Outcome(f"{poisoned} in {reminders}"))
        outcome.expect(outcome.parked == poisoned, f"{outcome.parked} reminders are parked")
        told = made.count("notifications_reminder WHERE state = 'told'")
        outcome.expect(told == reminders - poisoned, f"{told} of the others were told")
        error = made.sql("SELECT min(data ->> 'error') FROM notifications_reminder WHERE state = 'failed'")
        outcome.notes.append(f"parked with: {error}")
        outcome.expect(bool(error), "it is parked without its error")
        return outcome
