"""This clone's own PostgreSQL and Valkey, used where DATABASE_URL and REDIS_URL name no others."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from tools.children import Child
from tools.notes import SECRETS, Secrets, secrets_of_clone
from tools.places import LOGS, servers_home, socket_folder
from tools.postgres import OWNER, WEB, Postgres
from tools.say import CannotGoOn, say
from tools.valkey import Valkey

DATABASE = "lightduty"


@dataclass
class Embedded:
    """The servers that are ours to start and stop."""

    postgres: Postgres | None = None
    valkey: Valkey | None = None
    owner_url: str = ""
    web_url: str = ""
    redis_url: str = ""

    @property
    def children(self) -> list[Child]:
        """Also a server that is still starting, so that an early Ctrl-C finds it."""
        servers = (self.postgres, self.valkey)
        return [server.child for server in servers if server is not None and server.child is not None]

    def start(self) -> None:
        if not SECRETS.exists():
            set_aside(data_folder())
        secrets = secrets_of_clone()
        if "DATABASE_URL" in os.environ:
            self.web_url, self.owner_url = given_databases()
        else:
            self._start_postgres(secrets)
        if "REDIS_URL" in os.environ:
            self.redis_url = os.environ["REDIS_URL"]
        else:
            self.valkey = Valkey(socket_folder(), LOGS / "valkey.log")
            self.valkey.start()
            self.redis_url = self.valkey.url()

    def _start_postgres(self, secrets: Secrets) -> None:
        server = self.postgres = clone_postgres(secrets)
        if not server.exists():
            server.create()
        server.start()
        server.ensure_owner(secrets.owner)
        server.ensure_database(DATABASE)
        self.owner_url = server.url(OWNER, secrets.owner, DATABASE)
        self.web_url = server.url(WEB, secrets.web, DATABASE)

    def stop(self) -> None:
        for child in reversed(self.children):
            child.stop()


def clone_postgres(secrets: Secrets) -> Postgres:
    return Postgres(
        data=data_folder(), sockets=socket_folder(), log=LOGS / "postgres.log", superuser_password=secrets.superuser
    )


def data_folder() -> Path:
    return servers_home() / "postgres"


def set_aside(data: Path) -> None:
    """A new clone in the place of an earlier one begins anew: nobody knows the passwords of that data any more.

    It happens to root alone, whose data lies outside the clone.
    """
    if not data.exists():
        return
    kept = data.with_name(f"{data.name}.earlier")
    shutil.rmtree(kept, ignore_errors=True)
    data.rename(kept)
    say(f"  The database of an earlier clone in this folder is kept in {kept}; a new one begins.")


def given_databases() -> tuple[str, str]:
    """The two logins of a server of the caller's own."""
    if "OWNER_DATABASE_URL" not in os.environ:
        raise CannotGoOn(
            "DATABASE_URL is set, OWNER_DATABASE_URL is not. DATABASE_URL names the run-time login (it is made "
            "for you); set OWNER_DATABASE_URL to the login that owns the database and may create roles."
        )
    if os.environ["DATABASE_URL"] == os.environ["OWNER_DATABASE_URL"]:
        raise CannotGoOn("DATABASE_URL and OWNER_DATABASE_URL must name two different logins of one database.")
    return os.environ["DATABASE_URL"], os.environ["OWNER_DATABASE_URL"]
