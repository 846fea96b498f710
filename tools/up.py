"""`./dev up`: the servers, the database, the demo company and the product, until Ctrl-C."""

import os
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import FrameType

from tools import install, notes
from tools.children import Child
from tools.embedded import Embedded
from tools.environment import Addresses, MailDoor, for_product
from tools.places import LOCAL, LOGS, ROOT
from tools.ports import next_free, reserve
from tools.product import Product
from tools.say import CannotGoOn, say, step

ACCOUNTS = ("hr@demo.example", "supervisor@demo.example", "employee@demo.example", "auditor@demo.example")
PASSWORD = "lightduty-demo"  # noqa: S105 - the demo accounts' published password
PASSED_ON = ("LIGHTDUTY_SWEEP_SECONDS", "LIGHTDUTY_CLOCK_FILE", "DEFAULT_FROM_EMAIL", "ALLOWED_HOSTS")


class Interrupted(Exception):
    """Ctrl-C, SIGTERM or a closed terminal."""


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise Interrupted


def listen_for_signals(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handler)


@dataclass
class Up:
    """Everything that one `./dev up` started, in the order in which it started."""

    embedded: Embedded = field(default_factory=Embedded)
    mail: Child | None = None
    product: Product | None = None

    @property
    def children(self) -> list[Child]:
        others = [self.mail] if self.mail else []
        return [*self.embedded.children, *others, *(self.product.children if self.product else [])]

    def start(self) -> None:
        with step("Starting PostgreSQL and Valkey"):
            self.embedded.start()
        host, port = os.environ.get("HOST", "127.0.0.1"), chosen_port()
        env = self._environment(host, port)
        self.product = Product(env=env, logs=LOGS, state=LOCAL, host=host, port=port)
        self._remember()
        demo = env["LIGHTDUTY_DEMO"] == "1"
        # It loads while the other processor migrates; its address is told when there is something to see.
        self.product.web()
        with step("Bringing the database up to date", talks=demo):
            self.product.prepare(demo=demo)
        with step("Starting worker and beat"):
            self.product.worker()
            self.product.beat()
            self._remember()
            self.product.wait_for_web()

    def _environment(self, host: str, port: int) -> dict[str, str]:
        shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104 - compared
        addresses = Addresses(
            owner_url=self.embedded.owner_url,
            web_url=self.embedded.web_url,
            redis_url=self.embedded.redis_url,
            base_url=os.environ.get("BASE_URL", f"http://{shown}:{port}"),
            mail=self._start_mail(),
            media=LOCAL / "files",
        )
        more = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        demo = os.environ.get("LIGHTDUTY_DEMO", "1")
        secret_key = notes.secrets_of_clone().secret_key
        return for_product(addresses, secret_key=secret_key, LIGHTDUTY_DEMO=demo, **more)

    def _start_mail(self) -> MailDoor | None:
        """The mail catcher, unless the caller's environment names a mail server."""
        if "EMAIL_HOST" in os.environ:
            return None
        smtp_port, page_port = next_free(1025), next_free(8025)
        command = [sys.executable, "-m", "tools.mailcatcher", str(LOCAL / "mail"), str(smtp_port), str(page_port)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.mail = Child(name="mail catcher", command=command, log=LOGS / "mail.log", env=env, cwd=ROOT).start()
        return MailDoor("127.0.0.1", smtp_port, f"http://localhost:{page_port}/")

    def _remember(self) -> None:
        if self.product:
            notes.write_running(self.children, base_url=self.product.env["BASE_URL"], env=self.product.env)

    def watch(self) -> None:
        """Until a signal comes, or a child dies."""
        while True:
            for child in self.children:
                if not child.alive:
                    raise child.died()
            time.sleep(0.25)

    def stop(self) -> None:
        """Beat, worker, web, mail catcher, Valkey, and PostgreSQL last."""
        for child in reversed(self.children):
            child.stop()
        notes.forget_running()


def chosen_port() -> int:
    """PORT, or the next free one."""
    wanted = os.environ.get("PORT", "8000")
    if not wanted.isdecimal() or not 0 < int(wanted) < 65536:
        raise CannotGoOn(f"PORT is {wanted!r}; write a number from 1 to 65535.")
    port = int(wanted)
    if reserve(port):
        return port
    free = next_free(port + 1)
    say(f"  Port {port} is taken; using {free}. (Set PORT to choose another.)")
    return free


def run() -> int:
    began = time.monotonic()
    listen_for_signals(interrupt)
    try:
        install.ensure(install.RUN_LOCK)
        with notes.only_one_up():
            notes.clear_leftovers()
            return hold(Up(), began)
    except Interrupted:
        return 130


def hold(up: Up, began: float) -> int:
    """Start, wait, and stop in order whatever happens."""
    try:
        up.start()
        say(welcome(up, time.monotonic() - began))
        up.watch()
    except Interrupted:
        say("\nStopping …")
    finally:
        # A second Ctrl-C must not leave PostgreSQL behind, so it goes unheard while things stop.
        listen_for_signals(signal.SIG_IGN)
        up.stop()
    say("Stopped. The data is kept; `./dev up` goes on with it.")
    return 0


def welcome(up: Up, seconds: float) -> str:
    env = up.product.env if up.product else {}
    lines = ["", f"Lightduty is up after {seconds:.1f} s:  {env['BASE_URL']}"]
    if env["LIGHTDUTY_DEMO"] == "1":
        lines += ["", "Sign in as"]
        lines += [f"  {account:<26}{PASSWORD}" for account in ACCOUNTS]
    if page := env.get("LIGHTDUTY_MAIL_PAGE"):
        lines += ["", f"Mail is caught, not sent:   {page}"]
    lines += [
        f"Logs:                       {LOGS.relative_to(ROOT)}/",
        "",
        "Ctrl-C stops everything and keeps the data.",
    ]
    return "\n".join(lines)
