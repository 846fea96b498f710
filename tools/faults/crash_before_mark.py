"""The sender is killed after the server's 250 and before the mark is committed."""

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import LEASE_OVER

# Each child of the agent takes one letter, hears 250, and dies where it would have written the mark.
DIE = """
import os, signal
from django.db import connections
from notifications import results
from notifications.services import deliver_due
from people.clock import now
connections.close_all()
died = 0
for number in range({crashes}):
    child = os.fork()
    if child == 0:
        try:
            results.Marks.write = lambda marks: marks.out and os.kill(os.getpid(), signal.SIGKILL)
            deliver_due(at=now(), limit=1)
        finally:
            os._exit(0)
    died += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
answer = died
"""


def run(stack: Stack, full: int) -> Outcome:
    crashes = 1000 // full if full else 60
    with stack.world(due_people(crashes)) as made:
        made.plan()
        died = made.ask(DIE.format(crashes=crashes))
        first = made.post.count()
        made.clock.advance(minutes=LEASE_OVER.total_seconds() / 60)
        made.product.worker()
        made.product.beat()
        made.wait_until(lambda: made.untold() == 0, "all are told", 300)
        outcome = made.account(Outcome(f"{crashes} crashes"))
        outcome.expect(died == crashes == first, f"{died} senders died and {first} letters were out, not {crashes}")
        outcome.expect(outcome.same_key == crashes, f"{outcome.same_key} letters were repeated with their key")
        counted = made.count("notifications_delivery WHERE resumed = 1 AND state = 'sent'")
        outcome.expect(counted == crashes, f"the ledger counts {counted} letters as taken up again")
        return outcome
