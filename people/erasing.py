"""Rows and everything that hangs on them, removed together. Only the owner of the tables has the right to."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db import models, router, transaction

from people.models import Change

Row = type[models.Model]
Keys = dict[Row, set[Any]]
CHUNK = 5_000


def hanging_on(start: Row, keys: Iterable[Any]) -> Keys:
    """The rows of every table that cannot be without the given ones, those included."""
    found: Keys = defaultdict(set)
    waiting = [(start, set(keys))]
    while waiting:
        model, new = waiting.pop()
        new = new - found[model]
        if not new:
            continue
        found[model] |= new
        for relation in _relations_to(model):
            if not _lets_go(relation.field):
                child: Row = relation.related_model
                rows = child._base_manager.filter(**{f"{relation.field.name}__in": new})
                waiting.append((child, set(rows.values_list("pk", flat=True))))
    return found


def erase(found: Keys) -> dict[str, int]:
    """Remove them, whatever protects what: the keys of other tables are checked when the transaction ends.

    Answers the number of rows by table.
    """
    counts: dict[str, int] = {}
    with transaction.atomic():
        for model, keys in found.items():
            for relation in _relations_to(model):
                if _lets_go(relation.field):
                    child: Row = relation.related_model
                    loose = child._base_manager.filter(**{f"{relation.field.name}__in": keys})
                    loose.update(**{relation.field.name: None})
        for model, keys in found.items():
            rows = model._base_manager.filter(pk__in=keys)
            counts[model._meta.label] = rows._raw_delete(router.db_for_write(model))
            # The history would keep a copy of what is to be forgotten.
            Change.objects.filter(table=model._meta.db_table, row__in=[str(key) for key in keys]).delete()
    return {label: count for label, count in counts.items() if count}


def _relations_to(model: Row) -> list[Any]:
    """Foreign keys that point here, those without a way back included; history, which nothing holds, not."""
    fields: list[Any] = list(model._meta.get_fields(include_hidden=True))
    found = [one for one in fields if one.auto_created and not one.concrete and (one.one_to_many or one.one_to_one)]
    return [one for one in found if one.field.db_constraint]


def _lets_go(field: Any) -> bool:
    """A row that merely mentions another stays without it."""
    return bool(field.remote_field.on_delete is models.SET_NULL)
