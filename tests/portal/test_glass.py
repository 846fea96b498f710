"""Break the glass: one case of another site, to read, for an hour, with a reason that everybody concerned sees."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from injuries.models import Case, CaseEvent, CaseFile, Report
from injuries.services import break_glass
from notifications.models import Reminder
from notifications.services import plan
from people.models import AccessEntry, BrokenGlass, RoleGrant
from people.refusals import NotAllowed, Refused
from people.scope import person
from people.services import grant_role
from recovery.models import CheckIn, Treatment, WorkStatusReport
from tests.cast import NOON, Person, make_office, make_open_case
from tests.portal.hr_cases import NO_VIBRATION, check_in, give_report
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db
WHY = "Her own HR is on leave and the clinic calls"


@pytest.fixture(autouse=True)
def monday() -> Iterator[Any]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    case = make_open_case(ana, rosa)
    give_report(rosa, case, NO_VIBRATION)
    check_in(ana, case, NOON)
    return case


@pytest.fixture
def far(other_site: Any) -> Person:
    """HR of another site."""
    return make_office("far@example.com", "Fara Way", RoleGrant.Role.HR, other_site)


def ask(who: Person, case: Case, why: str = WHY) -> Any:
    return phone_of(who).post("/admin/emergency/", {"number": case.number, "reason": why})


def test_with_a_reason_the_case_opens_to_be_read(far: Person, case: Case) -> None:
    assert phone_of(far).get(f"/admin/case/{case.number}/").status_code == 404
    assert ask(far, case).status_code == 302
    said = words_at(far, f"/admin/case/{case.number}/")
    assert "in an emergency" in said and "wrist" in said.lower() and "Add note" not in said


def test_it_opens_in_the_database_as_well_and_no_other_case(
    far: Person, case: Case, olga: Person, rosa: Person
) -> None:
    make_open_case(olga, rosa)
    break_glass(actor=far.actor(), number=case.number, reason=WHY, at=NOON)
    kinds: tuple[Any, ...] = (Case, Report, CheckIn, WorkStatusReport, Treatment, CaseFile)
    with person(far.actor()):
        found = [list(kind.objects.values_list("pk" if kind is Case else "case", flat=True)) for kind in kinds]
    assert {pk for keys in found for pk in keys} == {case.pk} and all(found[:4])


def test_nothing_may_be_written_through_it(far: Person, case: Case) -> None:
    break_glass(actor=far.actor(), number=case.number, reason=WHY, at=NOON)
    assert phone_of(far).post(f"/admin/case/{case.number}/note/", {"words": "hello"}).status_code == 404
    assert not Case.objects.writable_by(far.actor()).filter(pk=case.pk).exists()


def test_after_an_hour_it_is_closed_again(far: Person, case: Case, monday: Any) -> None:
    break_glass(actor=far.actor(), number=case.number, reason=WHY, at=NOON)
    monday.move_to(NOON + timedelta(minutes=61))
    assert phone_of(far).get(f"/admin/case/{case.number}/").status_code == 404


def test_the_employee_reads_who_and_why_and_the_journal_keeps_it(ana: Person, far: Person, case: Case) -> None:
    break_glass(actor=far.actor(), number=case.number, reason=WHY, at=NOON)
    said = words_at(ana, "/record/who/")
    assert "Fara Way" in said and WHY in said
    assert CaseEvent.objects.filter(case=case, kind="case.glass").exists()
    assert AccessEntry.objects.get(what="glass").reason == WHY


def test_the_lead_of_hr_is_told_at_once(rosa: Person, far: Person, case: Case, site: Any) -> None:
    lead = make_office("lead@example.com", "Lea Dhr", RoleGrant.Role.HR, site)
    RoleGrant.objects.filter(user=lead.user).update(is_lead=True)
    break_glass(actor=far.actor(), number=case.number, reason=WHY, at=NOON)
    plan(at=NOON)
    told = Reminder.objects.get(rule="people.glass-broken")
    assert (told.recipient, told.case_id, told.not_before <= NOON) == (lead.user, case.pk, True)


@pytest.mark.parametrize("why", ["", "because", "   because    "])
def test_without_a_real_reason_it_stays_closed(far: Person, case: Case, why: str) -> None:
    assert ask(far, case, why).status_code == 422
    assert not BrokenGlass.objects.exists()


def test_a_number_that_is_none_is_named_at_its_field(far: Person) -> None:
    answer = phone_of(far).post("/admin/emergency/", {"number": "1999-0001", "reason": WHY})
    assert answer.status_code == 422 and "There is no case of this number." in answer.content.decode()


def test_a_safety_officer_may_a_supervisor_an_auditor_and_an_employee_may_not(
    safety: Person, sam: Person, auditor: Person, ana: Person, case: Case
) -> None:
    break_glass(actor=safety.actor(), number=case.number, reason=WHY, at=NOON)
    for person_ in (sam, auditor, ana):
        with pytest.raises(NotAllowed):
            break_glass(actor=person_.actor(), number=case.number, reason=WHY, at=NOON)
        assert ask(person_, case).status_code in (302, 404)
    assert BrokenGlass.objects.count() == 1


def test_whoever_runs_the_case_needs_no_emergency(rosa: Person, case: Case) -> None:
    with pytest.raises(Refused, match="as always"):
        break_glass(actor=rosa.actor(), number=case.number, reason=WHY, at=NOON)


def test_of_a_privacy_case_an_auditor_sees_neither_name_nor_pseudonym(
    auditor: Person, rosa: Person, case: Case
) -> None:
    phone_of(rosa).post(f"/admin/case/{case.number}/privacy/", {"ground": "employee_request"})
    for address in ("/admin/cases/", f"/admin/case/{case.number}/", f"/admin/case/{case.number}/changes/"):
        said = words_at(auditor, address)
        assert "Privacy case" in said and case.employee.pseudonym not in said and "Rivera" not in said
    row = phone_of(auditor).get(f"/api/v1/cases/{case.number}/").json()
    assert "employee" not in row
    [report] = phone_of(auditor).get("/api/v1/reports/").json()["results"]
    assert not {"employee", "filed_by"} & set(report)
    assert "Rivera" in words_at(rosa, f"/admin/case/{case.number}/")


def test_a_role_at_both_sites_needs_no_glass(far: Person, case: Case, site: Any) -> None:
    grant_role(user=far.user, role=RoleGrant.Role.HR, establishment_id=site.pk)
    assert phone_of(far).get(f"/admin/case/{case.number}/").status_code == 200
