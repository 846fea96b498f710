"""Servers that live for one run: PostgreSQL that never waits for the disk, and Valkey, in a temporary folder.

The data folder is a copy of a template whose database is migrated already; the template is built again
when migrations, models or the lock change.
"""

import hashlib
import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tools import install
from tools.children import command_line
from tools.environment import Addresses, for_product, new_secret
from tools.places import ROOT, servers_home
from tools.postgres import HASTY, OWNER, WEB, Postgres, give
from tools.product import Product
from tools.valkey import Valkey

# These servers hold nothing but made-up rows behind a folder that is closed to others.
PASSWORD = "throwaway"  # noqa: S105
MIGRATED = "lightduty_migrated"
TEMPLATES_KEPT = 2
SOURCES = ("*/migrations/*.py", "*/models.py", "*/models/*.py", "config/settings.py", "requirements.lock")


def fingerprint() -> str:
    """Changes when the migrated database would."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for pattern in SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


@dataclass(frozen=True)
class FreshDatabase:
    """Where the two logins find a new database."""

    name: str
    owner_url: str
    web_url: str


@dataclass
class Throwaway:
    """`with Throwaway() as servers:` starts both; nothing of them is left afterwards.

    durable: PostgreSQL waits for the disk as in production, for what measures or breaks it.
    """

    durable: bool = False
    folder: Path = Path()
    postgres: Postgres | None = None
    valkey: Valkey | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def planned(self) -> Postgres:
        """The PostgreSQL that will run or runs already: its addresses hold before it starts."""
        if self.postgres is None:
            self.folder = temporary_folder()
            self.postgres = server_over(self.folder / "postgres", self.folder, durable=self.durable)
            self.valkey = Valkey(self.folder, self.folder / "valkey.log")
        return self.postgres

    def broker_url(self, database: int = 0) -> str:
        self.planned()
        return self.valkey.url(database) if self.valkey else ""

    def start(self) -> Self:
        template = migrated_template()
        server = self.planned()
        copy_folder(template, server.data)
        try:
            server.start()
            if self.valkey:
                self.valkey.start()
        except BaseException:
            self.stop()
            raise
        return self

    def fresh_database(self) -> FreshDatabase:
        """A new database, migrated, without rows; `make_roles` has not met it yet."""
        return self.make_database(f"lightduty_{next(self._numbers)}")

    def make_database(self, name: str) -> FreshDatabase:
        server = self.planned()
        server.ensure_database(name, template=MIGRATED)
        return FreshDatabase(name, server.url(OWNER, PASSWORD, name), server.url(WEB, PASSWORD, name))

    def drop_database(self, database: FreshDatabase) -> None:
        self.planned().drop_database(database.name)

    def stop(self) -> None:
        for server in (self.valkey, self.postgres):
            if server is not None and server.child is not None:
                server.child.stop()
        if self.postgres is not None:
            shutil.rmtree(self.folder, ignore_errors=True)


def temporary_folder() -> Path:
    """A folder for this process; those of runs that were killed are cleared away first."""
    for old in Path(tempfile.gettempdir()).glob("ld-*-*"):
        maker = old.name.split("-")[1]
        if maker.isdecimal() and not command_line(int(maker)):
            shutil.rmtree(old, ignore_errors=True)
    return give(Path(tempfile.mkdtemp(prefix=f"ld-{os.getpid()}-")))


def server_over(data: Path, sockets: Path, *, durable: bool = False) -> Postgres:
    settings = {} if durable else HASTY
    log = sockets / "postgres.log"
    return Postgres(data=data, sockets=sockets, log=log, superuser_password=PASSWORD, settings=settings)


def copy_folder(source: Path, target: Path) -> None:
    """cp copies files without reading them where the file system can share them, and keeps the owner."""
    subprocess.run(["cp", "-a", str(source), str(target)], check=True)


def migrated_template() -> Path:
    """A data folder with the migrated database MIGRATED, made now if these migrations were not seen before."""
    home = servers_home() / "templates"
    template = home / fingerprint()
    with install.one_at_a_time():
        if not template.exists():
            home.mkdir(parents=True, exist_ok=True)
            build(template)
            forget_old(home, keep=template)
    return template


def forget_old(home: Path, *, keep: Path) -> None:
    others = sorted((path for path in home.iterdir() if path != keep), key=lambda path: path.stat().st_mtime)
    for old in others[: len(others) - (TEMPLATES_KEPT - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def build(template: Path) -> None:
    """initdb, migrate, stop: the folder gets its name only when all of it went well."""
    folder = temporary_folder()
    server = server_over(folder / "postgres", folder)
    try:
        server.create()
        server.start()
        server.ensure_owner(PASSWORD)
        server.ensure_database(MIGRATED)
        migrate(server)
        if server.child:
            server.child.stop()
        copy_folder(server.data, template.with_suffix(".unfinished"))
        template.with_suffix(".unfinished").rename(template)
    finally:
        if server.child:
            server.child.stop()
        shutil.rmtree(folder, ignore_errors=True)


def migrate(server: Postgres) -> None:
    addresses = Addresses(
        owner_url=server.url(OWNER, PASSWORD, MIGRATED),
        web_url=server.url(WEB, PASSWORD, MIGRATED),
        redis_url="redis://localhost",
        base_url="http://localhost",
        mail=None,
        media=server.sockets / "files",
    )
    env = for_product(addresses, secret_key=new_secret())
    product = Product(env=env, logs=server.sockets, state=server.sockets, host="", port=0)
    # Tables need no addresses and no templates: a page that is half written must not stop a test of a model.
    product.manage("migrate", "--no-input", "--skip-checks")
