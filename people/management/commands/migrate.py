"""`manage.py migrate`, around the wall: PostgreSQL changes no column that a policy or a view stands on."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from people.roles import put_up, stands, take_down


class Command(migrate.Command):
    """Takes the wall down while tables change, and puts it up again. Meanwhile nobody but the owner sees a row."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        again = stands() and bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        if again:
            with transaction.atomic():
                take_down()
        super().handle(*args, **options)
        if again:
            with transaction.atomic():
                put_up()
