"""P2: planning a morning's check-ins by the one statement of their rule, beside a bare INSERT … SELECT."""

import json
from statistics import median

from tools.bench.measure import load, option
from tools.bench.stage import Stage, stage
from tools.say import CannotGoOn, say

# Both run in one connection, by turns, each over an empty ledger whose statistics are fresh.
TIMED = """
import json, time
from django.db import connection, transaction
from notifications.ledger import plan_rule
from notifications.rules import BY_ID
from people.clock import now
rule, at = BY_ID["recovery.check-in-due"], now()
def rows(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount
def timed(work):
    began = time.perf_counter()
    with transaction.atomic():
        rows("SET LOCAL jit = off; SET LOCAL work_mem = '64MB'")
        count = work()
    return count, time.perf_counter() - began
def bare():
    return rows("INSERT INTO notifications_reminder ({columns}) SELECT {columns} FROM bench_ledger")
def empty():
    rows("TRUNCATE notifications_reminder CASCADE")
found = dict(planned=[], bare=[], again=[])
for number in range({rounds} + 1):
    empty()
    first = timed(lambda: plan_rule(rule, at))
    if number == 0:
        rows("CREATE TABLE bench_ledger AS SELECT {columns} FROM notifications_reminder")
        rows("ANALYZE notifications_reminder")
    again = timed(lambda: plan_rule(rule, at))
    empty()
    floor = timed(bare)
    if number:
        found["planned"].append(first); found["again"].append(again); found["bare"].append(floor)
print(json.dumps(found))
"""
COLUMNS = (
    "rule, subject_kind, subject_id, establishment_id, employee_id, case_id, recipient_id, audience, due_on,"
    " not_before, state, reason, data, planned_at"
)


def run(options: list[str]) -> None:

    size, rounds = option(options, "size", 100_000), option(options, "rounds", 5)
    with stage(size) as made:
        found = json.loads(made.python(TIMED.replace("{columns}", COLUMNS).replace("{rounds}", str(rounds))))
        show(made, found)


def show(made: Stage, found: dict[str, list[tuple[int, float]]]) -> None:
    if {count for count, _seconds in found["planned"]} != {made.size}:
        raise CannotGoOn(f"The rule planned {found['planned'][0][0]} reminders, not {made.size}.")
    written = {count for count, _seconds in found["again"]}
    planned, bare, again = (median(seconds for _count, seconds in found[kind]) for kind in ("planned", "bare", "again"))
    say(f"  {made.size} due check-ins, medians of {len(found['bare'])} by turns, {load()}")
    say(f"    bare INSERT … SELECT {bare:6.2f} s; the rule's statement {planned:6.2f} s; a second run {again:6.2f} s")
    say(f"    planning {planned / bare:5.2f} times the bare INSERT; goal <= 1.30")
    say(f"    rows written by the second run: {sorted(written)}; goal 0")
