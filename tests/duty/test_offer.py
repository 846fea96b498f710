"""The letter of an offer: its contents by the table of rules, in the employee's language, frozen when it is sent."""

from datetime import time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from duty import services
from duty.models import Assignment, Task
from duty.offer import letter, offer_text, unknown_contents
from duty.offer_rules import missing, offer_rules, place_of
from duty.papers import make_pdf
from duty.rows import limits_in_force
from injuries.models import Case, CaseFile
from people.models import Department, Employee, Establishment
from people.refusals import Refused
from people.wall import readable
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, brought_to, make_task, proposed, report

pytestmark = pytest.mark.django_db
WHOLE: dict[str, Any] = {
    "shift_starts": time(8),
    "shift_ends": time(16),
    "wage_kind": "hour",
    "wage_amount": Decimal("18.50"),
    "doctor_agreed_on": TODAY,
}


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def sent(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> Assignment:
    return brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)


def put(site: Establishment, code: str) -> None:
    Establishment.objects.filter(pk=site.pk).update(state="" if code == "FECA" else code, is_federal=code == "FECA")


def contents(row: Assignment) -> set[str]:
    row = Assignment.objects.select_related("establishment", "task", "department", "employee").get(pk=row.pk)
    parts = letter(row, limits_in_force(row.case, row.starts_on), sent_on=TODAY)
    return {line.content for _heading, lines in parts for line in lines if line.text.strip()}


@pytest.mark.parametrize("code", ["", *offer_rules().places])
def test_the_letter_says_all_that_the_rule_of_its_place_asks_for(
    code: str, site: Establishment, rosa: Person, case: Case, task: Task
) -> None:
    put(site, code)
    row = proposed(rosa, case, task, **WHOLE)
    services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    place = place_of(code if code != "FECA" else "", is_federal=code == "FECA")
    assert (place is None) == (code == "")
    assert not missing(place, contents(row))


@pytest.mark.parametrize(
    ("code", "fields"),
    [
        ("TX", {"wage_kind", "shift_starts"}),
        ("OR", {"wage_kind", "shift_starts", "doctor_agreed_on"}),
        ("FECA", set()),
        ("CA", set()),
        ("", set()),
    ],
)
def test_an_offer_whose_letter_would_miss_something_is_not_sent(
    code: str, fields: set[str], site: Establishment, rosa: Person, case: Case, assembly: Department
) -> None:
    put(site, code)
    row = proposed(rosa, case, make_task(assembly, days_per_week=None))
    if not fields:
        assert services.submit(actor=rosa.actor(), assignment=row, at=NOON).state == "pending_supervisor"
        return
    with pytest.raises(Refused) as refused:
        services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    assert set(refused.value.fields) == fields
    row.refresh_from_db()
    assert row.state == "draft"


def test_nothing_is_unknown_where_everything_was_entered(rosa: Person, case: Case, task: Task) -> None:
    assert unknown_contents(proposed(rosa, case, task, **WHOLE)) == {}


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ({"wage_kind": "hour", "wage_amount": Decimal("18.5")}, "Pay: $18.50 an hour."),
        ({"wage_kind": "week", "wage_amount": Decimal(700)}, "Pay: $700.00 a week."),
        ({"wage_kind": "usual"}, "Pay: your usual pay, $21.00 an hour."),
        ({}, "Pay: ask HR for your pay in this duty before you answer."),
    ],
)
def test_the_pay_is_said_as_hr_typed_it(
    plan: dict[str, Any], said: str, ana: Person, rosa: Person, case: Case, task: Task
) -> None:
    Employee.objects.filter(pk=ana.employee.pk).update(usual_hourly_wage=Decimal(21))  # type: ignore[union-attr]
    case = Case.objects.get(pk=case.pk)
    assert said in offer_text(proposed(rosa, case, task, **plan), [])


def test_dollars_have_a_point_before_the_cents_in_spanish_too(
    ana: Person, rosa: Person, case: Case, task: Task
) -> None:
    Employee.objects.filter(pk=ana.employee.pk).update(language="es")  # type: ignore[union-attr]
    case = Case.objects.get(pk=case.pk)
    assert "$18.50" in offer_text(proposed(rosa, case, task, wage_kind="hour", wage_amount=Decimal("18.5")), [])


@pytest.mark.parametrize(
    ("plan", "field"),
    [
        ({"wage_kind": "hour"}, "wage_amount"),
        ({"wage_kind": "usual", "wage_amount": Decimal(3)}, "wage_kind"),
        ({"wage_amount": Decimal(3)}, "wage_kind"),
        ({"wage_kind": "week", "wage_amount": Decimal(-1)}, "wage_amount"),
        ({"doctor_agreed_on": TODAY + DAY}, "doctor_agreed_on"),
    ],
)
def test_half_a_wage_is_refused_at_its_field(
    plan: dict[str, Any], field: str, rosa: Person, case: Case, task: Task
) -> None:
    with pytest.raises(Refused) as refused:
        proposed(rosa, case, task, **plan)
    assert field in refused.value.fields


def test_the_letter_is_written_in_the_language_of_the_employee(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    Employee.objects.filter(pk=ana.employee.pk).update(language="es")  # type: ignore[union-attr]
    case = Case.objects.get(pk=case.pk)
    with translation.override("en"):
        row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert row.offer_language == "es"
    assert "9 de marzo de 2026" in row.offer_text


def test_a_supervisor_reads_neither_letter_nor_pay_nor_signed_copy(sent: Assignment, sam: Person, ana: Person) -> None:
    for name in ("offer_text", "wage_kind", "wage_amount", "doctor_agreed_on", "signed_copy"):
        assert not readable(sam.actor(), sent, name), name
        assert readable(ana.actor(), sent, name), name
    step = sent.steps.get(action="approve")
    assert not readable(sam.actor(), step, "text")


def test_each_letter_stays_with_its_step_also_when_the_offer_is_taken_back(
    sent: Assignment, rosa: Person, case: Case
) -> None:
    text = sent.offer_text
    report(rosa, case, at=NOON + DAY, status="OFF_WORK")
    sent.refresh_from_db()
    assert (sent.state, sent.offer_text) == ("draft", "")
    assert sent.steps.get(action="approve").text == text


def test_the_paper_of_a_letter_can_be_made_again_from_the_frozen_text(sent: Assignment) -> None:
    step = sent.steps.get(action="approve")
    first = make_pdf(sent.offer_text, language=sent.offer_language, at=step.at)
    Task.objects.filter(pk=sent.task_id).update(name="Something else")
    assert make_pdf(step.text, language=sent.offer_language, at=step.at) == first


def test_receiving_the_letter_is_a_step_for_good_and_no_answer(sent: Assignment, ana: Person) -> None:
    row = services.acknowledge(actor=ana.actor(), assignment=sent, at=NOON + timedelta(hours=1))
    assert (row.state, row.acknowledged_at) == ("pending_employee", NOON + timedelta(hours=1))
    step = row.steps.get(action="acknowledge")
    assert (step.by, step.role, step.at) == (ana.user, "employee", NOON + timedelta(hours=1))
    again = services.acknowledge(actor=ana.actor(), assignment=sent, at=NOON + DAY)
    assert again.acknowledged_at == row.acknowledged_at
    assert row.steps.filter(action="acknowledge").count() == 1


def test_hr_says_that_it_arrived_only_with_the_signed_copy(sent: Assignment, rosa: Person) -> None:
    with pytest.raises(Refused) as refused:
        services.acknowledge(actor=rosa.actor(), assignment=sent, at=NOON)
    assert refused.value.code == "SIGNED_COPY_REQUIRED"
    copy = SimpleUploadedFile("signed.pdf", make_pdf(sent.offer_text, language="en", at=NOON))
    services.keep_signed_copy(actor=rosa.actor(), assignment=sent, upload=copy, at=NOON)
    row = services.acknowledge(actor=rosa.actor(), assignment=sent, at=NOON)
    assert row.steps.get(action="acknowledge").role == "hr"
    assert CaseFile.objects.get(pk=row.signed_copy_id).case_id == sent.case_id


@pytest.mark.parametrize(("who", "code"), [("sam", "PERMISSION_DENIED"), ("otto", "NOT_YOUR_RECORD")])
def test_nobody_else_says_that_it_arrived(
    who: str, code: str, sent: Assignment, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(Refused) as refused:
        services.acknowledge(actor=request.getfixturevalue(who).actor(), assignment=sent, at=NOON)
    assert refused.value.code == code


def test_before_the_letter_is_out_nobody_has_received_it(ana: Person, rosa: Person, case: Case, task: Task) -> None:
    row = proposed(rosa, case, task)
    with pytest.raises(Refused) as refused:
        services.acknowledge(actor=ana.actor(), assignment=row, at=NOON)
    assert refused.value.code == "INVALID_TRANSITION"


def test_a_letter_sent_anew_is_to_be_received_anew(sent: Assignment, ana: Person, rosa: Person, case: Case) -> None:
    services.acknowledge(actor=ana.actor(), assignment=sent, at=NOON)
    report(rosa, case, at=NOON + DAY, status="OFF_WORK")
    sent.refresh_from_db()
    assert sent.acknowledged_at is None
