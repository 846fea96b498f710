"""The API's description: it says how every operation refuses, and what its answers really look like."""

import time
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator
from rest_framework.test import APIClient

from config import description
from duty.models import Assignment, Demand
from injuries.models import Case
from people.tokens import make_token
from tests.cast import NOON, Person


@cache
def described() -> dict[str, Any]:
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


def operations() -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", one) for path, methods in described()["paths"].items() for method, one in methods.items()
    ]


def shape(schema: str, field: str) -> str:
    """A field of an answer as text, the schemas that it refers to included."""
    found = described()["components"]["schemas"][schema]["properties"][field]
    return str(found)


@pytest.mark.parametrize(("name", "operation"), operations(), ids=[name for name, _one in operations()])
def test_every_operation_says_how_it_refuses(name: str, operation: dict[str, Any]) -> None:
    assert {"400", "401", "403", "404", "406"} <= set(operation["responses"])
    assert ("415" in operation["responses"]) == (not name.startswith("get "))


@pytest.mark.parametrize(
    ("schema", "field", "model"),
    [("Assignment", "wage_kind", Assignment), ("Demand", "hands", Demand)],
)
def test_a_choice_that_may_be_empty_is_described_as_such(schema: str, field: str, model: Any) -> None:
    assert model._meta.get_field(field).blank
    assert "BlankEnum" in shape(schema, field)


def test_a_row_that_may_be_missing_is_described_as_such() -> None:
    assert Case._meta.get_field("recurrence_of").null
    assert "'nullable': True" in shape("Case", "recurrence_of")


def test_a_time_of_day_is_not_described_as_one_with_an_offset() -> None:
    assert "time-local" in shape("Assignment", "shift_starts")


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_is_refused_in_json(rosa: Person) -> None:
    _token, key = make_token(user=rosa.user, name="test", at=NOON)
    for address in ("/api/v1/nowhere/", "/api/v1/cases/x/", "/api/v1/cases"):
        answer = APIClient(headers={"authorization": f"Token {key}"}).get(address)
        assert (answer.status_code, answer["content-type"]) == (404, "application/json"), address


@pytest.mark.django_db
def test_an_unknown_address_of_the_api_asks_a_stranger_who_they_are() -> None:
    assert APIClient().post("/api/v1/nowhere/").status_code == 401


@pytest.mark.django_db
def test_a_body_that_is_too_large_is_refused_in_json(rosa: Person, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    _token, key = make_token(user=rosa.user, name="test", at=NOON)
    client = APIClient(headers={"authorization": f"Token {key}"})
    answer = client.post("/api/v1/tasks/", {"name": "x" * 200})
    assert (answer.status_code, list(answer.json())) == (413, ["detail"])


def test_the_description_holds_the_api_and_nothing_beside_it() -> None:
    assert {path.split("/")[2] for path in described()["paths"]} == {"v1"}


def test_the_description_is_made_once_however_many_ask_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two makers at once once broke each other: drf-spectacular shares what it writes in between threads."""
    made: list[str] = []

    def slowly(*_: Any, **_more: Any) -> dict[str, Any]:
        made.append("one")
        time.sleep(0.05)
        return {"paths": {}}

    monkeypatch.setattr(description.SchemaGenerator, "get_schema", slowly)
    description._described.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(description.described, ["en"] * 8))
    description._described.cache_clear()
    assert made == ["one"]
    assert answers == [{"paths": {}}] * 8


@pytest.mark.django_db
def test_the_description_is_read_by_whoever_is_signed_in_and_by_nobody_else(rosa: Person) -> None:
    _token, key = make_token(user=rosa.user, name="test", at=NOON)
    answer = APIClient(headers={"authorization": f"Token {key}"}).get("/api/schema/?format=json&lang=es")
    assert answer.status_code == 200
    assert "/api/v1/me/" in answer.json()["paths"]
    assert APIClient().get("/api/schema/").status_code == 401


@pytest.mark.django_db
def test_the_page_of_the_description_asks_a_stranger_to_sign_in(client: Client, rosa: Person) -> None:
    answer = client.get("/api/docs/")
    assert (answer.status_code, answer["location"]) == (302, "/accounts/login/?next=/api/docs/")
    client.force_login(rosa.user)
    assert client.get("/api/docs/").status_code == 200
    assert client.options("/api/docs/").status_code == 405
