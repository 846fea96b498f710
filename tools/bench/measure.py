"""What is the same in every bench: CPU time of whole process trees, the load of the machine, medians."""

import os
import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.say import CannotGoOn

TICK = os.sysconf("SC_CLK_TCK")


@dataclass
class Cost:
    """Seconds by the wall clock, and of CPU in all the processes that were asked about."""

    wall: float = 0.0
    cpu: float = 0.0


@contextmanager
def cost_of(pids: Iterable[int]) -> Iterator[Cost]:
    cost = Cost()
    roots = list(pids)
    cpu, wall = cpu_seconds(roots), time.perf_counter()
    yield cost
    cost.wall, cost.cpu = time.perf_counter() - wall, cpu_seconds(roots) - cpu


def cpu_seconds(roots: Iterable[int]) -> float:
    """CPU time of these processes, of their living descendants, and of those descendants that have been waited for."""
    below: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            below.setdefault(int(fields[1]), []).append(int(folder.name))
            spent[int(folder.name)] = sum(int(field) for field in fields[11:15]) / TICK
    total, asked = 0.0, list(roots)
    while asked:
        pid = asked.pop()
        total += spent.get(pid, 0.0)
        asked += below.get(pid, [])
    return total


def middle(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(one.wall for one in costs), statistics.median(one.cpu for one in costs))


def load() -> str:
    return "load " + " ".join(f"{value:.1f}" for value in os.getloadavg())


def option(options: list[str], name: str, default: int) -> int:
    """`--name=7`, a whole number from 1."""
    given = [one for one in options if one.partition("=")[0] == f"--{name}"]
    if not given:
        return default
    value = given[-1].partition("=")[2]
    if not value.isdecimal() or int(value) == 0:
        raise CannotGoOn(f"{given[-1]!r} is not understood: it takes a whole number from 1, as in --{name}=8.")
    return int(value)
