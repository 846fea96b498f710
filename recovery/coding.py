"""Coding a provider's words: what one limit needs, checked against the closed vocabulary. "Light duty" without
numbers is no limit that could be kept or broken: it stays uncoded, with the words, until somebody has asked."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.refusals import Words
from recovery.restrictions import ACTIVITIES, BAND_ORDER, KINDS, OPTIONS, SIDES, kg_to_lb

UNCODED = "UNCODED"
HEAVIEST = 5000
DAY_MINUTES = 24 * 60
# The tolerance with which weights compare: forms print 20 lb as 9.1 kg.
TOLERANCE_LB = 0.1
# Vocabulary's name of a value: the column that holds it. Hours are kept as whole minutes.
COLUMNS = {
    "points": "points",
    "band": "band",
    "hours": "minutes",
    "minutes": "minutes",
    "reps": "reps",
    "option": "option",
    "days": "days",
}
VALUE_COLUMNS = ("points", "band", "minutes", "reps", "option", "days")
EMPTY: tuple[object, ...] = ("", None, (), [])

Point = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class LimitFacts:
    """One limit as typed in. `points` are {"lb" or "kg": number, "band": code or None}; hours are given as minutes."""

    kind: str = ""
    activity: str = ""
    points: tuple[Point, ...] = ()
    band: str = ""
    minutes: int | None = None
    reps: int | None = None
    option: str = ""
    days: int | None = None
    side: str = "NA"
    starts_on: date | None = None
    ends_on: date | None = None
    permanent: bool = False
    original_words: str = ""


def coded(limit: LimitFacts) -> LimitFacts:
    """Words without a kind are an uncoded limit; words are trimmed."""
    words = limit.original_words.strip()
    kind = UNCODED if not limit.kind and words else limit.kind
    return replace(limit, kind=kind, original_words=words, side=limit.side or "NA")


def mends(limit: LimitFacts, *, report_from: date, report_to: date | None) -> dict[str, Words]:
    """What is wrong with a limit, by field; empty when it can be stored."""
    kind = KINDS.get(limit.kind)
    if kind is None:
        return {"kind": _("Choose what kind of limit this is, or write the provider's words.")}
    wrong: dict[str, Words] = {}
    column = COLUMNS.get(kind.value, "")
    for name in VALUE_COLUMNS:
        if name != column and getattr(limit, name) not in EMPTY:
            wrong[name] = _("This kind of limit has no such value. Leave it empty or choose another kind.")
    wrong |= _about(limit, kind.about)
    wrong |= _value_mend(limit, kind.value)
    wrong |= _date_mend(limit, report_from, report_to)
    if len(limit.original_words) > 500:
        wrong["original_words"] = _("Use up to 500 characters.")
    elif limit.kind == UNCODED and not limit.original_words:
        wrong["original_words"] = _("Write down the provider's words.")
    return wrong


def _about(limit: LimitFacts, about: str) -> dict[str, Words]:
    """An activity where the kind is about one, and a side where the activity has sides."""
    if about != "activity":
        wrong: dict[str, Words] = {}
        if limit.activity:
            wrong["activity"] = _("This kind of limit is about no activity. Leave it empty.")
        if limit.side != "NA":
            wrong["side"] = _("This kind of limit has no side.")
        return wrong
    activity = ACTIVITIES.get(limit.activity)
    if activity is None:
        return {"activity": _("Choose the activity.")}
    if limit.side not in SIDES:
        return {"side": _("Choose left, right, both or no side.")}
    if limit.side in {"L", "R"} and not activity.sided:
        return {"side": _("This activity has no left and right.")}
    if limit.kind == "MAX_WEIGHT" and not activity.weight:
        return {"activity": _("Only lifting, carrying, pushing and pulling have a weight.")}
    return {}


def _value_mend(limit: LimitFacts, value: str) -> dict[str, Words]:
    if value == "points":
        words = _points_mend(limit.points)
        return {"points": words} if words else {}
    if value == "band" and limit.band not in BAND_ORDER:
        return {"band": _("Choose how often.")}
    if value == "option" and limit.option not in OPTIONS:
        return {"option": _("Choose what the workplace must offer.")}
    if value == "hours" and not _between(limit.minutes, 0, DAY_MINUTES):
        return {"minutes": _("Enter a time from 0 to 24 hours.")}
    if value == "minutes" and not _between(limit.minutes, 1, DAY_MINUTES):
        return {"minutes": _("Enter minutes from 1 to 1440.")}
    if value == "reps" and not _between(limit.reps, 0, 100_000):
        return {"reps": _("Enter how often an hour, as a whole number.")}
    if value == "days" and not _between(limit.days, 0, 7):
        return {"days": _("Enter days a week from 0 to 7.")}
    return {}


def _between(number: int | None, low: int, high: int) -> bool:
    return isinstance(number, int) and not isinstance(number, bool) and low <= number <= high


def _points_mend(points: tuple[Point, ...]) -> Words | None:
    """Either one weight at any frequency, or one per band that does not rise towards the frequent ones."""
    if not points:
        return _("Enter a weight.")
    by_band: dict[str | None, float] = {}
    for point in points:
        units = [unit for unit in ("lb", "kg") if point.get(unit) is not None]
        if set(point) - {"lb", "kg", "band"} or len(units) != 1:
            return _("Enter each weight in pounds or in kilograms, not both.")
        weight = point[units[0]]
        if isinstance(weight, bool) or not isinstance(weight, int | float):
            return _("Enter each weight as a number.")
        if not 0 <= weight <= HEAVIEST:
            return _("Enter a weight from 0 to 5000.")
        band = point.get("band") or None
        if band in by_band or (band is not None and band not in BAND_ORDER[1:]):
            return _("Enter one weight for each frequency, each once.")
        by_band[band] = weight if units[0] == "lb" else kg_to_lb(weight)
    if None in by_band:
        return _("Enter either one weight, or one for each frequency.") if len(by_band) > 1 else None
    rarest_first = [by_band[band] for band in BAND_ORDER if band in by_band]
    if any(later > earlier + TOLERANCE_LB for earlier, later in pairwise(rarest_first)):
        return _("A weight allowed more often cannot be heavier than one allowed rarely.")
    return None


def _date_mend(limit: LimitFacts, report_from: date, report_to: date | None) -> dict[str, Words]:
    start, end = limit.starts_on or report_from, limit.ends_on or report_to
    if limit.permanent:
        return {"ends_on": _("A permanent limit has no last day.")} if limit.ends_on else {}
    if end and end < start:
        return {"ends_on" if limit.ends_on else "starts_on": _("The last day must not be before the first.")}
    return {}
