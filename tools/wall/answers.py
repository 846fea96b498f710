"""The wall in the application, asked directly: rows to see and to write, fields to read, beside the policy table."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from people.policy import DataClass, Reach, Relation
from people.wall import Actor, readable_fields
from tools.wall import facts
from tools.wall.cast import Somebody
from tools.wall.company import Company
from tools.wall.judge import Finding
from tools.wall.oracle import Oracle

# Only the history of changes has more, and all of them are alike.
MOST_ROWS = 80
NOT_WRITING = {Reach.NONE, Reach.COUNTS}


@dataclass
class Asked:
    """Actors and rows, made once: the same questions are asked again for every mutation."""

    company: Company
    oracle: Oracle
    actors: dict[str, Actor] = field(default_factory=dict)
    rows: dict[str, list[Any]] = field(default_factory=dict)
    expected: dict[tuple[str, str, Any], tuple[bool, bool, frozenset[str]]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, person in self.company.people.items():
            if person.user is not None:
                self.actors[key] = self.company.actor(key)
        self._add_providers()
        for name, model in facts.walled().items():
            opened = {one for (table, _reach), names in facts.OPEN.items() if table == name for one in names}
            self.names[name] = sorted({one.name for one in model._meta.concrete_fields} | opened)
            self.rows[name] = list(model.objects.order_by("pk")[:MOST_ROWS])
            for row in self.rows[name]:
                for key in self.actors:
                    self.expected[name, key, row.pk] = self._expect(name, key, row)

    def _add_providers(self) -> None:
        from duty.services.links import actor_of_link, find_provider_link

        for key, token in self.company.keys["provider"].items():
            _state, link = find_provider_link(token, at=self.company.at)
            if link is not None:
                self.actors[f"provider-{key}"] = actor_of_link(link, at=self.company.at)

    def _expect(self, name: str, key: str, row: Any) -> tuple[bool, bool, frozenset[str]]:
        person = self.company.people[key]
        known = {one for one in self.names[name] if self.oracle.knows(person, row, one)}
        return self.oracle.row(person, row), may_write(self.oracle, person, row), frozenset(known)

    def judge(self, models: Iterable[str] = ()) -> Iterator[Finding]:
        for name in models or self.rows:
            if self.rows[name]:
                yield from self._judge_table(name)

    def _judge_table(self, name: str) -> Iterator[Finding]:
        manager = facts.walled()[name].objects
        for key, actor in self.actors.items():
            seen = set(manager.visible_to(actor).values_list("pk", flat=True))
            written = set(manager.writable_by(actor).values_list("pk", flat=True))
            for row in self.rows[name]:
                sees, writes, known = self.expected[name, key, row.pk]
                if actor.link and row.pk not in seen:
                    # What a link may open, the pages behind it need not show.
                    continue
                yield from differ(key, f"{name}.visible_to", row, sees, row.pk in seen)
                if not actor.link:
                    yield from differ(key, f"{name}.writable_by", row, writes, row.pk in written)
                if sees:
                    found = readable_fields(actor, row, self.names[name])
                    for one in sorted(found - known if actor.link else found ^ known):
                        yield from differ(key, f"{name}.{one}", row, one in known, one in found)


def differ(who: str, where: str, row: Any, wanted: bool, found: bool) -> Iterator[Finding]:
    if wanted != found:
        yield Finding("leak" if found else "refused", who, where, f"row {row.pk}")


def may_write(oracle: Oracle, person: Somebody, row: Any) -> bool:
    about, data_class = facts.about(row, at=oracle.at), facts.class_of(row, "")
    for relation in oracle.relations(person, about):
        reach = oracle.policy[data_class].get(relation)
        if reach is None or reach.write in NOT_WRITING | {Reach.FILED, Reach.OWN}:
            continue
        if not about.published and relation in {Relation.SELF, Relation.SUPERVISOR}:
            continue
        if reach.write is not Reach.UNTIL_TRIAGE or untriaged(row):
            return True
    mine = oracle.policy[data_class].get(Relation.SUPERVISOR)
    return bool(mine and mine.write is Reach.FILED and person.user_id and about.filed_by == person.user_id)


def untriaged(row: Any) -> bool:
    case = row if type(row).__name__ == "Case" else getattr(row, "case", None)
    return data_class_is_event(row) and (case is None or case.triaged_at is None)


def data_class_is_event(row: Any) -> bool:
    return facts.class_of(row, "") in {DataClass.EVENT, DataClass.BODY}
