"""Where the things of this clone live, so that two clones side by side never share one."""

import hashlib
import os
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCAL = ROOT / ".local"
VENV = ROOT / ".venv"
LOGS = LOCAL / "logs"

# A Unix socket's path may have 107 bytes on Linux and 103 on macOS; PostgreSQL adds 20 of its own.
LONGEST_SOCKET_FOLDER = 80


def running_as_root() -> bool:
    return os.geteuid() == 0


def clone_key() -> str:
    """Ten letters that stand for this clone's folder."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]


def servers_home() -> Path:
    """The folder of the embedded servers' files.

    Root keeps it outside the clone: the servers then run as `nobody`, who may not be able to enter
    the clone's parents (initdb fails under a home with mode 0700).
    """
    if running_as_root():
        return Path("/var/lib/lightduty-dev") / clone_key()
    return LOCAL / "servers"


def socket_folder() -> Path:
    """A folder whose path is short enough for Unix sockets."""
    folder = servers_home() / "run"
    if len(str(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    return Path(tempfile.gettempdir()) / f"lightduty-{os.geteuid()}-{clone_key()}"


def venv_program(name: str) -> Path:
    return VENV / "bin" / name


def site_packages() -> Path:
    """The folder of installed packages, whatever Python made the environment."""
    found = sorted(VENV.glob("lib/python3*/site-packages"))
    if not found:
        raise FileNotFoundError(f"{VENV} holds no packages; remove it and run ./dev again.")
    return found[-1]
