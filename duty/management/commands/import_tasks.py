"""Read the task bank from a spreadsheet file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from duty.models import Task
from duty.services import store_task
from duty.task_csv import read_sheet
from people import clock
from people.models import Establishment


class Command(BaseCommand):
    help = "Check tasks with their demands in a CSV file; with --confirm the good ones are written."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--establishment", required=True, help="code of the establishment")
        parser.add_argument("--confirm", action="store_true", help="write the tasks that have no faults")

    def handle(self, *args: Any, **options: Any) -> None:
        site = Establishment.objects.filter(code=options["establishment"]).first()
        if site is None:
            raise CommandError("There is no establishment of this code.")
        at = clock.now()
        try:
            with options["file"].open(encoding="utf-8-sig", newline="") as source:
                sheet = read_sheet(source, site, today=clock.local_day(at, site.timezone))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The file cannot be read as UTF-8 text: {error}") from error
        for line, column, message in sheet.faults:
            self.stderr.write(f"line {line}, {column}: {message}")
        there = set(Task.objects.filter(establishment=site).values_list("code", flat=True))
        old = sum(facts.code in there for facts in sheet.tasks)
        if not options["confirm"]:
            self.stdout.write(f"{len(sheet.tasks) - old} new tasks, {old} that are there already.")
            self.stdout.write("Nothing was written. Add --confirm to write these.")
            if sheet.faults:
                raise CommandError(f"{len(sheet.faults)} faults: mend these lines, or leave their tasks out.")
            return
        with transaction.atomic():
            for facts in sheet.tasks:
                task = Task.objects.filter(establishment=site, code=facts.code).first()
                store_task(facts=facts, at=at, task=task)
        self.stdout.write(f"{len(sheet.tasks)} tasks written.")
