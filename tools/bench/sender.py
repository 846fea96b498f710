"""One sending process of the bench: `python -m tools.bench.sender KIND`. Says "ready", waits for a line, sends, ends.

bare: ready bytes over one connection. claimed: the same behind a queue in PostgreSQL, with a durable claim and a mark
for each row that does not wait for the disk. ledger: the product's own delivery, without Celery.
"""

import os
import smtplib
import sys
from collections.abc import Callable

import psycopg

BATCH = 200
CLAIM = """
UPDATE bench_queue SET state = 'sending', lease_until = now() + interval '5 minutes' WHERE id IN (
    SELECT id FROM bench_queue WHERE state = 'planned' LIMIT %s FOR UPDATE SKIP LOCKED) RETURNING id, address, content
"""


def connected() -> smtplib.SMTP:
    door = smtplib.SMTP(os.environ["EMAIL_HOST"], int(os.environ["EMAIL_PORT"]))
    door.ehlo()
    return door


def begin() -> None:
    print("ready", flush=True)
    sys.stdin.readline()


def bare() -> None:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as database:
        share, of = int(sys.argv[2]), int(sys.argv[3])
        rows = database.execute("SELECT address, content FROM bench_queue WHERE id %% %s = %s", [of, share]).fetchall()
    door = connected()
    begin()
    for address, content in rows:
        door.sendmail("lightduty@localhost", [address], content)


def claimed() -> None:
    with psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True) as database:
        marks = psycopg.connect(os.environ["OWNER_DATABASE_URL"], autocommit=True)
        marks.execute("SET synchronous_commit = off")
        door = connected()
        begin()
        while rows := database.execute(CLAIM, [BATCH]).fetchall():
            for key, address, content in rows:
                door.sendmail("lightduty@localhost", [address], content)
                marks.execute("UPDATE bench_queue SET state = 'told', lease_until = NULL WHERE id = %s", [key])


def ledger() -> None:
    import django

    django.setup()
    from notifications.services import deliver_due
    from people.clock import now

    begin()
    while deliver_due(at=now()):
        pass


def profiled() -> None:
    """The product's own delivery under the profiler; the table goes to standard error."""
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(ledger)
    pstats.Stats(profile, stream=sys.stderr).sort_stats("tottime").print_stats(45)


def hint() -> None:
    """Two messages for the product's worker."""
    from config.celery import app

    begin()
    for _process in range(2):
        app.send_task("notifications.tasks.deliver")


def each() -> None:
    """A task for each of the first mails."""
    from tools.bench.mail_each import mail_each

    with psycopg.connect(os.environ["OWNER_DATABASE_URL"]) as database:
        rows = database.execute(
            "SELECT id, address FROM bench_queue ORDER BY id LIMIT %s", [int(sys.argv[3])]
        ).fetchall()
    begin()
    for key, address in rows:
        mail_each.delay(address, f"<{key}.email@localhost>", "Your check-in is ready. " * 8, "<p>It is ready.</p>" * 8)


KINDS: dict[str, Callable[[], None]] = {
    "bare": bare,
    "claimed": claimed,
    "ledger": ledger,
    "profiled": profiled,
    "hint": hint,
    "each": each,
}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()
