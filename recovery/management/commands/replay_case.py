"""Day by day what the detector saw and said in one case, read again from the stored check-ins."""

import sys
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from injuries.models import Case
from people import clock
from recovery import stall
from recovery.backstop import Grades
from recovery.models import CheckIn
from recovery.reading import Said, read
from recovery.services.fold import read_under
from recovery.services.rules import Subject, subject_of


class Command(BaseCommand):
    help = "Replay a case's check-ins through the detector. Ends with 1 when it says something else than was stored."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("number", metavar="NUMBER", help="the case number, such as 2026-0114")

    def handle(self, *args: Any, **options: Any) -> None:
        case = Case.objects.select_related("establishment").filter(number=options["number"]).first()
        subject = subject_of(case, at=clock.now()) if case else None
        if subject is None:
            raise CommandError(f"There is no triaged case {options['number']}.")
        rows = list(CheckIn.objects.current().filter(case=case).order_by("day"))
        self.stdout.write(f"Case {options['number']}, day 0 is {subject.case.day_zero}, rule {stall.RULE_VERSION}")
        differing = self.replayed(subject, rows)
        self.stdout.write(f"{len(rows)} check-ins, {differing} differ from what was stored.")
        if differing:
            sys.exit(1)

    def replayed(self, subject: Subject, rows: list[CheckIn]) -> int:
        """Print each check-in and each silence; the number of check-ins that were stored otherwise."""
        grades = [Grades(subject.number(row.day), row.symptoms) for row in rows if row.symptoms]
        state: dict[str, Any] = {}
        differing = 0
        for row, following in zip(rows, [*rows[1:], None], strict=True):
            number = subject.number(row.day)
            policy = read_under(row, subject.detector(number))
            said = read(before=state, day=number, scores=row.scores, grades=grades, policy=policy)
            state = said.state
            same = (said.status, said.numbers, said.state) == (row.status, row.evidence, row.state)
            differing += not same
            self.stdout.write(_line(number, row, said, same=same))
            self.silence(subject, row, until=following.day if following else subject.today + timedelta(days=1))
        return differing

    def silence(self, subject: Subject, row: CheckIn, *, until: date) -> None:
        silent = subject.silent_after(row.day)
        if silent < until:
            self.stdout.write(f"day {subject.number(silent):>4}  {silent}  silent")


def _line(number: int, row: CheckIn, said: Said, *, same: bool) -> str:
    scores = ", ".join(f"{code} {score}" for code, score in sorted(row.scores.items())) or "no scores"
    found = said.evidence
    numbers = f"level {found.level:.1f}, gain {found.gain:.1f} of {found.meaningful:.1f}" if found else ""
    growing = f", more {said.symptom}" if said.symptom else ""
    stored = "" if same else f"  STORED: {row.status or 'nothing'}"
    return f"day {number:>4}  {row.day}  {said.status:<12}  {scores}{growing}  {numbers}{stored}"
