"""The base of every model with a wall: a column that was not read, because the wall closes it, is no accident."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import models

from people.columns import hidden_columns, secrets_of
from people.scope import as_employee, role
from people.wall import OutOfSight


class Walled(models.Model):
    class Meta:
        abstract = True

    def refresh_from_db(
        self, using: str | None = None, fields: Iterable[str] | None = None, from_queryset: Any = None
    ) -> None:
        """What the person's role may not read of a row may still be of their own record: it is asked for once more as
        the employee alone, all of it at once, and PostgreSQL decides."""
        hidden = hidden_columns(role()).get(self._meta.db_table, frozenset())
        fields = None if fields is None else list(fields)
        asked = {getattr(self._meta.get_field(name), "column", "") for name in fields or ()} & hidden
        if not asked:
            return super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)
        own = hidden - secrets_of(self._meta.db_table)
        missing = self.get_deferred_fields() & {one.attname for one in self._meta.concrete_fields if one.column in own}
        try:
            if not asked <= own:
                raise ObjectDoesNotExist
            with as_employee():
                super().refresh_from_db(using=using, fields=missing)
        except ObjectDoesNotExist:
            raise OutOfSight(f"{', '.join(sorted(asked))} of {self._meta.label} is not for {role()}") from None
        return None
