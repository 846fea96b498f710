"""Web, worker and beat as children, and manage.py, all in one environment."""

import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools import processes
from tools.children import Child, wrapped
from tools.places import ROOT, venv_program
from tools.say import CannotGoOn


@dataclass
class Product:
    """The processes of the product over one environment."""

    env: dict[str, str]
    logs: Path
    state: Path
    host: str
    port: int
    children: list[Child] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Where this machine reaches the web process."""
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"  # noqa: S104 - compared

    def manage(self, *arguments: str) -> str:
        """Run a management command; its output on success, a sentence with its last words otherwise."""
        return self._run("manage.py", *arguments)

    def prepare(self, *, demo: bool) -> None:
        """Bring the database up to date, and the demo company into it; its progress goes to the terminal."""
        self._run("tools/prepare.py", *(["--demo"] if demo else []), show_progress=demo)

    def _run(self, script: str, *arguments: str, show_progress: bool = False) -> str:
        done = subprocess.run(
            wrapped([str(venv_program("python")), str(ROOT / script), *arguments], user=None),
            start_new_session=True,
            env=self.env,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if show_progress else subprocess.PIPE,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            last = "\n".join(f"{done.stdout}{done.stderr or ''}".splitlines()[-40:])
            raise CannotGoOn(f"`{script} {' '.join(arguments)}` failed:\n{last}")
        return done.stdout

    def web(self) -> Child:
        return self.start("web", processes.web(self.host, self.port))

    def worker(self, name: str = "worker") -> Child:
        return self.start(name, [*processes.worker()])

    def beat(self, name: str = "beat") -> Child:
        return self.start(name, processes.beat(self.state / f"{name}-schedule"))

    def start(self, name: str, command: Sequence[str]) -> Child:
        program, *arguments = command
        child = Child(
            name=name,
            command=[str(venv_program("python")), str(venv_program(program)), *arguments],
            log=self.logs / f"{name}.log",
            env=self.env,
            cwd=ROOT,
        ).start()
        self.children.append(child)
        return child

    def wait_for_web(self, seconds: float = 120) -> None:
        self._wait_for("/healthz", seconds)

    def wait_until_ready(self, seconds: float = 120) -> None:
        """Database, broker and a worker that has shown itself."""
        self._wait_for("/readyz", seconds)

    def _wait_for(self, path: str, seconds: float) -> None:
        until = time.monotonic() + seconds
        while not answers(self.address + path):
            for child in self.children:
                if not child.alive:
                    raise child.died()
            if time.monotonic() > until:
                said = "\n".join(child.tail(8) for child in self.children)
                raise CannotGoOn(f"{self.address}{path} does not answer after {seconds:.0f} s.\n{said}")
            time.sleep(0.05)

    def stop(self) -> None:
        """In the order beat, worker, web."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            status: int = answer.status
            return status == 200
    except (urllib.error.URLError, OSError):
        return False
