"""OIICS: the codes of cases, what is suggested, who gives them."""

import pytest
from rest_framework.response import Response
from rest_framework.test import APIClient

from injuries import oiics
from injuries.models import Case, CaseEvent
from injuries.services import classify
from injuries.vocabulary import BodyPart, RepetitiveTask
from people.policy import DataClass
from people.refusals import NotAllowed, Refused
from tests.cast import NOON, Person, make_case, sign_in

CARPAL_TUNNEL = {"edition": "3", "nature": "2741", "part": "43", "event": "721"}
EDITIONS = pytest.mark.parametrize("edition", oiics.EDITIONS)


def test_the_same_number_means_another_thing_in_another_dimension() -> None:
    part, event = oiics.find("3", "part", "721"), oiics.find("3", "event", "721")
    assert part is None
    assert event is not None
    assert event.title == "Repetitive microtasks involving computers, electronics"


def test_each_edition_numbers_carpal_tunnel_syndrome_in_its_own_way() -> None:
    found = [oiics.find("2.01", "nature", "2241"), oiics.find("3", "nature", "2741")]
    assert [code and code.title for code in found] == ["Carpal tunnel syndrome", "Carpal tunnel (CTS)"]


@EDITIONS
@pytest.mark.parametrize("dimension", oiics.DIMENSIONS)
def test_a_list_is_in_the_order_of_its_numbers_and_names_none_twice(edition: str, dimension: str) -> None:
    numbers = [code.code for code in oiics.codes(edition, dimension)]
    assert numbers
    assert numbers == sorted(set(numbers))


@EDITIONS
def test_no_code_of_the_list_is_only_the_heading_of_others(edition: str) -> None:
    for dimension in oiics.DIMENSIONS:
        numbers = [code.code for code in oiics.codes(edition, dimension)]
        assert [one for one in numbers if any(other != one and other.startswith(one) for other in numbers)] == []


@EDITIONS
@pytest.mark.parametrize("part", BodyPart.values)
def test_every_part_of_the_body_has_suggestions_that_are_in_the_list(edition: str, part: str) -> None:
    likely = oiics.suggestions(edition, body_part=part, repetitive_task="typing")
    assert all(likely.values())
    assert all(oiics.find(code.edition, code.dimension, code.code) for found in likely.values() for code in found)


@EDITIONS
@pytest.mark.parametrize("task", RepetitiveTask.values)
def test_every_repetitive_task_suggests_what_happened(edition: str, task: str) -> None:
    assert len(oiics.suggestions(edition, body_part="WRIST", repetitive_task=task)["event"]) == 1


def test_pain_without_a_diagnosis_is_the_first_suggestion() -> None:
    likely = oiics.suggestions("3", body_part="WRIST", repetitive_task="typing")
    assert [code.title for code in likely["nature"][:2]] == ["Soreness, swelling, inflammation", "Carpal tunnel (CTS)"]
    assert [code.title for code in likely["part"]] == ["Wrist(s)"]


def test_a_report_without_a_body_part_has_no_suggestion_for_the_part() -> None:
    assert oiics.suggestions("3", body_part="", repetitive_task="typing")["part"] == ()


@pytest.fixture
def case(ana: Person) -> Case:
    return make_case(ana)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["rosa", "safety"])
def test_hr_and_the_safety_officer_classify_a_case(request: pytest.FixtureRequest, case: Case, who: str) -> None:
    classify(actor=request.getfixturevalue(who).actor(), case=case, at=NOON, **CARPAL_TUNNEL)
    case.refresh_from_db()
    assert (case.oiics_edition, case.oiics_nature, case.oiics_part, case.oiics_event) == ("3", "2741", "43", "721")


@pytest.mark.django_db
def test_the_journal_tells_the_codes_to_whoever_may_know_the_body_part(
    case: Case, rosa: Person, sam: Person, ana: Person
) -> None:
    classify(actor=rosa.actor(), case=case, at=NOON, **CARPAL_TUNNEL)
    entry = CaseEvent.objects.get(kind="injury.classified")
    assert (entry.data, entry.data_class, entry.by) == (CARPAL_TUNNEL, DataClass.BODY, rosa.user)
    seen_by = [p for p in (ana, sam) if CaseEvent.objects.visible_to(p.actor()).filter(pk=entry.pk).exists()]
    assert seen_by == [ana]


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ana", "sam", "auditor", "it", "hugo"])
def test_nobody_else_classifies(request: pytest.FixtureRequest, case: Case, who: str) -> None:
    with pytest.raises(NotAllowed):
        classify(actor=request.getfixturevalue(who).actor(), case=case, at=NOON, **CARPAL_TUNNEL)


@pytest.mark.django_db
def test_every_wrong_code_is_refused_at_its_field(case: Case, rosa: Person) -> None:
    wrong = {**CARPAL_TUNNEL, "nature": "2241", "part": "721", "event": ""}
    with pytest.raises(Refused) as refused:
        classify(actor=rosa.actor(), case=case, at=NOON, **wrong)
    case.refresh_from_db()
    assert sorted(refused.value.fields) == ["event", "nature", "part"]
    assert case.oiics_edition == ""


@pytest.mark.django_db
def test_an_unknown_edition_is_refused_at_its_field(case: Case, rosa: Person) -> None:
    with pytest.raises(Refused) as refused:
        classify(actor=rosa.actor(), case=case, at=NOON, **{**CARPAL_TUNNEL, "edition": "4"})
    assert list(refused.value.fields) == ["edition"]


@pytest.mark.django_db
def test_the_api_classifies_and_shows_the_codes(case: Case, rosa: Person) -> None:
    answer = classified_by(rosa, case, CARPAL_TUNNEL)
    assert answer.status_code == 200
    assert (answer.json()["oiics_edition"], answer.json()["oiics_nature"]) == ("3", "2741")


@pytest.mark.django_db
def test_the_api_names_the_field_of_a_wrong_code(case: Case, rosa: Person) -> None:
    answer = classified_by(rosa, case, {**CARPAL_TUNNEL, "nature": "2241"})
    assert answer.status_code == 400
    assert "Choose one from the list." in answer.json()["nature"][0]


@pytest.mark.django_db
def test_an_employee_may_not_classify_over_the_api_either(case: Case, ana: Person) -> None:
    assert classified_by(ana, case, CARPAL_TUNNEL).status_code == 403


@pytest.mark.django_db
def test_a_supervisor_does_not_even_find_the_case(case: Case, sam: Person) -> None:
    assert classified_by(sam, case, CARPAL_TUNNEL).status_code == 404


def classified_by(person: Person, case: Case, codes: dict[str, str]) -> Response:
    client = APIClient()
    sign_in(client, person)
    return client.post(f"/api/v1/cases/{case.number}/classify/", codes, format="json")
