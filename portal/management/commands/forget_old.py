"""`manage.py forget_old`: what is past its time; with `--forget` it is removed for good."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from people import clock
from portal.retention import forget, rules


class Command(BaseCommand):
    help = "Show how many rows are past their time, rule by rule; --forget removes them and all that hangs on them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--forget", action="store_true", help="remove them for good; make a backup first")

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        for rule in rules():
            due = rule.due(at).count()
            self.stdout.write(f"{rule.name:<10} {due:>9}  {rule.what}, {rule.years:g} years ({rule.basis})")
            if options["forget"] and due:
                for label, count in sorted(forget(rule, at=at).items()):
                    self.stdout.write(f"{'':<10} {count:>9}  {label} removed")
