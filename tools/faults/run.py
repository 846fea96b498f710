"""`./dev faults`: break each part of a living Lightduty, then count what was lost and what was said twice.

One file for each fault, one line here. Quick sizes by default, `--full` for the promised ones, names to choose some,
`--seed=8` to strike at other moments.
"""

import resource
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib import import_module
from queue import Empty, Queue

from tools import install
from tools.bench.measure import option
from tools.faults.report import Fault, Line, Outcome, table
from tools.faults.stack import Stack
from tools.say import CannotGoOn, say

# Half of a fault is waiting for something. In full size each has the machine to itself.
AT_ONCE = 3
# The longest first, so that nobody waits for it in the end.
FAULTS = {
    "frozen_worker": "a worker sleeps past its lease and wakes",
    "calendar": "clock changes, 4 time zones, leap day",
    "storage": "read-only database, full disk",
    "outage": "all down for 3 days over due dates",
    "beats": "2 and 3 beats, 2 worker hosts",
    "backup": "backup, restored into an empty server",
    "database": "PostgreSQL stops at once and restarts",
    "kill_worker": "kill -9 the worker during delivery",
    "sessions": "PostgreSQL ends every session",
    "polite_stop": "SIGTERM during requests and tasks",
    "approvals": "two supervisors approve at once",
    "crash_before_mark": "crash between 250 and the mark",
    "broker": "the broker forgets all, or restarts",
    "mail_server": "mail server: 4xx, 5xx, time-out, slow, resets",
    "poison": "a reminder that cannot be made",
}
YEAR = {"year_of_a_company": "a year of 50,000 employees"}
QUICK = list(FAULTS)
FAULTS |= YEAR
USAGE = "./dev faults [NAME ...] [--full | --full=4] [--year] [--seed=8]"


@dataclass(frozen=True)
class Asked:
    """What to break; `full` divides the promised sizes, and 0 means the quick ones."""

    names: list[str]
    full: int
    seed: int


def run(arguments: list[str]) -> int:
    asked = read(arguments)
    install.ensure(install.TEST_LOCK)
    began = time.monotonic()
    lanes = 1 if asked.full else min(AT_ONCE, len(asked.names))
    lines = together(asked.names, lanes=lanes, full=asked.full, seed=asked.seed)
    say("\n" + table(lines))
    failed = [line.fault.name for line in lines if not line.passed]
    busy = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    say(f"\n{time.monotonic() - began:.0f} s, of which the processors were busy for {busy:.0f} s")
    say(f"./dev faults: FAILED: {', '.join(failed)}" if failed else "./dev faults: every promise was kept")
    return 1 if failed else 0


def read(arguments: list[str]) -> Asked:
    """Raises CannotGoOn for a fault or an option that is not there."""
    options = [argument for argument in arguments if argument.startswith("-")]
    names = [argument for argument in arguments if not argument.startswith("-")]
    if unknown := [given for given in options if given.partition("=")[0] not in {"--full", "--seed", "--year"}]:
        raise CannotGoOn(f"{unknown[0]!r} is not understood. {USAGE}")
    if unknown := [name for name in names if name not in FAULTS]:
        listed = "\n".join(f"  {name:<20}{title}" for name, title in FAULTS.items())
        raise CannotGoOn(f"There is no fault {unknown[0]!r}. These are there:\n{listed}")
    full = 1 if "--full" in options else option(options, "full", 0)
    if "--year" in options:
        names += YEAR
    return Asked(names or [*QUICK, *(YEAR if full else [])], full, option(options, "seed", 7))


def together(names: list[str], *, lanes: int, full: int, seed: int) -> list[Line]:
    """Each lane has a stack of its own and takes the next fault that is left."""
    left: Queue[str] = Queue()
    for name in names:
        left.put(name)
    stacks: list[Stack] = []
    with ThreadPoolExecutor(lanes) as pool:
        done = [pool.submit(lane, left, full, seed, stacks) for _lane in range(lanes)]
        try:
            lines = [line for lane_done in done for line in lane_done.result()]
        except KeyboardInterrupt:
            # A lane ends when what it waits for is gone.
            while next_of(left):
                pass
            for stack in stacks:
                stack.stop()
            raise
    return sorted(lines, key=lambda line: names.index(line.fault.name))


def lane(left: "Queue[str]", full: int, seed: int, stacks: list[Stack]) -> list[Line]:
    lines: list[Line] = []
    while not left.empty():
        with Stack(seed=seed) as stack:
            stacks.append(stack)
            # What a fault that did not come to its end leaves behind is nobody's measure: the next one starts anew.
            finished = True
            while finished and (name := next_of(left)):
                lines.append(one(stack, name, full))
                finished = lines[-1].finished
    return lines


def next_of(left: "Queue[str]") -> str | None:
    try:
        return left.get_nowait()
    except Empty:
        return None


def one(stack: Stack, name: str, full: int) -> Line:
    fault, began, finished = Fault(name, FAULTS[name]), time.monotonic(), True
    try:
        outcome: Outcome = import_module(f"tools.faults.{name}").run(stack, full)
    except (CannotGoOn, TimeoutError) as reason:
        outcome, finished = Outcome("not finished", wrong=[str(reason)]), False
    line = Line(fault, outcome, time.monotonic() - began, finished)
    say("\n".join([f"  {'passed' if line.passed else 'FAILED'}  {fault.title} ({line.seconds:.0f} s)", *outcome.wrong]))
    return line
