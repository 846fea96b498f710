"""`./dev test`: what the tests need, then the tests: as many at once as there are processors."""

import os
import random
import signal
import subprocess
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from tools import browser, install
from tools.children import wrapped
from tools.places import ROOT, venv_program
from tools.say import say, step

MOST_AT_ONCE = 4
# One mark for each test that is over; whatever else pytest says can wait until its process ends.
MARKS = frozenset(".FEsxX")
Pytest = subprocess.Popen[str]


def run(arguments: list[str]) -> int:
    install.ensure(install.TEST_LOCK)
    began = time.monotonic()
    env = dict(os.environ)
    if chromium := browser_for_tests():
        env["LIGHTDUTY_CHROMIUM"] = chromium
    result = pytest(arguments, env=env) if arguments else whole_suite(env)
    verdict = "passed" if result == 0 else f"FAILED (pytest's exit code {result})"
    say(f"./dev test: {verdict} after {time.monotonic() - began:.0f} s")
    return result


def browser_for_tests() -> str | None:
    """The browser that is there, or one installed now, or one line that says what is missing."""
    found = browser.find()
    if found is None:
        with step("Installing a browser for the tests"):
            found = browser.install_one()
    if found is None:
        say(f"  {browser.WHY_NONE}")
    return found


def pytest(arguments: list[str], *, env: dict[str, str]) -> int:
    """One pytest, whose words go straight to the terminal."""
    return wait_for(started(arguments, env=env, output=None))


def whole_suite(env: dict[str, str]) -> int:
    """Several pytests over one heap of modules, each with servers of its own; the worst of their exit codes."""
    at_once = min(os.cpu_count() or 1, MOST_AT_ONCE)
    order = f"--randomly-seed={random.randrange(2**31)}"  # noqa: S311 - an order, not a secret
    arguments = [order, "-o", "console_output_style=classic"]
    with tempfile.TemporaryDirectory(prefix="lightduty-parts-") as marks, ThreadPoolExecutor(at_once) as pool:
        shared = {**env, "LIGHTDUTY_TEST_PARTS": marks}
        parts = [started(arguments, env=shared, output=subprocess.PIPE) for _ in range(at_once)]
        terminal = Lock()
        for part in parts:
            pool.submit(pass_on, part, terminal)
        result = max((wait_for(part) for part in parts), key=abs)
    if result != 0:
        say(f"The order of each module's tests: ./dev test {order} MODULE")
    return result


def started(arguments: list[str], *, env: dict[str, str], output: int | None) -> Pytest:
    command = [str(venv_program("python")), "-m", "pytest", *arguments]
    wrapping = wrapped(command, user=None, death_signal=signal.SIGINT)
    return subprocess.Popen(wrapping, cwd=ROOT, env=env, stdout=output, stderr=output and subprocess.STDOUT, text=True)


def wait_for(process: Pytest) -> int:
    """Ctrl-C is pytest's to answer, and the servers are its to stop."""
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def pass_on(process: Pytest, terminal: Lock) -> None:
    """Marks as they come, the rest in one piece, so that two accounts of what failed do not mingle."""
    kept = []
    for line in process.stdout or ():
        if set(line.strip()) <= MARKS:
            with terminal:
                say(line.rstrip())
        else:
            kept.append(line)
    with terminal:
        say("".join(kept).rstrip())
