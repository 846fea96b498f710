"""What `./dev up` remembers between starts: the passwords of this clone, and what is running now."""

import contextlib
import fcntl
import json
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.children import Child, command_line, wait_until_gone
from tools.environment import new_secret
from tools.places import LOCAL, ROOT, servers_home
from tools.say import CannotGoOn

SECRETS = LOCAL / "secrets.json"
RUNNING = LOCAL / "running.json"
UP_LOCK = LOCAL / "up.lock"


@dataclass(frozen=True)
class Secrets:
    """Made once for this clone; nobody else's eyes may read the file."""

    superuser: str
    owner: str
    web: str
    secret_key: str


def write_private(file: Path, value: Any) -> None:
    """JSON that only this user may read, exchanged in one move."""
    file.parent.mkdir(exist_ok=True)
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(value, indent=1))
    unfinished.replace(file)


def secrets_of_clone() -> Secrets:
    if not SECRETS.exists():
        names = ("superuser", "owner", "web", "secret_key")
        write_private(SECRETS, {name: new_secret() for name in names})
    return Secrets(**json.loads(SECRETS.read_text()))


@contextlib.contextmanager
def only_one_up() -> Iterator[None]:
    """Hold the right to run this clone's servers, or say who holds it."""
    LOCAL.mkdir(exist_ok=True)
    with UP_LOCK.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            where = running().get("base_url") or "starting or stopping"
            raise CannotGoOn(f"This clone is up already ({where}). Stop it with Ctrl-C in its terminal.") from None
        yield


def running() -> dict[str, Any]:
    """What the last `./dev up` wrote down; empty when it ended in order."""
    try:
        found: dict[str, Any] = json.loads(RUNNING.read_text())
    except (FileNotFoundError, json.JSONDecodeError):
        return {}
    return found


def is_up() -> bool:
    """Whether a `./dev up` of this clone holds its lock now."""
    LOCAL.mkdir(exist_ok=True)
    with UP_LOCK.open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def write_running(children: list[Child], *, base_url: str, env: dict[str, str]) -> None:
    pids = {child.name: child.pid for child in children}
    write_private(RUNNING, {"base_url": base_url, "pids": pids, "env": env})


def forget_running() -> None:
    RUNNING.unlink(missing_ok=True)


def clear_leftovers() -> None:
    """End what a killed `./dev up` left running. On Linux the children have ended by themselves."""
    pids = [pid for pid in running().get("pids", {}).values() if is_ours(pid)]
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)  # PostgreSQL's fast stop; the others stop as well
    for pid in wait_until_gone(pids, 20):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    forget_running()


def is_ours(pid: int) -> bool:
    """Whether the process belongs to this clone: its number may have been given to another since."""
    command = command_line(pid)
    return str(ROOT) in command or str(servers_home()) in command
