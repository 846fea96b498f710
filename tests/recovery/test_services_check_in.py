"""Checking in: one answer per case and day, refused in words, read at once."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from injuries.models import Case, CaseEvent
from people.refusals import NotAllowed, Refused
from recovery.models import CheckIn, Course, Stall
from recovery.services import submit_check_in, withdraw_check_in
from tests.cast import NOON, TODAY, Person, make_case, make_open_case

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def check_in(person: Person, case: Case, *, days: int = 0, **answers: Any) -> CheckIn:
    at = NOON + timedelta(days=days)
    answers = {"scores": {"pain": 5}, "client_key": uuid4(), **answers}
    return submit_check_in(actor=person.actor(at), case=case, at=at, **answers)


def refusal(person: Person, case: Case, **answers: Any) -> Refused:
    with pytest.raises(Refused) as refused:
        check_in(person, case, **answers)
    return refused.value


def test_a_check_in_is_kept_with_its_day_and_its_reading(ana: Person, case: Case) -> None:
    made = check_in(ana, case, scores={"pain": 4, "work_ability": 6}, overall_change=-2, symptoms={"numbness": 1})
    assert (made.day, made.scores, made.status) == (TODAY, {"pain": 4, "work_ability": 6}, "insufficient")
    assert made.evidence["cadence"] == 3.5
    assert Course.objects.get(case=case).last_answer_on == TODAY


def test_the_day_is_that_of_the_establishment(ana: Person, case: Case) -> None:
    late = NOON.replace(hour=5) + timedelta(days=3)  # 5:00 in London is still the evening before in Chicago
    made = submit_check_in(actor=ana.actor(late), case=case, at=late, scores={"pain": 4}, client_key=uuid4())
    assert made.day == TODAY + timedelta(days=2)


def test_the_same_key_again_is_the_same_check_in(ana: Person, case: Case) -> None:
    key = uuid4()
    first = check_in(ana, case, client_key=key)
    again = check_in(ana, case, client_key=key, scores={"pain": 9})
    assert (again.pk, again.scores, CheckIn.objects.count()) == (first.pk, {"pain": 5}, 1)


def test_the_key_of_another_case_is_refused(ana: Person, otto: Person, hugo: Person, case: Case) -> None:
    key = uuid4()
    check_in(otto, make_open_case(otto, hugo), client_key=key)
    assert refusal(ana, case, client_key=key).code == "KEY_USED"


def test_a_second_one_on_the_same_day_replaces_the_first_and_keeps_it(ana: Person, case: Case) -> None:
    first = check_in(ana, case)
    second = check_in(ana, case, scores={"pain": 2})
    assert list(CheckIn.objects.current()) == [second]
    assert CheckIn.objects.get(pk=first.pk).replaced_at == NOON


@pytest.mark.parametrize("score", [-1, 11, 5.5, True, "5", None, float("nan"), float("inf"), 10**400])
def test_a_score_off_the_scale_is_refused_at_its_field(ana: Person, case: Case, score: object) -> None:
    refused = refusal(ana, case, scores={"pain": 5, "work_ability": score})
    assert {name: str(words) for name, words in refused.fields.items()} == {
        "scores.work_ability": "Choose a number from 0 to 10."
    }


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"scores": {"mood": 3}}, "scores.mood"),
        ({"scores": {"quickdash": 3}}, "scores.quickdash"),
        ({"scores": {}}, "scores"),
        ({"symptoms": {"numbness": 4}}, "symptoms.numbness"),
        ({"symptoms": {"pain": 1}}, "symptoms.pain"),
        ({"overall_change": 6}, "overall_change"),
        ({"red_flags": ("toothache",)}, "red_flags"),
        ({"day": TODAY + timedelta(days=1)}, "day"),
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"by_telephone": True}, "by_telephone"),
    ],
)
def test_a_wrong_answer_is_refused_by_name_and_nothing_is_kept(
    ana: Person, case: Case, answers: dict[str, Any], field: str
) -> None:
    assert list(refusal(ana, case, **answers).fields) == [field]
    assert not CheckIn.objects.exists()


def test_any_item_may_be_skipped(ana: Person, case: Case) -> None:
    assert check_in(ana, case, scores={"work_ability": 0}).scores == {"work_ability": 0}


def test_an_alarm_alone_is_an_answer_and_opens_a_finding_at_once(ana: Person, case: Case) -> None:
    check_in(ana, case, scores={}, alarming=True, red_flags=("both_legs",))
    found = Stall.objects.get(case=case)
    assert (found.kind, found.evidence["urgency"]) == ("red_flag", "emergency")


def test_an_alarm_stays_open_when_the_answer_is_corrected(ana: Person, case: Case) -> None:
    check_in(ana, case, alarming=True)
    check_in(ana, case, alarming=False)
    assert Stall.objects.open().get(case=case).kind == "red_flag"


def test_two_alarms_are_one_finding(ana: Person, case: Case) -> None:
    check_in(ana, case, alarming=True)
    check_in(ana, case, alarming=True, days=1)
    assert Stall.objects.filter(case=case, kind="red_flag").count() == 1


def test_what_hr_enters_is_marked_as_told_by_telephone(rosa: Person, case: Case) -> None:
    assert check_in(rosa, case).by_telephone


@pytest.mark.parametrize("who", ["sam", "otto", "hugo", "safety", "auditor", "it"])
def test_nobody_else_can_check_in(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        check_in(request.getfixturevalue(who), case)


def test_a_closed_case_takes_no_check_in(ana: Person, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=TODAY)
    assert refusal(ana, case).code == "CASE_CLOSED"


def test_check_ins_begin_after_triage(ana: Person) -> None:
    assert refusal(ana, make_case(ana)).code == "NOT_TRIAGED"


def test_the_next_one_is_asked_twice_a_week(ana: Person, case: Case) -> None:
    asked = []
    for days in (0, 4, 7, 11):
        check_in(ana, case, days=days)
        asked.append((Case.objects.get(pk=case.pk).next_check_in_on - TODAY).days)  # type: ignore[operator]
    assert asked == [4, 7, 11, 14]


def test_after_eight_weeks_it_is_asked_once_a_week(ana: Person, case: Case) -> None:
    check_in(ana, case, days=56)
    assert Case.objects.get(pk=case.pk).next_check_in_on == TODAY + timedelta(days=63)


def test_a_withdrawn_answer_counts_no_more_and_is_asked_again(ana: Person, case: Case) -> None:
    withdraw_check_in(actor=ana.actor(), check_in=check_in(ana, case), at=NOON)
    assert not CheckIn.objects.current().exists()
    assert Case.objects.get(pk=case.pk).next_check_in_on == TODAY
    assert Course.objects.get(case=case).last_answer_on is None


def test_an_answer_is_withdrawn_once(ana: Person, case: Case) -> None:
    made = check_in(ana, case)
    withdraw_check_in(actor=ana.actor(), check_in=made, at=NOON)
    with pytest.raises(Refused):
        withdraw_check_in(actor=ana.actor(), check_in=made, at=NOON)


def test_every_check_in_is_one_entry_that_a_supervisor_cannot_read(ana: Person, sam: Person, case: Case) -> None:
    check_in(ana, case)
    entry = CaseEvent.objects.get(kind="recovery.check_in")
    assert entry.data["day"] == date(2026, 3, 2).isoformat()
    assert not CaseEvent.objects.visible_to(sam.actor()).filter(pk=entry.pk).exists()
