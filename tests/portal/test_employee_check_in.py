"""The check-in: one screen, anything may be skipped, nothing is chosen in advance, signs come first."""

from collections.abc import Iterator
from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from injuries.models import Case
from recovery.models import CheckIn, Course
from recovery.services import set_policy
from tests.cast import NOON, Person, make_case, make_open_case
from tests.portal.hr_cases import check_in
from tests.portal.phone import phone_of, sent, words_of

pytestmark = pytest.mark.django_db

ANSWERS = {"scores_pain": "4", "scores_main_activity": "6", "scores_work_ability": "5", "alarming": "no"}


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def page(client: Client) -> str:
    return client.get("/check-in/").content.decode()


def test_the_answers_are_kept_and_thanked_for(ana: Person, case: Case) -> None:
    response = phone_of(ana).post("/check-in/", {**ANSWERS, "key": str(uuid4())}, follow=True)
    assert CheckIn.objects.get().scores == {"pain": 4, "main_activity": 6, "work_ability": 5}
    assert "Thank you. Your answers are kept." in response.content.decode()


def test_nothing_is_chosen_in_advance_and_the_own_activity_is_named(ana: Person, case: Case) -> None:
    shown = page(phone_of(ana))
    assert "checked" not in shown
    assert "Opening jars" in shown


def test_any_question_may_be_skipped_but_not_all(ana: Person, case: Case) -> None:
    client = phone_of(ana)
    assert sent(client, "/check-in/", scores_work_ability="5").status_code == 302
    assert CheckIn.objects.get().scores == {"work_ability": 5}
    nothing = sent(client, "/check-in/")
    assert nothing.status_code == 422
    assert "Answer at least one question." in nothing.content.decode()


def test_an_answer_outside_the_scale_is_refused_and_the_others_stay(ana: Person, case: Case) -> None:
    shown = sent(phone_of(ana), "/check-in/", **{**ANSWERS, "scores_pain": "11"})
    assert shown.status_code == 422
    assert not CheckIn.objects.exists()
    assert shown.content.decode().count("checked") == 3


def test_the_same_form_sent_twice_is_one_check_in(ana: Person, case: Case) -> None:
    client, key = phone_of(ana), str(uuid4())
    for _tap in range(2):
        assert client.post("/check-in/", {**ANSWERS, "key": key}).status_code == 302
    assert CheckIn.objects.count() == 1


def test_symptoms_are_asked_once_a_week(ana: Person, case: Case) -> None:
    assert "Stiffness" in page(phone_of(ana))
    check_in(ana, case, NOON - timedelta(days=2), symptoms={"stiffness": 1})
    assert "Stiffness" not in page(phone_of(ana))


def test_symptoms_are_kept_by_their_grade(ana: Person, case: Case) -> None:
    sent(phone_of(ana), "/check-in/", symptom_stiffness="2", symptom_numbness="0", **ANSWERS)
    assert CheckIn.objects.get().symptoms == {"stiffness": 2, "numbness": 0}


def test_what_the_site_asks_is_what_is_shown(ana: Person, rosa: Person, case: Case) -> None:
    set_policy(actor=rosa.actor(), establishment=case.establishment, at=NOON, measures=["pain"])
    shown = page(phone_of(ana))
    assert "scores_pain" in shown
    assert "scores_work_ability" not in shown


def test_a_second_answer_of_the_day_says_that_it_takes_the_place_of_the_first(ana: Person, case: Case) -> None:
    check_in(ana, case, NOON)
    assert "What you send now takes the place of it." in page(phone_of(ana))


def test_somebody_alarmed_sees_the_fixed_words_before_anything_else(ana: Person, case: Case) -> None:
    client = phone_of(ana)
    response = sent(client, "/check-in/", **{**ANSWERS, "alarming": "yes"})
    kept = CheckIn.objects.get()
    assert response.url == f"/check-in/{kept.pk}/signs/"
    shown = client.get(response.url).content.decode()
    assert shown.index("Talk to a doctor or nurse today.") < shown.index("<form")
    named = client.post(response.url, {"signs": ["saddle_numbness"]}).content.decode()
    assert "Get emergency help now. Call 911" in named
    kept.refresh_from_db()
    assert kept.red_flags == ["saddle_numbness"]


def test_an_unknown_sign_is_refused_at_its_field(ana: Person, case: Case) -> None:
    kept = check_in(ana, case, NOON, alarming=True)
    response = phone_of(ana).post(f"/check-in/{kept.pk}/signs/", {"signs": ["headache"]})
    assert response.status_code == 422
    assert 'href="#id_signs_0"' in response.content.decode()


def test_before_triage_there_is_nothing_to_answer_yet(ana: Person) -> None:
    make_case(ana)
    assert "No check-in yet" in page(phone_of(ana))


def test_without_a_case_reporting_is_offered(ana: Person) -> None:
    assert "Nothing to check in about" in page(phone_of(ana))


def test_with_two_cases_each_has_its_own_check_in(ana: Person, rosa: Person, case: Case) -> None:
    second = make_open_case(ana, rosa, at=NOON - timedelta(days=9), body_part="KNEE", began_on=date(2026, 2, 10))
    client = phone_of(ana)
    assert f"?case={case.number}" in page(client) or f"?case={second.number}" in page(client)
    sent(client, f"/check-in/?case={second.number}", case=second.number, **ANSWERS)
    assert CheckIn.objects.get().case == second


def test_the_page_says_who_sees_the_answers(ana: Person, case: Case) -> None:
    assert "Your supervisor does not, and is never told if you skip one." in words_of(page(phone_of(ana)))


def test_an_activity_that_hr_did_not_name_is_named_at_the_first_check_in(ana: Person, case: Case) -> None:
    Course.objects.filter(case=case).update(main_activity="")
    client = phone_of(ana)
    assert "Name one thing that is hard to do now" in page(client)
    sent(client, "/check-in/", activity_words="Turning keys", **ANSWERS)
    assert "Turning keys" in page(client)
    assert "Name one thing" not in page(client)
