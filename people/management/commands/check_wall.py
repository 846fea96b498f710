"""`manage.py check_wall`: each table is declared, and the wall in the database stands as declared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.drift import drift, undeclared


class Command(BaseCommand):
    help = "Compare policies, views and rights in the database with what the models declare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="a new database: make the roles and the wall first")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["fresh"]:
            from django.core.management import call_command

            call_command("make_roles", stderr=self.stderr)
        found = [f"{table}: say whose it is, by a `wall` or by `open_to`" for table in undeclared()]
        found += drift()
        if found:
            raise CommandError("\n".join(found))
        self.stdout.write("The wall in the database stands as declared.")
