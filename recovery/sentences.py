"""Sentences that are put together without a framework and translated later, at the door.

A `Sentence` holds the English text and its parts; a part may itself be a sentence. The page turns it
into words with `render`, handing in its own translation and date functions.

`gettext_noop` and `ngettext_lazy` bear the names that `makemessages` looks for, so the texts reach the
translators although these files import no framework.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction


@dataclass(frozen=True)
class Sentence:
    """`msgid` with %(name)s places for `params`; with `plural`, the form is chosen by `number`."""

    msgid: str
    params: Mapping[str, str | int | float | date | Sentence] = field(default_factory=dict)
    plural: str = ""
    number: int | float = 1

    def __hash__(self) -> int:
        return hash((self.msgid, self.plural, self.number, tuple(sorted(self.params))))


def gettext_noop(msgid: str) -> str:
    """Mark a text for the translators and leave it as it is."""
    return msgid


def ngettext_lazy(singular: str, plural: str, number: int | float) -> Sentence:
    """A counted phrase such as '1 hour' or '2 hours'; the place of the figure is %(number)s."""
    return Sentence(singular, {"number": figure(number)}, plural=plural, number=number)


def figure(number: int | float | Fraction | Decimal) -> str:
    """A number as people write it: 10 and not 10.0, 9.1, at most two places."""
    return f"{float(number):.2f}".rstrip("0").rstrip(".")


def _keep(text: str) -> str:
    return text


def _english_plural(singular: str, plural: str, number: int) -> str:
    return singular if number == 1 else plural


def _iso(day: date) -> str:
    return day.isoformat()


def render(
    sentence: Sentence,
    *,
    translate: Callable[[str], str] = _keep,
    translate_plural: Callable[[str, str, int], str] = _english_plural,
    format_date: Callable[[date], str] = _iso,
) -> str:
    """The sentence in words; without arguments in English with ISO dates."""
    if sentence.plural:
        # Languages count whole things; half an hour and 1.5 hours take the form of "two".
        whole = sentence.number == int(sentence.number)
        text = translate_plural(sentence.msgid, sentence.plural, int(sentence.number) if whole else 2)
    else:
        text = translate(sentence.msgid)
    if not sentence.params:
        return text
    words: dict[str, object] = {}
    for name, part in sentence.params.items():
        if isinstance(part, Sentence):
            words[name] = render(part, translate=translate, translate_plural=translate_plural, format_date=format_date)
        elif isinstance(part, date):
            words[name] = format_date(part)
        else:
            words[name] = part
    return text % words
