"""`./dev check`: everything about the code that a machine can tell without running the product."""

import os
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from tools import install
from tools.environment import Addresses, for_product, new_secret
from tools.places import ROOT, venv_program
from tools.say import say
from tools.throwaway import Throwaway

AT_ONCE = 2


@dataclass(frozen=True)
class Check:
    """One question and the command that answers it."""

    name: str
    command: list[str]


@dataclass(frozen=True)
class Result:
    check: Check
    passed: bool
    output: str
    seconds: float


def run() -> int:
    install.ensure(install.TEST_LOCK)
    with Throwaway() as servers, ThreadPoolExecutor(AT_ONCE) as pool:
        env = environment(servers)
        failed = 0
        for result in pool.map(partial(ask, env), checks()):
            say(f"  {'ok    ' if result.passed else 'FAILED'}  {result.check.name} ({result.seconds:.1f} s)")
            if not result.passed:
                failed += 1
                say(result.output)
    say(f"./dev check: {failed} of {len(checks())} failed" if failed else "./dev check: all is well")
    return 1 if failed else 0


def checks() -> list[Check]:
    """The slowest first, so that the others run beside it."""
    asked = [
        Check("types", [program("mypy"), "manage.py", "dev", *packages()]),
        Check("format", [program("ruff"), "format", "--check", ".", "dev"]),
        Check("lint", [program("ruff"), "check", ".", "dev"]),
        Check("contracts between the floors", [program("lint-imports")]),
        Check("no migration is missing", manage("makemigrations", "--check", "--dry-run")),
        Check("system checks", manage("check", "--fail-level", "WARNING")),
        Check("the wall in the database", manage("check_wall", "--fresh")),
        Check("API schema", manage("spectacular", "--validate", "--fail-on-warn", "--file", os.devnull)),
    ]
    if (ROOT / "tools" / "messages.py").exists():
        asked.append(Check("translations", [program("python"), "tools/messages.py", "check"]))
    if (ROOT / "tests" / "test_house.py").exists():
        asked.append(Check("rules of the house", [program("python"), "-m", "pytest", "tests/test_house.py"]))
    return asked


def packages() -> list[str]:
    """Every package at the top but the tests."""
    return sorted({found.parent.name for found in ROOT.glob("*/__init__.py")} - {"tests"})


def program(name: str) -> str:
    return str(venv_program(name))


def manage(*arguments: str) -> list[str]:
    return [program("python"), "manage.py", *arguments]


def environment(servers: Throwaway) -> dict[str, str]:
    database = servers.fresh_database()
    addresses = Addresses(
        owner_url=database.owner_url,
        web_url=database.web_url,
        redis_url=servers.broker_url(),
        base_url="http://localhost",
        mail=None,
        media=servers.folder / "files",
    )
    return for_product(addresses, secret_key=new_secret())


def ask(env: Mapping[str, str], check: Check) -> Result:
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=dict(env),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Result(check, done.returncode == 0, done.stdout, time.monotonic() - began)
