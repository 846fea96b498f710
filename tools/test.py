"""`./dev test`: what the tests need, then the tests."""

import os
import signal
import subprocess
import time

from tools import browser, install
from tools.children import wrapped
from tools.places import ROOT, venv_program
from tools.say import say, step


def run(arguments: list[str]) -> int:
    install.ensure(install.TEST_LOCK)
    began = time.monotonic()
    result = pytest(arguments, chromium=browser_for_tests())
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


def pytest(arguments: list[str], *, chromium: str | None) -> int:
    """Run pytest; Ctrl-C is pytest's to answer, and the servers are its to stop."""
    env = dict(os.environ)
    if chromium:
        env["LIGHTDUTY_CHROMIUM"] = chromium
    command = [str(venv_program("python")), "-m", "pytest", *arguments]
    process = subprocess.Popen(wrapped(command, user=None, death_signal=signal.SIGINT), cwd=ROOT, env=env)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
