"""Bad input at every operation of the API's description, present and to come: a refusal that names what is wrong."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from config.description import described
from injuries.models import Case
from people.tokens import make_token
from tests.cast import NOON, Person, make_open_case
from tools.fuzz.values import BODIES, TEXT_VALUES

pytestmark = pytest.mark.django_db
FILTER_TRAPS = {
    **{name: TEXT_VALUES[name] for name in ("year 1", "year 9999", "NUL", "half a character", "broken UTF-8", "NaN")},
    "offset beyond 14 hours": "2026-03-02T10:00:00%2B14:01",
    "moment of year 1": "0001-01-01T00:00:00%2B14:00",
    "moment of year 9999": "9999-12-31T23:59:59-14:00",
    "time without offset in a DST gap": "2026-03-08T02:30:00",
    "right-to-left mark": "%E2%80%AE%E2%80%8Fabc",
    "10 to the 5000th": "1" + "0" * 5000,
    "line break": "a%0D%0ASet-Cookie:%20a=b",
}
TRAPS = {name: body for name, body in BODIES.items() if name != "13 MB of text"}
# A reader's words may hold any letter; a filter by words finds nothing by these.
WORDS = frozenset({"q", "search"})


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def rosas(rosa: Person) -> APIClient:
    _token, key = make_token(user=rosa.user, name="test", at=NOON)
    return APIClient(headers={"authorization": f"Token {key}"})


@cache
def operations(method: str) -> list[tuple[str, dict[str, Any]]]:
    paths = described("en")["paths"]
    return [(path, methods[method]) for path, methods in paths.items() if method in methods]


def at(path: str, case: Case) -> str:
    return path.replace("{number}", case.number).replace("{id}", "1")


@pytest.mark.parametrize("trap", FILTER_TRAPS)
def test_no_filter_of_any_list_breaks_and_a_wrong_one_is_named(rosas: APIClient, case: Case, trap: str) -> None:
    for path, operation in operations("get"):
        for name in [one["name"] for one in operation.get("parameters", ()) if one["in"] == "query"]:
            answer = rosas.get(f"{at(path, case)}?{name}={FILTER_TRAPS[trap]}")
            assert answer.status_code in {200, 400, 404}, (path, name)
            assert answer.status_code != 400 or name in answer.json(), (path, name, answer.content)
            assert answer.status_code != 200 or answer.json()["results"] == [] or name in WORDS, (path, name)


def test_a_filter_that_there_is_not_is_named_by_every_list(rosas: APIClient, case: Case) -> None:
    for path, operation in operations("get"):
        if any(one["name"] == "cursor" for one in operation.get("parameters", ())) and "{id}" not in path:
            answer = rosas.get(f"{at(path, case)}?no_such_filter=1")
            assert (answer.status_code, list(answer.json())) == (400, ["no_such_filter"]), path


@pytest.mark.parametrize("trap", TRAPS)
def test_no_body_that_is_a_trap_is_taken_by_any_verb(rosas: APIClient, case: Case, trap: str) -> None:
    kind, content = TRAPS[trap]
    for method in ("post", "put", "patch"):
        for path, operation in operations(method):
            if method == "patch" and not content:
                continue  # nothing to change, and nothing is changed
            if "requestBody" in operation and (len(content) < 1_000_000 or path == "/api/v1/tasks/"):
                answer = rosas.generic(method.upper(), at(path, case), content, content_type=kind)
                assert answer.status_code in {400, 404, 413, 415}, (path, answer.content[:200])
                assert answer.json(), path


def test_a_field_that_there_is_not_is_named_by_every_verb(rosas: APIClient, case: Case) -> None:
    for path, operation in operations("post"):
        answer = rosas.post(at(path, case), {"no_such_field": 1})
        found = answer.status_code != 404
        assert answer.status_code in {400, 404}, (path, answer.content)
        assert not found or "requestBody" not in operation or "no_such_field" in answer.json(), (path, answer.json())
