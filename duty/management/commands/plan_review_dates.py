"""Plan the review dates of a file: `plan_review_dates FILE.json [--out FILE]`. Needs no database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from duty.case_commands import run
from duty.review_date_files import answer_review_cases


class Command(BaseCommand):
    help = "Plan review dates. Exit 0: all answered; 1: some cases malformed; 2: the file is unreadable."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='JSON file with {"cases": [{"id": ..., "args": {...}}]}')
        parser.add_argument("--out", help="write the answers here instead of to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        code = run(options["file"], options["out"], answer_review_cases)
        if code:
            sys.exit(code)
