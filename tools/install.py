"""The virtual environment, made from a lock with hashes, and left alone while the lock is unchanged."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.places import LOCAL, ROOT, VENV, venv_program
from tools.say import CannotGoOn, step

RUN_LOCK = ROOT / "requirements.lock"
TEST_LOCK = ROOT / "requirements-dev.lock"
INSTALLER_LOCK = ROOT / "tools" / "installer.lock"


def ensure(lock: Path) -> None:
    """Make `.venv` hold what this lock names; nothing happens when it already does."""
    with one_at_a_time():
        if not works():
            make_venv()
        if stamp(lock).exists() and stamp(lock).read_text() == fingerprint(lock):
            return
        with step(f"Installing the packages of {lock.name}", talks=sys.stderr.isatty()):
            install(lock)
        stamp(lock).write_text(fingerprint(lock))


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two commands started together must not both fill the environment."""
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "install.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def stamp(lock: Path) -> Path:
    return VENV / f"{lock.name}.installed"


def fingerprint(lock: Path) -> str:
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def works() -> bool:
    """Whether the environment's Python still runs (it does not after the system's Python was replaced)."""
    python = venv_program("python")
    return python.exists() and subprocess.run([python, "-I", "-c", ""], check=False).returncode == 0


def make_venv() -> None:
    with step("Making the virtual environment .venv"):
        uv = shutil.which("uv")
        if uv:
            subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, VENV], check=True)
            return
        made = subprocess.run(
            [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False
        )
        if made.returncode != 0:
            raise CannotGoOn(
                f"{sys.executable} could not make a virtual environment. On Debian and Ubuntu install the "
                f"package python3-venv, or put `uv` on PATH.\n{made.stdout}{made.stderr}"
            )


def install(lock: Path) -> None:
    """With uv in seconds; with pip where uv is not to be had."""
    uv = shutil.which("uv") or installed_uv()
    if uv and install_with_uv(uv, lock):
        return
    done = subprocess.run(pip("--require-hashes", "-r", lock), env=quiet_pip(), check=False)
    if done.returncode != 0:
        raise CannotGoOn(f"The packages of {lock.name} could not be installed; the installer's own words are above.")


def install_with_uv(uv: str, lock: Path) -> bool:
    """Whether uv managed. It reads no pip settings, so a mirror known to pip alone ends in pip's hands."""
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    env = dict(os.environ)
    if "PIP_INDEX_URL" in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    command: list[str | Path] = [uv, "pip", "install", *quiet, "--python", venv_program("python")]
    command += ["--require-hashes", "-r", lock]
    return subprocess.run(command, env=env, check=False).returncode == 0


def installed_uv() -> str | None:
    """The environment's own uv, fetched first if need be: one wheel with a pinned hash."""
    uv = venv_program("uv")
    if not uv.exists():
        fetch = pip("--require-hashes", "--only-binary", ":all:", "-r", INSTALLER_LOCK)
        subprocess.run(fetch, env=quiet_pip(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return str(uv) if uv.exists() else None


def pip(*arguments: str | Path) -> list[str | Path]:
    return [venv_program("python"), "-m", "pip", "install", "--quiet", *arguments]


def quiet_pip() -> dict[str, str]:
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
