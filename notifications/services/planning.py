"""Planning: what is due becomes rows; what is not true any more is withdrawn; what is too late is called missed."""

import json
from datetime import datetime

from django.db import connection, transaction

from notifications.ledger import plan_rule
from notifications.models import Reminder
from notifications.rule import Rule
from notifications.rules import RULES
from notifications.settings import rules_as_set
from notifications.tuning import given

# Two beats at once would wait for each other's rows; the second has nothing to add.
LOCK = 7_301_990
FIRST = "SELECT pg_try_advisory_xact_lock(%s), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)"
LATE = """
UPDATE notifications_reminder late SET settled_at = %s,
    state = CASE WHEN late.told_at IS NULL THEN 'missed' ELSE 'told' END,
    reason = CASE WHEN late.told_at IS NOT NULL THEN ''
        WHEN late.due_on + coalesce((rule.sites ->> site.id::text)::int, rule.late_after)
            < (timezone(site.timezone, %s))::date THEN 'late' ELSE 'overtaken' END
FROM (VALUES (%s::text, %s::int, %s::jsonb)) AS rule(id, late_after, sites), people_establishment site
WHERE late.state = 'planned' AND late.rule = rule.id AND site.id = late.establishment_id
AND (late.due_on + coalesce((rule.sites ->> site.id::text)::int, rule.late_after)
    < (timezone(site.timezone, %s))::date OR EXISTS (
    SELECT 1 FROM notifications_reminder later
    WHERE later.rule = late.rule AND later.subject_id = late.subject_id AND later.subject_kind = late.subject_kind
    AND later.recipient_id = late.recipient_id AND later.due_on > late.due_on AND later.state <> 'withdrawn'))
"""


def plan(*, at: datetime) -> int:
    """Bring the whole ledger in line with what holds at this moment; returns how many reminders are new.

    Each rule in its own transaction, at whose end no sender finds a date of it that is too late or overtaken. Run
    again, or late, or twice at once, it does no harm.
    """
    new = 0
    for rule in rules_as_set():
        with transaction.atomic():
            if not _first():
                return new
            new += plan_rule(rule, at)
            _call_late_ones_missed(at, rule)
    unknown = Reminder.objects.filter(state=Reminder.State.PLANNED).exclude(rule__in=[rule.id for rule in RULES])
    unknown.update(state=Reminder.State.FAILED, reason=Reminder.Reason.UNKNOWN_RULE, settled_at=at)
    return new


def _first() -> bool:
    """Whether nobody else is planning. The planner overrates these statements: compiling them takes longer than
    they do, and a morning's answers are to stay in memory."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST, [LOCK])
        return bool(cursor.fetchone()[0])


def _call_late_ones_missed(at: datetime, rule: Rule) -> None:
    """Too late by the rule, or overtaken by a later date of the same matter. A rule that is gone tells nobody.

    What was told before and put off by its recipient stays told.
    """
    sites = json.dumps(given(rule.tuned, "late_after"))
    with connection.cursor() as cursor:
        cursor.execute(LATE, [at, at, rule.id, rule.late_after, sites, at])
