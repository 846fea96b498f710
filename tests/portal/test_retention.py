"""What is forgotten when its time is over, and what stays."""

from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from injuries.models import Case, CaseEvent, CaseFile
from injuries.services import add_file, hold
from notifications.models import Delivery, Reminder
from people.models import AccessEntry, Employee
from people.services import record_access
from portal.retention import YEAR, Rule, forget, rules
from recovery.models import CheckIn, Restriction
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.injuries.test_files import picture
from tests.portal.hr_cases import NO_VIBRATION, check_in, give_report

pytestmark = pytest.mark.django_db
LATER = NOON + 31 * YEAR


def rule(name: str) -> Rule:
    return next(rule for rule in rules() if rule.name == name)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    """Closed, with everything on it, of somebody who left soon after."""
    case = make_open_case(ana, rosa)
    give_report(rosa, case, NO_VIBRATION)
    check_in(ana, case, NOON)
    add_file(actor=ana.actor(), case=case, upload=SimpleUploadedFile("wrist.jpg", picture()), at=NOON)
    Case.objects.filter(pk=case.pk).update(state=Case.State.CLOSED, closed_on=TODAY, next_check_in_on=None)
    Employee.objects.filter(pk=case.employee_id).update(left_on=TODAY + timedelta(days=30))
    return case


def left(case: Case) -> int:
    kinds: tuple[Any, ...] = (CaseEvent, CaseFile, CheckIn, Restriction)
    return Case.objects.filter(pk=case.pk).count() + sum(kind.objects.filter(case=case).count() for kind in kinds)


def test_an_old_case_goes_with_all_that_hangs_on_it(case: Case, django_capture_on_commit_callbacks: Any) -> None:
    stored = [file.content.name for file in case.files.all()]
    assert left(case) > 4 and all(default_storage.exists(name) for name in stored)
    with django_capture_on_commit_callbacks(execute=True):
        removed = forget(rule("cases"), at=LATER)
    assert left(case) == 0 and removed["injuries.Case"] == 1
    assert stored and not any(default_storage.exists(name) for name in stored)


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({}, NOON + 29 * YEAR),
        ({"held_because": "A lawsuit"}, LATER),
        ({"state": Case.State.OPEN, "closed_on": None}, LATER),
    ],
    ids=["not old enough", "held", "open"],
)
def test_a_case_stays_while_its_time_runs_it_is_held_or_it_is_open(
    case: Case, changed: dict[str, Any], at: datetime
) -> None:
    Case.objects.filter(pk=case.pk).update(**changed)
    before = left(case)
    assert forget(rule("cases"), at=at) == {}
    assert left(case) == before


def test_a_case_of_somebody_who_still_works_here_stays(case: Case) -> None:
    Employee.objects.filter(pk=case.employee_id).update(left_on=None)
    assert forget(rule("cases"), at=LATER) == {}


def test_a_hold_is_given_and_taken_back_in_the_journal(case: Case, rosa: Person) -> None:
    for because in ("A lawsuit", ""):
        hold(actor=rosa.actor(), case=case, because=because, at=NOON)
    assert set(case.journal.values_list("kind", flat=True)) >= {"case.held", "case.not_held"}
    assert forget(rule("cases"), at=LATER)["injuries.Case"] == 1


def test_a_case_that_came_back_stays_when_the_first_one_goes(case: Case, ana: Person, rosa: Person) -> None:
    second = make_open_case(ana, rosa, at=NOON + timedelta(days=90))
    Case.objects.filter(pk=second.pk).update(recurrence_of=case)
    forget(rule("cases"), at=LATER)
    second.refresh_from_db()
    assert second.recurrence_of_id is None


def test_looks_at_a_record_go_after_seven_years(case: Case, rosa: Person) -> None:
    record_access(actor=rosa.actor(), employee=case.employee, role="hr", what="case", at=NOON)
    record_access(actor=rosa.actor(), employee=case.employee, role="hr", what="case", at=NOON + 2 * YEAR)
    before = AccessEntry.objects.count()
    assert forget(rule("looks"), at=NOON + 8 * YEAR)["people.AccessEntry"] == before - 1


def test_an_unsent_letter_stays_however_old(case: Case, rosa: Person) -> None:
    for state in ("sent", "queued"):
        Delivery.objects.create(
            channel="email",
            establishment=case.establishment,
            recipient=rosa.user,
            state=state,
            message_id=f"<{state}@example.com>",
            created_at=NOON,
        )
    forget(rule("letters"), at=NOON + 4 * YEAR)
    assert list(Delivery.objects.values_list("state", flat=True)) == ["queued"]


def test_the_command_only_counts_until_it_is_told_to_forget(case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(closed_on=TODAY - 40 * timedelta(days=366))
    Employee.objects.filter(pk=case.employee_id).update(
        hired_on=TODAY - 50 * timedelta(days=366), left_on=TODAY - 40 * timedelta(days=366)
    )
    said = StringIO()
    call_command("forget_old", stdout=said)
    assert left(case) > 0 and "29 CFR 1910.1020" in said.getvalue()
    call_command("forget_old", "--forget", stdout=said)
    assert left(case) == 0 and "injuries.Case removed" in said.getvalue()
    assert not Reminder.objects.filter(case=case.pk).exists()
