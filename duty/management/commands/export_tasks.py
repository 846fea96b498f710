"""Write the task bank of an establishment as a spreadsheet file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from duty.models import Task
from duty.task_csv import export_tasks
from people.models import Establishment


class Command(BaseCommand):
    help = "Export the tasks that are still offered, with their demands, to a CSV file."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--establishment", required=True, help="code of the establishment")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Establishment.objects.filter(code=options["establishment"]).first()
        if site is None:
            raise CommandError("There is no establishment of this code.")
        tasks = Task.objects.offered().filter(establishment=site).order_by("code")
        with options["file"].open("w", encoding="utf-8", newline="") as out:
            lines = export_tasks(tasks.select_related("department").prefetch_related("demands"), out)
        self.stdout.write(f"{lines} lines written.")
