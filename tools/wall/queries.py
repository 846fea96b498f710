"""Filters, search, ordering: an answer to a question about what one may not know is a leak as well."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from django.contrib import admin
from rest_framework.serializers import BooleanField

from tools.wall import facts
from tools.wall.cast import Somebody
from tools.wall.crawl import Crawl
from tools.wall.doors import Answer, Door
from tools.wall.judge import Finding
from tools.wall.two_worlds import NONCES, bare

NOWHERE = "Zqnowhere"
SEARCHED = ("/admin/cases/?q={}", "/admin/find/?q={}", "/admin/report/?q={}", "/admin/reminders/?q={}", "/team/?q={}")
# Words beside those of names and of what search fields hold: anything else is found nowhere, by nobody.
WORDS_IN_VAIN = 3


def ask(crawl: Crawl, person: Somebody, door: Door) -> Iterator[Finding]:
    yield from _search(crawl, person, door)
    yield from _filters(crawl, person, door)
    yield from _tables(crawl, person, door)


def _search(crawl: Crawl, person: Somebody, door: Door) -> Iterator[Finding]:
    """A search for a secret word answers as a search for no word at all."""
    words = secret_words(crawl, person)
    for pattern in [*SEARCHED, *(f"{path}?q={{}}" for path in changelists())]:
        if door.ask("GET", pattern.format(NOWHERE)).status != 200:
            continue
        empty = _shown(crawl, person, door, pattern, NOWHERE)
        for word, what in words:
            if _shown(crawl, person, door, pattern, word) != empty:
                yield Finding("leak", person.key, f"GET {pattern.format(word)}", f"finds {what}")


def secret_words(crawl: Crawl, person: Somebody) -> list[tuple[str, str]]:
    """What search boxes look for, of one person each, and a few words of other columns."""
    allowed = crawl.judge.may_know(person)
    secret = [one for one in crawl.judge.canaries if one.word not in allowed]
    looked_for = [one for one in secret if (type(one.row).__name__, one.field) in FOUND_BY]
    others = [one for one in secret if one not in looked_for and one.word.startswith("Zq")]
    sample = others[:: max(1, len(others) // WORDS_IN_VAIN)]
    return [(one.word, str(one)) for one in [*looked_for[:: max(1, len(looked_for) // 4)], *sample]]


FOUND_BY = {
    ("Employee", "family_name"), ("Employee", "number"), ("Case", "number"), ("CaseFile", "name"),
    ("WorkStatusReport", "provider"),
}  # fmt: skip


def _shown(crawl: Crawl, person: Somebody, door: Door, pattern: str, word: str) -> str:
    """The answer without the word that was asked for."""
    return without_echo(crawl.get(person, door, pattern.format(quote(word))), word)


def without_echo(answer: Answer, word: str) -> str:
    """However the word stands there: as typed, in an address, or in an address inside an address."""
    forms = {word, quote(word), quote(word, safe=""), quote(quote(word, safe=""), safe="")}
    either = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.sub(rf"\s+|{either}", "", NONCES.sub("", bare(answer)))


def changelists() -> list[str]:
    return [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]


def _filters(crawl: Crawl, person: Somebody, door: Door) -> Iterator[Finding]:
    """Every filter of the API with the values that are there: no row may come of which the field is closed."""
    from config.api import resources

    for prefix, (view, _basename) in resources.items():
        model: Any = getattr(view, "model", None)
        if model is None or not hasattr(model, "wall"):
            continue
        for name, asked in view.filters(data={}).fields.items():
            field = view.open_as.get(name, view.lookups.get(name, name)).split("__")[0]
            for value in ["true", "false"] if isinstance(asked, BooleanField) else values_of(model, name, field):
                path = f"/api/v1/{prefix}/?{urlencode({name: value})}"
                answer = crawl.get(person, door, path)
                yield from _closed(crawl, person, path, model, field, answer.body if answer.status == 200 else b"")


def values_of(model: Any, name: str, field: str) -> list[str]:
    """Some that are there; a case is asked for by its number."""
    if name == "case":
        return sorted({row.case.number for row in model.objects.exclude(case=None).select_related("case")})[:4]
    found = (getattr(row, f"{field}_id", getattr(row, field, None)) for row in model.objects.order_by("pk"))
    return sorted({str(value) for value in found if _is_filled(value)})[:4]


def _is_filled(value: Any) -> bool:
    return value is not None and value != ""


def _closed(crawl: Crawl, person: Somebody, path: str, model: Any, field: str, body: bytes) -> Iterator[Finding]:
    if field not in {one.name for one in model._meta.concrete_fields}:
        return
    label = model._meta.label
    for item in json.loads(body)["results"] if body else ():
        row = crawl.rows.table(label).get(str(item.get("number" if label == "injuries.Case" else "id")))
        if row is not None and not crawl.judge.oracle.knows(person, row, field):
            yield Finding("leak", person.key, f"GET {path}", f"{type(row).__name__}.{field} may be asked for")


def _tables(crawl: Crawl, person: Somebody, door: Door) -> Iterator[Finding]:
    """Tables of the desk, ordered by each column, and asked by a column in an address made up by hand.

    Rows that are shown with a column closed are what an order or a question could tell something of.
    """
    oracle = crawl.judge.oracle
    for model in admin.site._registry:
        path = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if model.__name__ not in facts.walled() or door.ask("GET", path).status != 200:
            continue
        rows = [row for row in facts.walled()[model.__name__].objects.order_by("pk") if oracle.row(person, row)]
        columns = [field for field in model._meta.concrete_fields if not field.is_relation]
        closed = {one.name: [row for row in rows if not oracle.knows(person, row, one.name)] for one in columns}
        if any(closed.values()):
            for order in range(1, 1 + len(admin.site._registry[model].list_display)):
                crawl.get(person, door, f"{path}?o={order}")
        for field in columns:
            if closed[field.name]:
                yield from _column(crawl, person, door, path, field, closed[field.name])


def _column(crawl: Crawl, person: Somebody, door: Door, path: str, field: Any, closed: list[Any]) -> Iterator[Finding]:
    """Which of the rows with a closed field are shown must not depend on the value that was asked for."""
    keys = {str(getattr(row, "number", row.pk) if type(row).__name__ == "Case" else row.pk) for row in closed}
    value = next((str(found) for row in closed if _is_filled(found := getattr(row, field.attname))), "")
    if value:
        found = {frozenset(_rows(crawl, person, door, f"{path}?{urlencode({field.name: one})}") & keys)
                 for one in (value, f"{value}9")}  # fmt: skip
        if len(found) > 1:
            yield Finding("leak", person.key, f"GET {path}?{field.name}=", "answers what is asked")


ROW = re.compile(r"/admin/(?:case/|\w+/\w+/)([\w-]+)/(?:change/)?\"")


def _rows(crawl: Crawl, person: Somebody, door: Door, path: str) -> set[str]:
    return set(ROW.findall(crawl.get(person, door, path).body.decode()))
