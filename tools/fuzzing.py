"""`./dev fuzz`: tools/fuzz in the project's own Python, which alone has schemathesis."""

import subprocess

from tools import install
from tools.places import ROOT, venv_program


def run(arguments: list[str]) -> int:
    install.ensure(install.TEST_LOCK)
    command = [str(venv_program("python")), "-m", "tools.fuzz.run", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode
