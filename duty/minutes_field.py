"""A column of PostgreSQL that holds pieces of a day: an `int4multirange`, in Python pairs of minutes."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from duty.shift_time import WHOLE_DAY, Pieces


def whole_day() -> Pieces:
    return WHOLE_DAY


class MinutesField(models.Field[Pieces, Pieces]):
    """Pairs of minutes, each with its end excluded. PostgreSQL itself can say whether two of them meet."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def from_db_value(self, value: Any, expression: Any, connection: BaseDatabaseWrapper) -> Pieces | None:
        return None if value is None else tuple((piece.lower, piece.upper) for piece in value)

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, str):
            return value
        return "{" + ",".join(f"[{first},{last})" for first, last in value) + "}"
