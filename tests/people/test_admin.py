"""The tables of HR's desk: who sees which rows and columns, and that ledgers stay as they are."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from injuries.models import Case
from people.admin_base import DeskTable, Ledger
from people.models import (
    AccessEntry,
    ApiToken,
    Department,
    Employee,
    Establishment,
    Holiday,
    RoleGrant,
    SecurityEvent,
    User,
)
from people.services import grant_role
from people.tokens import make_token
from recovery import services
from tests.cast import NOON, TODAY, Person, make_department, make_open_case

pytestmark = pytest.mark.django_db
OURS = [
    (model, table)
    for model, table in admin.site._registry.items()
    if isinstance(table, DeskTable) and model._meta.app_label in {"people", "injuries", "recovery"}
]
HRS = [(model, table) for model, table in OURS if model is not SecurityEvent]  # that one is IT's
HR_TABLES = pytest.mark.parametrize(("model", "table"), HRS, ids=[model.__name__ for model, _table in HRS])
TABLES = pytest.mark.parametrize(("model", "table"), OURS, ids=[model.__name__ for model, _table in OURS])


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    services.add_treatment(actor=ana.actor(), case=made, kind="therapy", words="Plan", started_on=TODAY, at=NOON)
    return made


def desk(person: Person) -> Client:
    client = Client()
    client.force_login(person.user)
    return client


def list_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def page_of(model: Any, pk: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[pk])


def form_of(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


@HR_TABLES
def test_hr_opens_every_table(model: Any, table: DeskTable, rosa: Person, case: Case) -> None:
    assert desk(rosa).get(list_of(model)).status_code == 200


@HR_TABLES
def test_hr_can_search_every_table(model: Any, table: DeskTable, rosa: Person, case: Case) -> None:
    assert desk(rosa).get(list_of(model), {"q": "Rivera \u202e"}).status_code == 200


@TABLES
def test_an_employee_and_a_supervisor_open_none(
    model: Any, table: DeskTable, ana: Person, sam: Person, case: Case
) -> None:
    for person in (ana, sam):
        assert desk(person).get(list_of(model)).status_code in {302, 403}


@TABLES
def test_hr_of_another_site_sees_no_row(model: Any, table: DeskTable, rosa: Person, hugo: Person, case: Case) -> None:
    mine = set(_rows(table, rosa))
    theirs = set(_rows(table, hugo))
    assert mine.isdisjoint(theirs)
    for row in mine:
        assert desk(hugo).get(page_of(model, row)).status_code in {302, 403}


def _rows(table: DeskTable, person: Person) -> list[Any]:
    return list(table.rows_of(person.actor()).values_list("pk", flat=True))


@TABLES
def test_every_row_has_a_page(model: Any, table: DeskTable, rosa: Person, case: Case) -> None:
    for row in _rows(table, rosa):
        assert desk(rosa).get(page_of(model, row)).status_code == 200


@TABLES
def test_ledgers_take_no_writing(model: Any, table: DeskTable, rosa: Person, case: Case) -> None:
    if not isinstance(table, Ledger):
        return
    client = desk(rosa)
    assert client.get(form_of(model)).status_code == 403
    for row in _rows(table, rosa):
        assert client.post(page_of(model, row), {}).status_code == 403
        assert client.post(page_of(model, row).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 403


@TABLES
def test_safety_auditor_and_it_never_get_an_error_page(
    model: Any, table: DeskTable, safety: Person, auditor: Person, it: Person, case: Case
) -> None:
    for person in (safety, auditor, it):
        assert desk(person).get(list_of(model), {"q": "x"}).status_code in {200, 403}
        for row in _rows(table, person):
            history = page_of(model, row).replace("/change/", "/history/")
            assert desk(person).get(history).status_code in {200, 403, 404}


@pytest.mark.parametrize("name", ["Treatment", "CheckIn", "Stall", "WorkStatusReport", "Appointment", "CaseFile"])
def test_only_hr_opens_medical_tables(name: str, safety: Person, auditor: Person, it: Person, case: Case) -> None:
    model = next(model for model, _table in OURS if model.__name__ == name)
    for person in (safety, auditor, it):
        assert desk(person).get(list_of(model)).status_code == 403


def test_an_auditor_sees_cases_without_the_body_part_and_cannot_ask_by_it(auditor: Person, case: Case) -> None:
    client = desk(auditor)
    page = client.get(list_of(Case))
    assert case.number in page.content.decode()
    assert "Wrist" not in page.content.decode()
    assert client.get(list_of(Case), {"body_part": "WRIST"}).status_code in {302, 400}
    assert client.get(list_of(Case), {"body_part__exact": "WRIST"}).status_code in {302, 400}


def test_reading_a_medical_table_is_written_down(rosa: Person, ana: Person, case: Case) -> None:
    from recovery.models import Treatment

    desk(rosa).get(list_of(Treatment))
    entry = AccessEntry.objects.get()
    assert (entry.employee, entry.what, entry.role) == (ana.employee, "treatments (list)", "hr")


@pytest.mark.parametrize("model", [Case, Employee])
def test_a_list_costs_the_same_however_long(
    model: Any, rosa: Person, assembly: Department, django_assert_max_num_queries: Any, case: Case
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.cast import make_person

    client, counts = desk(rosa), []
    for more in range(2):
        for number in range(15 * more):
            make_open_case(make_person(f"P{number}", "Other", assembly), rosa)
        with CaptureQueriesContext(connection) as queries:
            client.get(list_of(model))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# Forms


def employee_body(department: Department, **changed: Any) -> dict[str, Any]:
    return {
        "establishment": department.establishment_id,
        "department": department.pk,
        "number": "E1",
        "given_name": "New",
        "family_name": "Person",
        "job_title": "Packer",
        "language": "en",
        **changed,
    }


def test_hr_adds_an_employee_of_the_own_site_only(
    rosa: Person, assembly: Department, other_site: Establishment
) -> None:
    client = desk(rosa)
    assert client.post(form_of(Employee), employee_body(assembly)).status_code == 302
    foreign = make_department(other_site)
    assert client.post(form_of(Employee), employee_body(foreign, number="E2")).status_code == 200
    assert list(Employee.objects.filter(family_name="Person").values_list("number", flat=True)) == ["E1"]


def test_hr_opens_an_account_without_a_password(rosa: Person, ana: Person, assembly: Department) -> None:
    client = desk(rosa)
    client.post(form_of(Employee), employee_body(assembly))
    employee = Employee.objects.get(number="E1")
    body = {"employee": employee.pk, "email": "New@Example.com", "full_name": "", "language": "es"}
    assert client.post(form_of(User), body).status_code == 302
    made = User.objects.get(email="new@example.com")
    assert (made.full_name, made.language, made.employee) == ("New Person", "es", employee)
    assert not made.has_usable_password()
    assert b"already" in client.post(form_of(User), {**body, "employee": ana.employee.pk}).content  # type: ignore[union-attr]


def test_hr_of_another_site_cannot_change_an_account(hugo: Person, ana: Person) -> None:
    assert desk(hugo).post(page_of(User, ana.user.pk), {"full_name": "X", "language": "en"}).status_code in {302, 403}
    ana.user.refresh_from_db()
    assert (ana.user.full_name, ana.user.is_active) == ("Ana Rivera", True)


def test_only_a_lead_gives_and_takes_roles(rosa: Person, ana: Person, site: Establishment) -> None:
    body = {"email": ana.user.email, "role": "safety", "establishment": site.pk}
    assert desk(rosa).post(form_of(RoleGrant), body).status_code == 403
    RoleGrant.objects.filter(user=rosa.user).update(is_lead=True)
    assert desk(rosa).post(form_of(RoleGrant), body).status_code == 302
    made = RoleGrant.objects.get(user=ana.user)
    taken = page_of(RoleGrant, made.pk).replace("/change/", "/delete/")
    assert desk(rosa).post(taken, {"post": "yes"}).status_code == 302
    assert not RoleGrant.objects.filter(user=ana.user).exists()


def test_a_lead_gives_no_role_at_another_site_nor_everywhere(
    rosa: Person, ana: Person, other_site: Establishment
) -> None:
    RoleGrant.objects.filter(user=rosa.user).update(is_lead=True)
    for place in (other_site.pk, ""):
        body = {"email": ana.user.email, "role": "hr", "establishment": place}
        assert desk(rosa).post(form_of(RoleGrant), body).status_code == 200
    assert not RoleGrant.objects.filter(user=ana.user).exists()


def test_a_token_is_revoked(rosa: Person, ana: Person) -> None:
    token, _key = make_token(user=ana.user, name="Scanner", at=NOON)
    desk(rosa).post(list_of(ApiToken), {"action": "revoke", "_selected_action": [token.pk]})
    token.refresh_from_db()
    assert token.revoked_at == NOON


def test_a_holiday_is_added_for_the_own_site_and_taken_back(
    rosa: Person, site: Establishment, other_site: Establishment
) -> None:
    client = desk(rosa)
    body = {"day": "2026-07-03", "name": "Day off"}
    assert client.post(form_of(Holiday), {**body, "establishment": site.pk}).status_code == 302
    assert client.post(form_of(Holiday), {**body, "establishment": other_site.pk}).status_code == 200
    made = Holiday.objects.get()
    assert made.day == date(2026, 7, 3)
    assert client.post(page_of(Holiday, made.pk).replace("/change/", "/delete/"), {"post": "yes"}).status_code == 302


def test_a_column_that_one_role_opens_shows_no_rows_of_a_site_where_only_the_other_holds(
    auditor: Person, other_site: Establishment, case: Case
) -> None:
    grant_role(user=auditor.user, role="hr", establishment_id=other_site.pk)
    page = desk(auditor).get(list_of(Case)).content.decode()
    assert case.number not in page


def test_hr_types_the_usual_pay_and_safety_does_not_see_it(rosa: Person, safety: Person, ana: Person) -> None:
    page = page_of(Employee, ana.employee.pk)
    assert 'name="usual_hourly_wage"' in desk(rosa).get(page).content.decode()
    assert "usual pay" not in desk(safety).get(page).content.decode().lower()


def test_hr_of_one_site_reads_no_pay_as_safety_of_another(
    rosa: Person, otto: Person, other_site: Establishment
) -> None:
    grant_role(user=rosa.user, role=RoleGrant.Role.SAFETY, establishment_id=other_site.pk)
    shown = desk(rosa).get(page_of(Employee, otto.employee.pk)).content.decode()
    assert "Otto" in shown and "usual pay" not in shown.lower()


@pytest.mark.parametrize("query", ["body_part__exact=%00", "q=a%00b", "no_such_name=%00"])
def test_a_list_that_is_asked_for_a_nul_is_a_clear_error(client: Client, safety: Person, query: str) -> None:
    client.force_login(safety.user)
    response = client.get(f"/admin/injuries/case/?{query}")
    assert response.status_code == 400
    assert "text/html" in response["Content-Type"]


@pytest.mark.parametrize("ticked", ["<script>", "1" + "0" * 20, "1" + "0" * 5000, "a\0b", "-1", ""])
def test_a_box_that_stands_for_no_row_revokes_nothing_and_is_no_error_of_ours(rosa: Person, ticked: str) -> None:
    token, _key = make_token(user=rosa.user, name="kept", at=NOON)
    answer = desk(rosa).post(list_of(ApiToken), {"action": "revoke", "index": "0", "_selected_action": [ticked]})
    assert answer.status_code in {302, 400}
    token.refresh_from_db()
    assert token.revoked_at is None
