"""Match the cases of a file: `match_duties FILE.json [--out FILE]`. Needs no database."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from duty.case_commands import run
from duty.case_files import answer_cases


class Command(BaseCommand):
    help = "Match tasks against restrictions. Exit 0: all answered; 1: some cases malformed; 2: file unreadable."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help='JSON file with {"cases": [...]}')
        parser.add_argument("--out", help="write the answers here instead of to standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        code = run(options["file"], options["out"], answer_cases)
        if code:
            sys.exit(code)
