"""P3: delivery through real Celery workers, beside what the same mail server takes from bare loops."""

import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tools.bench.measure import Cost, cost_of, load, middle, option
from tools.bench.stage import Stage, stage
from tools.children import Child
from tools.places import ROOT, venv_program
from tools.say import CannotGoOn, say

SENDERS = 2
FEWER = 10
EACH = ["celery", "-A", "tools.bench.mail_each", "worker", "--concurrency", str(SENDERS), "--loglevel", "info"]
SAVE = """
CREATE TABLE bench_ledger AS SELECT * FROM notifications_reminder WHERE rule = 'recovery.check-in-due';
CREATE TABLE bench_queue (id bigint PRIMARY KEY, address text, content bytea, state text, lease_until timestamptz);
ALTER TABLE bench_queue OWNER TO lightduty_owner;
"""
RESET = """
TRUNCATE notifications_reminder CASCADE;
INSERT INTO notifications_reminder SELECT * FROM bench_ledger;
TRUNCATE bench_queue;
INSERT INTO bench_queue SELECT known.id, account.email,
    convert_to(replace('{letter}', '@KEY@', known.id::text), 'UTF8'), 'planned' FROM bench_ledger known
JOIN people_user account ON account.id = known.recipient_id;
VACUUM ANALYZE notifications_reminder; VACUUM ANALYZE bench_queue; CHECKPOINT;
"""
PLAN = "from notifications.services import plan; from people.clock import now; plan(at=now())"
# A letter of the product as it goes over the wire, for the loops that send ready bytes.
LETTER = """
from notifications.models import Reminder
from notifications.letters import letter_for, render
from notifications.mime import ReadyMail
from people.clock import now
rendered = render(letter_for([Reminder.objects.first()], language="en"))
mail = ReadyMail(rendered, to="p-key@example.com", message_id="<@KEY@.email@localhost>", at=now())
print(mail.message().as_bytes().decode().replace("\\r\\n", "\\n"))
"""


def run(options: list[str]) -> None:
    size, rounds = option(options, "size", 4000), option(options, "rounds", 3)
    with stage(size) as made:
        made.python(PLAN)
        made.sql(SAVE)
        letter = made.python(LETTER).replace("\n", "\r\n").replace("'", "''") + "\r\n"
        planned = int(made.sql("SELECT count(*) FROM bench_ledger"))
        if planned != size:
            raise CannotGoOn(f"{planned} reminders were planned, not {size}.")
        costs: dict[str, list[Cost]] = {}
        for number in range(rounds):
            for kind, measure in KINDS.items():
                made.sql(RESET.format(letter=letter))
                made.sink.empty()
                cost = measure(made)
                check(made, kind)
                costs.setdefault(kind, []).append(cost)
                say(f"  round {number + 1}: {kind:<26}{cost.wall:7.2f} s  CPU {cost.cpu:6.2f} s   {load()}")
        show(size, {kind: middle(found) for kind, found in costs.items()})


def check(made: Stage, kind: str) -> None:
    """Nothing lost and nothing doubled; the ledger says so as well."""
    letters = made.sink.letters()
    wanted = made.size // FEWER if kind == "a task for each mail" else made.size
    if len(letters) != wanted or len({address for address, _key in letters}) != wanted:
        raise CannotGoOn(f"{kind}: {len(letters)} letters came, {wanted} were to come.")


def by_senders(kind: str) -> Callable[[Stage], Cost]:
    def measure(made: Stage) -> Cost:
        with senders(made, kind) as found, cost_of([*made.pids(), *(sender.pid for sender in found)]) as cost:
            begin(found)
            arrive(made, made.size, kind)
        return cost

    return measure


def begin(found: "list[subprocess.Popen[str]]") -> None:
    for sender in found:
        if sender.stdin:
            sender.stdin.write("go\n")
            sender.stdin.flush()


@contextmanager
def senders(
    made: Stage, kind: str, count: int = SENDERS, share: int | None = None
) -> Iterator[list["subprocess.Popen[str]"]]:
    """As many processes as the worker has, ready to begin."""
    pipe = subprocess.PIPE
    started = [
        subprocess.Popen(
            [str(venv_program("python")), "-m", "tools.bench.sender", kind, str(number), str(share or SENDERS)],
            cwd=ROOT, env=made.product.env, text=True, stdin=pipe, stdout=pipe, start_new_session=True,
        )
        for number in range(count)
    ]  # fmt: skip
    for sender in started:
        if not sender.stdout or sender.stdout.readline().strip() != "ready":
            raise CannotGoOn(f"The sender {kind!r} did not start.")
    yield started
    for sender in started:
        sender.communicate()


def through_celery(made: Stage) -> Cost:
    """One hint for each process of the worker, as two sweeps would give."""
    with working(made, made.product.worker()), senders(made, "hint", count=1) as found, cost_of(made.pids()) as cost:
        begin(found)
        arrive(made, made.size, "through Celery")
        settle(made)
    return cost


def task_each(made: Stage) -> Cost:
    """Measured by fewer mails; publishing the tasks counts, as it would in the usual way."""
    few = made.size // FEWER
    worker = made.product.start("each", EACH)
    with working(made, worker), senders(made, "each", 1, few) as found, cost_of([*made.pids(), found[0].pid]) as cost:
        begin(found)
        arrive(made, few, "a task for each mail")
    return Cost(cost.wall * FEWER, cost.cpu * FEWER)


@contextmanager
def working(made: Stage, worker: Child) -> Iterator[None]:
    until = time.monotonic() + 60
    while " ready." not in worker.tail(50):
        if time.monotonic() > until or not worker.alive:
            raise worker.died()
        time.sleep(0.1)
    yield
    made.product.stop()


def arrive(made: Stage, count: int, kind: str) -> None:
    until = time.monotonic() + 600
    while made.sink.count() < count:
        if time.monotonic() > until:
            raise CannotGoOn(f"{kind}: only {made.sink.count()} of {count} mails came.")
        time.sleep(0.02)


def settle(made: Stage) -> None:
    """Until the last mark is written."""
    while made.sql("SELECT count(*) FROM notifications_reminder WHERE state <> 'told'") != "0":
        time.sleep(0.05)


KINDS: dict[str, Callable[[Stage], Cost]] = {
    "bare loop": by_senders("bare"),
    "bare loop, claims and marks": by_senders("claimed"),
    "ledger without Celery": by_senders("ledger"),
    "ledger through Celery": through_celery,
    "a task for each mail": task_each,
}


def show(size: int, costs: dict[str, Cost]) -> None:
    say(f"  {size} mails, {SENDERS} senders, medians:")
    for kind, cost in costs.items():
        say(f"    {kind:<30}{size / cost.wall:8.0f} mails/s {cost.cpu / size * 1000:8.3f} ms of CPU for each")
    ours = costs["ledger through Celery"]
    for words, other, goal in (
        ("of the bare loop with claims and marks", "bare loop, claims and marks", ">= 0.40"),
        ("of the bare loop without a ledger", "bare loop", "(no goal)"),
        ("of the same ledger without Celery", "ledger without Celery", ">= 0.80"),
        ("times a task for each mail", "a task for each mail", ">= 6"),
    ):
        floor = costs[other]
        say(f"    through Celery {floor.wall / ours.wall:6.2f} (CPU {floor.cpu / ours.cpu:5.2f}) {words}; goal {goal}")
