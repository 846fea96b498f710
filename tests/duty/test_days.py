"""Days without a duty: gaps out of the rows, HR's records, and the questions that follow."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from duty import services
from duty.days import day_ledgers
from duty.ledger import Ledger
from duty.models import Assignment, DayRecord, DutyQuestion, Task
from injuries.models import Case
from people.models import Department
from people.refusals import NotAllowed, Refused
from recovery.services import LimitFacts
from tests.cast import NOON, TODAY, Person, make_open_case, make_person
from tests.duty.building import DAY, LIFT_TEN, brought_to, make_task, release, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made, ends_on=TODAY + 300 * DAY)
    return made


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def active(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> Assignment:
    return brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)


def days(case: Case, today: date) -> Ledger:
    return day_ledgers([case.pk], today)[case.pk]


def told(case: Case, today: date) -> list[tuple[str, int]]:
    found = days(case, today)
    parts = [(one.start, one.status, one.days) for one in found.spans]
    parts += [(one.start, one.reason, one.days) for one in found.gaps]
    return [(word, count) for _start, word, count in sorted(parts)]


def kept_home(rosa: Person, case: Case, first: date, last: date, *, after: int = 20) -> DayRecord:
    at = NOON + after * DAY
    return services.record_days(
        actor=rosa.actor(at),
        case=case,
        kind="kept_home",
        starts_on=first,
        ends_on=last,
        reason="No task kept the limits",
        at=at,
    )


def test_limits_without_a_duty_are_a_gap_until_yesterday(case: Case) -> None:
    assert told(case, TODAY + 3 * DAY) == [("nothing_offered", 3)]


def test_a_stop_and_its_days_are_told_with_the_reason(rosa: Person, case: Case, active: Assignment) -> None:
    at = NOON + 4 * DAY
    services.safety_stop(actor=rosa.actor(at), assignment=active, at=at, reason="It hurts")
    assert told(case, TODAY + 8 * DAY) == [("transfer", 5), ("suspended", 3)]
    span = days(case, TODAY + 8 * DAY).spans[0]
    assert (span.version, span.start, span.end) == (active.pk, TODAY, TODAY + 4 * DAY)


def test_what_hr_records_closes_the_gap_and_taking_it_back_opens_it(
    rosa: Person, case: Case, active: Assignment
) -> None:
    services.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Line closed")
    row = kept_home(rosa, case, TODAY + DAY, TODAY + 5 * DAY)
    assert told(case, TODAY + 6 * DAY) == [("transfer", 1), ("away", 5)]
    services.void_days(actor=rosa.actor(), row=row, at=NOON + 20 * DAY)
    assert told(case, TODAY + 6 * DAY) == [("transfer", 1), ("between_versions", 5)]


def test_days_off_work_by_a_report_or_after_a_release_are_no_gap(rosa: Person, case: Case) -> None:
    report(rosa, case, at=NOON + 2 * DAY, status="OFF_WORK", ends_on=TODAY + 4 * DAY)
    assert told(case, TODAY + 5 * DAY) == [("nothing_offered", 2)]
    release(rosa, case, at=NOON + 6 * DAY)
    assert told(case, TODAY + 30 * DAY) == [("nothing_offered", 2)]


def test_an_explanation_closes_the_gap_without_a_span(rosa: Person, case: Case) -> None:
    at = NOON + 5 * DAY
    services.record_days(
        actor=rosa.actor(at),
        case=case,
        kind="explained",
        starts_on=TODAY,
        ends_on=TODAY + 4 * DAY,
        reason="Plant closed for everybody",
        at=at,
    )
    assert days(case, TODAY + 5 * DAY) == Ledger()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"starts_on": TODAY, "ends_on": TODAY + 2 * DAY}, "starts_on"),
        ({"starts_on": TODAY + 5 * DAY, "ends_on": TODAY + 4 * DAY}, "ends_on"),
        ({"ends_on": TODAY + 21 * DAY}, "ends_on"),
        ({"reason": " "}, "reason"),
        ({"kind": "holiday"}, "kind"),
    ],
)
def test_a_record_of_worked_future_or_unexplained_days_is_refused(
    changed: dict[str, object], field: str, rosa: Person, case: Case, active: Assignment
) -> None:
    services.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Line closed")
    at = NOON + 20 * DAY
    said = {"kind": "kept_home", "starts_on": TODAY + DAY, "ends_on": TODAY + 3 * DAY, "reason": "None fits"}
    with pytest.raises(Refused) as refused:
        services.record_days(actor=rosa.actor(at), case=case, at=at, **{**said, **changed})  # type: ignore[arg-type]
    assert set(refused.value.fields) == {field}


def test_a_day_is_recorded_once_also_for_the_database(rosa: Person, case: Case) -> None:
    row = kept_home(rosa, case, TODAY, TODAY + 3 * DAY)
    with pytest.raises(Refused):
        kept_home(rosa, case, TODAY + 3 * DAY, TODAY + 4 * DAY)
    with pytest.raises(IntegrityError, match="day_record_once"), transaction.atomic():
        DayRecord.objects.create(
            case=case, kind="explained", starts_on=TODAY, ends_on=TODAY, reason="Twice", by=row.by, at=NOON
        )


def test_only_hr_of_the_site_records_days(hugo: Person, sam: Person, case: Case) -> None:
    for person in (hugo, sam):
        with pytest.raises(NotAllowed):
            kept_home(person, case, TODAY, TODAY)


def test_a_gap_of_three_days_is_asked_once_and_closed_by_the_record(rosa: Person, case: Case) -> None:
    assert services.ask_everybody(NOON + 2 * DAY) == 0
    assert services.ask_everybody(NOON + 3 * DAY) == 1
    assert services.ask_everybody(NOON + 4 * DAY) == 0
    question = DutyQuestion.objects.get()
    assert (question.kind, question.since, question.days, question.due_on) == ("gap", TODAY, 4, TODAY + 7 * DAY)
    with pytest.raises(Refused):
        services.answer_question(actor=rosa.actor(), question=question, answer="Never mind", at=NOON + 4 * DAY)
    kept_home(rosa, case, TODAY, TODAY + 4 * DAY, after=5)
    assert not DutyQuestion.objects.open().exists()
    services.ask_everybody(NOON + 12 * DAY)
    assert DutyQuestion.objects.open().get().since == TODAY + 5 * DAY


@pytest.fixture
def long_duty(rosa: Person, case: Case, active: Assignment) -> Assignment:
    return services.extend(
        actor=rosa.actor(), assignment=active, at=NOON, planned_end_on=TODAY + 200 * DAY, reason="Surgery in May"
    )


def asked(at: object) -> set[tuple[str, str]]:
    services.ask_everybody(at)  # type: ignore[arg-type]
    return {(row.kind, row.cause) for row in DutyQuestion.objects.open()}


def test_the_longest_period_is_announced_then_reached_and_never_ends_a_duty(
    rosa: Person, long_duty: Assignment
) -> None:
    assert asked(NOON + 74 * DAY) == set()
    assert asked(NOON + 75 * DAY) == {("period_soon", "")}
    assert asked(NOON + 89 * DAY) == {("period_reached", ""), ("accommodation", "period")}
    assert Assignment.objects.get(pk=long_duty.pk).state == "active"


def test_hr_decides_once_with_a_reason_and_is_not_asked_again(rosa: Person, long_duty: Assignment) -> None:
    at = NOON + 89 * DAY
    asked(at)
    for question in DutyQuestion.objects.open():
        with pytest.raises(Refused):
            services.answer_question(actor=rosa.actor(at), question=question, answer=" ", at=at)
        services.answer_question(actor=rosa.actor(at), question=question, answer="Goes on until surgery", at=at)
    assert asked(at + DAY) == set()


def test_the_longest_period_is_a_number_of_the_site(rosa: Person, case: Case, long_duty: Assignment) -> None:
    services.set_duty_policy(
        actor=rosa.actor(), establishment=case.establishment, longest_days=30, warn_days=5, at=NOON
    )
    assert services.longest_days(case.establishment_id) == 30
    assert asked(NOON + 24 * DAY) == {("period_soon", "")}
    with pytest.raises(Refused):
        services.set_duty_policy(
            actor=rosa.actor(), establishment=case.establishment, longest_days=0, warn_days=5, at=NOON
        )


def test_a_stop_does_not_count_towards_the_longest_period(rosa: Person, long_duty: Assignment) -> None:
    services.safety_stop(actor=rosa.actor(), assignment=long_duty, at=NOON, reason="It hurts")
    assert ("period_reached", "") not in asked(NOON + 120 * DAY)


def test_a_permanent_limit_opens_an_accommodation_review(rosa: Person, case: Case) -> None:
    limit = LimitFacts(kind=LIFT_TEN.kind, activity="LIFT", points=({"lb": 10},), permanent=True)
    report(rosa, case, limit, at=NOON + DAY)
    question = DutyQuestion.objects.open().get(kind="accommodation")
    assert question.cause == "permanent"
    services.answer_question(actor=rosa.actor(), question=question, answer="Desk post agreed", at=NOON + DAY)
    report(rosa, case, limit, at=NOON + 2 * DAY)
    assert not DutyQuestion.objects.open().filter(kind="accommodation").exists()


def test_supervisors_read_neither_records_nor_questions(sam: Person, ana: Person, rosa: Person, case: Case) -> None:
    kept_home(rosa, case, TODAY, TODAY + DAY)
    services.ask_everybody(NOON + 8 * DAY)
    for model in (DayRecord, DutyQuestion):
        assert not model.objects.visible_to(sam.actor()).exists()
        assert model.objects.visible_to(ana.actor()).exists()


def test_the_days_of_many_cases_cost_what_one_costs(
    rosa: Person, assembly: Department, case: Case, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [case.pk]
    for name in ("Ada", "Bea"):
        other = make_open_case(make_person(name, "Hart", assembly), rosa)
        report(rosa, other)
        ids.append(other.pk)
    for some in (ids[:1], ids):
        with django_assert_num_queries(6):
            assert len(day_ledgers(some, TODAY + timedelta(days=9))) == len(some)
