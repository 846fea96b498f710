"""Requests that schemathesis draws from the description, valid ones and broken ones; every caller sends each."""

import time
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode

from tools.fuzz.allowed import forbidden
from tools.fuzz.contract import Operation, sent_by
from tools.fuzz.judge import ALLOWED, HALF, MISMATCH
from tools.fuzz.wire import Answer, Sent, send
from tools.fuzz.world import CALLERS, World

AREA = "API, drawn"
# A name in a body or a query that means a row of another resource.
MEANS = {"case": "cases", "employee": "employees", "task": "tasks", "number": "cases", "earlier": "assignments"}


def attack(world: World, operations: list[Operation], *, seconds: float, examples: int) -> None:
    """Every operation as every caller, however long it takes; then round after round for so long."""
    world.tally.there_are[AREA] = len(operations)
    until = time.monotonic() + seconds
    for operation in world.chance.sample(operations, len(operations)):
        draw(world, operation, examples)
    while time.monotonic() < until:
        for operation in world.chance.sample(operations, len(operations)):
            if time.monotonic() < until:
                draw(world, operation, examples)


def draw(world: World, operation: Operation, examples: int) -> None:
    modes = [operation.drawn.as_strategy(GenerationMode.POSITIVE), operation.drawn.as_strategy(GenerationMode.NEGATIVE)]

    @seed(world.chance.randrange(2**32))
    @settings(
        max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=st.one_of(modes))
    def every_caller(case: Case[Any]) -> None:
        meant(world, operation, case)
        sent = sent_by(case, world.base)
        for caller in CALLERS:
            whole = Sent(sent.method, sent.target, (*sent.headers, *world.token(caller)), sent.body)
            consider(world, operation, caller, whole, send(world.base, whole), case=case)

    every_caller()


def meant(world: World, operation: Operation, case: Case[Any]) -> None:
    """Mostly name rows that are there: a drawn number is nearly always nobody's."""
    for name in list(case.path_parameters):
        known = world.ids.get(operation.resource, [])
        if known and world.chance.random() < 0.8:
            case.path_parameters[name] = world.chance.choice(known)
    for place in (case.body, case.query):
        if isinstance(place, dict):
            for name in place.keys() & MEANS.keys():
                known = world.ids.get(MEANS[name], [])
                if known and world.chance.random() < 0.7:
                    place[name] = as_there(world.chance.choice(known))


def as_there(key: str) -> Any:
    return int(key) if key.isdigit() else key


def consider(
    world: World, operation: Operation, caller: str, sent: Sent, answer: Answer, *, area: str = AREA,
    case: Case[Any] | None = None,
) -> None:  # fmt: skip
    """Everything that is asked of one answer of the API."""
    tally, where = world.tally, operation.label
    tally.judge(area, caller, where, sent, answer)
    blame = {"area": area, "caller": caller, "where": where, "sent": sent}
    if 0 < answer.status < 500:
        for words in operation.breaks(sent, answer, case):
            tally.blame(MISMATCH, words=words, **blame)  # type: ignore[arg-type]  # the same four words each time
    if words := forbidden(operation, caller, answer, world.ids):
        tally.blame(ALLOWED, words=words, **blame)  # type: ignore[arg-type]  # see above
    if sent.writes and answer.status >= 400 and (changed := world.rows.changed()):
        tally.blame(HALF, words=f"refused, but wrote {', '.join(changed)}", **blame)  # type: ignore[arg-type]  # see above
    elif sent.writes:
        world.rows.accept()
