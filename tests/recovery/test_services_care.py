"""Appointments and the treatment journal."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from injuries.models import Case, CaseEvent
from people.refusals import NotAllowed, Refused
from recovery.models import Appointment, Stall, Treatment
from recovery.services import (
    add_treatment,
    book_appointment,
    cancel_appointment,
    end_treatment,
    record_outcome,
    submit_check_in,
)
from tests.cast import NOON, TODAY, Person, make_open_case

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def book(
    person: Person, case: Case, *, in_hours: int = 24, key: UUID | None = None, at: datetime = NOON, **more: Any
) -> Appointment:
    starts = NOON + in_hours * HOUR
    facts = {"kind": "follow_up", "starts_at": starts, "ends_at": starts + HOUR, "client_key": key or uuid4(), **more}
    return book_appointment(actor=person.actor(at), case=case, at=at, **facts)


def refused_fields(call: Any, *args: Any, **more: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        call(*args, **more)
    return list(refused.value.fields)


def stall_of(ana: Person, case: Case, days: int = 30) -> Stall:
    for day in range(0, days, 4):
        at = NOON + timedelta(days=day)
        submit_check_in(actor=ana.actor(at), case=case, at=at, scores={"pain": 7}, client_key=uuid4())
    return Stall.objects.open().get(case=case, kind="stalled")


def test_the_employee_and_hr_enter_appointments(ana: Person, rosa: Person, case: Case) -> None:
    assert book(ana, case).entered_by == ana.user
    assert book(rosa, case, in_hours=48).entered_by == rosa.user


def test_the_same_key_books_once(ana: Person, case: Case) -> None:
    key = uuid4()
    assert book(ana, case, key=key).pk == book(ana, case, key=key).pk
    assert Appointment.objects.count() == 1


def test_a_second_one_at_the_same_time_is_refused(ana: Person, case: Case) -> None:
    book(ana, case)
    assert refused_fields(book, ana, case) == ["starts_at"]
    book(ana, case, in_hours=25)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"in_hours": -1}, "starts_at"),
        ({"in_hours": 24 * 600}, "starts_at"),
        ({"ends_at": NOON}, "ends_at"),
        ({"ends_at": NOON + timedelta(days=3)}, "ends_at"),
        ({"kind": "party"}, "kind"),
        ({"place": "x" * 201}, "place"),
        ({"with_whom": "x" * 121}, "with_whom"),
    ],
)
def test_an_impossible_appointment_is_refused_by_field(
    ana: Person, case: Case, facts: dict[str, Any], field: str
) -> None:
    assert refused_fields(book, ana, case, **facts) == [field]


@pytest.mark.parametrize("who", ["sam", "otto", "hugo", "safety", "it"])
def test_nobody_else_enters_appointments(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        book(request.getfixturevalue(who), case)


def test_a_coming_appointment_is_canceled_once(ana: Person, case: Case) -> None:
    made = book(ana, case)
    assert cancel_appointment(actor=ana.actor(), appointment=made, at=NOON).cancelled_at == NOON
    with pytest.raises(Refused):
        cancel_appointment(actor=ana.actor(), appointment=made, at=NOON)


def test_what_has_begun_is_not_canceled(ana: Person, case: Case) -> None:
    with pytest.raises(Refused):
        cancel_appointment(actor=ana.actor(), appointment=book(ana, case, in_hours=1), at=NOON + 2 * HOUR)


def test_an_outcome_comes_after_the_beginning_and_once(ana: Person, case: Case) -> None:
    made = book(ana, case, in_hours=1)
    with pytest.raises(Refused):
        record_outcome(actor=ana.actor(), appointment=made, outcome="seen", at=NOON)
    after = NOON + 2 * HOUR
    assert record_outcome(actor=ana.actor(after), appointment=made, outcome="seen", at=after).outcome == "seen"
    with pytest.raises(Refused):
        record_outcome(actor=ana.actor(after), appointment=made, outcome="not_seen", at=after)
    assert refused_fields(record_outcome, actor=ana.actor(), appointment=made, outcome="maybe", at=after) == ["outcome"]


@pytest.mark.parametrize(
    ("kind", "outcome", "reason"),
    [("follow_up", "seen", "outcome"), ("follow_up", "not_seen", ""), ("therapy", "seen", "")],
)
def test_a_clinicians_visit_that_took_place_closes_the_stall(
    ana: Person, case: Case, kind: str, outcome: str, reason: str
) -> None:
    found = stall_of(ana, case)
    made = book(ana, case, in_hours=24 * 30, at=NOON + timedelta(days=29), kind=kind)
    after = NOON + timedelta(days=31)
    record_outcome(actor=ana.actor(after), appointment=made, outcome=outcome, at=after)
    assert Stall.objects.get(pk=found.pk).close_reason == reason


def test_after_a_visit_a_new_stall_waits_two_weeks(ana: Person, case: Case) -> None:
    stall_of(ana, case)
    made = book(ana, case, in_hours=24 * 30, at=NOON + timedelta(days=29))
    after = NOON + timedelta(days=31)
    record_outcome(actor=ana.actor(after), appointment=made, outcome="seen", at=after)
    opened = {}
    for day in (32, 40, 43, 44, 48):
        at = NOON + timedelta(days=day)
        submit_check_in(actor=ana.actor(at), case=case, at=at, scores={"pain": 7}, client_key=uuid4())
        opened[day] = Stall.objects.open().filter(case=case, kind="stalled").exists()
    assert opened == {32: False, 40: False, 43: False, 44: True, 48: True}


def test_each_step_of_an_appointment_is_one_entry(ana: Person, case: Case) -> None:
    made = book(ana, case)
    cancel_appointment(actor=ana.actor(), appointment=made, at=NOON)
    kinds = CaseEvent.objects.filter(kind__startswith="appointment.").values_list("kind", "data_class")
    assert sorted(kinds) == [("appointment.booked", "appointment"), ("appointment.canceled", "appointment")]


def test_a_supervisor_reads_no_entry_of_an_appointment(ana: Person, sam: Person, case: Case) -> None:
    book(ana, case)
    assert not CaseEvent.objects.visible_to(sam.actor()).filter(kind="appointment.booked").exists()


def test_a_treatment_begins_and_ends(ana: Person, rosa: Person, case: Case) -> None:
    made = add_treatment(
        actor=ana.actor(), case=case, kind="self_care", words="Heat and stretching", started_on=TODAY, at=NOON
    )
    ended = end_treatment(actor=rosa.actor(), treatment=made, ended_on=TODAY, at=NOON)
    assert ended.ended_on == TODAY
    with pytest.raises(Refused):
        end_treatment(actor=rosa.actor(), treatment=made, ended_on=TODAY, at=NOON)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "magic"}, "kind"),
        ({"words": "  "}, "words"),
        ({"started_on": TODAY - timedelta(days=5000)}, "started_on"),
        ({"ended_on": TODAY - timedelta(days=1)}, "ended_on"),
    ],
)
def test_an_impossible_treatment_is_refused_by_field(
    ana: Person, case: Case, facts: dict[str, Any], field: str
) -> None:
    usual: dict[str, Any] = {"kind": "therapy", "words": "Plan", "started_on": TODAY}
    assert refused_fields(add_treatment, actor=ana.actor(), case=case, at=NOON, **{**usual, **facts}) == [field]


def test_a_supervisor_writes_and_sees_no_treatment(ana: Person, sam: Person, case: Case) -> None:
    with pytest.raises(NotAllowed):
        add_treatment(actor=sam.actor(), case=case, kind="therapy", words="Plan", started_on=TODAY, at=NOON)
    add_treatment(actor=ana.actor(), case=case, kind="therapy", words="Plan", started_on=TODAY, at=NOON)
    assert not Treatment.objects.visible_to(sam.actor()).exists()
