"""From a draft to the first day: who may send, approve, accept and refuse, and what each leaves behind."""

from datetime import date, timedelta

import pytest

from duty import services
from duty.models import Assignment, AssignmentStep, Task
from injuries.models import Case, CaseEvent
from people.models import Department, Supervision
from people.refusals import NotAllowed, Refused
from people.services import name_substitute
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, LIGHT_LIFT, NO_LIFT, brought_to, make_task, proposed, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


def test_a_proposal_gets_its_review_a_week_later_on_a_working_day(rosa: Person, case: Case, task: Task) -> None:
    row = proposed(rosa, case, task)
    assert (row.state, row.verdict, row.review_on) == ("draft", "FITS", TODAY + 7 * DAY)
    assert row.restrictions_end_on == TODAY + 28 * DAY
    assert row.match["verdict"] == "FITS"
    assert row.match_hash


def test_a_review_date_past_the_limits_is_refused_in_words(rosa: Person, case: Case, task: Task) -> None:
    start = TODAY + 14 * DAY
    with pytest.raises(Refused) as refused:
        proposed(rosa, case, task, starts_on=start, planned_end_on=None, review_on=start + 20 * DAY)
    assert refused.value.code == "REVIEW_DATE_TOO_LATE"
    words = "Choose a review date on or before March 30: the limits end then."
    assert str(refused.value.fields["review_on"]) == words


def test_an_impossible_plan_is_refused_all_at_once(rosa: Person, case: Case, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        proposed(rosa, case, task, starts_on=TODAY - DAY, planned_end_on=TODAY - 2 * DAY, modifications=("MAGIC",))
    assert set(refused.value.fields) == {"starts_on", "planned_end_on", "modifications"}
    assert not Assignment.objects.exists()


def test_limits_that_run_out_before_the_first_day_ask_for_a_new_report(rosa: Person, case: Case, task: Task) -> None:
    with pytest.raises(Refused) as refused:
        proposed(rosa, case, task, starts_on=TODAY + 40 * DAY, planned_end_on=None)
    assert refused.value.code == "NO_VALID_COVERAGE"


def test_a_task_that_breaks_a_limit_cannot_be_submitted(rosa: Person, case: Case, assembly: Department) -> None:
    heavy = make_task(assembly, "HEAVY", demands=(services.DemandFacts(activity="LIFT", status="ASSESSED", weight=40),))
    row = proposed(rosa, case, heavy)
    with pytest.raises(Refused) as refused:
        services.submit(actor=rosa.actor(), assignment=row, at=NOON)
    assert refused.value.code == "NOT_MATCHED"
    row.refresh_from_db()
    assert (row.state, row.submitted_at) == ("draft", None)


def test_an_estimated_task_never_clears_anybody(rosa: Person, case: Case, assembly: Department) -> None:
    guess = make_task(assembly, "GUESS", assessed_by="", assessed_on=None)
    row = proposed(rosa, case, guess)
    assert row.verdict == "UNKNOWN"
    with pytest.raises(Refused):
        services.submit(actor=rosa.actor(), assignment=row, at=NOON)


def test_the_changes_a_task_needs_are_part_of_the_offer(rosa: Person, case: Case, assembly: Department) -> None:
    lighter = {"code": "HALF", "label": "Half boxes", "patch": {"set": [{"activity": "LIFT", "weight_lb": 8}]}}
    heavy = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=20)
    row = proposed(rosa, case, make_task(assembly, "BOXES", demands=(heavy,), modifications=(lighter,)))
    assert (row.verdict, row.modifications) == ("FITS_WITH_MODIFICATION", ["HALF"])


def test_a_longer_shift_than_the_task_has_is_judged_as_offered(rosa: Person, case: Case, task: Task) -> None:
    from datetime import time

    from recovery.services import LimitFacts

    report(rosa, case, LimitFacts(kind="MAX_SHIFT_HOURS", minutes=240))
    whole = proposed(rosa, case, task)
    half = proposed(rosa, case, task, shift_starts=time(8), shift_ends=time(12))
    assert (whole.verdict, half.verdict) == ("DOES_NOT_FIT", "FITS")


def test_the_supervisor_approves_and_the_offer_is_frozen(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert row.approved_by == sam.user
    assert row.answer_by == date(2026, 3, 5)
    for said in ("Filing documents", "Room 4", "Lift up to 10 lb", "leave", "March 9, 2026", "asked to do more"):
        assert said in row.offer_text, said
    assert "wrist" not in row.offer_text
    Task.objects.filter(pk=task.pk).update(name="Something else")
    row.refresh_from_db()
    assert "Filing documents" in row.offer_text


def test_the_answer_is_due_after_three_working_days(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    case.establishment.holidays.create(day=TODAY + DAY, name="Founding day")
    row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert row.answer_by == date(2026, 3, 6)


def test_each_step_is_stored_with_the_match_and_the_reports_it_rested_on(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    steps = list(row.steps.all())
    assert [(step.action, step.role) for step in steps] == [
        ("propose", "hr"),
        ("submit", "hr"),
        ("approve", "supervisor"),
        ("accept", "employee"),
        ("start", "system"),
    ]
    on_file = [found.pk for found in case.work_status_reports.all()]
    assert all(step.match["reports"] == on_file and step.match["hash"] for step in steps)


def test_one_entry_in_the_journal_for_each_verb_and_no_reason_in_it(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    brought_to("suspended", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    entries = CaseEvent.objects.filter(case=case, kind__startswith="duty.").order_by("pk")
    assert [entry.kind for entry in entries] == [
        "duty.proposed",
        "duty.submitted",
        "duty.approved",
        "duty.accepted",
        "duty.started",
        "duty.stopped",
    ]
    assert "hurts" not in str([entry.data for entry in entries])


def test_a_draft_is_hrs_affair_alone(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> None:
    proposed(rosa, case, task)
    for person, sees in ((ana, 0), (sam, 0), (rosa, 1)):
        assert Assignment.objects.visible_to(person.actor()).count() == sees
    told = CaseEvent.objects.filter(kind="duty.proposed").visible_to(sam.actor())
    assert not told.exists()


def test_only_the_supervisor_of_the_receiving_department_approves(
    sam: Person, olga: Person, rosa: Person, case: Case, office: Department
) -> None:
    row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, make_task(office)), at=NOON)
    with pytest.raises(NotAllowed) as refused:
        services.approve(actor=sam.actor(), assignment=row, at=NOON)
    assert refused.value.code == "WRONG_DEPARTMENT"
    assert services.approve(actor=olga.actor(), assignment=row, at=NOON).state == "pending_employee"


def test_a_substitute_answers_only_on_the_days_named(
    tina: Person, rosa: Person, case: Case, task: Task, sams_post: Supervision
) -> None:
    assert tina.employee
    name_substitute(stands_in_for=sams_post, supervisor=tina.employee, starts_on=TODAY + DAY, ends_on=TODAY + 2 * DAY)
    row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, task), at=NOON)
    with pytest.raises(NotAllowed):
        services.approve(actor=tina.actor(), assignment=row, at=NOON)
    tomorrow = NOON + DAY
    assert services.approve(actor=tina.actor(tomorrow), assignment=row, at=tomorrow).approved_by == tina.user


def test_nobody_approves_their_own_duty(sam: Person, rosa: Person, task: Task) -> None:
    case = make_open_case(sam, rosa)
    report(rosa, case)
    row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, task), at=NOON)
    with pytest.raises(NotAllowed) as refused:
        services.approve(actor=sam.actor(), assignment=row, at=NOON)
    assert refused.value.code == "SELF_APPROVAL"


def test_a_supervisor_who_declines_names_another_duty(sam: Person, rosa: Person, case: Case, task: Task) -> None:
    row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, task), at=NOON)
    with pytest.raises(Refused) as refused:
        services.decline(actor=sam.actor(), assignment=row, at=NOON, reason="No desk", alternative=" ")
    assert list(refused.value.fields) == ["alternative"]
    row = services.decline(actor=sam.actor(), assignment=row, at=NOON, reason="No desk", alternative="none available")
    assert (row.state, row.alternative) == ("declined_supervisor", "none available")


def test_hr_records_an_answer_only_with_the_signed_copy(
    sam: Person, ana: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    with pytest.raises(Refused) as refused:
        services.accept(actor=rosa.actor(), assignment=row, at=NOON)
    assert refused.value.code == "SIGNED_COPY_REQUIRED"
    assert services.accept(actor=rosa.actor(), assignment=row, at=NOON, signed_copy=True).state == "active"


def test_another_employee_answers_nothing(
    sam: Person, ana: Person, tina: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("pending_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    with pytest.raises(NotAllowed) as refused:
        services.accept(actor=tina.actor(), assignment=row, at=NOON)
    assert refused.value.code == "NOT_YOUR_RECORD"


def test_a_no_ends_the_version_and_nothing_follows(
    sam: Person, ana: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("declined_employee", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert not Assignment.objects.filter(previous=row).exists()


def test_an_accepted_duty_starts_on_its_first_day_and_not_before(
    sam: Person, ana: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("scheduled", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    assert services.advance(NOON + timedelta(hours=2)) == 0
    assert services.advance(NOON + DAY) == 1
    row.refresh_from_db()
    assert (row.state, row.activated_on) == ("active", TODAY + DAY)
    assert services.advance(NOON + DAY) == 0


def test_limits_that_got_tighter_unnoticed_stop_an_approval(sam: Person, rosa: Person, case: Case, task: Task) -> None:
    from recovery.services import WorkStatusFacts, store_work_status_report

    row = services.submit(actor=rosa.actor(), assignment=proposed(rosa, case, task), at=NOON)
    facts = WorkStatusFacts(
        provider="Dr Lee", status="RESTRICTED", issued_on=TODAY, starts_on=TODAY, ends_on=TODAY + 9 * DAY
    )
    store_work_status_report(actor=rosa.actor(), case=case, at=NOON, facts=facts, limits=(NO_LIFT,))
    with pytest.raises(Refused) as refused:
        services.approve(actor=sam.actor(), assignment=row, at=NOON)
    assert refused.value.code == "STALE_MATCH"


def test_a_case_that_nobody_took_up_gets_no_duty(ana: Person, rosa: Person, task: Task) -> None:
    from tests.cast import make_case

    with pytest.raises(Refused) as refused:
        proposed(rosa, make_case(ana), task)
    assert refused.value.code == "CASE_NOT_OPEN"


def test_hr_of_another_site_proposes_nothing(hugo: Person, case: Case, task: Task) -> None:
    with pytest.raises(NotAllowed):
        proposed(hugo, case, task)


def test_a_changed_draft_is_matched_anew(rosa: Person, case: Case, task: Task, office: Department) -> None:
    row = proposed(rosa, case, task)
    other = make_task(office, "PHONES", demands=(LIGHT_LIFT,))
    row = services.amend(actor=rosa.actor(), assignment=row, at=NOON, task=other, starts_on=TODAY + DAY)
    assert (row.task, row.department, row.review_on) == (other, office, TODAY + 8 * DAY)
    assert AssignmentStep.objects.filter(assignment=row, action="amend").count() == 1
