"""The API's answers row by row and field by field, beside what the policy table says: too much and too little."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

from tools.wall import facts
from tools.wall.addresses import API_MODELS
from tools.wall.cast import Somebody
from tools.wall.judge import Finding
from tools.wall.oracle import Oracle


@dataclass
class ApiRows:
    """Rows as they stand in the tables, read without any wall."""

    oracle: Oracle
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def table(self, label: str) -> dict[str, Any]:
        if label not in self.known:
            model: Any = apps.get_model(label)
            key = "number" if label == "injuries.Case" else "pk"
            self.known[label] = {str(getattr(row, key)): row for row in model.objects.all()}
        return self.known[label]

    def judge(self, person: Somebody, path: str, status: int, body: bytes) -> Iterator[Finding]:
        """Only addresses /api/v1/<resource>/ and /api/v1/<resource>/<id>/ are rows."""
        steps = path.partition("?")[0].strip("/").split("/")
        label = API_MODELS.get(steps[2]) if len(steps) in {3, 4} and steps[:2] == ["api", "v1"] else None
        if label is None or label == "duty.Task" or person.user is None:
            return
        where, table = f"GET {path}", self.table(label)
        if len(steps) == 4:
            row = table.get(steps[3])
            if row is not None and status == 200:
                yield from self._row(person, where, row, json.loads(body))
            elif row is not None and self.must_see(person, row):
                yield Finding("refused", person.key, where, f"answers {status}")
            return
        yield from self._list(person, where, label, status, body)

    def must_see(self, person: Somebody, row: Any) -> bool:
        """The inbox is everybody's own, whatever else they may know of another's."""
        own = type(row).__name__ != "InboxItem" or row.recipient_id == person.user_id
        return own and self.oracle.row(person, row)

    def _list(self, person: Somebody, where: str, label: str, status: int, body: bytes) -> Iterator[Finding]:
        table = self.table(label)
        wanted = {key for key, row in table.items() if self.must_see(person, row)}
        if status != 200:
            # A filter may refuse the value that it is asked with.
            if wanted and not (status == 400 and "?" in where):
                yield Finding("refused", person.key, where, f"answers {status}")
            return
        answer = json.loads(body)
        shown = set()
        for item in answer["results"]:
            key = str(item.get("number" if label == "injuries.Case" else "id"))
            shown.add(key)
            if key in table:
                yield from self._row(person, where, table[key], item)
            else:
                yield Finding("broken", person.key, where, f"row {key} has no such key")
        if "?" not in where and not answer.get("next"):
            for key in sorted(wanted - shown):
                yield Finding("refused", person.key, where, f"{label} {key} is missing")

    def _row(self, person: Somebody, where: str, row: Any, item: dict[str, Any]) -> Iterator[Finding]:
        if not self.oracle.row(person, row):
            yield Finding(
                "leak",
                person.key,
                where,
                f"{type(row).__name__} {row.pk} of {facts.about(row, at=self.oracle.at).employee}",
            )
            return
        for name in item:
            if not self.oracle.knows(person, row, name):
                yield Finding("leak", person.key, where, f"{type(row).__name__}.{name}")
