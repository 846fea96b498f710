"""The work card: what its owner may do and what not, until when. Small enough for a pocket, plain enough to show.

It holds limits and the duty, in the words that a supervisor may read; nothing medical, and no reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.models import Assignment
from duty.papers import BULLET, HEADING
from duty.rows import LimitInForce
from people.models import Employee
from recovery.restriction_words import NO, PlainLimit, all_in_plain_words
from recovery.restrictions import NOT_RELEASED
from recovery.sentences import Sentence, render


@dataclass(frozen=True, kw_only=True)
class CardFacts:
    """`duty` is the one worked now or next, or None."""

    employee: Employee
    limits: list[LimitInForce]
    duty: Assignment | None
    where: str
    when: str
    today: date


def card_text(facts: CardFacts) -> str:
    """The card in its owner's language: parts with headings, the first one the title."""
    with translation.override(facts.employee.language):
        plain = all_in_plain_words(limit.fact for limit in facts.limits if limit.fact.kind != NOT_RELEASED)
        parts = [
            (_("My work card"), [facts.employee.name, _("Made on %(day)s") % {"day": _day(facts.today)}]),
            (_("My work"), list(_work(facts))),
            (_("I may"), list(_lines(limit for limit in plain if limit.tone != NO))),
            (_("Not allowed"), list(_lines(limit for limit in plain if limit.tone == NO))),
            (_("Until when"), list(_until(facts))),
            (_("If I am asked for more"), list(_more(facts))),
        ]
        return "\n\n".join("\n".join([HEADING + heading, *lines]) for heading, lines in parts if lines)


def _work(facts: CardFacts) -> Iterator[str]:
    if any(limit.fact.kind == NOT_RELEASED for limit in facts.limits):
        yield _("No work for now. I call HR before I come in.")
    elif facts.duty is not None:
        yield ", ".join(part for part in (_(facts.duty.task.name), facts.when) if part)
        yield facts.where
    elif facts.limits:
        yield _("Any work that keeps to this card.")


def _lines(limits: Iterable[PlainLimit]) -> Iterator[str]:
    for limit in limits:
        yield BULLET + "; ".join(_say(words) for words in (limit.text, *limit.details))


def _until(facts: CardFacts) -> Iterator[str]:
    ends = [limit.fact.valid_to for limit in facts.limits if limit.fact.valid_to and not limit.fact.permanent]
    if any(limit.expired for limit in facts.limits):
        yield _("The last day has passed. I keep to this card until there is a new report.")
    elif ends:
        yield _("Good until %(day)s") % {"day": _day(min(ends))}
    elif facts.limits:
        yield _("No end is given. I ask HR.")
    if facts.duty is not None and facts.duty.review_on >= facts.today:
        yield _("Next review: %(day)s") % {"day": _day(facts.duty.review_on)}


def _more(facts: CardFacts) -> Iterator[str]:
    site = facts.employee.establishment
    contact = ", ".join(part for part in (site.contact_name, site.contact_phone) if part)
    yield _("I stop and tell HR: %(contact)s.") % {"contact": contact or _("HR")}
    yield _("To stop for this has no bad consequence.")


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _say(sentence: Sentence) -> str:
    return render(sentence, translate=_, translate_plural=ngettext, format_date=_day)
