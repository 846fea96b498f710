"""The one statement behind every rule: its facts, whom they concern, and what is new, untrue or true again.

`Rule.due` says which facts hold; here they meet the establishment's local day and the ledger. One materialized
answer feeds three writes, so that what is planned and what is withdrawn can never disagree.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from notifications.audiences import Group
from notifications.models import Reminder
from notifications.rule import ACCOUNTED_DAYS, COLUMNS, Rule
from notifications.tuning import given, switched_off

# `n` counts the repeats of a fact whose day (rounded down) has come; only the last is worth telling to somebody new.
TOLD = """
WITH asked AS MATERIALIZED ({due}), fact AS (
    SELECT asked.subject, asked.for_case, asked.for_employee, asked.at_site, asked.at_department::bigint,
        asked.first_on, asked.step::numeric AS step, site.timezone AS zone, site.send_hour,
        (timezone(site.timezone, %s))::date AS today
    FROM asked JOIN people_establishment site ON site.id = asked.at_site {where_on}
), due AS (
    SELECT fact.*, fact.first_on + floor(repeat.n * coalesce(fact.step, 0))::int AS due_on,
        repeat.n = repeats.count AS latest
    FROM fact
    CROSS JOIN LATERAL (
        SELECT coalesce(ceil((fact.today - fact.first_on + 1) / fact.step) - 1, 0)::int AS count) repeats
    CROSS JOIN LATERAL generate_series(
        greatest(0, repeats.count - coalesce(ceil({accounted} / fact.step), 0)::int), repeats.count) repeat(n)
    WHERE fact.first_on <= fact.today
), told AS MATERIALIZED (
    SELECT due.subject, due.for_case, due.for_employee, due.at_site, due.due_on, due.latest, due.zone, due.send_hour,
        who.recipient_id, who.audience, who.instead
    FROM due CROSS JOIN LATERAL ({audience}) who
)
"""
SAME = "known.rule = %s AND known.subject_kind = %s AND known.subject_id = told.subject AND known.due_on = told.due_on"
PLAN = f"""
, settled AS (
    UPDATE notifications_reminder known SET state = 'withdrawn', settled_at = %s,
        reason = CASE WHEN known.establishment_id = ANY (%s::bigint[]) THEN 'switched_off' ELSE 'settled' END
    WHERE known.rule = %s AND known.state IN ('planned', 'failed') AND NOT EXISTS (
        SELECT 1 FROM told WHERE {SAME} AND known.recipient_id = told.recipient_id)
), revived AS (
    UPDATE notifications_reminder known
    SET state = 'planned', reason = '', settled_at = NULL, taken_at = CASE WHEN EXISTS (
        SELECT 1 FROM notifications_deliveryreminder carried
        JOIN notifications_delivery letter ON letter.id = carried.delivery_id
        WHERE carried.reminder_id = known.id AND letter.state IN ('queued', 'sending')) THEN known.taken_at END
    FROM told WHERE {SAME} AND known.recipient_id = told.recipient_id AND told.latest
    AND known.state = 'withdrawn' AND known.told_at IS NULL
)
INSERT INTO notifications_reminder (rule, subject_kind, subject_id, establishment_id, employee_id, case_id,
    recipient_id, audience, due_on, not_before, state, reason, data, planned_at)
SELECT %s, %s, told.subject, told.at_site, told.for_employee, told.for_case, told.recipient_id, told.audience,
    told.due_on, {{not_before}}, 'planned', '',
    CASE told.instead WHEN '' THEN '{{{{}}}}'::jsonb ELSE jsonb_build_object('instead', told.instead) END, %s
FROM told
WHERE told.latest OR NOT EXISTS (SELECT 1 FROM notifications_reminder known WHERE {SAME})
ON CONFLICT DO NOTHING
"""  # noqa: S608 - put together from constants of this file; every value is a parameter
AT_THE_HOUR = "timezone(told.zone, told.due_on + make_interval(hours => told.send_hour))"


def plan_rule(rule: Rule, at: datetime) -> int:
    """Bring the ledger in line with what holds now; returns how many reminders are new."""
    told, params = _told(rule, at)
    same = [rule.id, rule.subject_kind]
    not_before, moment = ("%s", [at]) if rule.at_once else (AT_THE_HOUR, [])
    statement = told + PLAN.format(not_before=not_before)
    with connection.cursor() as cursor:
        cursor.execute(
            statement, [*params, at, switched_off(rule.tuned), rule.id, *same, *same, *same, *moment, at, *same]
        )
        return int(cursor.rowcount)


def still_true(rule: Rule, at: datetime, reminders: Iterable[Reminder]) -> set[int]:
    """Which of these reminders of one rule would be planned now: same subject, same day, same recipient."""
    asked = list(reminders)
    told, params = _told(rule, at, about=_about(asked))
    with connection.cursor() as cursor:
        cursor.execute(f"{told} SELECT subject, due_on, recipient_id FROM told", params)  # noqa: S608 - see PLAN
        holding = set(cursor.fetchall())
    return {
        reminder.pk for reminder in asked if (reminder.subject_id, reminder.due_on, reminder.recipient_id) in holding
    }


def told_at_site(rule: Rule, at: datetime, site: int) -> tuple[str, list[Any]]:
    """The beginning of a statement that reads, from `told`, what the rule says at this moment at one site."""
    return _told(rule, at, site=site)


def _about(reminders: Sequence[Reminder]) -> Q:
    """The cases of these reminders, which have indexes; the people where no case is concerned."""
    cases = {reminder.case_id for reminder in reminders}
    if None in cases:
        return Q(for_employee__in={reminder.employee_id for reminder in reminders})
    return Q(for_case__in=cases)


def _told(rule: Rule, at: datetime, about: Q | None = None, site: int | None = None) -> tuple[str, list[Any]]:
    facts = rule.due(at)
    if about is not None:
        facts = facts.filter(about)
    if site is not None:
        facts = facts.filter(at_site=site)
    due, params = facts.values(*COLUMNS).query.sql_with_params()
    audience = " UNION ALL ".join(piece for group in rule.choices if (piece := _piece(rule, group)))
    off = switched_off(rule.tuned)
    where_on = f"WHERE asked.at_site <> ALL ({_sites(off)})" if off else ""
    statement = TOLD.format(due=due, audience=audience, accounted=ACCOUNTED_DAYS, where_on=where_on)
    return statement, [*params, at]


def _piece(rule: Rule, group: Group) -> str:
    """A group of people, at the sites where HR wants it told; the rule's own wherever HR has set nothing."""
    chosen = given(rule.tuned, "audiences")
    with_it = [site for site, names in chosen.items() if group.name in names]
    without = [site for site, names in chosen.items() if group.name not in names]
    # Numbers of sites are all that is put in.
    if group in rule.audiences:
        rest = f"SELECT * FROM ({group.sql}) chosen WHERE due.at_site <> ALL ({_sites(without)})"  # noqa: S608
        return rest if without else group.sql
    more = f"SELECT * FROM ({group.sql}) chosen WHERE due.at_site = ANY ({_sites(with_it)})"  # noqa: S608
    return more if with_it else ""


def _sites(ids: Sequence[int]) -> str:
    return f"'{{{','.join(str(int(site)) for site in ids)}}}'::bigint[]"
