"""The database is read-only, then its disk is full. Both are said clearly, and both pass by themselves."""

import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from tools.faults.callers import Answer, call, token_of
from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, hold_back, release, work
from tools.places import running_as_root
from tools.postgres import give
from tools.say import CannotGoOn

READ_ONLY = """
ALTER DATABASE "{name}" SET default_transaction_read_only = {value};
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}' AND pid <> pg_backend_pid();
"""
SMALL_DISK_MB = 256
PARTS = ("CHEST", "NECK", "HEAD", "ELBOW", "HAND", "THUMB", "ABDOMEN")


def run(_stack: Stack, full: int) -> Outcome:
    """The same in quick and full size: there is one disk. Its servers are its own, since it takes them down."""
    outcome = Outcome("1 database, 1 disk")
    with Stack() as own, own.world(due_people(200)) as made, SmallDisk(made) as disk:
        made.plan()
        hold_back(made)
        work(made, web=True)
        token = token_of(made, "hr1@example.com")
        made.product.wait_until_ready()
        name = made.name
        server = made.servers.planned()

        def read_only(value: str) -> None:
            server.sql(READ_ONLY.format(name=name, value=value))

        trouble(made, outcome, token, "read-only", lambda: read_only("on"), lambda: read_only("off"))
        trouble(made, outcome, token, "full disk", lambda: fill(disk), lambda: (disk / "filler").unlink())
        made.clock.advance(minutes=7)
        made.wait_until(lambda: made.untold() == 0, "all are told")
        made.rest()
        return made.account(outcome)


def trouble(
    made: World, outcome: Outcome, token: str, name: str, begin: Callable[[], None], end: Callable[[], None]
) -> None:
    """A writer is told that it did not work, the alarm goes off, and when the trouble is over all works again."""
    # Half of the reminders become due in each trouble.
    release(made, len(outcome.notes), of=2)
    begin()
    made.clock.advance(minutes=1)
    answers: list[Answer] = []
    # Beginning with another part of the body in each trouble, since nobody has two open cases for one.
    others = 200 * len(outcome.notes)
    made.wait_until(lambda: file_report(made, token, answers, others).status == 503, f"{name}: a report gets a 503", 60)
    made.wait_until(lambda: call(made, "GET", "/readyz").status == 503, f"{name}: health is red", 30)
    outcome.notes.append(f"{name}: a report gets 503, /readyz says {call(made, 'GET', '/readyz').body}")
    unclear = {answer.status for answer in answers} - {201, 503}
    outcome.expect(not unclear, f"{name}: a report was answered {unclear}")
    outcome.expect(call(made, "GET", "/healthz").status == 200, f"{name}: the process itself seems ill")
    end()
    made.wait_until(
        lambda: file_report(made, token, answers, others).status == 201, f"{name}: reports are taken again", 60
    )
    made.wait_until(lambda: call(made, "GET", "/readyz").status == 200, f"{name}: health is green again", 60)


def file_report(made: World, token: str, answers: list[Answer], others: int) -> Answer:
    """Each of another person or part: the first ones may still find room in a page that is there."""
    number = others + len(answers)
    facts = {
        "client_key": str(uuid4()),
        "employee": 1 + number % 200,
        "began_on": "2026-02-20",
        "repetitive_task": "assembly",
    }
    answer = call(
        made, "POST", "/api/v1/reports/", token=token, body={**facts, "body_part": PARTS[number // 200 % len(PARTS)]}
    )
    answers.append(answer)
    return answer


class SmallDisk:
    """The database moves to a disk of its own that can be filled; it is made of memory, which takes root."""

    def __init__(self, made: World) -> None:
        self.made = made
        self.place = made.servers.folder / "disk"

    def __enter__(self) -> Path:
        if not running_as_root():
            raise CannotGoOn("Filling a disk takes a disk of its own, and mounting one takes root.")
        self.place.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK_MB}m", "tmpfs", str(self.place)], check=True)
        server = self.made.servers.planned()
        server.sql(f"CREATE TABLESPACE small LOCATION '{give(self.place / 'data')}'")
        server.sql(f'ALTER DATABASE "{self.made.name}" SET TABLESPACE small')
        return self.place

    def __exit__(self, *_: object) -> None:
        self.made.product.stop()
        self.made.questions.stop()
        child = self.made.servers.planned().child
        if child is not None:
            child.stop()
        subprocess.run(["umount", "-l", str(self.place)], check=False)


def fill(disk: Path) -> None:
    """Until there is no byte left."""
    with (disk / "filler").open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))
