"""Canaries: a word that stands nowhere else, in every text and number of every row about somebody who is hurt."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import QuerySet

from tools.wall import facts

LETTERS = "bcdfghjklmnpqrstvwxz"
SHORTEST = 7
# The name of somebody's account: the same person's, and known to those who hand out accounts.
ACCOUNT_NAME = "account_name"
# Texts that the machinery itself reads: keys, addresses, states, codes of other tables, hashes.
NOT_WORDS = {
    "state", "status", "kind", "action", "from_state", "to_state", "role", "data_class", "language", "offer_language",
    "digest", "sha256", "match_hash", "content", "content_type", "message_id", "channel", "title_key", "url", "rule",
    "subject_kind", "subject_id", "audience", "rule_version", "preset", "verdict", "filed_as", "address", "activity",
    "band", "option", "side", "wage_kind", "oiics_edition", "oiics_event", "what", "email", "oiics_nature",
    "oiics_part", "decision",
}  # fmt: skip
WORDS_IN_JSON = {"words", "note", "name", "provider", "reason", "by_link", "change", "answer"}


@dataclass(frozen=True)
class Canary:
    word: str
    row: Any
    field: str

    def __str__(self) -> str:
        return f"{type(self.row).__name__}.{self.field} of {facts.PLACED[type(self.row).__name__](self.row).employee}"


def words() -> Iterator[str]:
    """Zqabcd: no English, no Spanish, no number and no part of another."""
    for letters in itertools.product(LETTERS, repeat=4):
        yield "Zq" + "".join(letters) + "y"


def plant(employees: set[int]) -> list[Canary]:
    """Write one into everything, and say what stands where."""
    fresh, prices = words(), itertools.count(1)
    found: list[Canary] = []
    for name, model in reversed(facts.walled().items()):
        if name == "Change":  # written by triggers when the others are planted
            continue
        for row in model.objects.order_by("pk"):
            if facts.PLACED[name](row).employee in employees:
                found += _plant_row(row, fresh, prices)
    return found


def _plant_row(row: Any, fresh: Iterator[str], prices: Iterator[int]) -> list[Canary]:
    changes: dict[str, Any] = {}
    made: list[Canary] = []
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        planted = _planted(field, value, fresh, prices)
        if planted is not None and not (field.name == "number" and type(row).__name__ == "Case"):
            changes[field.name], word = planted
            made.append(Canary(word, row, field.name))
    if changes:
        rows: QuerySet[Any] = type(row).objects.filter(pk=row.pk)
        rows.update(**changes)
        row.refresh_from_db()
    name = type(row).__name__
    if name == "Case":
        made.append(Canary(row.number, row, "number"))
    if name == "CaseFile":
        made.append(Canary(f"content of {row.case.employee.number[2:]}", row, "content"))
    if name == "Employee" and row.user:
        made.append(Canary(row.user.full_name.split()[-1], row, ACCOUNT_NAME))
    return [replace(canary, row=row) for canary in made]


def _planted(field: Any, value: Any, fresh: Iterator[str], prices: Iterator[int]) -> tuple[Any, str] | None:
    """The new value and the word to look for."""
    if isinstance(field, models.DecimalField) and value is not None and field.max_digits > 6:
        word = f"{7000 + next(prices) * 7}.17"
        return Decimal(word), word
    if isinstance(field, models.JSONField) and isinstance(value, dict):
        word = next(fresh)
        return {**value, **dict.fromkeys(WORDS_IN_JSON & set(value), word), "canary": word}, word
    if not isinstance(field, models.CharField | models.TextField) or isinstance(field, models.FileField):
        return None
    if field.name in NOT_WORDS or field.choices or (field.max_length or 99) < SHORTEST:
        return None
    word = next(fresh)
    return (value + " " + word if field.name in {"given_name", "family_name"} else word), word
