"""The history of rows in words: what was made, changed or removed, by whom, from what to what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import BooleanField, DateField, DateTimeField, Model, Q, QuerySet, TextField
from django.db.models import Field as Column
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from people.models import Change
from people.wall import Actor, readable_fields

LONGEST = 80
NOTHING = "–"
# What a program compares, and nobody reads.
FINGERPRINT = re.compile(r"[0-9a-f]{32,}")


@dataclass(frozen=True)
class Field:
    """One field of a change; `before` and `after` are None where the reader may not know them, or nobody could."""

    name: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    what: str
    fields: list[Field]


def told(actor: Actor, change: Change, names: Mapping[int, str]) -> Told:
    """`names` are words for accounts whose name the reader may not know."""
    model = _model_of(change.table)
    what = f"{_kind(model, change.table)}: {change.get_verb_display()}"
    who = gettext("Lightduty") if change.user is None else names.get(change.user.pk, str(change.user))
    values = {"before", "after"} <= readable_fields(actor, change, ["before", "after"])
    if values:
        before, after = change.before or {}, change.after or {}
        fields = [_field(model, name, before, after, names) for name in change.fields]
    else:
        fields = [_field(model, name) for name in change.fields]
    return Told(change.at, who, what, fields)


def published(actor: Actor, changes: QuerySet[Change]) -> QuerySet[Change]:
    """Those of rows that their subject may see: of a draft, nobody learns that it is being written, or was."""
    for model in apps.get_models():
        if hasattr(model, "wall") and model.wall.published:
            rows: QuerySet[Any] = model._default_manager.all()
            seen = rows.visible_to(actor).annotate(key=Cast("pk", TextField())).values("key")  # type: ignore[attr-defined]  # walled
            changes = changes.exclude(Q(table=model._meta.db_table) & ~Q(row__in=seen))
    return changes


def _field(
    model: type[Model] | None,
    name: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    names: Mapping[int, str] | None = None,
) -> Field:
    """With its values where there are any that a person can read."""
    column = _column(model, name)
    label = str(column.verbose_name) if column else name
    was, now = (_words(column, (values or {}).get(name), names or {}) for values in (before, after))
    told = after is not None and name in after and was is not None and now is not None
    return Field(label, was, now) if told else Field(label)


@cache
def _model_of(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)


def _kind(model: type[Model] | None, table: str) -> str:
    """A table of an earlier release is called by its own name."""
    return str(model._meta.verbose_name).capitalize() if model else table


def _column(model: type[Model] | None, name: str) -> "Column[Any, Any] | None":
    columns = model._meta.concrete_fields if model else ()
    return next((field for field in columns if field.column == name), None)


def _words(column: "Column[Any, Any] | None", value: Any, names: Mapping[int, str]) -> str | None:
    """A value as the pages say it; None where only a program could read it."""
    if value in (None, "", [], {}):
        return NOTHING
    if column is not None and column.choices:
        return str(dict(column.flatchoices).get(value, value))
    if column is not None and column.is_relation:
        return names.get(value) if column.related_model is get_user_model() else None
    if isinstance(column, DateTimeField):
        moment = datetime.fromisoformat(value).astimezone(timezone.get_current_timezone())
        return date_format(moment, gettext("D, M j, Y, g:i A"))
    if isinstance(column, DateField):
        day = date.fromisoformat(value)
        return NOTHING if day == date.max else date_format(day, gettext("F j, Y"))
    if isinstance(column, BooleanField):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, dict | list) or FINGERPRINT.fullmatch(str(value)):
        return None
    words = str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
