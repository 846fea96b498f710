"""Planning: what is due becomes rows; what is not true any more is withdrawn; what is too late is called missed."""

from datetime import datetime

from django.db import connection, transaction

from notifications.ledger import plan_rule
from notifications.models import Reminder
from notifications.rules import RULES
from notifications.settings import rules_as_set

# Two beats at once would wait for each other's rows; the second has nothing to add.
LOCK = 7_301_990
FIRST = "SELECT pg_try_advisory_xact_lock(%s), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)"


def plan(*, at: datetime) -> int:
    """Bring the whole ledger in line with what holds at this moment; returns how many reminders are new.

    Each rule in its own transaction, by one statement. Run again, or late, or twice at once, it does no harm. A rule
    that is gone tells nobody.
    """
    new = 0
    for rule in rules_as_set():
        with transaction.atomic():
            if not _first():
                return new
            new += plan_rule(rule, at)
    unknown = Reminder.objects.filter(state=Reminder.State.PLANNED).exclude(rule__in=[rule.id for rule in RULES])
    unknown.update(state=Reminder.State.FAILED, reason=Reminder.Reason.UNKNOWN_RULE, settled_at=at)
    return new


def _first() -> bool:
    """Whether nobody else is planning. The planner overrates these statements: compiling them takes longer than
    they do, and a morning's answers are to stay in memory."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [LOCK])
        return bool(cursor.fetchone()[0])
