"""`./dev faults`: break each part of a living Lightduty, then count what was lost and what was said twice.

One file for each fault, one line here. Quick sizes by default, `--full` for the promised ones, names to choose some.
"""

import time
from importlib import import_module

from tools import install
from tools.faults.report import Fault, Line, table
from tools.say import CannotGoOn, say

FAULTS = {
    "approvals": "two supervisors approve at once",
    "kill_worker": "kill -9 the worker during delivery",
    "crash_before_mark": "crash between 250 and the mark",
    "broker": "the broker forgets all, or restarts",
    "database": "PostgreSQL stops at once and restarts",
    "beats": "2 and 3 beats, 2 worker hosts",
    "mail_server": "mail server: 4xx, 5xx, time-out, slow, resets",
    "poison": "a reminder that cannot be made",
}


def run(arguments: list[str]) -> int:
    full = "--full" in arguments
    names = [argument for argument in arguments if not argument.startswith("--")]
    if unknown := [name for name in names if name not in FAULTS]:
        listed = "\n".join(f"  {name:<20}{title}" for name, title in FAULTS.items())
        raise CannotGoOn(f"There is no fault {unknown[0]!r}. These are there:\n{listed}")
    install.ensure(install.TEST_LOCK)
    lines = [one(name, full) for name in names or list(FAULTS)]
    say("\n" + table(lines))
    failed = [line.fault.name for line in lines if not line.passed]
    say(f"\n./dev faults: FAILED: {', '.join(failed)}" if failed else "\n./dev faults: every promise was kept")
    return 1 if failed else 0


def one(name: str, full: bool) -> Line:
    fault = Fault(name, FAULTS[name], import_module(f"tools.faults.{name}").run)
    began = time.monotonic()
    say(f"  {fault.title} …")
    outcome = fault.run(full)
    return Line(fault, outcome, time.monotonic() - began)
