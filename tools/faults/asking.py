"""Two programs that stay and are asked: Django for what the product would do, psql for what stands in the database.

Starting either of them anew for each question would cost more than all the answers.
"""

import json
import signal
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.children import Child, command_line
from tools.places import ROOT, venv_program
from tools.postgres import Postgres, plain_environment, program
from tools.product import Product
from tools.say import CannotGoOn

Piped = subprocess.Popen[str]
FORK = "from tools.faults.agent import fork\nanswer = fork({command!r}, {log!r}, {settings!r})"
END = "-- that was all --"


def piped(command: list[str], env: Mapping[str, str], log: Path) -> Piped:
    pipe = subprocess.PIPE
    with log.open("a") as out:
        return subprocess.Popen(
            command, cwd=ROOT, env=env, text=True, stdin=pipe, stdout=pipe, stderr=out, start_new_session=True
        )


def put_away(process: "Piped | None") -> None:
    """It ends with its input."""
    if process is None:
        return
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@dataclass
class Agent:
    """tools/faults/agent.py as whoever asks it sees it; it is started by the first question."""

    env: Mapping[str, str]
    log: Path
    process: "Piped | None" = None

    def ask(self, code: str) -> Any:
        """What `answer` is after Django has run this."""
        if self.process is None or self.process.poll() is not None:
            self.process = piped([str(venv_program("python")), "-m", "tools.faults.agent"], self.env, self.log)
            self._heard(self.process)
        if self.process.stdin is None:
            raise CannotGoOn("The agent has no pipes.")
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        return self._heard(self.process)

    def _heard(self, process: Piped) -> Any:
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise CannotGoOn(f"The agent is gone: {self.log.read_text()[-2000:]}")
        told = json.loads(line)
        if "error" in told:
            raise CannotGoOn(told["error"])
        return told["answer"]

    def stop(self) -> None:
        put_away(self.process)
        self.process = None


@dataclass
class Questions:
    """One psql for many statements. A server that went away in between is asked by a new one."""

    server: Postgres
    database: str
    log: Path
    process: "Piped | None" = None

    def sql(self, statements: str) -> str:
        rows = self._rows(statements)
        if rows is None:
            self.stop()
            said = self.log.read_text()
            if "ERROR:" in said:
                raise CannotGoOn(f"PostgreSQL refused: {said[-2000:]}")
            # Its connection was cut.
            return self.server.sql(statements, database=self.database)
        return "\n".join(rows).strip()

    def _rows(self, statements: str) -> list[str] | None:
        psql = self.process = self.process or self._start()
        if psql.stdin is None or psql.stdout is None:
            return None
        try:
            psql.stdin.write(f"{statements}\n;\n\\echo '{END}'\n")
            psql.stdin.flush()
        except BrokenPipeError:
            return None
        rows: list[str] = []
        for line in psql.stdout:
            if line.rstrip("\n") == END:
                return rows
            rows.append(line.rstrip("\n"))
        return None

    def _start(self) -> Piped:
        arguments = ["-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(self.server.sockets), "-U", "postgres"]
        env = plain_environment(PGPASSWORD=self.server.superuser_password)
        self.log.unlink(missing_ok=True)
        return piped([*program("psql", arguments), "-d", self.database], env, self.log)

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None:
            return
        process.kill()
        put_away(process)


@dataclass
class Forked:
    """A process that an agent has forked, with as much of a Popen as a Child asks for."""

    pid: int

    def poll(self) -> int | None:
        """What it ended with is known to the agent alone."""
        return None if command_line(self.pid) else 0

    def wait(self, timeout: float | None = None) -> int:
        until = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            if until and time.monotonic() > until:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(0.005)
        return 0


@dataclass
class ForkedChild(Child):
    """One of the product's programs, forked from an agent that has loaded it already."""

    agent: "Agent | None" = None
    settings: Mapping[str, object] = field(default_factory=dict)

    def start(self) -> "ForkedChild":
        if self.agent is None:
            raise CannotGoOn(f"{self.name} has no agent to come from.")
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.log.write_bytes(b"")
        asked = FORK.format(command=list(self.command), log=str(self.log), settings=dict(self.settings))
        self.process = Forked(int(self.agent.ask(asked)))
        return self


@dataclass
class ForkedProduct(Product):
    """Web from one agent, worker and beat from another: their settings differ from the first line on."""

    workers: "Agent | None" = None
    webs: "Agent | None" = None
    settings: Mapping[str, object] = field(default_factory=dict)

    def start(self, name: str, command: Any) -> Child:
        child = ForkedChild(
            name=name,
            command=list(command),
            log=self.logs / f"{name}.log",
            env=self.env,
            cwd=ROOT,
            stop_signal=signal.SIGTERM,
            agent=self.webs if command[0] == "gunicorn" else self.workers,
            settings=self.settings,
        ).start()
        self.children.append(child)
        return child
