"""The first page: what am I allowed to do today, answered without a tap, in every state of a case."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from duty import services as duties
from injuries.models import Case
from people.models import Department
from recovery.models import Stall
from tests.cast import NOON, Person, make_case, make_open_case
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, check_in, give_report, make_active, make_task, propose
from tests.portal.phone import phone_of, queries_at, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa, at=NOON - timedelta(days=30), began_on=(NOON - timedelta(days=40)).date())


def test_duty_limits_and_the_stop_button_stand_on_the_first_page(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN, NO_VIBRATION)
    make_active(rosa, sam, ana, case, make_task(assembly, place="Room 4"))
    said = words_at(ana, "/")
    for words in (
        "Your duty today · light duty",
        "Answer phones",
        "Room 4",
        "Lift and carry up to 10 lb",
        "No vibrating tools",
        "Good until Mon, Mar 30",
        "I was asked to do more than this",
    ):
        assert words in said, words


def test_no_word_of_the_provider_stands_on_the_first_page(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, NO_VIBRATION)
    said = words_at(ana, "/")
    assert "carpal" not in said
    assert case.number not in said


def test_without_a_duty_the_limits_alone_say_what_is_allowed(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, LIFT_TEN)
    assert "Only work within your limits" in words_at(ana, "/")


def test_limits_whose_last_day_has_passed_still_hold(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, LIFT_TEN, at=NOON - timedelta(days=20), days=7)
    said = words_at(ana, "/")
    assert "Lift and carry up to 10 lb" in said
    assert "Keep to them until you have a new report." in said


def test_off_work_means_no_work_at_all(ana: Person, rosa: Person, case: Case) -> None:
    give_report(rosa, case, status="OFF_WORK", days=7)
    said = words_at(ana, "/")
    assert "Do not work for now" in said
    assert "Keep to these limits" not in said


def test_a_stopped_duty_is_not_gone_on_with(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN)
    row = make_active(rosa, sam, ana, case, make_task(assembly))
    duties.safety_stop(actor=ana.actor(), assignment=row, at=NOON, reason="It hurts")
    assert "Do not go on with this duty." in words_at(ana, "/")


def test_a_report_that_nobody_has_read_says_when_hr_will(ana: Person) -> None:
    make_case(ana)
    assert "HR reads your report within one working day." in words_at(ana, "/")


def test_somebody_without_a_case_is_offered_to_report(ana: Person) -> None:
    said = words_at(ana, "/")
    assert "Nothing is on file for you" in said
    assert "Report an injury" in said


def test_an_offer_stands_first_among_the_things_to_do(
    ana: Person, sam: Person, rosa: Person, case: Case, assembly: Department
) -> None:
    give_report(rosa, case, LIFT_TEN)
    row = propose(rosa, case, make_task(assembly), starts_on=(NOON + timedelta(days=2)).date())
    duties.approve(actor=sam.actor(), assignment=row, at=NOON)
    said = words_at(ana, "/")
    assert said.index("A duty is offered to you") < said.index("Short check-in")
    assert f"/offers/{row.pk}/" in phone_of(ana).get("/").content.decode()


def test_a_stall_asks_for_a_follow_up_in_plain_words(ana: Person, case: Case) -> None:
    check_in(ana, case, NOON)
    Stall.objects.create(
        case=case, kind="stalled", opened_on=NOON.date(), opened_at=NOON, rule_version="1", evidence={}
    )
    said = words_at(ana, "/")
    assert "Time to book a follow-up" in said
    assert "What to take along" in said


def test_the_main_activity_is_drawn_with_its_finding(ana: Person, case: Case) -> None:
    for days in (24, 17, 10, 3):
        check_in(ana, case, NOON - timedelta(days=days), scores={"pain": 5, "main_activity": 5, "work_ability": 2})
    said = words_at(ana, "/")
    assert "Opening jars" in said
    assert "About the same: 5, was 5" in said


def test_hr_lands_at_the_desk_and_a_supervisor_at_the_team(rosa: Person, sam: Person) -> None:
    assert phone_of(rosa).get("/").url == "/admin/"  # type: ignore[attr-defined]  # a redirect has it
    assert phone_of(sam).get("/").url == "/team/"  # type: ignore[attr-defined]  # as above


def test_a_supervisor_who_is_hurt_sees_the_own_duty_first_and_the_way_to_the_team(sam: Person, rosa: Person) -> None:
    case = make_open_case(sam, rosa)
    give_report(rosa, case, LIFT_TEN)
    said = words_at(sam, "/")
    assert "Lift and carry up to 10 lb" in said
    assert "My team" in said


def test_a_supervisor_can_report_an_own_injury(sam: Person) -> None:
    assert "Report an injury" in words_at(sam, "/?me")


def test_the_page_asks_as_many_questions_with_thirty_answers_as_with_one(ana: Person, case: Case) -> None:
    check_in(ana, case, NOON - timedelta(days=29))
    few = queries_at(phone_of(ana), "/")
    for days in range(28, 0, -1):
        check_in(ana, case, NOON - timedelta(days=days))
    Stall.objects.filter(case=case).delete()
    assert queries_at(phone_of(ana), "/") == few
