"""Employees and "me" over the API."""

from typing import Any

import pytest
import time_machine
from rest_framework.test import APIClient

from people.models import ApiToken
from people.tokens import make_token, revoke_token
from tests.cast import NOON, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def api(person: Person) -> APIClient:
    _token, key = make_token(user=person.user, name="test", at=NOON)
    return APIClient(headers={"authorization": f"Token {key}"})


def rows(person: Person, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = api(person).get("/api/v1/employees/", query).json()["results"]
    return found


def test_hr_sees_the_employees_of_the_site(rosa: Person, ana: Person, otto: Person) -> None:
    (row,) = rows(rosa)
    assert (row["name"], row["email"]) == ("Ana Rivera", "ana.rivera@example.com")


def test_a_supervisor_sees_name_and_job_of_the_own_team(sam: Person, ana: Person, olga: Person) -> None:
    team = {row["name"]: row for row in rows(sam)}
    assert ana.employee
    assert set(team["Ana Rivera"]) == {
        "id", "name", "given_name", "family_name", "job_title", "department", "establishment",
    }  # fmt: skip
    assert "Olga Berg" not in team


def test_an_auditor_sees_pseudonyms(auditor: Person, ana: Person) -> None:
    (row,) = rows(auditor)
    assert ana.employee
    assert row["pseudonym"] == ana.employee.pseudonym
    assert not {"name", "family_name", "number", "email"} & set(row)


def test_an_employee_sees_themselves(ana: Person, sam: Person) -> None:
    assert [row["name"] for row in rows(ana)] == ["Ana Rivera"]


def test_a_stranger_is_a_404(otto: Person, ana: Person) -> None:
    assert ana.employee
    assert api(otto).get(f"/api/v1/employees/{ana.employee.pk}/").status_code == 404


@pytest.mark.parametrize(
    "query", [{"department": "x"}, {"department": "0"}, {"establishment": "9" * 30}, {"name": "Ana"}]
)
def test_a_bad_filter_is_named(rosa: Person, query: dict[str, str]) -> None:
    answer = api(rosa).get("/api/v1/employees/", query)
    assert (answer.status_code, set(answer.json())) == (400, set(query))


@pytest.mark.parametrize("number", ["0", "9" * 18, "9" * 40, "-1", "x", "%00"])
def test_a_number_that_is_no_employee_is_a_404(rosa: Person, number: str) -> None:
    assert api(rosa).get(f"/api/v1/employees/{number}/").status_code == 404


def test_me_tells_account_roles_and_day(rosa: Person, sam: Person, assembly: Any, site: Any) -> None:
    me = api(rosa).get("/api/v1/me/").json()
    assert (me["name"], me["roles"], me["employee"]) == ("Rosa Patel", {"hr": [site.pk]}, None)
    assert sam.employee
    me = api(sam).get("/api/v1/me/").json()
    assert (me["employee"], me["supervises"], me["today"]) == (sam.employee.pk, [assembly.pk], "2026-03-02")


def test_a_revoked_token_opens_nothing(ana: Person) -> None:
    client = api(ana)
    revoke_token(token=ApiToken.objects.get(), at=NOON)
    assert client.get("/api/v1/me/").status_code == 401


@pytest.mark.parametrize("header", ["Token", "Token x y", "Token nothing", "Bearer x", "Token \xff"])
def test_a_token_that_is_none_is_a_401(db: None, header: str) -> None:
    assert APIClient(headers={"authorization": header}).get("/api/v1/me/").status_code == 401
