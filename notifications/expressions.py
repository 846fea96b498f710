"""Days as PostgreSQL counts them: each establishment's own today, working days, and dates put together.

"Today" differs between sites at the same moment, so it is computed beside each row and never passed in.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from string import Formatter
from typing import Any

from django.db.models import BooleanField, DateField, F, Func, IntegerField, Value
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

SITE_OF_CASE = "case__establishment__"


class Sql(Func):
    """A piece of SQL around expressions; `{0}`, `{1}` … stand for them, each as often as wanted."""

    def __init__(self, pattern: str, *expressions: Any, output_field: Any = None) -> None:
        super().__init__(*expressions, output_field=output_field or DateField())
        self.pattern = pattern

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        compiled = [compiler.compile(expression) for expression in self.get_source_expressions()]
        sql = ""
        params: list[Any] = []
        for literal, name, _spec, _conversion in Formatter().parse(self.pattern):
            sql += literal
            if name is not None:
                part, values = compiled[int(name)]
                sql += part
                params += values
        return sql, tuple(params)


def local_day(moment: datetime | Combinable | str, zone: str = SITE_OF_CASE + "timezone") -> Sql:
    """The calendar day of a moment (a value, or the name of a column) at an establishment."""
    asked = Value(moment) if isinstance(moment, datetime) else moment
    return Sql("(timezone({0}, {1}))::date", F(zone), F(asked) if isinstance(asked, str) else asked)


def latest_day(at: datetime, ahead: int = 0) -> date:
    """No establishment on earth has a later day; a plain bound, so that an index on a date can be used."""
    return (at.astimezone(UTC) + timedelta(hours=14, days=ahead)).date()


def earliest_day(at: datetime) -> date:
    """No establishment on earth has an earlier day."""
    return (at.astimezone(UTC) - timedelta(hours=12)).date()


def days_after(day: Combinable | str, days: int | Combinable) -> Sql:
    """A date some days later; earlier when negative."""
    return Sql("({0} + {1}::int)", day, Value(days) if isinstance(days, int) else days)


def days_before(day: Combinable | str, days: int | Combinable) -> Sql:
    return Sql("({0} - {1}::int)", day, Value(days) if isinstance(days, int) else days)


def by_site(values: Mapping[int, int], default: int, site: str) -> int | Sql:
    """A number that some sites have set otherwise; the plain number while none has."""
    if not values:
        return default
    pattern = "coalesce(({0}::jsonb ->> ({1})::text)::int, {2})"
    found = {str(key): value for key, value in values.items()}
    return Sql(pattern, Value(json.dumps(found)), F(site), Value(default), output_field=IntegerField())


def latest_of(*days: Combinable | str) -> Sql:
    """The latest of the days that are given."""
    return Sql(f"greatest({', '.join(f'{{{place}}}' for place in range(len(days)))})", *days)


def after_working_days(day: Combinable, count: int | Combinable, site: str) -> Sql:
    """The `count`-th working day after a day, by the establishment's days off and holidays."""
    pattern = (
        "(SELECT {0} + later FROM generate_series(1, 60) later"
        " WHERE extract(isodow FROM {0} + later)::int - 1 <> ALL ({1})"
        " AND NOT EXISTS (SELECT 1 FROM people_holiday holiday"
        " WHERE holiday.establishment_id = {2} AND holiday.day = {0} + later)"
        " ORDER BY later OFFSET {3}::int - 1 LIMIT 1)"
    )
    return Sql(pattern, day, F(f"{site}weekend"), F(f"{site}id"), Value(count) if isinstance(count, int) else count)


def not_paused(path: str = "case__") -> Sql:
    """Nobody has paused the reminders of this row's case over its `today`."""
    paused = F(f"{path}course__paused_until")
    return Sql("({0} IS NULL OR {0} < {1})", paused, F("today"), output_field=BooleanField())
