"""Every address there is: the patterns of the resolver, filled with the ids of rows that exist, own and foreign."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.regex_helper import normalize

from tools.wall.company import Company

UNKNOWN = "00000000-0000-4000-8000-000000000000"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# What the id in an address stands for, by the words before it.
IDS = (
    (r"admin/case/.*appointment/$", "recovery.Appointment"),
    (r"admin/case/.*treatment/$", "recovery.Treatment"),
    (r"admin/case/.*contact/$", "recovery.Stall"),
    (r"admin/case/.*concern/$", "duty.Concern"),
    (r"admin/case/.*work-status/$", "recovery.WorkStatusReport"),
    (r"admin/case/.*provider/$", "duty.ProviderLink"),
    (r"admin/case/.*duty/$", "duty.Assignment"),
    (r"admin/case/.*duties/$", "duty.Task"),
    (r"admin/rules/", "people.Establishment"),
    (r"admin/reminders/$", "notifications.Reminder"),
    (r"admin/tasks/$", "duty.Task"),
    (r"admin/case/.*days/$", "duty.DayRecord"),
    (r"admin/case/.*question/$", "duty.DutyQuestion"),
    (r"api/v1/return-plans/$", "duty.ReturnPlan"),
    (r"api/v1/day-records/$", "duty.DayRecord"),
    (r"api/v1/duty-questions/$", "duty.DutyQuestion"),
    (r"api/v1/employees/$", "people.Employee"),
    (r"api/v1/reports/$", "injuries.Report"),
    (r"api/v1/check-ins/$", "recovery.CheckIn"),
    (r"api/v1/stalls/$", "recovery.Stall"),
    (r"api/v1/appointments/$", "recovery.Appointment"),
    (r"api/v1/treatments/$", "recovery.Treatment"),
    (r"api/v1/restrictions/$", "recovery.Restriction"),
    (r"api/v1/work-status-reports/$", "recovery.WorkStatusReport"),
    (r"api/v1/tasks/$", "duty.Task"),
    (r"api/v1/assignments/$", "duty.Assignment"),
    (r"api/v1/concerns/$", "duty.Concern"),
    (r"api/v1/reminders/$", "notifications.Reminder"),
    (r"api/v1/inbox/$", "notifications.InboxItem"),
    (r"^check-in/$", "recovery.CheckIn"),
    (r"^(offers|reviews|approvals)/$", "duty.Assignment"),
    (r"^offers/.*reports/$", "recovery.WorkStatusReport"),
    (r"^appointments/$", "recovery.Appointment"),
    (r"^files/$", "injuries.CaseFile"),
    (r"^inbox/", "notifications.InboxItem"),
    (r"^team/report/$", "people.Employee"),
    (r"^tokens/$", "people.ApiToken"),
    (r"^report/sent/$", "injuries.Report"),
    (r"^account/sessions/$", "usersessions.UserSession"),
    (r"^accounts/.*keys/$", "mfa.Authenticator"),
    (r"(admin/reminders/(rules|preview)|api/v1/reminder-rules)/$", "people.Establishment"),
)
API_MODELS = {
    prefix.removeprefix("api/v1/").removesuffix("/$"): label
    for prefix, label in IDS
    if prefix.startswith("api/v1/")
} | {"cases": "injuries.Case"}  # fmt: skip
# Addresses of the admin that answer for a row that is not there as the page of the row itself does.
LEADS_ON = ("<path:object_id>/", "<path:object_id>/delete/", "<path:object_id>/history/")
FIXED: dict[str, tuple[str, ...]] = {
    "step": ("began", "task", "parts", "feel", "earlier", "nowhere"),
    "app_label": ("people", "injuries", "recovery", "duty", "notifications"),
    "format": ("json",),
    "provider_id": ("nowhere",),
    "key": ("nowhere",),
    "uidb36": ("1",),
    "url": ("nowhere/",),
    "rule": ("duty.review-due", "nowhere.at-all"),
}


@dataclass(frozen=True)
class Address:
    """One address; `rows` are those named in it, the last one being what it shows."""

    pattern: str
    path: str
    rows: tuple[Any, ...] = ()


@dataclass
class Book:
    """All addresses; `unknown` are patterns that nobody taught the proof to fill."""

    addresses: list[Address] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    def patterns(self) -> set[str]:
        return {one.pattern for one in self.addresses}

    def some(self, most: int, *, nowhere: bool = True) -> list[Address]:
        """At most so many of each pattern, spread over its rows; `nowhere`: also the one that names no row at all."""
        found: dict[str, list[Address]] = {}
        for one in self.addresses:
            found.setdefault(one.pattern, []).append(one)
        chosen = []
        for rows in found.values():
            step = max(1, len(rows) // most)
            last = rows[-1:] if nowhere and not rows[0].pattern.endswith(LEADS_ON) else []
            chosen += list(dict.fromkeys([*list(islice(rows, 0, None, step))[:most], *last]))
        return chosen


def patterns(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every pattern of the resolver as one string, with named parameters as <name>."""
    for one in (resolver or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + plain(str(one.pattern)))
        elif isinstance(one, URLPattern):
            yield before + plain(str(one.pattern))


def plain(pattern: str) -> str:
    """A regular expression written like a path: ^cases/(?P<number>…)/$ becomes cases/<number>/."""
    if "(?P" not in pattern and not pattern.startswith("^"):
        return pattern
    text, names = normalize(pattern)[0]
    return text % {name: f"<{name}>" for name in names} if names else text


def write_book(company: Company, *, each: int = 3) -> Book:
    """Fill every pattern with up to `each` rows of every person."""
    book, rows = Book(), _Rows(company, each)
    for pattern in dict.fromkeys(patterns()):
        made = list(_filled(pattern, company, rows))
        book.addresses += made
        if not made:
            book.unknown.append(pattern)
    return book


@dataclass
class _Rows:
    company: Company
    each: int
    known: dict[str, list[Any]] = field(default_factory=dict)

    def of(self, label: str) -> list[Any]:
        if label not in self.known:
            model: Any = apps.get_model(label)
            found: dict[Any, list[Any]] = {}
            for row in model.objects.order_by("pk"):
                found.setdefault(_owner(row), []).append(row)
            self.known[label] = [row for rows in found.values() for row in rows[: self.each]]
        return self.known[label]


def _owner(row: Any) -> Any:
    from tools.wall import facts

    place = facts.PLACED.get(type(row).__name__)
    if place is None:
        return getattr(row, "establishment_id", None) or getattr(row, "user_id", None)
    found = place(row)
    return (found.employee, found.recipient)


def _filled(pattern: str, company: Company, rows: _Rows) -> Iterator[Address]:
    names = PARAMETER.findall(pattern)
    if not names:
        yield Address(pattern, "/" + pattern)
        return
    for values in _values(pattern, names, company, rows):
        path = pattern
        for name, (text, _row) in zip(names, values, strict=True):
            path = re.sub(rf"<(\w+:)?{name}>", lambda _found, text=text: text, path, count=1)  # type: ignore[misc]  # one line
        yield Address(pattern, "/" + path, tuple(row for _text, row in values if row is not None))


Value = tuple[str, Any]


def _values(pattern: str, names: list[str], company: Company, rows: _Rows) -> Iterator[list[Value]]:
    """Every combination worth asking for: an id beside its own case, and beside somebody else's."""
    before = [pattern[: pattern.index(f"{name}>")].rsplit("<", 1)[0] for name in names]
    lists = [_values_of(name, start, pattern, company, rows) for name, start in zip(names, before, strict=True)]
    if not all(lists):
        return
    if len(lists) == 1:
        yield from ([value] for value in lists[0])
        return
    for last in lists[-1]:
        own = [value for value in lists[0] if _belong(value[1], last[1])]
        strange = [value for value in lists[0] if not _belong(value[1], last[1])]
        for first in own[:1] + strange[-1:]:
            yield [first, *(values[0] for values in lists[1:-1]), last]


def _belong(case: Any, row: Any) -> bool:
    held = getattr(row, "case_id", None) or getattr(row, "establishment_id", None)
    return held is not None and held in {getattr(case, "pk", None), getattr(case, "case_id", None)}


def _values_of(name: str, before: str, pattern: str, company: Company, rows: _Rows) -> list[Value]:
    if name in FIXED and "report/sent" not in before:
        return [(value, None) for value in FIXED[name]]
    if name == "number":
        return [(case.number, case) for case in rows.of("injuries.Case")] + [("2026-9999", None)]
    if name == "token":
        kind = {"calendar/": "calendar", "p/": "provider", "c/": "drop"}.get(before, "")
        return [(token, None) for token in company.keys.get(kind, {}).values()] + [("0123456789abcdef", None)]
    if name in {"content_type_id", "object_id"}:
        return _admin_values(name, before, pattern, rows)
    for start, label in IDS:
        plain_before = PARAMETER.sub("x", before)
        if re.search(start, plain_before):
            found = [(str(row.pk), row) for row in rows.of(label)]
            return [*found, (UNKNOWN if _is_uuid(label) else "987654321", None)]
    return []


def _admin_values(name: str, before: str, pattern: str, rows: _Rows) -> list[Value]:
    if pattern.startswith("admin/r/"):
        return [("1", None)]
    app, model = before.removeprefix("admin/").split("/")[:2]
    label = f"{app}.{model}"
    return [*((str(row.pk), row) for row in rows.of(label)[:24]), (UNKNOWN if _is_uuid(label) else "987654321", None)]


def _is_uuid(label: str) -> bool:
    return bool(apps.get_model(label)._meta.pk.get_internal_type() == "UUIDField")
