"""What does not go together on a note, while it is being typed: contradictions, gaps, words that nobody can match.

A hint never refuses anything; the verb does that (`recovery.services`). One function for every door: the page that
is sent whole and the one that asks while somebody types show the same hints. Pure: no framework, no clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from .restrictions import ACTIVITIES, BAND_ORDER, KINDS, is_under
from .sentences import Sentence
from .sentences import gettext_noop as _

WRONG, MISSING, ASK = "late", "due", "wait"
"""Two things that contradict each other; something left out; a question to the provider."""

TOLERANCE_LB = 0.1


@dataclass(frozen=True, slots=True)
class TypedLimit:
    """One limit as far as it is typed; `place` is where on the page. None and "" are not there yet."""

    place: str
    kind: str = ""
    activity: str = ""
    side: str = "NA"
    pounds: float | None = None
    band: str = ""
    minutes: int | None = None
    reps: int | None = None
    words: str = ""

    @property
    def value(self) -> float | str | None:
        values = {"MAX_WEIGHT": self.pounds, "MAX_REPS_HOUR": self.reps, "MAX_FREQUENCY": self.band or None}
        return values.get(self.kind, self.minutes)


@dataclass(frozen=True, slots=True)
class TypedNote:
    status: str = ""
    issued: date | None = None
    starts: date | None = None
    ends: date | None = None
    open_end: bool = False
    today: date | None = None
    shift_minutes: int | None = None
    limits: tuple[TypedLimit, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Hint:
    tone: str
    text: Sentence
    place: str = ""
    """The field or row of the form that it is about."""


def hints(note: TypedNote) -> list[Hint]:
    """Everything that does not go together, what is wrong before what is missing, that before questions."""
    found = [*_dates(note), *_status(note), *_limits(note), *_words(note)]
    order = (WRONG, MISSING, ASK)
    return sorted(dict.fromkeys(found), key=lambda hint: order.index(hint.tone))


def _dates(note: TypedNote) -> Iterator[Hint]:
    if note.issued and note.today and note.issued > note.today:
        yield Hint(WRONG, Sentence(_("The note is dated in the future.")), "issued_on")
    if note.starts and note.ends and note.ends < note.starts:
        yield Hint(WRONG, Sentence(_("The last day is before the first.")), "ends_on")
    elif note.ends and note.today and note.ends < note.today:
        yield Hint(MISSING, Sentence(_("The last day is over already. Is there a newer note?")), "ends_on")
    if note.ends and note.open_end:
        text = _("A last day is entered, and “names no last day” is ticked. Only one can be right.")
        yield Hint(WRONG, Sentence(text), "ends_on")
    if note.status in ("RESTRICTED", "OFF_WORK") and not note.ends:
        if note.open_end:
            yield Hint(ASK, Sentence(_("No last day: ask the provider until when this holds.")), "open_end")
        elif note.starts:
            text = _("No last day yet. Enter it, or tick that the note names none.")
            yield Hint(MISSING, Sentence(text), "ends_on")


def _status(note: TypedNote) -> Iterator[Hint]:
    typed = [limit for limit in note.limits if limit.kind or limit.words]
    if note.status in ("FULL_RELEASE", "OFF_WORK") and (typed or note.words):
        text = _("Limits are typed, but the note says full duty or off work. They would not be kept.")
        yield Hint(WRONG, Sentence(text), "status")


def _limits(note: TypedNote) -> Iterator[Hint]:
    for limit in note.limits:
        yield from _half_typed(limit)
        yield from _too_long(limit, note.shift_minutes)
    coded = [limit for limit in note.limits if limit.kind and limit.activity in ACTIVITIES]
    for one, other in combinations(coded, 2):
        if _same_side(one, other):
            yield from _pair(one, other)
    yield from _rising(coded)


def _half_typed(limit: TypedLimit) -> Iterator[Hint]:
    parts: dict[str, str | int | float | date | Sentence] = {"activity": _label(limit)}
    if limit.kind not in ("", "PROHIBITED") and limit.activity and limit.value is None:
        yield Hint(MISSING, Sentence(_("%(activity)s: the number is missing."), parts), limit.place)
    if not limit.kind and limit.activity and (limit.pounds is not None or limit.band):
        yield Hint(MISSING, Sentence(_("%(activity)s: choose what kind of limit the number is."), parts), limit.place)


def _too_long(limit: TypedLimit, shift_minutes: int | None) -> Iterator[Hint]:
    hours = limit.minutes if limit.kind == "MAX_HOURS_DAY" else None
    if hours is not None and shift_minutes is not None and hours > shift_minutes:
        text = _("%(activity)s: more hours a day than the whole shift may have.")
        yield Hint(WRONG, Sentence(text, {"activity": _label(limit)}), limit.place)


def _pair(one: TypedLimit, other: TypedLimit) -> Iterator[Hint]:
    """Two limits about one activity, or about a group and a part of it."""
    same = one.activity == other.activity
    if same or _below(one, other) or _below(other, one):
        yield from _forbidden_and_limited(one, other)
    if same and one.kind == other.kind and one.kind != "MAX_WEIGHT" and _differ(one, other):
        text = _("%(activity)s: two different numbers for the same limit. Which one does the note mean?")
        yield Hint(WRONG, Sentence(text, {"activity": _label(one)}), other.place)
    if same and one.kind == other.kind == "MAX_WEIGHT" and _differ(one, other):
        yield from _two_weights(one, other)
    if same and {one.kind, other.kind} == {"MAX_HOURS_DAY", "MAX_CONTINUOUS_MIN"}:
        day, stretch = (one, other) if one.kind == "MAX_HOURS_DAY" else (other, one)
        if day.minutes is not None and stretch.minutes is not None and stretch.minutes > day.minutes:
            text = _("%(activity)s: one stretch is longer than all of the day's hours.")
            yield Hint(WRONG, Sentence(text, {"activity": _label(one)}), stretch.place)


def _forbidden_and_limited(one: TypedLimit, other: TypedLimit) -> Iterator[Hint]:
    if (one.kind == "PROHIBITED") == (other.kind == "PROHIBITED"):
        return
    never, limited = (one, other) if one.kind == "PROHIBITED" else (other, one)
    # A part may well be forbidden while the rest of the group is only limited.
    if is_under(limited.activity, never.activity):
        text = _("%(activity)s: ruled out altogether, and limited as well. Only one can be right.")
        yield Hint(WRONG, Sentence(text, {"activity": _label(limited)}), limited.place)


def _two_weights(one: TypedLimit, other: TypedLimit) -> Iterator[Hint]:
    parts: dict[str, str | int | float | date | Sentence] = {"activity": _label(one)}
    if one.band == other.band:
        text = _("%(activity)s: two different weights for the same frequency. Which one does the note mean?")
        yield Hint(WRONG, Sentence(text, parts), other.place)
    elif not one.band or not other.band:
        text = _("%(activity)s: one weight for any frequency, and another for one of them. Name how often for both.")
        yield Hint(WRONG, Sentence(text, parts), other.place)


def _rising(coded: Iterable[TypedLimit]) -> Iterator[Hint]:
    by_activity: dict[tuple[str, str], list[TypedLimit]] = {}
    for limit in coded:
        if limit.kind == "MAX_WEIGHT" and limit.band in BAND_ORDER and limit.pounds is not None:
            by_activity.setdefault((limit.activity, limit.side), []).append(limit)
    for rows in by_activity.values():
        rarest_first = sorted(rows, key=lambda limit: BAND_ORDER.index(limit.band))
        for rare, often in pairwise(rarest_first):
            if rare.band != often.band and (often.pounds or 0) > (rare.pounds or 0) + TOLERANCE_LB:
                text = _("%(activity)s: more weight often than rarely. Are the two mixed up?")
                yield Hint(WRONG, Sentence(text, {"activity": _label(often)}), often.place)


def _words(note: TypedNote) -> Iterator[Hint]:
    said = [(limit.words, limit.place) for limit in note.limits if limit.words and not limit.kind]
    for words, place in [*said, *([(note.words, "words")] if note.words else [])]:
        text = _("“%(words)s” has no number that a task could be matched with: it becomes a question to the provider.")
        yield Hint(ASK, Sentence(text, {"words": words[:60]}), place)


def _label(limit: TypedLimit) -> Sentence:
    activity = ACTIVITIES.get(limit.activity)
    return Sentence(activity.label if activity else KINDS["UNCODED"].label)


def _same_side(one: TypedLimit, other: TypedLimit) -> bool:
    return one.side == other.side or not {one.side, other.side} <= {"L", "R"}


def _below(one: TypedLimit, other: TypedLimit) -> bool:
    return one.activity != other.activity and is_under(one.activity, other.activity)


def _differ(one: TypedLimit, other: TypedLimit) -> bool:
    """Two numbers that are there and are not the same; forms print 20 lb as 9.1 kg."""
    if one.value is None or other.value is None:
        return False
    if one.kind == "MAX_WEIGHT":
        return abs((one.pounds or 0) - (other.pounds or 0)) > TOLERANCE_LB
    return one.value != other.value
