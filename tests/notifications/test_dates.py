"""Every date of the models has a rule that tells somebody of it, or a reason why nobody is told (docs/REMINDERS.md)."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from notifications.rule import Rule
from notifications.rules import BY_ID, RULES
from portal.reminder_words import GROUPS, when_words
from tools.places import ROOT

DOC = (ROOT / "docs" / "REMINDERS.md").read_text()
ROOMS = ("people", "injuries", "recovery", "duty", "notifications")
RULED, NEEDS_NONE, HAPPENED = (
    DOC.split(f"\n## {title}")[1].split("\n## ")[0]
    for title in ("Dates with a rule", "Dates that need none", "Moments that only say")
)


def fields() -> Iterator[str]:
    """Dates and moments: a time of day is no date."""
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.DateField):
                    yield f"{model._meta.label}.{field.name}"


def named(text: str) -> list[str]:
    return re.findall(rf"`((?:{'|'.join(ROOMS)})\.\w+\.\w+)`", text)


def rule_row(rule: Rule) -> str:
    """How a rule stands in the document."""
    who = ", ".join(str(GROUPS[group.name]) for group in rule.audiences)
    marks = [word for word, holds in (("always", rule.must), ("any hour", rule.urgent)) if holds]
    when = "; ".join([when_words(rule, rule.ahead or rule.after), *marks])
    late = "that day" if not rule.late_after else f"{rule.late_after} day{'s' if rule.late_after > 1 else ''}"
    return f"| `{rule.id}` | {who} | {when} | {late} |"


def test_every_date_is_decided_once() -> None:
    """A new date: add it to docs/REMINDERS.md, with its rule or with the reason why it needs none."""
    decided = Counter(name for part in (RULED, NEEDS_NONE, HAPPENED) for name in named(part))
    assert {name: decided[name] for name in fields() if decided[name] != 1} == {}


def test_the_tables_name_only_dates_that_are_there() -> None:
    assert set(named(DOC)) <= set(fields())


def test_a_date_without_a_rule_has_a_reason() -> None:
    rows = [line.split("|")[1:3] for line in NEEDS_NONE.splitlines() if line.startswith("| `")]
    assert [date for date, reason in rows if not reason.strip()] == []


def test_every_rule_tells_of_a_date_and_every_date_of_rules_that_are_there() -> None:
    rows = [line.split("|")[2] for line in RULED.splitlines() if line.startswith("| `")]
    assert {rule for row in rows for rule in re.findall(r"`([\w.-]+)`", row)} == set(BY_ID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_stands_in_the_document_as_it_is(rule: Rule) -> None:
    assert rule_row(rule) in DOC.splitlines()
