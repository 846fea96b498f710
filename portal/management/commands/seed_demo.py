"""`manage.py seed_demo`: the demo company, once; `--forget` empties the database of everything it holds."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from people import clock
from portal.demo import replay

ROOMS = ("people", "injuries", "recovery", "duty", "notifications", "account", "sessions")


class Command(BaseCommand):
    help = "Live through eight months of the demo company, unless it is there already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forget", action="store_true", help="remove the demo company and everything with it")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION or not settings.DEMO:
            raise CommandError("The demo company is for trials: set LIGHTDUTY_DEMO=1, and never in production.")
        if options["forget"]:
            self.forget()
        elif replay.exists():
            self.stderr.write("demo company: it is there already")
        else:
            if replay.broken_off():
                self.forget()
            replay.seed(at=clock.now(), say=self.stderr.write)

    def forget(self) -> None:
        tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in ROOMS]
        with connection.cursor() as cursor:
            quoted = ", ".join(connection.ops.quote_name(table) for table in tables)
            cursor.execute(f"TRUNCATE {quoted} RESTART IDENTITY CASCADE")
        self.stderr.write("demo company: forgotten")
