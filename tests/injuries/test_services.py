"""Reports and cases: who files, what opens a case, what is refused."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from injuries.models import Case, CaseEvent, Report
from injuries.services import (
    OpenCase,
    ReportFacts,
    add_note,
    check_report,
    file_report,
    mark_closed,
    name_body_part,
    take_up,
)
from people.refusals import NotAllowed, Refused
from tests.cast import NOON, TODAY, Person, make_case, wrist_facts

pytestmark = pytest.mark.django_db


def report(by: Person, about: Person, **changed: Any) -> Report:
    assert about.employee
    more = {name: changed.pop(name) for name in ("client_key", "add_to") if name in changed}
    facts = wrist_facts(**changed)
    return file_report(
        actor=by.actor(), employee=about.employee, facts=facts, at=NOON, **{"client_key": uuid4(), **more}
    )


def test_a_report_opens_a_case_with_a_number_of_the_year(ana: Person, otto: Person) -> None:
    numbers = [report(who, who).case.number for who in (ana, otto)]  # type: ignore[union-attr]
    assert numbers == ["2026-0001", "2026-0002"]


def test_the_same_key_again_is_the_same_report(ana: Person) -> None:
    key = uuid4()
    assert report(ana, ana, client_key=key).pk == report(ana, ana, client_key=key, body_part="NECK", side="NA").pk
    assert Case.objects.count() == 1


@pytest.mark.parametrize(("who", "role"), [("ana", "employee"), ("sam", "supervisor"), ("rosa", "hr")])
def test_three_kinds_of_people_file(who: str, role: str, ana: Person, request: pytest.FixtureRequest) -> None:
    assert report(request.getfixturevalue(who), ana).filed_as == role


@pytest.mark.parametrize("who", ["olga", "otto", "hugo", "safety", "it"])
def test_nobody_else_files(who: str, ana: Person, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        report(request.getfixturevalue(who), ana)


def test_a_supervisor_files_without_a_body_part_and_the_employee_adds_it(ana: Person, sam: Person) -> None:
    case = report(sam, ana, body_part="", side="NA", symptoms=()).case
    assert case
    assert name_body_part(actor=ana.actor(), case=case, body_part="ELBOW", side="L", at=NOON).body_part == "ELBOW"


@pytest.mark.parametrize("side", ["R", "BOTH"])
def test_a_second_report_of_the_same_part_is_offered_the_open_case(ana: Person, side: str) -> None:
    first = report(ana, ana).case
    with pytest.raises(OpenCase) as refused:
        report(ana, ana, side=side)
    assert refused.value.case == first
    assert report(ana, ana, side=side, add_to=first).case == first


def test_the_other_side_is_another_case(ana: Person) -> None:
    assert report(ana, ana).case != report(ana, ana, side="L").case


def test_a_report_joins_only_the_own_open_case(ana: Person, otto: Person) -> None:
    with pytest.raises(Refused) as refused:
        report(otto, otto, add_to=report(ana, ana).case)
    assert refused.value.code == "CASE_CLOSED"


def test_a_new_case_of_a_part_that_had_one_is_a_recurrence(ana: Person, rosa: Person) -> None:
    first = make_case(ana)
    opened = take_up(
        case=first,
        at=NOON,
        owner=rosa.user,
        work_related="yes",
        first_check_in_on=TODAY,
        first_treated_on=None,
        by=rosa.user,
    )
    mark_closed(case=opened, at=NOON, by=rosa.user)
    second = report(ana, ana).case
    assert second
    assert second.recurrence_of == first


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"began_on": TODAY + timedelta(days=1)}, "began_on"),
        ({"began_on": date(1, 1, 1)}, "began_on"),
        ({"repetitive_task": "juggling"}, "repetitive_task"),
        ({"body_part": ""}, "body_part"),
        ({"body_part": "WING"}, "body_part"),
        ({"side": "NA"}, "side"),
        ({"body_part": "NECK", "side": "L"}, "side"),
        ({"symptoms": ("joy",)}, "symptoms"),
        ({"earlier_injury": "perhaps"}, "earlier_injury"),
    ],
)
def test_impossible_facts_are_refused_by_field(ana: Person, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        report(ana, ana, **changed)
    assert list(refused.value.fields) == [field]
    assert not Case.objects.exists()


@given(
    part=st.text(max_size=8),
    side=st.sampled_from(["L", "R", "BOTH", "NA", "", "x"]),
    task=st.text(max_size=8),
    days=st.integers(-9000, 9000),
)
def test_any_facts_are_either_sound_or_refused(part: str, side: str, task: str, days: int) -> None:
    facts = ReportFacts(began_on=TODAY + timedelta(days=days), repetitive_task=task, body_part=part, side=side)
    with pytest.raises(Refused) as refused:
        check_report(facts, filed_as="employee", today=TODAY)
    assert "repetitive_task" in refused.value.fields


def test_a_case_is_triaged_once(ana: Person, rosa: Person) -> None:
    case = make_case(ana)
    facts: dict[str, Any] = {"owner": rosa.user, "work_related": "yes", "first_check_in_on": TODAY, "by": rosa.user}
    take_up(case=case, at=NOON, first_treated_on=None, **facts)
    with pytest.raises(Refused) as refused:
        take_up(case=case, at=NOON, first_treated_on=None, **facts)
    assert refused.value.code == "INVALID_TRANSITION"


def test_the_employee_corrects_the_part_until_triage_only(ana: Person, rosa: Person) -> None:
    case = make_case(ana)
    name_body_part(actor=ana.actor(), case=case, body_part="THUMB", side="R", at=NOON)
    take_up(
        case=case,
        at=NOON,
        owner=rosa.user,
        work_related="yes",
        first_check_in_on=TODAY,
        first_treated_on=None,
        by=rosa.user,
    )
    with pytest.raises(NotAllowed):
        name_body_part(actor=ana.actor(), case=case, body_part="HAND", side="R", at=NOON)


def test_a_note_is_hrs_and_read_by_hr_and_the_employee(ana: Person, sam: Person, rosa: Person) -> None:
    case = make_case(ana)
    add_note(actor=rosa.actor(), case=case, words="Called the clinic.", at=NOON)
    with pytest.raises(NotAllowed):
        add_note(actor=sam.actor(), case=case, words="Hm", at=NOON)
    notes = CaseEvent.objects.filter(kind="case.note")
    assert notes.visible_to(ana.actor()).exists()
    assert not notes.visible_to(sam.actor()).exists()


def test_a_supervisor_sees_the_own_filing_without_the_body(ana: Person, sam: Person) -> None:
    own, hers = report(sam, ana, body_part="", side="NA"), report(ana, ana)
    assert list(Report.objects.visible_to(sam.actor())) == [own]
    assert hers.pk != own.pk
