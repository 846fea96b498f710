"""A backup is restored into an empty server: the same rows, and the next sweep tells nobody anything again."""

import subprocess

from tools.children import wrapped
from tools.environment import Addresses, MailDoor, for_product, new_secret
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, work
from tools.places import ROOT
from tools.postgres import OWNER, WEB, Postgres, plain_environment, program, server_user
from tools.product import Product
from tools.say import CannotGoOn
from tools.throwaway import PASSWORD, server_over

TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SUM = """
SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(known::text), '' ORDER BY md5(known::text))), '') FROM {} known
"""
NAME = "lightduty"


def run(stack: Stack, full: int) -> Outcome:
    people = 10_000 // full if full else 500
    with stack.world(due_people(people)) as made:
        made.plan()
        work(made)
        made.wait_until(lambda: made.untold() == 0, "all are told", 300)
        made.product.stop()
        outcome = made.account(Outcome(f"1, {people} reminders told"))
        before, dump = sums(made.servers.planned(), made.name), made.servers.folder / "lightduty.dump"
        pg(["pg_dump", "--format", "custom", "--file", str(dump), made.name], made.servers.planned())
        empty = server_over(made.servers.folder / "restored", made.servers.folder / "sockets", durable=True)
        try:
            restore(made, empty, dump)
            after = sums(empty, NAME)
            outcome.expect(before == after, f"other rows came back: {[t for t in before if before[t] != after.get(t)]}")
            outcome.notes.append(
                f"{len(before)} tables, {sum(int(s.split()[0]) for s in before.values())} rows, same sums"
            )
            letters = made.post.count()
            sweep(made, empty)
            outcome.doubled += made.post.count() - letters
        finally:
            if empty.child:
                empty.child.stop()
        return outcome


def sums(server: Postgres, database: str) -> dict[str, str]:
    """Rows and checksum of each table."""
    names = server.sql(TABLES, database=database).splitlines()
    return {name: server.sql(SUM.format(f'"{name}"'), database=database) for name in names}


def pg(command: list[str], server: Postgres) -> None:
    """One of PostgreSQL's own programs, as the superuser of that server."""
    name, *arguments = command
    line = [*program(name, ["--host", str(server.sockets), "--username", "postgres"]), *arguments]
    env = plain_environment(PGPASSWORD=server.superuser_password)
    done = subprocess.run(
        wrapped(line, user=server_user()), cwd=server.data, env=env, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise CannotGoOn(f"{name} failed: {done.stderr[-2000:]}")


def restore(made: World, empty: Postgres, dump: object) -> None:
    """The steps of docs/OPERATIONS.md."""
    empty.create()
    empty.start()
    empty.ensure_owner(PASSWORD)
    empty.ensure_database(NAME)
    # The wall in the backup names the roles.
    process(made, empty, "manage").manage("make_roles")
    options = ["--no-privileges", "--no-owner", "--exit-on-error", "--role", OWNER]
    pg(["pg_restore", "--dbname", NAME, *options, str(dump)], empty)


def process(made: World, restored: Postgres, kind: str) -> Product:
    """The product beside the restored server."""
    addresses = Addresses(
        owner_url=restored.url(OWNER, PASSWORD, NAME),
        web_url=restored.url(WEB, PASSWORD, NAME),
        redis_url=made.servers.broker_url(),
        base_url="http://localhost",
        mail=MailDoor("127.0.0.1", made.post.port),
        media=made.servers.folder / "files",
    )
    env = for_product(addresses, secret_key=new_secret(), LIGHTDUTY_CLOCK_FILE=str(made.clock.file))
    return Product({**env, "LIGHTDUTY_PROCESS": kind}, ROOT, ROOT, "", 0)


def sweep(made: World, restored: Postgres) -> None:
    """Migrate and make the roles, as after a restore, then plan and deliver what is due."""
    process(made, restored, "manage").manage("migrate", "--no-input")
    process(made, restored, "manage").manage("make_roles")
    code = "from notifications.tasks import plan, deliver; plan(); deliver()"
    process(made, restored, "worker").manage("shell", "--no-imports", "--command", code)
