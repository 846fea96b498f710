"""Who would be told what on the coming days, if nothing else happened: the rules' own questions, asked ahead of time.

Nothing is written. One statement for all the days and rules that are looked at; it answers a page at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from notifications.ledger import told_on_the_day
from notifications.rule import Rule
from notifications.settings import all_tuning
from notifications.tuning import Tuning, with_tuning
from people.models import Establishment

MOST_DAYS = 30
ONE = """(
{told} SELECT %s::date AS day, %s::int AS place, told.due_on, told.for_case, told.for_employee, told.recipient_id,
    told.audience, told.instead
FROM told WHERE NOT EXISTS (
    SELECT 1 FROM notifications_reminder known WHERE known.rule = %s AND known.subject_kind = %s
    AND known.subject_id = told.subject AND known.due_on = told.due_on AND known.recipient_id = told.recipient_id
    AND known.state NOT IN ('planned', 'withdrawn'))
)"""


@dataclass(frozen=True)
class Coming:
    """One reminder that would be told on a day."""

    on: date
    rule: Rule
    case_id: int | None
    employee_id: int
    recipient_id: int
    audience: str
    instead: str


@dataclass(frozen=True)
class Preview:
    rows: Sequence[Coming]
    count: int


def rules_at(site: Establishment, rules: Sequence[Rule], *, instead: Tuning | None = None) -> list[Rule]:
    """The rules as they are set, or as they would be with other settings at this site."""
    tuned = all_tuning()
    found = []
    for rule in rules:
        sites = tuned.get(rule.id, {})
        found.append(rule.with_sites(sites if instead is None else with_tuning(sites, site.pk, instead)))
    return found


def preview(
    *, site: Establishment, rules: Sequence[Rule], days: Sequence[date], offset: int = 0, limit: int = 25
) -> Preview:
    """What these rules would tell on these days at a site, by day; `count` says how many there are in all."""
    parts: list[str] = []
    params: list[Any] = []
    for place, rule in enumerate(rules):
        for day in days:
            noon = datetime.combine(day, time(12), ZoneInfo(site.timezone))
            told, values = told_on_the_day(rule, noon, site.pk)
            parts.append(ONE.replace("{told}", told))
            params += [*values, day, place, rule.id, rule.subject_kind]
    if not parts:
        return Preview([], 0)
    every = " UNION ALL ".join(parts)
    statement = (
        f"SELECT coming.*, count(*) OVER () FROM ({every}) coming"  # noqa: S608 - put together from the rules' own statements
        " ORDER BY day, place, for_employee, recipient_id OFFSET %s LIMIT %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*params, offset, limit])
        found = cursor.fetchall()
    rows = [
        Coming(day, rules[place], case, employee, recipient, audience, instead)
        for day, place, _due, case, employee, recipient, audience, instead, _count in found
    ]
    return Preview(rows, found[0][-1] if found else 0)


def coming_days(today: date, count: int = MOST_DAYS) -> list[date]:
    """Tomorrow and the days after it."""
    return [today + timedelta(days=number) for number in range(1, count + 1)]
