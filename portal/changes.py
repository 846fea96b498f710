"""The history of rows in words: what was made, changed or removed, by whom, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.utils.translation import gettext

from people.models import Change
from people.wall import Actor, readable_fields

LONGEST = 80


@dataclass(frozen=True)
class Field:
    """One field of a change; `before` and `after` are None for somebody who may not read the values."""

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
    before, after = change.before or {}, change.after or {}
    fields = [
        Field(_label(model, name), _words(before, name), _words(after, name)) if values else Field(_label(model, name))
        for name in change.fields
    ]
    return Told(change.at, who, what, fields)


@cache
def _model_of(table: str) -> type[Model] | None:
    return next((model for model in apps.get_models(include_auto_created=True) if model._meta.db_table == table), None)


def _kind(model: type[Model] | None, table: str) -> str:
    """A table of an earlier release is called by its own name."""
    return str(model._meta.verbose_name).capitalize() if model else table


def _label(model: type[Model] | None, column: str) -> str:
    fields = model._meta.concrete_fields if model else ()
    return next((str(field.verbose_name) for field in fields if field.column == column), column)


def _words(values: Mapping[str, Any], name: str) -> str | None:
    if name not in values:
        return None
    value = values[name]
    words = "–" if value in (None, "", [], {}) else str(value)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"
