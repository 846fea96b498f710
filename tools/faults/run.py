"""`./dev faults`: break each part of a living Lightduty, then count what was lost and what was said twice.

One file for each fault, one line here. Quick sizes by default, `--full` for the promised ones, names to choose some.
"""

import time
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module

from tools import install
from tools.faults.report import Fault, Line, Outcome, table
from tools.say import CannotGoOn, say

# Most of a fault is waiting for processes to start. In full size each has the machine to itself.
AT_ONCE = 3
FAULTS = {
    "approvals": "two supervisors approve at once",
    "kill_worker": "kill -9 the worker during delivery",
    "crash_before_mark": "crash between 250 and the mark",
    "broker": "the broker forgets all, or restarts",
    "database": "PostgreSQL stops at once and restarts",
    "beats": "2 and 3 beats, 2 worker hosts",
    "mail_server": "mail server: 4xx, 5xx, time-out, slow, resets",
    "storage": "read-only database, full disk",
    "backup": "backup, restored into an empty server",
    "polite_stop": "SIGTERM during requests and tasks",
    "calendar": "clock changes, 4 time zones, leap day",
    "outage": "all down for 3 days over due dates",
    "poison": "a reminder that cannot be made",
}
YEAR = {"year_of_a_company": "a year of 50,000 employees"}
QUICK = list(FAULTS)
FAULTS |= YEAR


def run(arguments: list[str]) -> int:
    full = "--full" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    if "--year" in arguments:
        names.append("year_of_a_company")
    elif full and not names:
        names = [*QUICK, "year_of_a_company"]
    if unknown := [name for name in names if name not in FAULTS]:
        listed = "\n".join(f"  {name:<20}{title}" for name, title in FAULTS.items())
        raise CannotGoOn(f"There is no fault {unknown[0]!r}. These are there:\n{listed}")
    install.ensure(install.TEST_LOCK)
    with ThreadPoolExecutor(1 if full else AT_ONCE) as pool:
        lines = list(pool.map(lambda name: one(name, full), names or QUICK))
    say("\n" + table(lines))
    failed = [line.fault.name for line in lines if not line.passed]
    say(f"\n./dev faults: FAILED: {', '.join(failed)}" if failed else "\n./dev faults: every promise was kept")
    return 1 if failed else 0


def one(name: str, full: bool) -> Line:
    fault = Fault(name, FAULTS[name], import_module(f"tools.faults.{name}").run)
    began = time.monotonic()
    try:
        outcome = fault.run(full)
    except (CannotGoOn, TimeoutError) as reason:
        outcome = Outcome("not finished", wrong=[str(reason)])
    line = Line(fault, outcome, time.monotonic() - began)
    say(f"  {'passed' if line.passed else 'FAILED'}  {fault.title} ({line.seconds:.0f} s)")
    return line
