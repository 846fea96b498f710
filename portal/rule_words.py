"""A site's recovery rules in words: what is in force, what was changed, and what trying others has shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import formats
from django.utils.translation import gettext, ngettext

from portal.measure_words import words_of
from portal.parts import Entry, Fact
from recovery.models import Policy, PolicyChange
from recovery.services.site_rules import values_of
from recovery.services.try_rules import Tried
from recovery.trial import Tally, Trial


@dataclass(frozen=True)
class TrialRow:
    """One line of the comparison."""

    name: str
    present: str
    tried: str


def rule_facts(policy: Policy) -> list[Fact]:
    """What is in force, in the order of the form."""
    return [Fact(_names()[name], _value(name, value)) for name, value in values_of(policy).items()]


def change_entries(changes: Iterable[PolicyChange]) -> list[Entry]:
    """Who changed what, newest first."""
    return [
        Entry(what=gettext("Rules changed"), at=change.at, who=str(change.by), text=_differences(change))
        for change in changes
    ]


def trial_title(trial: Trial) -> str:
    more = len(trial.tried.sent) - len(trial.present.sent)
    if not trial.answers:
        return gettext("There is no answer of the past year to try it on")
    if not more:
        return gettext("As many reminders as under the present rules")
    if more > 0:
        words = ngettext(
            "%(n)s reminder more than under the present rules",
            "%(n)s reminders more than under the present rules",
            more,
        )
    else:
        words = ngettext(
            "%(n)s reminder fewer than under the present rules",
            "%(n)s reminders fewer than under the present rules",
            -more,
        )
    return words % {"n": abs(more)}


def trial_sentences(tried: Tried) -> list[str]:
    """What was read, who is reminded otherwise, and what the past cannot tell."""
    return [_read(tried), *_otherwise(tried.trial), *_unknown(tried)]


def trial_rows(trial: Trial) -> list[TrialRow]:
    was, new = trial.present, trial.tried
    return [
        TrialRow(gettext("To employees"), str(was.to("employee")), str(new.to("employee"))),
        TrialRow(gettext("To HR"), str(was.to("hr")), str(new.to("hr"))),
        TrialRow(
            gettext("Of these, before an appointment entered within four weeks"), str(was.booked), str(new.booked)
        ),
        TrialRow(gettext("Cases with a reminder"), str(len(was.cases)), str(len(new.cases))),
        TrialRow(gettext("Day of a case on which the first one usually comes"), _first(was), _first(new)),
    ]


def _read(tried: Tried) -> str:
    cases = ngettext("%(n)s case", "%(n)s cases", tried.trial.cases) % {"n": tried.trial.cases}
    answers = ngettext("%(n)s check-in", "%(n)s check-ins", tried.trial.answers) % {"n": tried.trial.answers}
    words = gettext("Read were %(answers)s of %(cases)s; reminders are counted since %(day)s.")
    return words % {"answers": answers, "cases": cases, "day": formats.date_format(tried.since, gettext("F j, Y"))}


def _otherwise(trial: Trial) -> list[str]:
    added, spared = len(trial.tried.cases - trial.present.cases), len(trial.present.cases - trial.tried.cases)
    found = []
    if added:
        words = ngettext(
            "In %(n)s case somebody would have been reminded who was not to be under the present rules.",
            "In %(n)s cases somebody would have been reminded who was not to be under the present rules.",
            added,
        )
        found.append(words % {"n": added})
    if spared:
        words = ngettext(
            "In %(n)s case nobody would have been reminded any more.",
            "In %(n)s cases nobody would have been reminded any more.",
            spared,
        )
        found.append(words % {"n": spared})
    return found or [gettext("The same cases would have had a reminder.")]


def _unknown(tried: Tried) -> list[str]:
    found = [
        gettext("Counted are reminders to book a follow-up. Appointments are taken as they were in fact entered."),
    ]
    if tried.trial.asked_more_often:
        found.append(
            gettext(
                "You would ask more often than was asked. Answers that nobody was asked for cannot be invented: what"
                " they would have shown is not in these numbers."
            )
        )
    if tried.trial.never_asked:
        asked = ", ".join(words_of(code).title for code in tried.trial.never_asked)
        found.append(gettext("No answers are there yet about: %(measures)s.") % {"measures": asked})
    if tried.left_out:
        words = ngettext(
            "The newest cases stand for all of them: %(n)s older one is left out.",
            "The newest cases stand for all of them: %(n)s older ones are left out.",
            tried.left_out,
        )
        found.append(words % {"n": tried.left_out})
    return found


def _first(tally: Tally) -> str:
    return "–" if tally.usual_first_day is None else str(tally.usual_first_day)


def _differences(change: PolicyChange) -> str:
    before: Mapping[str, Any] = change.before
    words = gettext("%(rule)s: %(after)s, before %(before)s")
    found = [
        words % {"rule": name, "after": _value(code, change.after[code]), "before": _value(code, before[code])}
        for code, name in _names().items()
        if change.after.get(code) != before.get(code)
    ]
    return "; ".join(found)


def _names() -> dict[str, str]:
    return {
        "cadence_days": gettext("Check-ins, first eight weeks"),
        "later_cadence_days": gettext("Check-ins afterwards"),
        "sensitivity": gettext("Sensitivity"),
        "backstop_day": gettext("Looked at again"),
        "measures": gettext("Measures asked"),
        "repeat_after_days": gettext("Employee asked again"),
        "escalate_after_days": gettext("HR told"),
    }


def _value(code: str, value: Any) -> str:
    if code in ("cadence_days", "later_cadence_days"):
        return gettext("every %(days)s days") % {"days": formats.number_format(f"{float(value):g}")}
    if code == "sensitivity":
        return str(Policy.Sensitivity(value).label)
    if code == "measures":
        return ", ".join(words_of(one).title for one in value)
    if code == "backstop_day":
        return gettext("on day %(day)s at the latest") % {"day": value}
    return gettext("after %(days)s days") % {"days": value}
