"""A duty under way: reports that change it, reviews, stops, changes, the end, and what the calendar does alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from duty import services
from duty.models import Assignment, Concern, DutyReview, Task
from duty.spans import active_spans, days_in
from injuries.models import Case
from people.models import Department
from people.refusals import NotAllowed, Refused
from recovery.models import Course
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.duty.building import DAY, LIGHT_LIFT, NO_LIFT, ROUTES, brought_to, make_task, proposed, release, report

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    made = make_open_case(ana, rosa)
    report(rosa, made)
    return made


@pytest.fixture
def task(assembly: Department) -> Task:
    return make_task(assembly)


@pytest.fixture
def active(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> Assignment:
    return brought_to("active", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)


def fresh(row: Assignment) -> Assignment:
    return Assignment.objects.get(pk=row.pk)


def test_a_stricter_report_suspends_the_active_duty_at_once(rosa: Person, case: Case, active: Assignment) -> None:
    report(rosa, case, NO_LIFT, at=NOON + DAY)
    row = fresh(active)
    assert (row.state, row.verdict) == ("suspended", "DOES_NOT_FIT")
    assert row.steps.get(action="restrictions_tightened").role == "system"


@pytest.mark.parametrize("state", ["pending_supervisor", "pending_employee"])
def test_a_stricter_report_takes_back_what_waits_for_an_answer(
    state: str, ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to(state, rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    report(rosa, case, NO_LIFT)
    row = fresh(row)
    assert (row.state, row.submitted_at, row.offer_text) == ("draft", None, "")
    assert not Assignment.objects.visible_to(sam.actor()).exists()


def test_a_report_that_still_allows_the_duty_leaves_it_and_prolongs_nothing(
    rosa: Person, case: Case, active: Assignment
) -> None:
    report(rosa, case, at=NOON + DAY, ends_on=TODAY + 60 * DAY)
    row = fresh(active)
    assert (row.state, row.restrictions_end_on) == ("active", TODAY + 60 * DAY)
    assert (row.planned_end_on, row.review_on) == (active.planned_end_on, active.review_on)


def test_a_shorter_report_pulls_the_review_forward(rosa: Person, case: Case, active: Assignment) -> None:
    report(rosa, case, at=NOON + DAY, ends_on=TODAY + 3 * DAY)
    assert fresh(active).review_on == TODAY + 3 * DAY


def test_a_voided_report_is_matched_again(rosa: Person, case: Case, active: Assignment) -> None:
    services.void_report(actor=rosa.actor(), report=case.work_status_reports.get(), reason="Another person's", at=NOON)
    row = fresh(active)
    assert row.state == "suspended"
    assert row.match["flags"] == ["NO_MEDICAL_INFORMATION"]


def test_a_full_release_alone_ends_nothing(rosa: Person, case: Case, active: Assignment) -> None:
    release(rosa, case, at=NOON + DAY)
    assert fresh(active).state == "active"


def test_limits_that_begin_later_stop_the_duty_on_their_day(rosa: Person, case: Case, active: Assignment) -> None:
    report(rosa, case, NO_LIFT, provider="Dr Lee", starts_on=TODAY + 4 * DAY, ends_on=TODAY + 20 * DAY)
    assert fresh(active).state == "active"
    services.advance(NOON + 3 * DAY)
    assert fresh(active).state == "active"
    services.advance(NOON + 4 * DAY)
    assert fresh(active).state == "suspended"


def test_a_heavier_profile_of_the_task_stops_the_duty(rosa: Person, active: Assignment, task: Task) -> None:
    heavy = services.DemandFacts(activity="LIFT", status="ASSESSED", minutes=60, weight=30)
    make = services.TaskFacts(
        code=task.code,
        name=task.name,
        kind="light",
        department=task.department,
        demands=(heavy,),
        assessed_by="Pia Hart",
        assessed_on=TODAY,
    )
    changed = services.write_task(actor=rosa.actor(), facts=make, at=NOON, task=task)
    assert (changed.version, fresh(active).state) == (2, "suspended")


def test_coverage_that_ran_out_lapses_the_duty(active: Assignment) -> None:
    assert services.advance(NOON + 21 * DAY) == 0
    assert services.advance(NOON + 22 * DAY) == 1
    row = fresh(active)
    assert row.state == "lapsed"
    assert services.advance(NOON + 23 * DAY) == 0


def test_the_day_is_that_of_the_establishment(ana: Person, sam: Person, rosa: Person, case: Case, task: Task) -> None:
    row = brought_to("scheduled", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    evening = NOON + timedelta(hours=10)  # already tomorrow in London, still today in Chicago
    assert services.advance(evening) == 0
    assert fresh(row).state == "scheduled"


def test_a_review_goes_on_with_the_next_date_two_weeks_later(rosa: Person, active: Assignment) -> None:
    at = NOON + 7 * DAY
    row = services.hold_review(
        actor=rosa.actor(at), assignment=active, at=at, decision="continue", employee_words="Fine so far"
    )
    assert (row.state, row.review_on) == ("active", TODAY + 21 * DAY)
    held = DutyReview.objects.get()
    assert (held.held_on, held.next_review_on) == (TODAY + 7 * DAY, TODAY + 21 * DAY)


def test_what_the_employee_says_in_a_review_is_not_the_supervisors(
    sam: Person, ana: Person, rosa: Person, active: Assignment
) -> None:
    from people.wall import readable

    services.hold_review(
        actor=rosa.actor(), assignment=active, at=NOON, decision="continue", employee_words="My wrist burns"
    )
    held = DutyReview.objects.visible_to(sam.actor()).get()
    assert not readable(sam.actor(), held, "employee_words")
    assert readable(ana.actor(), held, "employee_words")
    assert not readable(sam.actor(), active, "reason")


def test_a_review_past_the_limits_is_refused(rosa: Person, active: Assignment) -> None:
    at = NOON + 7 * DAY
    with pytest.raises(Refused) as refused:
        services.hold_review(
            actor=rosa.actor(at), assignment=active, at=at, decision="continue", review_on=TODAY + 22 * DAY
        )
    assert refused.value.code == "REVIEW_DATE_TOO_LATE"
    assert not DutyReview.objects.exists()


def test_a_review_may_end_or_change_the_duty(rosa: Person, active: Assignment) -> None:
    draft = services.hold_review(
        actor=rosa.actor(), assignment=active, at=NOON, decision="change", reason="Another place"
    )
    assert (draft.state, draft.previous, draft.version) == ("draft", active, 2)
    assert DutyReview.objects.get().assignment == active


def test_a_change_ends_the_old_version_today_and_the_new_begins_tomorrow(rosa: Person, active: Assignment) -> None:
    draft = services.change(actor=rosa.actor(), assignment=active, at=NOON, reason="Another place")
    assert (fresh(active).state, fresh(active).ended_on) == ("ended", TODAY)
    assert (draft.starts_on, draft.planned_end_on) == (TODAY + DAY, active.planned_end_on)


def test_a_lapsed_duty_can_be_changed_into_a_draft_that_waits_for_a_report(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("lapsed", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    later = NOON + 31 * DAY
    draft = services.change(actor=rosa.actor(later), assignment=row, at=later, reason="New report is coming")
    assert (draft.state, draft.verdict) == ("draft", "UNKNOWN")
    with pytest.raises(Refused):
        services.submit(actor=rosa.actor(later), assignment=draft, at=later)


@pytest.mark.parametrize("who", ["ana", "sam", "rosa"])
def test_anybody_concerned_may_stop_the_duty(who: str, request: pytest.FixtureRequest, active: Assignment) -> None:
    person: Person = request.getfixturevalue(who)
    row = services.safety_stop(actor=person.actor(), assignment=active, at=NOON, reason="Asked to lift 40 lb")
    assert row.state == "suspended"


def test_a_resumed_duty_is_reviewed_a_week_later(
    ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    row = brought_to("suspended", rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    at = NOON + 2 * DAY
    row = services.resume(actor=rosa.actor(at), assignment=row, at=at)
    assert (row.state, row.review_on) == ("active", TODAY + 9 * DAY)


def test_an_extension_past_the_longest_period_needs_a_reason(rosa: Person, case: Case, active: Assignment) -> None:
    report(rosa, case, open_end=True, ends_on=None)
    last = TODAY + 90 * DAY
    with pytest.raises(Refused) as refused:
        services.extend(actor=rosa.actor(), assignment=active, at=NOON, planned_end_on=last)
    assert refused.value.code == "MAX_PERIOD_EXCEEDED"
    within = services.extend(actor=rosa.actor(), assignment=active, at=NOON, planned_end_on=last - DAY)
    assert within.planned_end_on == last - DAY
    longer = services.extend(
        actor=rosa.actor(), assignment=active, at=NOON, planned_end_on=last, reason="Surgery moved"
    )
    assert longer.planned_end_on == last


def test_days_are_counted_once_over_all_versions_and_not_while_stopped(
    ana: Person, sam: Person, rosa: Person, case: Case, active: Assignment
) -> None:
    services.safety_stop(actor=ana.actor(), assignment=active, at=NOON + 2 * DAY, reason="It hurts")
    services.resume(actor=rosa.actor(), assignment=active, at=NOON + 5 * DAY)
    spans = active_spans([case.pk], TODAY + 6 * DAY)[case.pk]
    assert [(span.start - TODAY).days for span in spans] == [0, 5]
    assert days_in(spans) == 5


def test_full_duty_needs_a_release_on_file(rosa: Person, case: Case, active: Assignment) -> None:
    with pytest.raises(Refused) as refused:
        services.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Better", full_duty=True)
    assert refused.value.code == "RELEASE_REQUIRED"
    release(rosa, case, at=NOON + DAY)
    row = services.end(actor=rosa.actor(), assignment=active, at=NOON + DAY, reason="", full_duty=True)
    assert (row.state, row.reason, row.ended_on) == ("ended", "full_duty", TODAY + DAY)


def test_two_active_duties_at_once_are_refused_in_words_and_by_the_database(
    ana: Person, sam: Person, rosa: Person, case: Case, active: Assignment, assembly: Department
) -> None:
    second = proposed(rosa, case, make_task(assembly, "SECOND", demands=(LIGHT_LIFT,)))
    services.submit(actor=rosa.actor(), assignment=second, at=NOON)
    services.approve(actor=sam.actor(), assignment=second, at=NOON)
    row = services.accept(actor=ana.actor(), assignment=second, at=NOON)
    assert row.state == "scheduled"
    with pytest.raises(Refused) as refused:
        services.start(actor=rosa.actor(), assignment=second, at=NOON)
    assert refused.value.code == "OVERLAP"
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.filter(pk=second.pk).update(state="active")
    services.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Swapped")
    assert services.advance(NOON) == 1


def test_an_active_duty_without_an_end_bars_every_later_one_in_the_database(active: Assignment) -> None:
    Assignment.objects.filter(pk=active.pk).update(planned_end_on=None)
    later = {"id": uuid4(), "starts_on": TODAY + 300 * DAY, "planned_end_on": None, "restrictions_end_on": None}
    copy = {**{field.attname: getattr(active, field.attname) for field in Assignment._meta.fields}, **later}
    copy["review_on"] = TODAY + 301 * DAY
    with pytest.raises(IntegrityError, match="assignment_active_once"), transaction.atomic():
        Assignment.objects.create(**copy)


def test_a_concern_with_a_stop_suspends_the_duty_and_comes_once(ana: Person, active: Assignment) -> None:
    key = uuid4()
    for _again in range(2):
        services.raise_concern(
            actor=ana.actor(), case=active.case, words="Lift the crates", stop=True, at=NOON, client_key=key
        )
    concern = Concern.objects.get()
    assert (concern.assignment, concern.stopped, fresh(active).state) == (active, True, "suspended")


def test_a_concern_is_answered_once_and_never_seen_by_the_supervisor(
    ana: Person, sam: Person, rosa: Person, active: Assignment
) -> None:
    concern = services.raise_concern(
        actor=ana.actor(), case=active.case, words="Lift the crates", stop=False, at=NOON, client_key=uuid4()
    )
    assert fresh(active).state == "active"
    assert not Concern.objects.visible_to(sam.actor()).exists()
    services.answer_concern(actor=rosa.actor(), concern=concern, answer="Talked to Sam", at=NOON)
    with pytest.raises(Refused):
        services.answer_concern(actor=rosa.actor(), concern=concern, answer="Again", at=NOON)


def test_a_supervisor_raises_no_concern_for_somebody(sam: Person, active: Assignment) -> None:
    with pytest.raises(NotAllowed):
        services.raise_concern(actor=sam.actor(), case=active.case, words="x", stop=True, at=NOON, client_key=uuid4())


def test_a_case_closes_only_with_a_release_and_nothing_open(rosa: Person, case: Case, active: Assignment) -> None:
    at = NOON + DAY

    def refusal() -> str:
        with pytest.raises(Refused) as refused:
            services.close_case(actor=rosa.actor(), case=case, at=at)
        return refused.value.code

    assert refusal() == "DUTY_OPEN"
    services.end(actor=rosa.actor(), assignment=active, at=NOON, reason="Done")
    assert refusal() == "RELEASE_REQUIRED"
    release(rosa, case, at=at)
    assert services.close_case(actor=rosa.actor(), case=case, at=at).state == "closed"
    assert Course.objects.get(case=case).silent_on is None


def test_limits_of_one_provider_outlive_the_release_of_another(rosa: Person, case: Case) -> None:
    release(rosa, case, provider="Dr Lee")
    with pytest.raises(Refused) as refused:
        services.close_case(actor=rosa.actor(), case=case, at=NOON)
    assert refused.value.code == "RELEASE_REQUIRED"


VERBS: dict[str, tuple[str, dict[str, object], set[str]]] = {
    "submit": ("rosa", {}, {"draft"}),
    "approve": ("sam", {}, {"pending_supervisor"}),
    "decline": ("sam", {"reason": "No desk", "alternative": "none available"}, {"pending_supervisor"}),
    "accept": ("ana", {}, {"pending_employee"}),
    "refuse": ("ana", {}, {"pending_employee"}),
    "hold_review": ("rosa", {"decision": "continue"}, {"active"}),
    "extend": ("rosa", {"planned_end_on": TODAY + 25 * DAY}, {"active"}),
    "change": ("rosa", {"reason": "Other place"}, {"active", "suspended", "lapsed"}),
    "safety_stop": ("sam", {"reason": "Too heavy"}, {"active"}),
    "resume": ("rosa", {}, {"suspended"}),
    "end": ("rosa", {"reason": "Done"}, {"active", "suspended", "lapsed", "scheduled"}),
    "withdraw": (
        "rosa",
        {"reason": "Mistake"},
        {"draft", "pending_supervisor", "pending_employee", "scheduled"},
    ),
    "amend": ("rosa", {"ask_for": "Pia"}, {"draft"}),
}


@pytest.mark.parametrize("state", ROUTES)
def test_each_verb_works_in_its_states_and_a_refusal_changes_nothing(
    state: str, ana: Person, sam: Person, rosa: Person, case: Case, task: Task
) -> None:
    cast = {"ana": ana.actor(), "sam": sam.actor(), "rosa": rosa.actor()}
    row = brought_to(state, rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    before = picture(case)
    for verb, (who, more, allowed_in) in VERBS.items():
        row.refresh_from_db()
        # What a verb has done is taken back: the next one meets the same state.
        with transaction.atomic():
            code = refusal_of(verb, actor=cast[who], assignment=row, at=NOON, **more)
            assert (verb, code) == (verb, "" if state in allowed_in else "INVALID_TRANSITION")
            assert (verb, picture(case) == before) == (verb, bool(code))
            transaction.set_rollback(True)


def refusal_of(verb: str, **call: object) -> str:
    """The code with which a verb refuses; none if it works."""
    try:
        getattr(services, verb)(**call)
    except Refused as refused:
        return refused.code
    return ""


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_may_do_nothing(
    verb: str, ana: Person, sam: Person, rosa: Person, otto: Person, case: Case, task: Task
) -> None:
    state = sorted(VERBS[verb][2])[0]
    row = brought_to(state, rosa=rosa, supervisor=sam, subject=ana, case=case, task=task)
    before = picture(case)
    with pytest.raises(NotAllowed):
        getattr(services, verb)(actor=otto.actor(), assignment=row, at=NOON, **VERBS[verb][1])
    assert picture(case) == before


def picture(case: Case) -> list[object]:
    """Everything that duty has written for a case."""
    rows = list(Assignment.objects.filter(case=case).order_by("pk").values())
    steps = sum(row.steps.count() for row in Assignment.objects.filter(case=case))
    return [rows, steps, DutyReview.objects.count(), case.journal.count()]
