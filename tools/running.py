"""The whole product on throw-away servers: what tests and pictures of a living instance stand on."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from tools.environment import Addresses, MailDoor, for_product, new_secret
from tools.mailcatcher import MailCatcher
from tools.ports import any_free
from tools.product import Product
from tools.throwaway import FreshDatabase, Throwaway


@dataclass(frozen=True)
class SharedClock:
    """The clock of web, worker and beat alike: an offset in a file that each of them reads at every look."""

    file: Path

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset()

    def set(self, moment: datetime) -> None:
        """Make it this moment now; time goes on from there."""
        self._write(moment - datetime.now(UTC))

    def advance(self, *, days: float = 0, hours: float = 0, minutes: float = 0) -> datetime:
        self._write(self._offset() + timedelta(days=days, hours=hours, minutes=minutes))
        return self.now()

    def _offset(self) -> timedelta:
        return timedelta(seconds=float(self.file.read_text())) if self.file.exists() else timedelta()

    def _write(self, offset: timedelta) -> None:
        # In one move: a process that met an empty file would live in the real present for a moment.
        unfinished = self.file.with_suffix(".new")
        unfinished.write_text(str(offset.total_seconds()))
        unfinished.replace(self.file)


@dataclass
class RunningLightduty:
    """`with RunningLightduty(servers) as lightduty:` starts web, worker, beat and a mail catcher.

    One database of its own, one Valkey database (0 to 15) of its own; sweeps every second. Roles at a desk need no
    second factor unless `second_factor` says so.
    """

    servers: Throwaway
    broker_database: int = 0
    demo: bool = False
    second_factor: bool = False
    more_env: dict[str, str] = field(default_factory=dict)
    mail: MailCatcher = field(default_factory=MailCatcher)
    database: FreshDatabase = field(init=False)
    product: Product = field(init=False)
    clock: SharedClock = field(init=False)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def base_url(self) -> str:
        return self.product.address

    def manage(self, *arguments: str) -> str:
        """The output of one of Django's management commands."""
        return self.product.manage(*arguments)

    def python(self, code: str) -> str:
        """What these lines print when Django runs them over this instance's database, as the owner."""
        return self.manage("shell", "--no-imports", "--command", code).strip()

    def start(self) -> Self:
        self.mail.start()
        self.database = self.servers.fresh_database()
        folder = self.servers.folder / self.database.name
        folder.mkdir()
        self.clock = SharedClock(folder / "clock")
        port = any_free()
        env = self._environment(folder, port)
        self.product = Product(env=env, logs=folder / "logs", state=folder, host="127.0.0.1", port=port)
        try:
            self._start_processes()
        except BaseException:
            self.stop()
            raise
        return self

    def _start_processes(self) -> None:
        self.product.manage("make_roles")
        if self.demo:
            self.product.manage("seed_demo")
        self.product.web()
        self.product.worker()
        self.product.beat()
        self.product.wait_for_web()
        self.product.wait_until_ready()

    def _environment(self, folder: Path, port: int) -> dict[str, str]:
        addresses = Addresses(
            owner_url=self.database.owner_url,
            web_url=self.database.web_url,
            redis_url=self.servers.broker_url(self.broker_database),
            base_url=f"http://127.0.0.1:{port}",
            mail=MailDoor("127.0.0.1", self.mail.smtp_port, self.mail.page_url),
            media=folder / "files",
        )
        return for_product(
            addresses,
            secret_key=new_secret(),
            LIGHTDUTY_CLOCK_FILE=str(self.clock.file),
            LIGHTDUTY_SWEEP_SECONDS="1",
            LIGHTDUTY_DEMO="1" if self.demo else "0",
            LIGHTDUTY_SECOND_FACTOR="1" if self.second_factor else "0",
            **self.more_env,
        )

    def stop(self) -> None:
        self.product.stop()
        self.mail.stop()
        self.servers.drop_database(self.database)
