"""Alarming signs told in a report, or named after a check-in: HR learns of them at once, and once."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from injuries.models import Case, CaseEvent, Report
from people.refusals import NotAllowed, Refused
from recovery.models import CheckIn, Stall
from recovery.services import answer_finding, file_report, name_signs, submit_check_in
from tests.cast import NOON, Person, make_open_case, wrist_facts

pytestmark = pytest.mark.django_db


def report(person: Person, *, key: UUID | None = None, alarming: bool = False, **facts: Any) -> Report:
    assert person.employee is not None
    return file_report(
        actor=person.actor(),
        employee=person.employee,
        facts=wrist_facts(**facts),
        at=NOON,
        client_key=key or uuid4(),
        alarming=alarming,
    )


def alarming_check_in(person: Person, rosa: Person) -> CheckIn:
    case = make_open_case(person, rosa)
    return submit_check_in(
        actor=person.actor(), case=case, at=NOON, scores={"pain": 5}, alarming=True, client_key=uuid4()
    )


def alarms(case: Case | None) -> list[Stall]:
    return list(Stall.objects.open().filter(case=case, kind=Stall.Kind.RED_FLAG))


def test_a_report_without_signs_raises_no_alarm(ana: Person) -> None:
    assert alarms(report(ana).case) == []


def test_a_sign_in_a_report_raises_an_alarm_before_anybody_has_triaged_it(ana: Person) -> None:
    (alarm,) = alarms(report(ana, red_flags=("both_legs",)).case)
    assert (alarm.evidence["red_flags"], alarm.evidence["urgency"]) == (["both_legs"], "emergency")


def test_an_alarming_report_without_a_named_sign_raises_an_alarm_too(ana: Person) -> None:
    made = report(ana, alarming=True)
    assert [alarm.evidence["urgency"] for alarm in alarms(made.case)] == ["same_day"]
    assert made.red_flags == []


def test_a_report_sent_twice_does_not_open_an_answered_alarm_again(ana: Person, rosa: Person) -> None:
    key = uuid4()
    made = report(ana, key=key, red_flags=("both_legs",))
    (alarm,) = alarms(made.case)
    answer_finding(actor=rosa.actor(), stall=alarm, words="Called her", at=NOON)
    report(ana, key=key, red_flags=("both_legs",))
    assert alarms(made.case) == []


def test_an_unknown_sign_is_refused(ana: Person) -> None:
    with pytest.raises(Refused) as refused:
        report(ana, red_flags=("headache",))
    assert set(refused.value.fields) == {"red_flags"}


def test_signs_named_afterwards_are_kept_with_the_check_in_and_the_alarm_stays(ana: Person, rosa: Person) -> None:
    check_in = alarming_check_in(ana, rosa)
    named = name_signs(actor=ana.actor(), check_in=check_in, signs=["both_legs", "fever_spine"], at=NOON)
    assert named.red_flags == ["both_legs", "fever_spine"]
    assert len(alarms(check_in.case)) == 1
    entry = CaseEvent.objects.get(kind="recovery.signs_named")
    assert (entry.data_class, "both_legs" in str(entry.data)) == ("check_in", False)


def test_naming_the_same_signs_again_writes_nothing(ana: Person, rosa: Person) -> None:
    check_in = alarming_check_in(ana, rosa)
    for _again in range(2):
        name_signs(actor=ana.actor(), check_in=check_in, signs=["both_legs"], at=NOON)
    assert CaseEvent.objects.filter(kind="recovery.signs_named").count() == 1


def test_a_supervisor_names_no_signs(ana: Person, rosa: Person, sam: Person) -> None:
    with pytest.raises(NotAllowed):
        name_signs(actor=sam.actor(), check_in=alarming_check_in(ana, rosa), signs=["both_legs"], at=NOON)


def test_signs_belong_to_an_alarming_check_in(ana: Person, rosa: Person) -> None:
    case = make_open_case(ana, rosa)
    calm = submit_check_in(actor=ana.actor(), case=case, at=NOON, scores={"pain": 5}, client_key=uuid4())
    with pytest.raises(Refused) as refused:
        name_signs(actor=ana.actor(), check_in=calm, signs=["both_legs"], at=NOON)
    assert refused.value.code == "NOT_ALARMING"
