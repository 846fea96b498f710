"""A child process with a log, a session of its own, and a polite way to stop it."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tools.say import CannotGoOn

WRAPPER = Path(__file__).with_name("child.py")


def wrapped(command: Sequence[str], *, user: str | None, death_signal: int = signal.SIGTERM) -> list[str]:
    """The command, started as that user and ending when this process ends."""
    start = [sys.executable, "-I", "-S", str(WRAPPER), str(os.getpid()), str(int(death_signal))]
    return [*start, user or "-", *command]


class Process(Protocol):
    """As much of a Popen as a child needs."""

    @property
    def pid(self) -> int: ...

    def poll(self) -> int | None: ...

    def wait(self, timeout: float | None = None) -> int: ...


@dataclass
class Child:
    """One long-running program. Its session is its own, so Ctrl-C reaches `./dev` alone."""

    name: str
    command: Sequence[str]
    log: Path
    env: Mapping[str, str]
    cwd: Path
    user: str | None = None
    stop_signal: int = signal.SIGTERM
    grace: float = 15.0
    process: Process | None = field(default=None, repr=False)

    def start(self) -> "Child":
        self.log.parent.mkdir(parents=True, exist_ok=True)
        if self.log.exists():
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                wrapped(self.command, user=self.user, death_signal=self.stop_signal),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(self.env),
                cwd=self.cwd,
                start_new_session=True,
            )
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None, f"{self.name} was never started"  # noqa: S101 - a slip of ours
        return self.process.pid

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def signal(self, number: int) -> None:
        """Send a signal to the program itself, not to its own children."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the program and everything it started, at once."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self, grace: float | None = None) -> None:
        """Ask, wait, and only then insist; leaves no process of its session."""
        if self.process is None:
            return
        if self.alive:
            self.signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(self.grace if grace is None else grace)
        self.kill()

    def tail(self, lines: int = 25) -> str:
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def died(self) -> CannotGoOn:
        code = self.process.poll() if self.process is not None else None
        return CannotGoOn(f"{self.name} ended with code {code}. The end of {self.log}:\n{self.tail()}")


def wait_until_gone(pids: Sequence[int], seconds: float) -> list[int]:
    """Those of the processes that are still there after this many seconds."""
    until = time.monotonic() + seconds
    left = [pid for pid in pids if command_line(pid)]
    while left and time.monotonic() < until:
        time.sleep(0.05)
        left = [pid for pid in left if command_line(pid)]
    return left


def command_line(pid: int) -> str:
    """The command of a running process, or nothing when there is none (or it is a zombie)."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return shown.stdout.strip()
