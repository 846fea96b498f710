"""The base of every model with a wall: a column that was not read, because the wall closes it, is no accident."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from people.columns import hidden_columns, secrets_of
from people.scope import as_employee, role


class OutOfSight(Exception):
    """A column was touched that the person who looks may not read. The page asked for too much; it answers 404."""


class Walled(models.Model):
    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """What the person's role may not read of a row may still be of their own record: it is asked for once more as
        the employee alone, all of it at once, and PostgreSQL decides."""
        hidden = hidden_columns(role()).get(self._meta.db_table, frozenset())
        asked = [self._meta.get_field(name) for name in fields or ()]
        if not any(getattr(field, "column", None) in hidden for field in asked):
            return super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        askable = hidden - secrets_of(self._meta.db_table)
        closed = self.get_deferred_fields() & {
            field.attname for field in self._meta.concrete_fields if field.column in askable
        }
        try:
            with as_employee():
                super().refresh_from_db(using=using, fields=closed)
        except ObjectDoesNotExist:
            names = ", ".join(field.name for field in asked)
            raise OutOfSight(f"{names} of {self._meta.label} is not for {role()}") from None
        return None
