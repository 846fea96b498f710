"""Two worlds that differ only in what a person may not know must look the same to that person, byte for byte.

The second world is the first one with every medical fact about Ana and Cora changed to another valid one: other codes,
other scores, other words, other days. Limits, duties and the times of appointments stay as they are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import DatabaseError, models, transaction

from people.models import Change
from people.policy import DataClass
from tools.wall import facts
from tools.wall.company import Company
from tools.wall.doors import Answer, InsideDoor
from tools.wall.judge import Finding, Judge, text_of
from tools.wall.messages import Messages

SECRET = {DataClass.BODY, DataClass.TREATMENT, DataClass.CHECK_IN, DataClass.APPOINTMENT, DataClass.PAY}
# What the limits and the times of appointments follow from: the same in both worlds.
SAME = {
    "WorkStatusReport": {"status", "starts_on", "ends_on", "voided_at", "received_on", "issued_on", "accepted_at"},
    "Appointment": {"starts_at", "ends_at", "cancelled_at"},
    "ProviderLink": {"digest", "expires_at", "used_at", "revoked_at", "made_at"},
    "DropBoxLink": {"digest", "expires_at", "used_at", "revoked_at", "due_on"},
    "CaseFile": {"content"},
    # That a case is private is told on purpose: an auditor's rows of it lead to nobody (29 CFR 1904.29(b)(6)).
    "Case": {"privacy_ground"},
}
WHOSE = ("ana", "cora")
ONLOOKERS = ("sam", "tina", "olga", "fred", "tess", "eve", "ben", "ada", "ivo", "hugo", "dora", "otto", "anonymous")
NONCES = re.compile(
    r'(name="csrfmiddlewaretoken" value=")[^"]*|("X-CSRFTOKEN"] = ")[^"]*'
    r'|("client_key": ?")[^"]*|(name="(?:key|draft|client_key)" value=")[^"]*'
)
# What says when an answer was made, or how long it is with its nonces.
NEW_EACH_TIME = {"date", "expires", "last-modified", "server-timing", "content-length", "etag", "set-cookie"}
DAY = timedelta(days=1)


@dataclass
class TwoWorlds:
    """`kept` and `told` are what everybody was shown and sent in the first world; `doors` are theirs as well."""

    company: Company
    judge: Judge
    doors: dict[str, InsideDoor]
    kept: dict[tuple[str, str], Answer]
    changed: int = 0
    compared: int = 0
    differing: list[Finding] = field(default_factory=list)

    def look(self) -> None:
        """Change the world, look again, and take the change back."""
        first = self._told()
        with transaction.atomic():
            self.changed = change_everything(self.company, WHOSE)
            for (who, path), answer in self.kept.items():
                self._compare(who, f"GET {path}", bare(answer), bare(self.doors[who].ask("GET", path)))
            other = self._told()
            transaction.set_rollback(True)
        for who, what in sorted(first.keys() | other.keys()):
            self._compare(who, f"MESSAGE {what}", first.get((who, what), "none"), other.get((who, what), "none"))

    def _compare(self, who: str, where: str, one: str, other: str) -> None:
        self.compared += 1
        if one != other:
            self.differing.append(Finding("leak", who, where, first_difference(one, other)))

    def _told(self) -> dict[tuple[str, str], str]:
        """What the next days bring the onlookers by mail, telephone and chat."""
        messages = Messages(self.company, self.judge)
        messages.write()
        return {(who, what): text for (who, what), text in messages.told.items() if who in self.doors}


def bare(answer: Answer) -> str:
    """An answer without what is new each time."""
    headers = sorted((name, value) for name, value in answer.headers.items() if name not in NEW_EACH_TIME)
    return f"{answer.status} {headers} {NONCES.sub(_kept, text_of(answer.body, answer.kind))}"


def _kept(found: re.Match[str]) -> str:
    return next((part for part in found.groups() if part), "")


def first_difference(one: str, other: str) -> str:
    place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"…{one[max(0, place - 50) : place + 40]!r} / {other[place : place + 40]!r}"


def change_everything(company: Company, whose: tuple[str, ...]) -> int:
    """Change each medical field of their rows; one that the table itself refuses stays. How many were changed."""
    employees = {company.people[key].employee_id for key in whose}
    last, changed = Change.objects.order_by("pk").last(), 0
    for name, model in facts.walled().items():
        if name == "Change":  # written by triggers when the others change
            continue
        for row in model.objects.order_by("pk"):
            if facts.about(row, at=company.at).employee in employees:
                changed += sum(_change(row, field) for field in row._meta.concrete_fields if _is_secret(row, field))
    # What the triggers wrote down of this is the history of no world.
    Change.objects.filter(pk__gt=last.pk if last else 0).delete()
    return changed


def _is_secret(row: Any, field: Any) -> bool:
    name = type(row).__name__
    fixed = field.primary_key or field.is_relation or field.name in SAME.get(name, ()) or field.name == "data_class"
    return not fixed and facts.class_of(row, field.name) in SECRET


def _change(row: Any, field: Any) -> bool:
    for value in others(field, getattr(row, field.attname)):
        try:
            with transaction.atomic():
                type(row).objects.filter(pk=row.pk).update(**{field.name: value})
            return True
        except DatabaseError:
            continue
    return False


def others(field: Any, value: Any) -> Iterator[Any]:
    """Other valid values of a field, the likeliest first."""
    if field.choices:
        yield from (code for code, _label in field.flatchoices if code not in {value, ""})
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, datetime | date):
        yield value + DAY
        yield value - DAY
    elif isinstance(field, models.IntegerField | models.DecimalField):
        yield (value or 0) + 1
    elif isinstance(value, dict):
        yield {key: other_leaf(one) for key, one in value.items()}
    elif isinstance(value, list):
        yield value[1:] if value else []
    elif isinstance(value, str) and not isinstance(field, models.UUIDField):
        yield "Other"[: field.max_length]
    elif value is None and isinstance(field, models.DateTimeField):
        yield datetime(2026, 1, 5, 12, tzinfo=None).astimezone()
    elif value is None and isinstance(field, models.DateField):
        yield date(2026, 1, 5)


def other_leaf(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return (value + 3) % 10
    return f"{value}x" if isinstance(value, str) else value
