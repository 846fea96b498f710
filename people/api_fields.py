"""Input of the API: days and moments that every later step can hold, and a reader of JSON that refuses traps."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser

from people.clock import FIRST_YEAR, LAST_YEAR

OFFSET = re.compile(r"(?:Z|([+-])(\d{2}):?(\d{2})?)$", re.IGNORECASE)


class DayField(serializers.DateField):
    """A date of a century that people work in."""

    default_error_messages = {"year": _("Enter a year from 1900 to 2200.")}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("year")
        return day


class MomentField(serializers.DateTimeField):
    """A date and time with its offset from UTC, at most 14 hours."""

    default_error_messages = {
        "year": _("Enter a year from 1900 to 2200."),
        "offset": _("Write the time with its offset from UTC, such as -05:00, of at most 14 hours."),
    }

    def to_internal_value(self, value: Any) -> datetime:
        found = OFFSET.search(value) if isinstance(value, str) and len(value) <= 40 else None
        minutes = 60 * int(found[2] or 0) + int(found[3] or 0) if found else 0
        moment = super().to_internal_value(value)
        if found is None or minutes > 14 * 60:
            self.fail("offset")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            self.fail("year")
        return moment


class StrictJSONParser(JSONParser):
    """JSON as the standard means it: each name once, no half characters, no bottomless nesting."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        try:
            read = json.loads(
                stream.read().decode("utf-8"), object_pairs_hook=_each_name_once, parse_constant=_no_constant
            )
            json.dumps(read, ensure_ascii=False).encode("utf-8")
        except RecursionError:
            raise ParseError(_("The request is nested too deeply.")) from None
        except ValueError as error:  # a Unicode error is one as well
            raise ParseError(_("The request is not valid JSON: %(why)s") % {"why": _why(error)}) from None
        return read


def _why(error: ValueError) -> str:
    return "it holds half a character" if isinstance(error, UnicodeError) else str(error)


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice[:40]!r} stands twice in one object")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")
