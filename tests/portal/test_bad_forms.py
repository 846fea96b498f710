"""Bad input at pages for people: each gets a page that says so, or a clear refusal; never an error of the server."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
import time_machine
from django.contrib import admin
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from injuries.models import Case
from people.admin_base import DeskTable
from portal.typed import typed_number
from recovery.models import Appointment
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import LIFT_TEN, at_desk, give_report, make_task, propose
from tests.portal.phone import phone_of, sent, words_of
from tools.fuzz.crawl import Page
from tools.fuzz.values import TEXT_VALUES

pytestmark = pytest.mark.django_db
# `./dev fuzz` sends the whole list, one field at a time; here stand the worst, so that no test takes long.
WORST = (
    "year 9999",
    "moment in a DST gap",
    "NUL",
    "half a character",
    "right-to-left mark",
    "1e5000",
    "10 to the 20th",
)
VALUES = {
    **{name: TEXT_VALUES[name] for name in (*WORST, "10 to the 20th", "line break", "path", "formula")},
    "digits that are no number": "%C2%B2",
    "10 to the 5000th": "1" + "0" * 5000,
    "day of the first year": "0001-01-01",
    "offset beyond 14 hours": "2026-03-02T10:00:00%2B14:01",
}
NAMED = pytest.mark.parametrize("value", VALUES.values(), ids=list(VALUES))
AT_PHONE = (
    "/report/began/",
    "/check-in/",
    "/appointments/new/",
    "/treatments/new/",
    "/reminded/",
)
AT_DESK = ("appointment", "work-status", "days/record", "check-in", "prevention")
OF_DESK = (
    "/admin/",
    "/admin/cases/",
    "/admin/report/",
    "/admin/reminders/",
    "/admin/reminders/preview/",
    "/approvals/",
)
QUERIES = (
    "q",
    "kind",
    "page",
    "p",
    "o",
    "e",
    "employee",
    "until",
    "day",
    "next",
    "_changelist_filters",
    "no_such_name",
)


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def refused(client: Client, path: str, value: str) -> None:
    """Fill every field of every form of a page with this value, one form after the other."""
    page = client.get(path)
    assert page.status_code == 200, path
    for form in Page(path, page.content.decode()).forms:
        if form.method != "POST" or "logout" in form.action or "/language/" in form.action:
            continue
        body = "&".join(f"{quote(name)}={value}" for name in form.fields)
        answer = client.post(form.action, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code < 500, (form.action, body[:200])


@NAMED
def test_no_form_of_the_phone_breaks(ana: Person, case: Case, value: str) -> None:
    client = phone_of(ana)
    for path in AT_PHONE:
        refused(client, path, value)


@NAMED
def test_no_form_of_the_desk_breaks(rosa: Person, case: Case, value: str) -> None:
    client = at_desk(rosa)
    give_report(rosa, case, LIFT_TEN)
    for page in AT_DESK:
        refused(client, f"/admin/case/{case.number}/{page}/", value)


@NAMED
def test_no_form_of_a_duty_breaks(rosa: Person, sam: Person, case: Case, assembly: Any, value: str) -> None:
    give_report(rosa, case, LIFT_TEN)
    task = make_task(assembly)
    client = at_desk(rosa)
    refused(client, f"/admin/case/{case.number}/duties/{task.pk}/", value)
    row = propose(rosa, case, task)
    refused(phone_of(sam), f"/approvals/{row.pk}/", value)


def test_no_table_of_the_admin_breaks_by_its_address(rosa: Person, case: Case) -> None:
    """Value after value, name after name, from table to table."""
    client, turn = at_desk(rosa), 0
    for model, table in admin.site._registry.items():
        if not isinstance(table, DeskTable):
            continue
        filters = [one if isinstance(one, str) else one[0] for one in table.list_filter if not callable(one)]
        names = [*QUERIES, *filters, *(f"{name}__exact" for name in filters), "pk__gte", "created_at__year"]
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        for number in range(turn, turn + 3):
            name, value = names[number % len(names)], list(VALUES.values())[number % len(VALUES)]
            assert client.get(f"{address}?{name}={value}").status_code < 500, (address, name, value[:40])
        turn += 3


@NAMED
def test_no_page_of_the_desk_breaks_by_its_address(rosa: Person, case: Case, value: str) -> None:
    client = at_desk(rosa)
    query = "&".join(f"{name}={value}" for name in QUERIES)
    for path in (*OF_DESK, f"/admin/case/{case.number}/journal/", f"/admin/case/{case.number}/changes/"):
        assert client.get(f"{path}?{query}").status_code < 500, path


@pytest.mark.parametrize("value", ["-Infinity", "1" + "0" * 20, "nobody", "%00"])
def test_no_form_for_a_new_row_of_the_admin_breaks(rosa: Person, value: str) -> None:
    """A box to choose a row is drawn again with what was sent, and that may be no key of any row."""
    client, tried = at_desk(rosa), 0
    for model, table in admin.site._registry.items():
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/add/"
        page = client.get(address) if isinstance(table, DeskTable) else None
        if page is None or page.status_code != 200:
            continue
        names = [name for form in Page(address, page.content.decode()).forms for name in form.fields]
        body = "&".join(f"{quote(name)}={value}" for name in names)
        assert client.get(f"{address}?{body}").status_code < 500, address
        answer = client.post(address, data=body, content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200, address
        tried += 1
    assert tried > 2


VISIT = {"kind": "follow_up", "day": "2026-03-08", "time": "02:30", "length": "60"}


def test_a_time_that_the_clocks_jump_over_is_named_at_its_field(ana: Person, rosa: Person, case: Case) -> None:
    """In Chicago the second hour of 8 March 2026 does not exist."""
    page = sent(phone_of(ana), "/appointments/new/", **VISIT)
    assert page.status_code == 422
    assert 'href="#id_time"' in page.content.decode()
    assert "The clocks are moved forward that night" in words_of(page.content.decode())
    typed = {"kind": "follow_up", "day": "2026-03-08", "starts": "02:30", "minutes": "60", "client_key": str(uuid4())}
    answer = at_desk(rosa).post(f"/admin/case/{case.number}/appointment/", typed)
    assert 'href="#id_starts"' in answer.content.decode()
    assert not Appointment.objects.exists()


@given(st.text() | st.from_regex(r"\d{1,5000}"), st.integers(0, 2**63 - 1))
def test_what_is_typed_for_a_number_is_one_or_none(text: str, most: int) -> None:
    found = typed_number(text, most=most)
    assert found is None or (found <= most and str(found) == (text.lstrip("0") or "0"))


def test_a_time_that_there_is_twice_is_taken_as_the_first_of_the_two(ana: Person, case: Case) -> None:
    assert (
        sent(phone_of(ana), "/appointments/new/", **{**VISIT, "day": "2026-11-01", "time": "01:30"}).status_code == 302
    )
    assert Appointment.objects.get().starts_at.isoformat() == "2026-11-01T06:30:00+00:00"


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2201-01-01", "9999-12-31"])
def test_a_day_in_which_nobody_works_is_named_at_its_field(ana: Person, case: Case, day: str) -> None:
    page = sent(phone_of(ana), "/appointments/new/", **{**VISIT, "day": day}).content.decode()
    assert 'href="#id_day"' in page
    assert "Enter a year from 1900 to 2200." in words_of(page)
