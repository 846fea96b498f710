"""What leaves the house: every letter, text and chat line that the ledger would send on the days that come.

In a message nobody learns anything, not even whoever may know it behind the sign-in. Two things stand there by
design: HR is told the number of the case, a supervisor the name of the person.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from tools.wall.cast import Somebody
from tools.wall.company import PARTS, Company
from tools.wall.judge import Finding, Judge

DAYS_AHEAD = (0, 1, 2, 4, 8, 15, 30)
OLDEST = timedelta(days=15)
NAMES = {"given_name", "family_name", "account_name"}


@dataclass
class Messages:
    """`told`: whom and what -> everything that would be sent."""

    company: Company
    judge: Judge
    told: dict[tuple[str, str], str] = field(default_factory=dict)
    rules: set[str] = field(default_factory=set)

    def write(self) -> None:
        """Plan day after day, render what stands in the ledger in both languages, and take it all back."""
        from notifications.models import Reminder
        from notifications.services import plan

        keys = {person.user_id: key for key, person in self.company.people.items() if person.user}
        with transaction.atomic():
            for ahead in DAYS_AHEAD:
                plan(at=self.company.at + timedelta(days=ahead))
            # Older ones stand in the ledger for pages to show: no rule has planned them.
            planned = Reminder.objects.filter(due_on__gte=(self.company.at - OLDEST).date())
            rows = planned.select_related("case", "employee", "recipient").order_by("pk")
            for row in rows:
                self.rules.add(row.rule)
                where = f"{row.audience} {row.rule} {row.subject_id} {row.due_on} {row.not_before} {row.state}"
                self.told[keys[row.recipient_id], where] = sent(row)
            transaction.set_rollback(True)

    def leaks(self) -> Iterator[Finding]:
        for (key, where), text in self.told.items():
            yield from judge_message(self.judge, self.company.people[key], f"MESSAGE {where}", text)


def sent(reminder: Any) -> str:
    """The subject and both bodies of the letter, and the line for telephone and chat."""
    from notifications.letters import letter_for, note_for, render

    found = []
    for language in ("en", "es"):
        door = {reminder.pk: f"{settings.BASE_URL}/c/secret/"}
        letter = render(letter_for([reminder], language=language, doors=door))
        note = note_for([reminder], language=language)
        found += [letter.subject, letter.text, letter.html, note.title, note.text]
    return "\n".join(found)


def judge_message(judge: Judge, reader: Somebody, where: str, text: str) -> Iterator[Finding]:
    """By the audience: the number of the case for HR, the name for supervisors, nothing else for anybody."""
    by_design = frozenset(
        canary.word
        for canary in judge.canaries
        if judge.oracle.knows(reader, canary.row, canary.field)
        and ((canary.field == "number" and "hr" in reader.roles) or (canary.field in NAMES and reader.department_ids))
    )
    nobody = Somebody("nobody", "whoever carries or overhears a message", site="")
    for finding in judge.leaks(nobody, where, text, also=by_design):
        yield Finding(finding.kind, reader.key, finding.where, finding.what)
    for part in sorted({*PARTS.values(), "HAND"}):
        if part.lower() in text.lower():
            yield Finding("leak", reader.key, where, f"names the {part.lower()}")


def judge_letters(company: Company, judge: Judge, letters: list[dict[str, Any]]) -> Iterator[Finding]:
    """What a mail server was really given, header by header."""
    by_address = {person.email: person for person in company.people.values() if person.user}
    for letter in letters:
        for address in letter["recipients"]:
            reader = by_address.get(address, Somebody("stranger", "an address nobody has", site=""))
            yield from judge_message(judge, reader, f"MAIL to {address}", json.dumps(letter))
