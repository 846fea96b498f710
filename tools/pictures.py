"""`./dev screenshots DIR`: a living demo company and a browser for tools/screenshots.py.

That script is called as `python tools/screenshots.py DIR`, with BASE_URL and LIGHTDUTY_CHROMIUM set.
"""

import subprocess
from pathlib import Path

from tools import browser, install, notes
from tools.places import ROOT, venv_program
from tools.running import RunningLightduty
from tools.say import CannotGoOn, say
from tools.test import browser_for_tests
from tools.throwaway import Throwaway

SCRIPT = ROOT / "tools" / "screenshots.py"


def run(arguments: list[str]) -> int:
    if len(arguments) != 1:
        raise CannotGoOn("Name the folder for the pictures: ./dev screenshots DIR")
    folder = Path(arguments[0]).resolve()
    install.ensure(install.TEST_LOCK)
    chromium = browser_for_tests()
    if chromium is None:
        raise CannotGoOn(browser.WHY_NONE)
    folder.mkdir(parents=True, exist_ok=True)
    if notes.is_up() and notes.running():
        say(f"  Taking pictures of {notes.running()['base_url']}, which is up")
        return take(folder, chromium, env=notes.running()["env"])
    say("  Starting a demo company of its own for the pictures …")
    with Throwaway() as servers, RunningLightduty(servers, demo=True) as lightduty:
        return take(folder, chromium, env=lightduty.product.env)


def take(folder: Path, chromium: str, *, env: dict[str, str]) -> int:
    command = [str(venv_program("python")), str(SCRIPT), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env={**env, "LIGHTDUTY_CHROMIUM": chromium}, check=False)
    return done.returncode
