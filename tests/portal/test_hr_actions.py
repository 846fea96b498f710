"""What HR does on a case: triage, notes, calls, visits, treatments, the report for an employee, reminders."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from duty import services as duties
from injuries.models import Case, CaseEvent, Report
from notifications.models import Reminder
from people.models import Employee
from recovery.models import Appointment, CheckIn, Course, Stall, Treatment, WorkStatusReport
from tests.cast import NOON, TODAY, Person, make_case, make_open_case
from tests.portal.hr_cases import LIFT_TEN, at_desk, check_in, give_report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(rosa: Person) -> Client:
    return at_desk(rosa)


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def send(desk: Client, case: Case, page: str, **answers: Any) -> int:
    return int(desk.post(f"/admin/case/{case.number}/{page}/", answers).status_code)


def test_triage_is_filled_in_but_for_one_answer(desk: Client, ana: Person, rosa: Person) -> None:
    case = make_case(ana)
    shown = desk.get(f"/admin/case/{case.number}/triage/").content.decode()
    assert 'value="2026-03-03"' in shown
    assert f'<option value="{rosa.user.pk}" selected>' in shown
    answers = {"owner": rosa.user.pk, "first_check_in_on": "2026-03-03", "work_related": "yes"}
    assert send(desk, case, "triage", **answers) == 302
    case.refresh_from_db()
    assert (case.state, case.owner, case.next_check_in_on) == ("open", rosa.user, TODAY + timedelta(days=1))


def test_triage_asks_for_the_body_part_that_a_supervisor_leaves_out(
    desk: Client, ana: Person, sam: Person, rosa: Person
) -> None:
    assert ana.employee is not None
    from injuries.services import file_report
    from tests.cast import wrist_facts

    report = file_report(
        actor=sam.actor(),
        employee=ana.employee,
        facts=wrist_facts(body_part="", side="NA"),
        at=NOON,
        client_key=uuid4(),
    )
    assert report.case is not None
    answers = {"owner": rosa.user.pk, "first_check_in_on": "2026-03-03", "work_related": "yes"}
    assert send(desk, report.case, "triage", **answers) == 422
    assert send(desk, report.case, "triage", **answers, body_part="WRIST", side="NA") == 422
    report.case.refresh_from_db()
    assert (report.case.state, report.case.body_part) == ("reported", "")
    assert send(desk, report.case, "triage", **answers, body_part="WRIST", side="R") == 302


def test_somebody_who_was_faster_is_said_in_words(desk: Client, case: Case, rosa: Person) -> None:
    answers = {"owner": rosa.user.pk, "first_check_in_on": "2026-03-03", "work_related": "yes"}
    response = desk.post(f"/admin/case/{case.number}/triage/", answers)
    assert response.status_code == 422
    assert b"Somebody has triaged this case already." in response.content


@pytest.mark.parametrize(
    "page",
    [
        *("note", "file", "appointment", "treatment", "prevention", "pause", "main-activity", "check-in", "close"),
        *("work-status", "duties", "journal"),
    ],
)
def test_a_form_that_is_only_looked_at_complains_about_nothing(desk: Client, case: Case, page: str) -> None:
    response = desk.get(f"/admin/case/{case.number}/{page}/")
    assert response.status_code == 200
    assert "need a fix" not in response.content.decode()
    assert "needs a fix" not in response.content.decode()


def test_a_note_is_written_into_the_journal(desk: Client, case: Case) -> None:
    assert send(desk, case, "note", words="   ") == 422
    assert send(desk, case, "note", words="Called, all is well.") == 302
    assert CaseEvent.objects.get(kind="case.note").data == {"words": "Called, all is well."}


def appointment(**changed: Any) -> dict[str, Any]:
    typed = {
        "kind": "follow_up",
        "day": "2026-03-09",
        "starts": "14:00",
        "minutes": "90",
        "client_key": str(uuid4()),
    }
    return {**typed, **changed}


def test_an_appointment_is_entered_in_the_time_of_the_establishment(desk: Client, case: Case) -> None:
    assert send(desk, case, "appointment", **appointment()) == 302
    made = Appointment.objects.get(case=case)
    # Daylight saving began on 8 March: 14:00 in Chicago is 19:00 UTC.
    assert (made.starts_at.isoformat(), made.ends_at - made.starts_at) == (
        "2026-03-09T19:00:00+00:00",
        timedelta(minutes=90),
    )


def test_an_appointment_in_the_past_is_refused_at_its_field(desk: Client, case: Case) -> None:
    response = desk.post(f"/admin/case/{case.number}/appointment/", appointment(day="2026-02-01"))
    assert 'href="#id_starts"' in response.content.decode()


def test_the_same_appointment_sent_twice_is_one(desk: Client, case: Case) -> None:
    typed = appointment()
    send(desk, case, "appointment", **typed)
    send(desk, case, "appointment", **typed)
    assert Appointment.objects.count() == 1


def test_the_outcome_of_a_visit_closes_what_asked_for_it(desk: Client, case: Case, rosa: Person) -> None:
    send(desk, case, "appointment", **appointment(day="2026-03-03"))
    visit = Appointment.objects.get(case=case)
    Stall.objects.create(case=case, kind="stalled", opened_on=TODAY, opened_at=NOON, rule_version="test")
    with time_machine.travel(NOON + timedelta(days=3), tick=False):
        page = f"appointment/{visit.pk}/outcome"
        assert send(at_desk(rosa), case, page, outcome="seen", words="New splint") == 302
    assert Stall.objects.get(case=case).close_reason == "outcome"


def test_an_appointment_is_canceled(desk: Client, case: Case) -> None:
    send(desk, case, "appointment", **appointment())
    visit = Appointment.objects.get(case=case)
    assert send(desk, case, f"appointment/{visit.pk}") == 302
    assert Appointment.objects.standing().count() == 0


def test_a_treatment_begins_and_ends(desk: Client, case: Case) -> None:
    assert send(desk, case, "treatment", kind="otc", words="Ibuprofen", started_on="2026-03-01") == 302
    made = Treatment.objects.get(case=case)
    assert send(desk, case, f"treatment/{made.pk}/end", ended_on="2026-02-01") == 422
    assert send(desk, case, f"treatment/{made.pk}/end", ended_on="2026-03-02") == 302
    made.refresh_from_db()
    assert made.ended_on == TODAY


def test_a_call_answers_an_alarming_sign(desk: Client, case: Case, ana: Person) -> None:
    check_in(ana, case, NOON, alarming=True)
    stall = Stall.objects.get(case=case, kind="red_flag")
    assert send(desk, case, f"contact/{stall.pk}", words="Is at the clinic now.") == 302
    stall.refresh_from_db()
    assert stall.close_reason == "contacted"


def test_being_asked_to_do_more_is_answered(desk: Client, case: Case, ana: Person, rosa: Person) -> None:
    give_report(rosa, case, LIFT_TEN)
    concern = duties.raise_concern(
        actor=ana.actor(), case=case, words="Carry the big boxes", stop=False, at=NOON, client_key=uuid4()
    )
    shown = desk.get(f"/admin/case/{case.number}/concern/{concern.pk}/").content.decode()
    assert "Carry the big boxes" in shown
    assert "Lift and carry up to 10 lb" in shown
    assert send(desk, case, f"concern/{concern.pk}", answer="Talked to the line lead.") == 302
    concern.refresh_from_db()
    assert concern.answer == "Talked to the line lead."


def test_reminders_are_paused_with_a_reason_and_go_on(desk: Client, case: Case) -> None:
    assert send(desk, case, "pause", until="2026-03-20", reason="") == 422
    assert send(desk, case, "pause", until="2026-03-20", reason="On vacation") == 302
    assert Course.objects.get(case=case).pause_reason == "On vacation"
    assert send(desk, case, "pause/end") == 302
    assert Course.objects.get(case=case).paused_until is None


def test_the_main_activity_is_changed(desk: Client, case: Case) -> None:
    assert send(desk, case, "main-activity", main_activity="Playing the cello") == 302
    assert Course.objects.get(case=case).main_activity == "Playing the cello"


def test_a_check_in_by_telephone_is_marked_so(desk: Client, case: Case) -> None:
    key = str(uuid4())
    assert send(desk, case, "check-in", client_key=key) == 422
    assert send(desk, case, "check-in", client_key=key, scores_pain="4", alarming="no") == 302
    made = CheckIn.objects.get(case=case)
    assert (made.by_telephone, made.scores) == (True, {"pain": 4})


def test_a_prevention_is_planned(desk: Client, case: Case) -> None:
    assert send(desk, case, "prevention", prevention="A lift table", by_whom="Facilities", due_on="2026-04-01") == 302
    case.refresh_from_db()
    assert (case.prevention, case.prevention_by) == ("A lift table", "Facilities")


def test_a_case_closes_only_with_a_release(desk: Client, case: Case, rosa: Person) -> None:
    response = desk.post(f"/admin/case/{case.number}/close/")
    assert b"Full duty needs a work status report that says so." in response.content
    give_report(rosa, case, status=WorkStatusReport.Status.FULL_RELEASE)
    assert send(desk, case, "close") == 302
    case.refresh_from_db()
    assert case.state == "closed"


def facts(employee: Employee, **changed: Any) -> dict[str, Any]:
    typed = {
        "employee": employee.pk,
        "began_on": "2026-02-20",
        "repetitive_task": "typing",
        "body_part": "HAND",
        "side": "L",
        "symptoms": ["pain"],
        "earlier_injury": "no",
        "client_key": str(uuid4()),
    }
    return {**typed, **changed}


def test_hr_reports_for_an_employee(desk: Client, ana: Person) -> None:
    assert ana.employee is not None
    assert "Report for this person" in desk.get("/admin/report/", {"q": "riv"}).content.decode()
    response = desk.post("/admin/report/", facts(ana.employee))
    report = Report.objects.get(employee=ana.employee)
    assert (report.filed_as, response.status_code) == ("hr", 302)


def test_a_second_report_of_the_same_part_can_join_the_open_case(desk: Client, ana: Person) -> None:
    assert ana.employee is not None
    desk.post("/admin/report/", facts(ana.employee))
    again = facts(ana.employee)
    shown = desk.post("/admin/report/", again).content.decode()
    assert "Add this report to the open case" in shown
    assert desk.post("/admin/report/", {**again, "add_to": "on"}).status_code == 302
    assert (Case.objects.count(), Report.objects.count()) == (1, 2)


def test_hr_reports_nobody_of_another_establishment(desk: Client, otto: Person) -> None:
    assert otto.employee is not None
    response = desk.get("/admin/report/", {"employee": otto.employee.pk})
    assert "Whom is the report about?" in response.content.decode()
    assert "Otto" not in desk.get("/admin/report/", {"q": "otto"}).content.decode()


def remind(case: Case, person: Person, state: str, due: datetime = NOON, rule: str = "recovery.follow-up") -> Reminder:
    return Reminder.objects.create(
        rule=rule,
        subject_kind="finding",
        subject_id=uuid4().hex,
        establishment=case.establishment,
        employee=case.employee,
        case=case,
        recipient=person.user,
        audience="employee",
        due_on=due.date(),
        not_before=due,
        planned_at=due,
        state=state,
        told_at=due if state == "told" else None,
    )


def test_the_ledger_says_what_reached_nobody_and_why(desk: Client, case: Case, ana: Person) -> None:
    remind(case, ana, "failed")
    remind(case, ana, "planned")
    shown = desk.get("/admin/reminders/").content.decode()
    assert "1 reminder reached nobody" in shown
    assert "no doctor&#x27;s appointment on a coming day is entered" in shown
    assert "Send again" in shown
    assert "Send again" not in desk.get("/admin/reminders/?state=planned").content.decode()


def test_a_failed_reminder_is_sent_again(desk: Client, case: Case, ana: Person) -> None:
    reminder = remind(case, ana, "failed")
    desk.post(f"/admin/reminders/{reminder.pk}/retry/")
    reminder.refresh_from_db()
    assert reminder.state == "planned"


def test_hr_of_another_establishment_sees_and_retries_nothing(case: Case, ana: Person, hugo: Person) -> None:
    reminder = remind(case, ana, "failed")
    desk = at_desk(hugo)
    assert "Rivera" not in desk.get("/admin/reminders/").content.decode()
    assert desk.post(f"/admin/reminders/{reminder.pk}/retry/").status_code == 404


def test_the_auditor_reads_the_state_of_a_reminder_without_a_name(case: Case, ana: Person, auditor: Person) -> None:
    remind(case, ana, "told")
    shown = at_desk(auditor).get("/admin/reminders/").content.decode()
    assert "Rivera" not in shown
    assert case.number not in shown
