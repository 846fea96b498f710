"""The page on which a case gets its OIICS codes."""

import pytest
from django.test import Client

from injuries.models import Case
from injuries.services import classify
from tests.cast import NOON, Person, make_case, sign_in

CODES = {"nature": "2741", "part": "43", "event": "729"}


@pytest.fixture
def case(ana: Person) -> Case:
    return make_case(ana)


@pytest.fixture
def page(client: Client, case: Case, rosa: Person) -> str:
    sign_in(client, rosa)
    return f"/admin/case/{case.number}/classify/"


@pytest.mark.django_db
def test_part_and_event_are_chosen_in_advance_where_only_one_is_likely(client: Client, page: str) -> None:
    shown = client.get(page).content.decode()
    assert '<option value="43" selected>43 Wrist(s)</option>' in shown
    assert '<option value="729" selected>' in shown
    assert '<option value="102" selected>' not in shown


@pytest.mark.django_db
def test_hr_classifies_a_case(client: Client, page: str, case: Case) -> None:
    answer = client.post(page, CODES)
    case.refresh_from_db()
    assert answer.status_code == 302
    assert (case.oiics_edition, case.oiics_nature, case.oiics_part, case.oiics_event) == ("3", "2741", "43", "729")


@pytest.mark.django_db
def test_the_older_edition_is_offered_with_its_own_codes(client: Client, page: str, case: Case) -> None:
    answer = client.post(f"{page}?edition=2.01", {"nature": "2241", "part": "43", "event": "723"})
    case.refresh_from_db()
    assert answer.status_code == 302
    assert (case.oiics_edition, case.oiics_nature) == ("2.01", "2241")


@pytest.mark.django_db
def test_a_code_of_another_edition_is_an_error_at_its_field(client: Client, page: str, case: Case) -> None:
    answer = client.post(page, {**CODES, "nature": "2241"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["nature"]
    assert '<option value="729" selected>' in answer.content.decode()


@pytest.mark.django_db
def test_the_page_shows_the_codes_that_were_kept(client: Client, page: str, case: Case, rosa: Person) -> None:
    classify(actor=rosa.actor(), case=case, at=NOON, edition="2.01", nature="2241", part="43", event="723")
    shown = client.get(page).content.decode()
    assert '<option value="2241" selected>' in shown


@pytest.mark.django_db
def test_an_auditor_finds_no_such_page(client: Client, page: str, auditor: Person) -> None:
    sign_in(client, auditor)
    assert client.get(page).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "offered"), [("rosa", True), ("safety", True), ("auditor", False)])
def test_the_page_of_the_case_leads_there_whoever_may_classify(
    request: pytest.FixtureRequest, client: Client, case: Case, who: str, offered: bool
) -> None:
    sign_in(client, request.getfixturevalue(who))
    shown = client.get(f"/admin/case/{case.number}/").content.decode()
    assert (f"/admin/case/{case.number}/classify/" in shown) is offered
