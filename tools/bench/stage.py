"""The stage of a bench: PostgreSQL that waits for the disk, a broker, a sink for mail, and a company."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tools.company import Company
from tools.environment import Addresses, MailDoor, for_product, new_secret
from tools.places import ROOT
from tools.product import Product
from tools.say import CannotGoOn
from tools.sink import Sink
from tools.throwaway import FreshDatabase, Throwaway

# Everybody's check-in is due today, and today's hour of sending is over everywhere. One in ten has stopped improving,
# so that the rules meet findings as in life. Nobody keeps quiet hours: the bench may run at night.
DUE_TODAY = """
UPDATE people_establishment SET timezone = 'UTC', send_hour = 0;
UPDATE injuries_case SET next_check_in_on = (now() AT TIME ZONE 'UTC')::date;
INSERT INTO recovery_stall (kind, opened_on, opened_at, close_reason, rule_version, preset, evidence, case_id)
SELECT 'stalled', opened_on, opened_at, '', 'bench', '', '{}', id FROM injuries_case WHERE id % 10 = 0;
INSERT INTO notifications_reminderpreference
    (user_id, timezone, quiet_from, quiet_until, digest, digest_hour, mobile, chat, exceptions)
SELECT id, '', '00:00', '00:00', false, 8, '', '', '{}' FROM people_user ON CONFLICT DO NOTHING;
VACUUM ANALYZE;
"""


@dataclass
class Stage:
    """Servers with a company of so many open cases, each with a check-in due today."""

    servers: Throwaway
    database: FreshDatabase
    sink: Sink
    product: Product
    size: int

    def sql(self, statements: str) -> str:
        return self.servers.planned().sql(statements, database=self.database.name)

    def python(self, code: str) -> str:
        """What these lines print when Django runs them as the owner."""
        manage = Product({**self.product.env, "LIGHTDUTY_PROCESS": "manage"}, ROOT, ROOT, "", 0)
        return manage.manage("shell", "--no-imports", "--command", code).strip()

    def pids(self) -> list[int]:
        """The roots of everything that works for a mail."""
        postgres, valkey = self.servers.planned().child, self.servers.valkey
        if not (postgres and valkey and valkey.child):
            raise CannotGoOn("The servers are not running.")
        return [postgres.pid, valkey.child.pid, self.sink.process.pid, *(one.pid for one in self.product.children)]


@contextmanager
def stage(size: int) -> Iterator[Stage]:
    with Throwaway(durable=True) as servers:
        database = servers.fresh_database()
        sink = Sink(servers.folder / "sink").start()
        addresses = Addresses(
            owner_url=database.owner_url,
            web_url=database.web_url,
            redis_url=servers.broker_url(),
            base_url="https://lightduty.example",
            mail=MailDoor("127.0.0.1", sink.port),
            media=servers.folder / "files",
        )
        env = for_product(addresses, secret_key=new_secret(), LIGHTDUTY_PROCESS="worker", PYTHONPATH=str(ROOT))
        env["DJANGO_SETTINGS_MODULE"] = "config.settings"
        made = Stage(servers, database, sink, Product(env, servers.folder, servers.folder, "127.0.0.1", 0), size)
        try:
            Product({**env, "LIGHTDUTY_PROCESS": "manage"}, ROOT, ROOT, "", 0).manage("make_roles")
            yesterday = (datetime.now(UTC) - timedelta(days=1)).date()
            company = Company(people=size + size // 100 + 10, cases=size, opened_on=yesterday)
            company.found(servers.planned(), database.name)
            made.sql(DUE_TODAY)
            yield made
        finally:
            made.product.stop()
            sink.stop()
