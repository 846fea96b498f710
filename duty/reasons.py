"""Why a task fits or not, in plain words, as sentences to translate.

`for_supervisor` is made of the task, the limit and the demand alone: never a provider, a source, a
diagnosis or a provider's word. `for_hr` adds the sum behind it, who acts next and where the limit is from.
"""

from __future__ import annotations

from datetime import date

from recovery.restriction_words import in_plain_words
from recovery.restrictions import ACTIVITIES, lb_to_kg
from recovery.sentences import Sentence, figure, ngettext_lazy
from recovery.sentences import gettext_noop as _

from .facts import DOES_NOT_FIT, FITS, FITS_WITH_MODIFICATION, UNKNOWN, Figures, FindingRow, Restriction

VERDICT_WORDS: dict[str, str] = {
    FITS: _("Fits"),
    FITS_WITH_MODIFICATION: _("Fits if changed"),
    DOES_NOT_FIT: _("Does not fit"),
    UNKNOWN: _("Assess first"),
}

CONDITION_WORDS: dict[str, str] = {
    "USE_RIGHT_SIDE_ONLY": _("Only with the right hand"),
    "USE_LEFT_SIDE_ONLY": _("Only with the left hand"),
}

FLAG_WORDS: dict[str, str] = {
    "NO_MEDICAL_INFORMATION": _("There is no report on file."),
    "CONFLICTING_REPORTS": _("One report releases to full duty, another still sets limits."),
}

# The part after "does not fit:" for limits that are certainly broken.
_BROKEN: dict[str, str] = {
    "PROHIBITED_ACTIVITY": _("a limit rules it out (%(limit)s)"),
    "WEIGHT_EXCEEDS_LIMIT": _("it needs %(demand)s %(often)s, the limit is %(allowed)s"),
    "FREQUENCY_EXCEEDS_LIMIT": _("it needs %(demand)s a day (%(activity)s), the limit is %(allowed)s"),
    "HOURS_EXCEED_LIMIT": _("it needs %(demand)s a day (%(activity)s), the limit is %(allowed)s"),
    "CONTINUOUS_TIME_EXCEEDS_LIMIT": _("it needs %(demand)s at a time (%(activity)s), the limit is %(allowed)s"),
    "REPETITION_EXCEEDS_LIMIT": _("it needs %(demand)s an hour (%(activity)s), the limit is %(allowed)s"),
    "OPTION_NOT_AVAILABLE": _("the workplace cannot offer what is needed (%(limit)s)"),
    "SHIFT_TOO_LONG": _("the shift is %(demand)s, the limit is %(allowed)s"),
    "TOO_MANY_DAYS": _("it is %(demand)s a week, the limit is %(allowed)s"),
    "NIGHT_SHIFT": _("it is night work, which is not allowed"),
    "OVERTIME": _("it includes overtime, which is not allowed"),
    "NOT_RELEASED_TO_WORK": _("no work is released for now"),
}

# The part after "cannot be decided yet:" for what is not known.
_OPEN: dict[str, str] = {
    "DEMAND_UNKNOWN": _("nobody has looked at a part of it yet (%(activity)s)"),
    "DEMAND_ESTIMATED_NOT_CONFIRMED": _("its demands are only estimated (%(activity)s)"),
    "DEMAND_NOT_SPECIFIC_ENOUGH": _("it is not recorded in enough detail (%(activity)s)"),
    "SIDE_UNKNOWN": _("it is not recorded which hand is used (%(activity)s)"),
    "WEIGHT_UNKNOWN": _("the weight is not recorded (%(activity)s)"),
    "FREQUENCY_UNKNOWN": _("it is not recorded for how long (%(activity)s)"),
    "CONTINUOUS_TIME_UNKNOWN": _("the longest stretch is not recorded (%(activity)s)"),
    "REPETITION_UNKNOWN": _("the repeats an hour are not recorded (%(activity)s)"),
    "OPTION_UNKNOWN": _("it is not recorded whether the workplace offers what is needed (%(limit)s)"),
    "SHIFT_HOURS_UNKNOWN": _("the length of the shift is not recorded"),
    "DAYS_UNKNOWN": _("the days a week are not recorded"),
    "SHIFT_PATTERN_UNKNOWN": _("night work and overtime are not recorded"),
    "LIMIT_NOT_STATED_AT_FREQUENCY": _("no limit is stated for work done this often (%(activity)s)"),
    "UNCODED_RESTRICTION": _("one limit is still being cleared up"),
    "RESTRICTIONS_EXPIRED": _("the limit is out of date and no newer one is on file (%(limit)s)"),
    "NO_MEDICAL_INFORMATION": _("there is no report on file"),
}

REASONS: tuple[str, ...] = (*_BROKEN, *_OPEN)

_OFTEN: dict[str, str] = {
    "NEVER": _("now and then"),
    "SELDOM": _("rarely"),
    "OCCASIONAL": _("now and then"),
    "FREQUENT": _("often"),
    "CONSTANT": _("all day"),
}

_WITH_SUM = frozenset({"WEIGHT_EXCEEDS_LIMIT", "LIMIT_NOT_STATED_AT_FREQUENCY"})
_WITHOUT_END = frozenset({"NOT_RELEASED_TO_WORK", "OPTION_NOT_AVAILABLE"})
_ASK_PROVIDER = frozenset(
    {"LIMIT_NOT_STATED_AT_FREQUENCY", "UNCODED_RESTRICTION", "RESTRICTIONS_EXPIRED", "NO_MEDICAL_INFORMATION"}
)
_MEASURE = frozenset(
    {"WEIGHT_UNKNOWN", "FREQUENCY_UNKNOWN", "CONTINUOUS_TIME_UNKNOWN", "REPETITION_UNKNOWN", "SIDE_UNKNOWN"}
)
_RECORD = frozenset({"OPTION_UNKNOWN", "SHIFT_HOURS_UNKNOWN", "DAYS_UNKNOWN", "SHIFT_PATTERN_UNKNOWN"})


def for_supervisor(
    task_name: str, finding: FindingRow, restriction: Restriction | None = None, *, unit: str = ""
) -> Sentence:
    """'Box packing does not fit: it needs 18 kg now and then, the limit is 10 kg until December 12.'

    Weights in `unit`, the site's; without it in the one in which the limit was written.
    """
    why = _why(finding, restriction, unit)
    ends = restriction.valid_to if restriction is not None and not restriction.permanent else None
    broken = finding.reason in _BROKEN
    if broken and ends is not None and finding.reason not in _WITHOUT_END:
        why = Sentence(_("%(why)s until %(date)s"), {"why": why, "date": ends})
    text = _("%(task)s does not fit: %(why)s.") if broken else _("%(task)s cannot be decided yet: %(why)s.")
    return Sentence(text, {"task": task_name, "why": why})


def for_hr(
    task_name: str,
    finding: FindingRow,
    restriction: Restriction | None = None,
    *,
    provider: str = "",
    issued: date | None = None,
) -> tuple[Sentence, ...]:
    """The same sentence, then the sum behind it, who acts next, and the report the limit comes from."""
    said = [for_supervisor(task_name, finding, restriction)]
    arithmetic = _arithmetic(finding, restriction)
    if arithmetic is not None:
        said.append(arithmetic)
    said.append(Sentence(_next_step(finding.reason)))
    if restriction is not None and provider and issued is not None:
        text = _("The limit is from the report of %(provider)s of %(date)s.")
        said.append(Sentence(text, {"provider": provider, "date": issued}))
    return tuple(said)


def _why(finding: FindingRow, restriction: Restriction | None, site_unit: str) -> Sentence:
    text = _BROKEN.get(finding.reason) or _OPEN[finding.reason]
    figures, unit = finding.figures, site_unit or _unit(restriction)
    parts: dict[str, str | int | float | date | Sentence] = {}
    if "%(activity)s" in text:
        parts["activity"] = _about(finding)
    if "%(limit)s" in text:
        parts["limit"] = Sentence(_("a limit")) if restriction is None else in_plain_words(restriction, own=False).text
    if "%(demand)s" in text:
        parts["demand"] = _amount(figures.demand, figures.unit, unit)
        parts["allowed"] = _amount(figures.limit, figures.unit, unit)
    if "%(often)s" in text:
        parts["often"] = Sentence(_OFTEN[figures.band or "OCCASIONAL"])
    return Sentence(text, parts)


def _about(finding: FindingRow) -> Sentence:
    activity = ACTIVITIES.get(finding.activity)
    return Sentence(_("the whole task") if activity is None else activity.label)


def _unit(restriction: Restriction | None) -> str:
    """Weights are told in the unit in which the limit was written."""
    return restriction.points[0].unit if restriction is not None and restriction.points else "lb"


def _amount(value: float | None, unit: str, weight_unit: str) -> Sentence:
    number = value or 0.0
    if unit == "lb":
        shown = lb_to_kg(number) if weight_unit == "kg" else number
        return Sentence("%(number)s %(unit)s", {"number": _short(shown), "unit": weight_unit})
    rounded = round(number, 2)
    if unit == "min":
        return ngettext_lazy("%(number)s minute", "%(number)s minutes", rounded)
    if unit == "d":
        return ngettext_lazy("%(number)s day", "%(number)s days", rounded)
    if unit == "/h":
        return ngettext_lazy("%(number)s time", "%(number)s times", rounded)
    return ngettext_lazy("%(number)s hour", "%(number)s hours", rounded)


def _short(number: float) -> str:
    return figure(round(number, 1))


def _arithmetic(finding: FindingRow, restriction: Restriction | None) -> Sentence | None:
    """'18 lb or more for 3 hours of 8 hours is often; the limit there is 10 lb.'"""
    figures: Figures = finding.figures
    if finding.reason not in _WITH_SUM or not figures.hours or not figures.of_hours or figures.band is None:
        return None
    unit = _unit(restriction)
    parts: dict[str, str | int | float | date | Sentence] = {
        "demand": _amount(figures.demand, "lb", unit),
        "hours": _amount(figures.hours, "h", unit),
        "day": _amount(figures.of_hours, "h", unit),
        "often": Sentence(_OFTEN[figures.band]),
    }
    if figures.limit is None:
        text = _("%(demand)s or more for %(hours)s of %(day)s is %(often)s; no limit is stated there.")
        return Sentence(text, parts)
    parts["allowed"] = _amount(figures.limit, "lb", unit)
    text = _("%(demand)s or more for %(hours)s of %(day)s is %(often)s; the limit there is %(allowed)s.")
    return Sentence(text, parts)


def _next_step(reason: str) -> str:
    if reason == "NOT_RELEASED_TO_WORK":
        return _("Offer no task until a newer report allows work.")
    if reason in _BROKEN:
        return _("Choose another task, or change this one.")
    if reason in _ASK_PROVIDER:
        return _("Ask the provider for a new or clearer report.")
    if reason in _MEASURE:
        return _("Measure it at the workplace and record it with the task.")
    if reason in _RECORD:
        return _("Record it with the task.")
    return _("Have somebody assess the task.")
