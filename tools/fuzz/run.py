"""`./dev fuzz`: send a running Lightduty what should be refused, as every role, and count what was not.

Three minutes, in which each run takes another part of the lists: `--seed N` chooses the same part again,
`--seconds N` draws requests for so long, `--full` sends the whole lists and draws for half an hour.
"""

import random
import sys
import time
from dataclasses import dataclass

from tools.fuzz import contract, drawn, known, pages, protocol, report
from tools.fuzz.world import World, world
from tools.say import CannotGoOn, say, step

USAGE = "./dev fuzz [--full] [--seconds N] [--seed N]"


@dataclass(frozen=True)
class Size:
    """How much of each list is sent, and how long requests are drawn after that."""

    seed: int
    share: float = 0.025
    known_seconds: float = 40
    tries: int = 1
    pages: int = 120
    page_seconds: float = 60
    seconds: float = 30
    examples: int = 1


def run(arguments: list[str]) -> int:
    size = size_of(arguments)
    say(f"./dev fuzz --seed {size.seed}")
    began = time.monotonic()
    with world(size.seed) as attacked:
        attack(attacked, size)
        say("\n" + report.table(attacked.tally))
        seconds, where = attacked.tally.slowest
        found = report.findings(attacked.tally)
    say(f"slowest answer: {seconds:.1f} s ({where}); seed {size.seed}; {time.monotonic() - began:.0f} s in all")
    say(f"\n{found}\n\n./dev fuzz: FAILED" if found else "\n./dev fuzz: everything was refused as promised")
    return 1 if found else 0


def attack(attacked: World, size: Size) -> None:
    operations = contract.operations(attacked.schema())
    attacked.learn(sorted({one.resource for one in operations if one.path == f"/api/v1/{one.resource}/"} - {"me"}))
    with step("what no browser sends"):
        protocol.attack(attacked)
    with step(f"known bad input at {len(operations)} operations of the API"):
        known.attack(attacked, operations, share=size.share, seconds=size.known_seconds)
    with step("known bad input at pages and forms"):
        pages.attack(attacked, tries=size.tries, pages=size.pages, seconds=size.page_seconds)
    with step("requests drawn from the API's description"):
        drawn.attack(attacked, operations, seconds=size.seconds, examples=size.examples)


def size_of(arguments: list[str]) -> Size:
    left = list(arguments)
    numbers: dict[str, int] = {}
    full = "--full" in left
    if full:
        left.remove("--full")
    while len(left) > 1 and left[0] in {"--seed", "--seconds"} and left[1].isdecimal():
        numbers[left[0]] = int(left[1])
        left = left[2:]
    if left:
        raise CannotGoOn(f"{left[0]!r} is not understood. {USAGE}")
    seed = numbers.get("--seed", random.SystemRandom().randrange(10**6))
    if full:
        drawing = numbers.get("--seconds", 1800)
        return Size(seed, share=1, known_seconds=7200, tries=25, pages=400, page_seconds=7200, seconds=drawing)
    return Size(seed, seconds=numbers.get("--seconds", Size.seconds))


if __name__ == "__main__":
    try:
        sys.exit(run(sys.argv[1:]))
    except CannotGoOn as reason:
        sys.exit(f"\n{reason}")
