"""The API against the list of known bad input: every field, every filter, every address."""

import json
import time
from typing import Any

from tools.fuzz.contract import Operation
from tools.fuzz.drawn import MEANS, as_there, consider
from tools.fuzz.judge import MISMATCH
from tools.fuzz.values import BODIES, JSON_VALUES, KEYS, TEXT_VALUES
from tools.fuzz.wire import Sent, send
from tools.fuzz.world import World

AREA = "API, known"
JSON = (("Content-Type", "application/json"),)
BIG = 1_000_000
# Who comes far enough for a value to be looked at.
INSIDE = ("hr", "employee", "supervisor", "safety", "hr elsewhere")


def attack(world: World, operations: list[Operation], *, share: float, seconds: float) -> None:
    """`share` of all combinations of place and value, drawn by chance; once time is up, one at each operation."""
    world.tally.there_are[AREA] = len(operations)
    until = time.monotonic() + seconds
    for operation in world.chance.sample(operations, len(operations)):
        for caller in INSIDE:
            part = (share if caller == "hr" else share / 8) if time.monotonic() < until else 0
            for sent in requests(world, operation, part):
                whole = Sent(sent.method, sent.target, (*sent.headers, *world.token(caller)), sent.body)
                answer = send(world.base, whole)
                consider(world, operation, caller, whole, answer, area=AREA)
                unexplained(world, operation, caller, whole, answer)


def requests(world: World, operation: Operation, share: float) -> list[Sent]:
    made = [*by_address(world, operation), *by_query(world, operation), *by_field(world, operation)]
    made += by_body(world, operation)
    drawn = [one for one in made if world.chance.random() < (share / 20 if len(one.body) > BIG else share)]
    return drawn or made[:1]


def there(world: World, operation: Operation) -> str:
    known = world.ids.get(operation.resource) or ["1"]
    return operation.path.replace("{id}", known[-1]).replace("{number}", world.chance.choice(known))


def by_address(world: World, operation: Operation) -> list[Sent]:
    if "{" not in operation.path:
        return []
    head, _brace, rest = operation.path.partition("{")
    tail = rest.partition("}")[2]
    return [Sent(operation.method, head + key + tail, JSON, b"{}" if operation.has_body else b"") for key in KEYS]


def by_query(world: World, operation: Operation) -> list[Sent]:
    if operation.method != "GET":
        return []
    names = [*operation.queries, "no_such_filter"]
    address = there(world, operation)
    return [Sent("GET", f"{address}?{name}={value}") for name in names for value in TEXT_VALUES.values()]


def by_field(world: World, operation: Operation) -> list[Sent]:
    """One value of a body that is otherwise as good as it can be made without knowing the case."""
    fields = operation.fields
    address = there(world, operation)
    good = {name: json.dumps(plausible(world, operation, name, schema)) for name, schema in fields.items()}
    made = []
    for name in fields:
        for value in JSON_VALUES.values():
            body = ", ".join(f"{json.dumps(key)}: {held}" for key, held in {**good, name: value}.items())
            made.append(Sent(operation.method, address, JSON, f"{{{body}}}".encode()))
    return made


def plausible(world: World, operation: Operation, name: str, schema: dict[str, Any]) -> Any:
    if known := world.ids.get(MEANS.get(name, "")):
        return as_there(known[0])
    parts = schema.get("oneOf") or schema.get("allOf") or [schema]
    found = {**schema, **operation.resolved(parts[0])}
    if found.get("enum"):
        return found["enum"][0]
    samples = {"date": "2026-04-02", "date-time": "2026-04-02T10:00:00-05:00", "time-local": "07:00:00"}
    samples["uuid"] = f"00000000-0000-4000-8000-{world.chance.randrange(16**12):012x}"
    kinds: dict[str, Any] = {"integer": 1, "number": 1, "boolean": False, "array": [], "object": {}}
    return samples.get(found.get("format", "")) or kinds.get(found.get("type", ""), "1")


def by_body(world: World, operation: Operation) -> list[Sent]:
    if operation.method == "GET":
        return []
    address = there(world, operation)
    return [
        Sent(operation.method, address, (("Content-Type", kind),) if kind else (), body)
        for kind, body in BODIES.values()
    ]


def unexplained(world: World, operation: Operation, caller: str, sent: Sent, answer: Any) -> None:
    """A refused value has to be named."""
    if answer.status != 400 or answer.kind != "application/json":
        return
    told = json.loads(answer.body)
    named = set(told) - {"code", "detail", "non_field_errors"} if isinstance(told, dict) else set()
    said = sent.target.encode() + sent.body[:100]
    asked = {name for name in ("no_such_field", "no_such_filter") if name.encode() in said}
    if asked - named or not told:
        words = f"does not name {', '.join(asked)}: {answer.text[:80]}"
        world.tally.blame(MISMATCH, area=AREA, caller=caller, where=operation.label, words=words, sent=sent)
