"""Planning: what is due becomes rows; what is not true any more is withdrawn; what is too late is called missed."""

import logging
from datetime import datetime

from django.db import DatabaseError, connection, transaction

from notifications.ledger import plan_rule
from notifications.models import Reminder
from notifications.rule import Rule
from notifications.rules import RULES
from notifications.services.desk import beat_heart
from notifications.settings import rules_as_set
from people.away import is_away

logger = logging.getLogger(__name__)

ALL = slice(None)

# Two beats at once would wait for each other's rows: a rule that somebody is asking is left to them.
LOCK = 7_301_990
FIRST = """
SELECT pg_try_advisory_xact_lock(%s, hashtext(%s)), set_config('work_mem', '64MB', true)
"""


def plan(*, at: datetime, share: slice = ALL) -> int:
    """Bring the whole ledger in line with what holds at this moment; returns how many reminders are new.

    Each rule in its own transaction, by one statement. Run again, or late, or twice at once, it does no harm. A rule
    that is gone tells nobody. One whose question fails stops no other, and /readyz shows it: the heart of planning
    beats for whole sweeps alone.
    share: which of the rules, for those who divide a sweep among them.
    """
    new, whole = 0, True
    for rule in rules_as_set()[share]:
        try:
            with transaction.atomic():
                if _first(rule):
                    new += plan_rule(rule, at)
        except DatabaseError as error:
            if is_away(error):
                raise
            logger.exception("The rule %s cannot be planned", rule.id)
            whole = False
    unknown = Reminder.objects.filter(state=Reminder.State.PLANNED).exclude(rule__in=[rule.id for rule in RULES])
    unknown.update(state=Reminder.State.FAILED, reason=Reminder.Reason.UNKNOWN_RULE, settled_at=at)
    if whole and share == ALL:
        beat_heart(name="planning", at=at)
    return new


def _first(rule: Rule) -> bool:
    """Whether nobody else is asking this rule. The planner overrates these statements: compiling them takes longer than
    they do, and a morning's answers are to stay in memory."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [LOCK, rule.id])
        return bool(cursor.fetchone()[0])
