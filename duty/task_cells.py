"""One cell of the spreadsheet of tasks: written so that no spreadsheet runs it, read so that a fault can be named."""

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from duty.models import Task

NUMBERS = frozenset({"shift_minutes", "days_per_week", "minutes", "continuous_minutes", "reps_per_hour"})
FLAGS = frozenset({"night", "overtime", "pays_usual"})
AMOUNTS = frozenset({"weight", "hourly_pay"})
TIMES = frozenset({"shift_starts", "shift_ends"})
LISTS = frozenset({"absent", "unknown", "options"})
TEXTS = frozenset({"code", "name", "description", "place", "usual_job", "assessed_by"})
# A spreadsheet would run a cell that begins with one of these, written wide as well.
FORMULA = r"[=+\-@\t\r\n＝＋－＠]"
RUNS, DEFUSED = re.compile("'*" + FORMULA), re.compile("'+" + FORMULA)
LARGEST, MOST_DIGITS = 32_767, 5
LONGEST_SKILL = 40


class Wrong(ValueError):
    """A cell that cannot be read; the message says how to write it."""


def written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
    return f"'{text}" if RUNS.match(text) else text


def read(name: str, cell: str) -> Any:
    text = cell[1:] if DEFUSED.match(cell) else cell
    if "\0" in text:
        raise Wrong("This cell holds a NUL character. Type it anew.")
    if name in TEXTS:
        return _text(name, text)
    if name in NUMBERS:
        return _number(text)
    if name in FLAGS:
        if text.lower() not in {"yes", "no"}:
            raise Wrong("Write yes or no, or leave it empty.")
        return text.lower() == "yes"
    if name in TIMES:
        return _time(text)
    if name == "assessed_on":
        return _day(text)
    if name in AMOUNTS:
        return _amount(text)
    if name == "skills":
        return _skills(text)
    if name in LISTS:
        codes = tuple(text.replace(",", " ").split())
        return _options(codes) if name == "options" else codes
    return text


def _text(name: str, text: str) -> str:
    column: Any = Task._meta.get_field(name)
    try:
        column.run_validators(text)
    except ValidationError as error:
        raise Wrong(" ".join(error.messages)) from None
    return text


def _number(text: str) -> int:
    # Python refuses to read a number of thousands of digits with an error of its own.
    if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS and int(text) <= LARGEST):
        raise Wrong("Write a whole number.")
    return int(text)


def _skills(text: str) -> tuple[str, ...]:
    skills = tuple(skill.strip() for skill in text.split(";") if skill.strip())
    if any(len(skill) > LONGEST_SKILL for skill in skills):
        raise Wrong(f"A skill has at most {LONGEST_SKILL} letters. Put ; between two.")
    return skills


def _options(words: tuple[str, ...]) -> dict[str, bool]:
    """ "SIT_STAND no HELPER": what the place offers, and with "no" before it what it cannot offer."""
    found: dict[str, bool] = {}
    offered = True
    for word in words:
        if word == "no":
            offered = False
            continue
        found[word] = offered
        offered = True
    return found


def _time(text: str) -> time:
    try:
        found = time.fromisoformat(text)
    except ValueError:
        raise Wrong("Write a time such as 06:30.") from None
    if found.tzinfo:
        raise Wrong("Write the time where it is worked, such as 06:30.")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong("Write a date such as 2026-03-10.") from None


def _amount(text: str) -> Decimal:
    try:
        weight = Decimal(text)
    except InvalidOperation:
        raise Wrong("Write a number such as 12.5.") from None
    if not weight.is_finite() or not 0 <= weight < 100_000:
        raise Wrong("Write a number that is not negative.")
    return weight.quantize(Decimal("0.01"))
