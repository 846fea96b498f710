"""The one statement behind every rule: its facts, whom they concern, and what is new, untrue or true again.

`Rule.due` says which facts hold; here they meet the establishment's local day and the ledger. One materialized
answer feeds three writes, so that what is planned and what is withdrawn can never disagree.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from notifications.audiences import OWN_ACCOUNT, Group
from notifications.models import Reminder
from notifications.rule import ACCOUNTED_DAYS, COLUMNS, Rule
from notifications.tuning import given, switched_off

# `n` counts the repeats of a fact whose day (rounded down) has come; only the last is worth telling to somebody new.
# Paces have two decimals at most and are counted in hundredths of a day, since whole numbers are quick and exact. What
# would cost something for each row is asked once for a site, or by one join for all of them; the planner leaves out a
# join that no audience needs.
TOLD = """
WITH asked AS MATERIALIZED ({due}), site AS MATERIALIZED (
    SELECT id, timezone, send_hour, (timezone(timezone, %s))::date AS today FROM people_establishment
), repeated AS (
    SELECT fact.subject, fact.for_case, fact.for_employee, fact.at_site, fact.at_department::bigint, fact.first_on,
        fact.step, site.timezone AS zone, site.send_hour, site.today, own.id AS own_account, repeats.last,
        generate_series(greatest(0, repeats.last - coalesce(({accounted} * 100 + fact.step - 1) / fact.step, 0)),
            repeats.last) AS n
    FROM (SELECT subject, for_case, for_employee, at_site, at_department, first_on,
        (nullif(step::numeric, 0) * 100)::int AS step FROM asked OFFSET 0) fact
    JOIN site ON site.id = fact.at_site
    LEFT JOIN people_employee person ON person.id = fact.for_employee
    LEFT JOIN people_user own ON {own}
    CROSS JOIN LATERAL (
        SELECT coalesce(((site.today - fact.first_on + 1) * 100 - 1) / fact.step, 0) AS last) repeats
    WHERE fact.first_on <= site.today {narrowed}
), due AS (
    SELECT repeated.*, repeated.n = repeated.last AS latest, day.due_on, day.due_on + {late_after} < today AS too_late
    FROM repeated CROSS JOIN LATERAL (
        SELECT repeated.first_on + coalesce(repeated.n * repeated.step / 100, 0) AS due_on) day
), told AS MATERIALIZED (
    SELECT due.subject, due.for_case, due.for_employee, due.at_site, due.due_on, due.latest, due.too_late, due.zone,
        due.send_hour, who.recipient_id, who.audience, who.instead
    FROM due CROSS JOIN LATERAL ({audience}) who
)
"""
SAME = """{known}.rule = %s AND {known}.subject_kind = %s AND {known}.subject_id = told.subject
    AND {known}.due_on = told.due_on"""
THEIRS = f"{SAME} AND {{known}}.recipient_id = told.recipient_id"
# A sender who took one up meanwhile has changed its state: asked again, as the row is now. `LIMIT 1` has each fact look
# up its own row by the key: a join of the whole ledger would cost more with every year that it holds.
PLAN = f"""
, settled AS (
    UPDATE notifications_reminder known SET settled_at = %s,
        state = CASE WHEN stale.gone THEN 'withdrawn' WHEN known.told_at IS NULL THEN 'missed' ELSE 'told' END,
        reason = CASE
            WHEN stale.gone AND known.establishment_id = ANY (%s::bigint[]) THEN 'switched_off'
            WHEN stale.gone THEN 'settled' WHEN known.told_at IS NOT NULL THEN ''
            WHEN stale.too_late THEN 'late' ELSE 'overtaken' END
    FROM (
        SELECT held.id, told.subject IS NULL AS gone, told.too_late
        FROM notifications_reminder held LEFT JOIN told ON {THEIRS.format(known="held")}
        WHERE held.rule = %s AND held.state IN ('planned', 'failed')
        AND (told.subject IS NULL OR (held.state = 'planned' AND (told.too_late OR NOT told.latest)))) stale
    WHERE known.id = stale.id AND (known.state = 'planned' OR (known.state = 'failed' AND stale.gone))
), revived AS (
    UPDATE notifications_reminder known
    SET state = CASE WHEN again.too_late THEN 'missed' ELSE 'planned' END,
        reason = CASE WHEN again.too_late THEN 'late' ELSE '' END, settled_at = CASE WHEN again.too_late THEN %s END,
        taken_at = CASE WHEN EXISTS (
            SELECT 1 FROM notifications_deliveryreminder carried
            JOIN notifications_delivery letter ON letter.id = carried.delivery_id
            WHERE carried.reminder_id = known.id AND letter.state IN ('queued', 'sending')) THEN known.taken_at END
    FROM (
        SELECT held.id, told.too_late FROM told CROSS JOIN LATERAL (
            SELECT held.id FROM notifications_reminder held WHERE {THEIRS.format(known="held")}
            AND held.state = 'withdrawn' AND held.told_at IS NULL LIMIT 1) held
        WHERE told.latest) again
    WHERE known.id = again.id AND known.state = 'withdrawn' AND known.told_at IS NULL
)
INSERT INTO notifications_reminder (rule, subject_kind, subject_id, establishment_id, employee_id, case_id,
    recipient_id, audience, due_on, not_before, state, reason, data, planned_at, settled_at)
SELECT %s, %s, told.subject, told.at_site, told.for_employee, told.for_case, told.recipient_id, told.audience,
    told.due_on, {{not_before}}, CASE WHEN told.too_late OR NOT told.latest THEN 'missed' ELSE 'planned' END,
    CASE WHEN told.too_late THEN 'late' WHEN told.latest THEN '' ELSE 'overtaken' END,
    CASE told.instead WHEN '' THEN '{{{{}}}}'::jsonb ELSE jsonb_build_object('instead', told.instead) END, %s,
    CASE WHEN told.too_late OR NOT told.latest THEN %s::timestamptz END
FROM told
WHERE told.latest OR (
    SELECT known.id FROM notifications_reminder known WHERE {SAME.format(known="known")} LIMIT 1) IS NULL
ON CONFLICT (rule, subject_id, subject_kind, recipient_id, due_on) DO NOTHING
"""  # noqa: S608 - put together from constants of this file; every value is a parameter
AT_THE_HOUR = "timezone(told.zone, told.due_on + make_interval(hours => told.send_hour))"


def plan_rule(rule: Rule, at: datetime) -> int:
    """Bring the ledger in line with what holds now; returns how many reminders are new.

    What is too late by the rule, or overtaken by a later date of the same matter, is called missed at once, so that
    no sender ever finds it. What was told before and put off by its recipient stays told.
    """
    told, params = _told(rule, at)
    same: list[Any] = [rule.id, rule.subject_kind]
    not_before, moment = ("%s", [at]) if rule.at_once else (AT_THE_HOUR, [])
    statement = told + PLAN.format(not_before=not_before)
    settled, revived = [at, switched_off(rule.tuned), *same, rule.id], [at, *same]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, *settled, *revived, *same, *moment, at, at, *same])
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


def told_on_the_day(rule: Rule, at: datetime, site: int) -> tuple[str, list[Any]]:
    """The beginning of a statement that reads, from `told`, what falls due at one site on the day of this moment."""
    on_it = "AND fact.first_on + coalesce(repeats.last * fact.step / 100, 0) = site.today"
    return _told(rule, at, site=site, accounted=0, narrowed=on_it)


def _about(reminders: Sequence[Reminder]) -> Q:
    """The cases of these reminders, which have indexes; the people where no case is concerned."""
    cases = {reminder.case_id for reminder in reminders}
    if None in cases:
        return Q(for_employee__in={reminder.employee_id for reminder in reminders})
    return Q(for_case__in=cases)


def _told(
    rule: Rule,
    at: datetime,
    *,
    about: Q | None = None,
    site: int | None = None,
    accounted: int = ACCOUNTED_DAYS,
    narrowed: str = "",
) -> tuple[str, list[Any]]:
    facts = rule.due(at)
    if about is not None:
        facts = facts.filter(about)
    if site is not None:
        facts = facts.filter(at_site=site)
    due, params = facts.values(*COLUMNS).query.sql_with_params()
    off = switched_off(rule.tuned)
    on = f"AND fact.at_site <> ALL ({_sites(off)}) " if off else ""
    statement = TOLD.format(
        due=due,
        own=OWN_ACCOUNT,
        audience=" UNION ALL ".join(piece for group in rule.choices if (piece := _piece(rule, group))),
        accounted=accounted,
        late_after=_late_after(rule),
        narrowed=on + narrowed,
    )
    return statement, [*params, at]


def _late_after(rule: Rule) -> str:
    """Days after which telling is worth nothing, as SQL: the rule's own wherever HR has set nothing."""
    of_sites = given(rule.tuned, "late_after")
    chosen = "".join(f" WHEN {int(site)} THEN {int(days)}" for site, days in of_sites.items())
    return f"CASE repeated.at_site{chosen} ELSE {rule.late_after} END" if chosen else str(rule.late_after)


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
