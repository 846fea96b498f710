"""A mail server that refuses, stalls, crawls and hangs up, each with some of the recipients."""

from tools.faults.report import Outcome
from tools.faults.stack import Stack, due_people
from tools.faults.world import World, work
from tools.mailcatcher import Failure, MailCatcher

TROUBLES = {
    "later": Failure(answer="452 4.2.2 Mailbox full", times=1),
    "never": Failure(answer="550 5.1.1 No such user"),
    "unwanted": Failure(answer="554 5.7.1 Not wanted", stage="data"),
    "silent": Failure(answer="", delay=3, drop=True, times=1),
    "slow": Failure(delay=0.3, answer="250 2.1.5 OK"),
    "reset": Failure(answer="", drop=True, times=1),
    "closing": Failure(answer="421 4.3.2 Closing", drop=True, times=1),
    "well": None,
}


class CatcherAsSink:
    """The mail catcher, seen as the faults see their sink."""

    def __init__(self) -> None:
        self.catcher = MailCatcher().start()
        self.port = self.catcher.smtp_port

    def count(self) -> int:
        return len(self.catcher.messages)

    def letters(self) -> list[tuple[str, str]]:
        return [(message.recipients[0], message.message_id) for message in self.catcher.messages]

    def stop(self) -> None:
        self.catcher.stop()


def run(stack: Stack, full: int) -> Outcome:
    each = 25 if full else 3
    post = CatcherAsSink()
    with stack.world(due_people(each * len(TROUBLES)), post=post, EMAIL_PORT=post.port, EMAIL_TIMEOUT=2) as made:
        made.plan()
        addresses = made.sql(
            "SELECT account.email FROM notifications_reminder known JOIN people_user account"
            " ON account.id = known.recipient_id ORDER BY known.id"
        ).splitlines()
        troubled = dict(zip(addresses, [name for name in TROUBLES for _one in range(each)], strict=True))
        post.catcher.fail(*(failure_for(address, name) for address, name in troubled.items() if TROUBLES[name]))
        work(made)
        for _minute in range(10):
            made.clock.advance(minutes=1)
            made.wait_until(lambda: not _going_on(made), "nothing is under way")
        return judge(made, troubled, each)


def failure_for(address: str, name: str) -> Failure:
    trouble = TROUBLES[name]
    assert trouble is not None  # noqa: S101 - asked for those alone
    return Failure(address, trouble.answer, trouble.stage, trouble.delay, trouble.drop, trouble.times)


def _going_on(made: World) -> bool:
    now = made.clock.now().isoformat()
    due = f"state = 'queued' AND next_attempt_at <= '{now}'"
    if made.count("notifications_reminder WHERE state = 'planned' AND taken_at IS NULL"):
        return True
    return made.count(f"notifications_delivery WHERE channel = 'email' AND (state = 'sending' OR {due})") > 0


def judge(made: World, troubled: dict[str, str], each: int) -> Outcome:
    outcome = made.account(Outcome(f"{len(TROUBLES)} kinds, {len(troubled)} reminders"))
    arrived = {address for address, _key in made.post.letters()}
    for name in TROUBLES:
        mine = {address for address, kind in troubled.items() if kind == name}
        wanted = 0 if name in {"never", "unwanted"} else each
        outcome.expect(len(mine & arrived) == wanted, f"{name}: {len(mine & arrived)} of {wanted} letters arrived")
    outcome.expect(outcome.parked == 2 * each, f"{outcome.parked} refused letters stand on HR's desk, not {2 * each}")
    shown = made.count("notifications_reminder WHERE state = 'failed' AND data ->> 'error' LIKE '55%'")
    outcome.expect(shown == 2 * each, "the server's words are not shown with each of them")
    again = made.count("notifications_delivery WHERE state = 'sent' AND attempts > 1")
    outcome.notes.append(f"{again} letters went out at a later attempt")
    return outcome
