"""Reminder rules in words: whom they tell and when, what was changed, and who would be told on the coming days."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from notifications.kinds import Kind
from notifications.models import Reminder, RuleChange
from notifications.preview import Coming
from notifications.rule import Rule
from notifications.tuning import Tuning
from notifications.words import INSTEAD
from people.models import Employee, User
from portal.inbox import WAYS
from portal.parts import Entry, Text

GROUPS: dict[str, Text] = {
    "employee": _("The employee"),
    "supervisor": _("The receiving department's supervisor, or who stands in"),
    "substitute": _("The supervisor's substitute"),
    "principal": _("The supervisor, who comes back"),
    "hr": _("HR: the owner of the case"),
    "hr_lead": _("The lead of HR"),
}


@dataclass(frozen=True)
class RuleLine:
    """One rule in the list of a site."""

    id: str
    title: Text
    why: Text
    to: str
    when: str
    on: bool
    changed: bool
    must: bool


@dataclass(frozen=True)
class RuleGroup:
    name: Text
    lines: Sequence[RuleLine]


@dataclass(frozen=True)
class ComingLine:
    """Who would be told what on a day."""

    on: date
    title: Text
    to: str
    role: Text
    instead: Text
    about: str
    case_number: str


def rule_groups(rules: Iterable[Rule], tuned: Mapping[str, Tuning]) -> list[RuleGroup]:
    lines = [(rule.kind, rule_line(rule, tuned.get(rule.id))) for rule in rules]
    return [RuleGroup(kind.label, [line for of, line in lines if of == kind]) for kind in Kind]


def rule_line(rule: Rule, tuning: Tuning | None) -> RuleLine:
    names = tuning.audiences if tuning and tuning.audiences else [group.name for group in rule.audiences]
    days = tuning.days if tuning and tuning.days is not None else rule.ahead or rule.after
    return RuleLine(
        id=rule.id,
        title=rule.title,
        why=rule.why,
        to=", ".join(str(GROUPS[name]) for name in names),
        when=when_words(rule, days),
        on=tuning.enabled if tuning else True,
        changed=tuning is not None,
        must=rule.must,
    )


def when_words(rule: Rule, days: int) -> str:
    if rule.ahead:
        return ngettext("%(n)s day before", "%(n)s days before", days) % {"n": days}
    if rule.after:
        return ngettext("%(n)s day after", "%(n)s days after", days) % {"n": days}
    return gettext("at once") if rule.at_once else gettext("on the day")


def change_entries(changes: Iterable[RuleChange]) -> list[Entry]:
    """Who changed what, newest first."""
    return [
        Entry(what=gettext("Rule changed"), at=change.at, who=str(change.by), text=_differences(change))
        for change in changes
    ]


def _differences(change: RuleChange) -> str:
    words = gettext("%(rule)s: %(after)s, before %(before)s")
    found = [
        words % {"rule": name, "after": _value(code, change.after[code]), "before": _value(code, change.before[code])}
        for code, name in _names().items()
        if change.after.get(code) != change.before.get(code)
    ]
    return "; ".join(found)


def _names() -> dict[str, str]:
    return {
        "enabled": gettext("On"),
        "days": gettext("Days"),
        "late_after": gettext("Days worth telling"),
        "working_days": gettext("On working days only"),
        "audiences": gettext("Who is told"),
        "channels": gettext("Ways"),
    }


def _value(code: str, value: Any) -> str:
    if value is None:
        return gettext("as the rule says")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if code == "audiences":
        return ", ".join(str(GROUPS[name]) for name in value)
    if code == "channels":
        return ", ".join(str(WAYS[name]) for name in value)
    return str(value)


def coming_lines(rows: Sequence[Coming]) -> list[ComingLine]:
    """With the names of one page, in three queries. HR of the site asks, who knows nobody of another one."""
    people = User.objects.in_bulk({row.recipient_id for row in rows})
    employees = Employee.objects.in_bulk({row.employee_id for row in rows})
    numbers = dict(Case.objects.filter(pk__in={row.case_id for row in rows}).values_list("pk", "number"))
    return [
        ComingLine(
            on=row.on,
            title=row.rule.title,
            to=str(people[row.recipient_id]),
            role=Reminder.Audience(row.audience).label,
            instead=INSTEAD.get(row.instead, ""),
            about=employees[row.employee_id].short_name if row.employee_id in employees else "",
            case_number=numbers.get(row.case_id, "") if row.case_id else "",
        )
        for row in rows
    ]
