"""A query that names no columns gets those that the role of the connection may read; Django loads the others later.

Touched, they are read as `people.walled.Walled` says, or refused. A query that names a column (`only`, `values`) gets
what it asks for, and PostgreSQL answers.
"""

from typing import Any

from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)
from django.db.backends.postgresql.compiler import SQLCompiler as Compiler

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(Compiler):
    def get_default_columns(
        self, select_mask: Any, start_alias: Any = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        # Not before the apps are loaded: Django makes its backend first.
        from people.columns import hidden_columns

        found: list[Any] = super().get_default_columns(select_mask, start_alias, opts, from_parent)
        model = opts or self.query.get_meta()
        role = getattr(self.connection, "lightduty_role", "")
        hidden = hidden_columns(role).get(model.db_table) if role and model else None
        _names, deferred = self.query.deferred_loading
        if not hidden or (select_mask and not deferred):
            return found
        return [column for column in found if column.target.column not in hidden]
