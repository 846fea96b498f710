"""Statuses of many cases from files, by the very rules that live cases use. Needs no database."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from recovery.cohort import BadInput, Cohort, read, statuses, write
from recovery.signs import CLEAR
from recovery.stall import Sensitivity, Status

PROGRESS_EVERY = 50


class Command(BaseCommand):
    help = "Assess a folder of check-ins (cohort.csv, measures.csv, schedule.csv) and write changes of status."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("cohort_dir", type=Path, metavar="COHORT_DIR")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
        parser.add_argument("--until", type=int, metavar="DAY", help="the state at the end of that day")
        parser.add_argument("--sensitivity", choices=sorted(CLEAR), default="normal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.run(Path(options["cohort_dir"]), Path(options["out"]), options["until"], options["sensitivity"])
        except BadInput as problem:
            self.stderr.write(str(problem))
            sys.exit(2)

    def run(self, folder: Path, out: Path, until: int | None, sensitivity: Sensitivity) -> None:
        if until is not None and until < 0:
            raise BadInput(f"--until {until} is before day 0")
        if out.is_dir() or not out.parent.is_dir():
            raise BadInput(f"--out {out}: no file can be written there")
        cohort = read(folder)
        write(out, list(self.assessed(cohort, sensitivity, until)))

    def assessed(
        self, cohort: Cohort, sensitivity: Sensitivity, until: int | None
    ) -> Iterator[tuple[str, list[tuple[int, Status]]]]:
        total = len(cohort.plans)
        for done, found in enumerate(statuses(cohort, sensitivity=sensitivity, until=until), start=1):
            yield found
            if done % PROGRESS_EVERY == 0 or done == total:
                self.stderr.write(f"{done}/{total} cases")
                self.stderr.flush()
