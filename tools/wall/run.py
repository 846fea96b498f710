"""`./dev wall`: is the wall tight? One table at the end; anything wrong ends it with an error."""

import json
import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from tools import install
from tools.environment import Addresses, for_product, new_secret
from tools.places import ROOT, venv_program
from tools.running import RunningLightduty
from tools.say import CannotGoOn, say
from tools.throwaway import FreshDatabase, Throwaway

OPTIONS = {
    "--full": "every row's address, everybody writes, all holes; takes a quarter of an hour",
    "--inside": "only what needs no running processes",
    "--no-holes": "leave out the holes made on purpose",
}
SHOWN = 60
# Two parts run beside each other: more would wait for each other's processor.
AT_LEAST = 2
KINDS = {
    "leak": "leaks",
    "refused": "wrongly refused",
    "write": "wrongly written",
    "broken": "errors",
    "hole": "holes not noticed",
}


@dataclass
class Run:
    """Every part has a database of its own, so that none meets another's rows or locks.

    Roles belong to the whole server: they are made for one database after the other.
    """

    servers: Throwaway
    full: bool
    reports: list[dict[str, Any]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    making_roles: Lock = field(default_factory=Lock)

    def inside(self, name: str, call: str) -> None:
        database = self.servers.fresh_database()
        env = self._environment(database)
        with self.making_roles:
            manage(env, "make_roles", said=subprocess.DEVNULL)
        self._python(name, call.format(web=repr(database.web_url)), env)

    def outside(self, name: str, call: str) -> None:
        lightduty = RunningLightduty(self.servers)
        with self.making_roles:
            lightduty.start()
        try:
            urls = {"base": repr(lightduty.base_url), "mail": repr(lightduty.mail.page_url)}
            self._python(name, call.format(**urls), lightduty.product.env)
        finally:
            lightduty.stop()

    def _environment(self, database: FreshDatabase) -> dict[str, str]:
        addresses = Addresses(
            owner_url=database.owner_url,
            web_url=database.web_url,
            redis_url=self.servers.broker_url(),
            base_url="http://testserver",
            mail=None,
            media=self.servers.folder / f"files-{database.name}",
        )
        return for_product(addresses, secret_key=new_secret(), LIGHTDUTY_SECOND_FACTOR="0")

    def _python(self, name: str, call: str, env: dict[str, str]) -> None:
        report = self.servers.folder / f"{name}.json"
        code = f"from pathlib import Path; from tools.wall import inside, outside; full = {self.full}; "
        code += f"report = Path({str(report)!r}); {call}"
        failed = manage(env, "shell", "--no-imports", "--command", code)
        if report.exists():
            self.reports.append(json.loads(report.read_text()))
        if failed or not report.exists():
            self.failed.append(name)


def manage(env: dict[str, str], *arguments: str, said: int | None = None) -> int:
    command = [str(venv_program("python")), "manage.py", *arguments]
    env = {**env, "LIGHTDUTY_PROCESS": "manage"}
    return subprocess.run(command, cwd=ROOT, env=env, stdout=said, check=False).returncode


def run(arguments: list[str]) -> int:
    unknown = [argument for argument in arguments if argument not in OPTIONS]
    if unknown:
        listed = "\n".join(f"  {name:<12}{what}" for name, what in OPTIONS.items())
        raise CannotGoOn(f"{unknown[0]!r} is not understood. There is:\n{listed}")
    install.ensure(install.TEST_LOCK)
    began = time.monotonic()
    with Throwaway() as servers:
        tried = Run(servers, full="--full" in arguments)
        parts = chosen(tried, arguments)
        with ThreadPoolExecutor(max(AT_LEAST, (os.cpu_count() or AT_LEAST) // 2)) as pool:
            for part in [pool.submit(part) for part in parts]:
                part.result()
    return conclude(tried, time.monotonic() - began)


def chosen(tried: Run, arguments: list[str]) -> list[Callable[[], None]]:
    """The longest first."""
    parts: list[Callable[[], None]] = [lambda: tried.inside("read", "inside.read(full, report)")]
    parts.append(lambda: tried.inside("write", "inside.write(full, report, {web})"))
    if "--inside" not in arguments:
        parts.append(lambda: tried.outside("ask", "outside.ask(full, report, {base}, {mail})"))
    if "--no-holes" not in arguments:
        parts.append(lambda: tried.inside("break", "inside.break_it(full, report)"))
    return parts


def conclude(tried: Run, seconds: float) -> int:
    """The table; 1 where anything is wrong."""
    findings = [found for report in tried.reports for found in report["findings"]]
    unknown = sorted({pattern for report in tried.reports for pattern in report["unknown"]})
    say("\n" + "\n".join(table(tried.reports)) + "\n")
    for found in findings[:SHOWN]:
        say(f"  {found['kind']:<8}{found['who']:<16}{found['where']:<60} {found['what']}")
    if len(findings) > SHOWN:
        say(f"  and {len(findings) - SHOWN} more")
    for pattern in unknown:
        say(f"  nobody taught tools/wall/addresses.py to fill {pattern}")
    for name in tried.failed:
        say(f"  the part `{name}` did not finish")
    tight = not (findings or unknown or tried.failed)
    say(f"./dev wall: {'the wall is tight' if tight else 'NOT tight'} after {seconds:.0f} s")
    return 0 if tight else 1


def table(reports: list[dict[str, Any]]) -> list[str]:
    lines = [f"{'part':<34}{'tried':<58}{'wrong':>6}{'s':>6}", "-" * 104]
    for report in reports:
        for line in report["lines"]:
            lines.append(f"{line['part']:<34}{line['tried']:<58}{line['wrong']:>6}{line['seconds']:>6.0f}")
    findings = [found["kind"] for report in reports for found in report["findings"]]
    planted = max((report["planted"] for report in reports), default=0)
    met = {word for report in reports for word in report["met"]}
    lines += ["-" * 104, f"{'secrets planted':<34}{planted}, of which {len(met)} were read by somebody who may"]
    return [*lines, *(f"{what:<34}{findings.count(kind)}" for kind, what in KINDS.items())]
