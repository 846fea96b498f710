"""Reading single values out of a case file: each reader takes a record, a key and the path so far.

A value that is wrong raises `Fault` with the path to it and a sentence that says how to mend it. A key
that is absent and a key that is null mean the same everywhere.
"""

from __future__ import annotations

import math
import re
import sys
from collections.abc import Callable, Collection
from datetime import date
from typing import Any

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

Record = dict[str, Any]


class Fault(Exception):
    """What is wrong in a case: `field` is the path inside the case, `message` tells the mend."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def answer_all(cases: list[Any], answer: Callable[[Record], Record]) -> tuple[list[Record], bool]:
    """One answer per case in the same order, and whether every case was well formed.

    A malformed case is answered with the path to what is wrong; the others are answered all the same.
    """
    seen: set[str] = set()
    answers = []
    sound = True
    for raw in cases:
        name = raw.get("id") if isinstance(raw, dict) else None
        readable = isinstance(name, str) and name != ""
        try:
            if not isinstance(raw, dict):
                raise Fault("id", "is missing; a case must be an object with named fields")
            text(raw, "id", "", filled=True)
            if name in seen:
                raise Fault("id", "is used by an earlier case; give each case its own")
            answers.append({"id": name, **answer(raw)})
        except Fault as fault:
            sound = False
            error = {"field": fault.field, "message": fault.message}
            answers.append({"id": name if readable else None, "error": error})
        if readable:
            seen.add(str(name))
    return answers, sound


def at(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def record(value: object, path: str) -> Record:
    if not isinstance(value, dict):
        raise Fault(path, "must be an object with named fields")
    return value


def records(data: Record, key: str, path: str, *, required: bool = False) -> list[tuple[Record, str]]:
    """The objects of a list, each with its path."""
    return [(record(item, where), where) for item, where in items(data, key, path, required=required)]


def items(data: Record, key: str, path: str, *, required: bool = False) -> list[tuple[Any, str]]:
    value, where = data.get(key), at(path, key)
    if value is None:
        if required:
            raise Fault(where, "is missing; give a list, which may be empty")
        return []
    if not isinstance(value, list):
        raise Fault(where, "must be a list")
    return [(item, f"{where}[{place}]") for place, item in enumerate(value)]


def text(data: Record, key: str, path: str, *, filled: bool = False) -> str:
    value, where = data.get(key), at(path, key)
    if not isinstance(value, str):
        raise Fault(where, "is missing; give a text" if value is None else "must be a text")
    if filled and not value:
        raise Fault(where, "must not be empty")
    return value


def day(data: Record, key: str, path: str) -> date:
    found = optional_day(data, key, path)
    if found is None:
        raise Fault(at(path, key), "is missing; give a date such as 2026-03-10")
    return found


def optional_day(data: Record, key: str, path: str) -> date | None:
    value = data.get(key)
    return None if value is None else as_day(value, at(path, key))


def as_day(value: object, where: str) -> date:
    # The pattern first: fromisoformat also reads weeks and dates without hyphens.
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Fault(where, "must be a date written YYYY-MM-DD")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Fault(where, "is not a day of the calendar; check month and day") from None


def number(data: Record, key: str, path: str) -> float:
    found = optional_number(data, key, path)
    if found is None:
        raise Fault(at(path, key), "is missing; give a number")
    return found


def optional_number(data: Record, key: str, path: str, *, most: float | None = None) -> float | None:
    value, where = data.get(key), at(path, key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Fault(where, "must be a number")
    if isinstance(value, float) and not math.isfinite(value):
        raise Fault(where, "must be a finite number")
    if value < 0:
        raise Fault(where, "must not be negative")
    if most is not None and value > most:
        raise Fault(where, f"must be at most {most:g}")
    # A whole number too large for a float is still larger than any limit.
    return float(min(value, sys.float_info.max))


def shift_hours(data: Record, path: str) -> float | None:
    hours = optional_number(data, "shift_hours", path, most=24)
    if hours is not None and hours <= 0:
        raise Fault(at(path, "shift_hours"), "must be more than 0; leave it out when it is not known")
    return hours


def flag(data: Record, key: str, path: str) -> bool | None:
    value = data.get(key)
    if value is not None and not isinstance(value, bool):
        raise Fault(at(path, key), "must be true, false or null")
    return value


def code(data: Record, key: str, path: str, known: Collection[str]) -> str:
    found = optional_code(data, key, path, known)
    if found is None:
        raise Fault(at(path, key), "is missing; give " + _some(known))
    return found


def optional_code(data: Record, key: str, path: str, known: Collection[str]) -> str | None:
    value = data.get(key)
    return None if value is None else as_code(value, at(path, key), known)


def as_code(value: object, where: str, known: Collection[str]) -> str:
    if not isinstance(value, str) or value not in known:
        raise Fault(where, "is not a code that is known here; give " + _some(known))
    return value


def codes(data: Record, key: str, path: str, known: Collection[str]) -> tuple[str, ...]:
    return tuple(as_code(item, where, known) for item, where in items(data, key, path))


def _some(known: Collection[str]) -> str:
    names = sorted(known)
    return "one of " + ", ".join(names) if len(names) <= 12 else f"a code such as {names[0]} or {names[-1]}"
