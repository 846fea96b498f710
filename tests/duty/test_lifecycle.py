"""The life of an assignment: every pair of state and verb, the guards in their order, and who may read."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from duty.lifecycle import (
    ACTIONS,
    FINAL_STATES,
    GUARDS,
    ROLES,
    STATES,
    TRANSITIONS,
    Actor,
    Assignment,
    Event,
    Refusal,
    Step,
    actions_from,
    answer_overdue,
    decide,
    review_due,
    review_overdue,
)
from duty.reading_rights import SUPERVISOR_FIELDS, may_read

DATA = Path(__file__).parent / "data"
SCENARIOS = json.loads((DATA / "golden_lifecycle.json").read_text(encoding="utf-8"))["scenarios"]
DAY = date(2026, 3, 4)

ANA, SAM, ROSA, OTTO = "ana", "sam", "rosa", "otto"
OFFER = Assignment(
    state="draft",
    subject=ANA,
    proposer=ROSA,
    receiving_supervisors={SAM},
    verdict="FITS",
    start=DAY,
    review_date=date(2026, 3, 13),
    restrictions_to=date(2026, 3, 31),
    planned_end=date(2026, 3, 31),
)
WHO = {"employee": ANA, "supervisor": SAM, "hr": ROSA, "case_manager": "carla", "system": "system"}
WELL_FOUNDED = Event(today=DAY, reason="the line is too fast", alternative="none available", signed_copy=True)
ON_STAGE = {"stage": True, "stage_reached": True, "report_covers": True, "review_held": True}


def actor(role):
    return Actor(WHO[role], role)


def favorable(action):
    """An event with which every guard of the action is kept."""
    if action == "restrictions_tightened":
        return replace(WELL_FOUNDED, verdict="DOES_NOT_FIT")
    if action == "lapse":
        return replace(WELL_FOUNDED, today=date(2026, 4, 1))
    if action in {"step_up", "step_down"}:
        return replace(WELL_FOUNDED, **ON_STAGE)
    return WELL_FOUNDED


def expected_target(state, action, role):
    for row in TRANSITIONS:
        if row.action == action and role in row.roles and state in row.sources:
            return row.target
    return None


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", STATES)
def test_every_pair_of_state_and_verb_is_allowed_or_refused_as_the_table_says(state, action, role):
    answer = decide(replace(OFFER, state=state), action, actor(role), favorable(action))
    target = expected_target(state, action, role)
    if target is not None:
        assert isinstance(answer, Step)
        assert answer.state == target
    elif any(row.action == action and role in row.roles for row in TRANSITIONS):
        assert answer == Refusal("INVALID_TRANSITION")
    else:
        assert answer == Refusal("PERMISSION_DENIED")


@pytest.mark.parametrize("state", FINAL_STATES)
def test_nothing_leads_out_of_a_final_state(state):
    assert not any(actions_from(state, role) for role in ROLES)


def play(scenario):
    setup = dict(scenario["setup"])
    dates = {name: date.fromisoformat(setup[name]) for name in ("start", "review_date") if setup.get(name)}
    ends = {n: date.fromisoformat(setup[n]) for n in ("restrictions_to", "planned_end") if setup.get(n)}
    assignment = Assignment(
        state=setup.get("state", "draft"),
        subject=setup["subject"],
        proposer=setup["proposer"],
        receiving_supervisors={setup["receiving_supervisor"]},
        verdict=setup["verdict"],
        days_used=setup["days_used"],
        max_days=setup["max_days"],
        **dates,
        **ends,
    )
    answers = []
    for event in scenario["events"]:
        who = Actor(event["by"], event["role"])
        if event["action"] == "read":
            refusal = may_read(assignment, who, event["field"])
        else:
            answer = decide(assignment, event["action"], who, as_event(event, setup["today"]))
            refusal = answer if isinstance(answer, Refusal) else None
            assignment = answer.after if isinstance(answer, Step) else assignment
        answers.append(refusal.code if refusal else None)
    return assignment, answers


def as_event(event, today):
    given = {
        name: event[name]
        for name in ("verdict", "days_added", "reason", "alternative", "signed_copy", "release_on_file")
        if name in event
    }
    for name in ("review_date", "planned_end"):
        if event.get(name):
            given[name] = date.fromisoformat(event[name])
    return Event(today=date.fromisoformat(event.get("today", today)), **given)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario["id"])
def test_a_published_scenario_runs_as_published(scenario):
    assignment, answers = play(scenario)
    assert answers == [event.get("error") for event in scenario["events"]]
    assert assignment.state == scenario["expected"]["state"]


def refused(state, action, role, event, **facts):
    answer = decide(replace(OFFER, state=state, **facts), action, actor(role), event)
    return answer.code if isinstance(answer, Refusal) else None


def test_a_task_that_may_not_fit_cannot_be_submitted():
    for verdict in ("UNKNOWN", "DOES_NOT_FIT", ""):
        assert refused("draft", "submit", "hr", WELL_FOUNDED, verdict=verdict) == "NOT_MATCHED"


def test_a_review_after_the_coverage_is_too_late():
    late = replace(WELL_FOUNDED, review_date=date(2026, 4, 1))
    assert refused("draft", "submit", "hr", late) == "REVIEW_DATE_TOO_LATE"
    assert refused("draft", "submit", "hr", late, restrictions_to=None, planned_end=None) is None


def test_an_injured_supervisor_cannot_approve_the_own_duty():
    assert refused("pending_supervisor", "approve", "supervisor", WELL_FOUNDED, subject=SAM) == "SELF_APPROVAL"


def test_a_supervisor_cannot_approve_what_the_same_person_proposed():
    assert refused("pending_supervisor", "approve", "supervisor", WELL_FOUNDED, proposer=SAM) == "SELF_APPROVAL"


def test_an_approval_is_refused_when_the_match_is_no_longer_current():
    stale = replace(WELL_FOUNDED, verdict="UNKNOWN")
    assert refused("pending_supervisor", "approve", "supervisor", stale) == "STALE_MATCH"


def test_a_decline_needs_a_reason_and_then_an_alternative():
    event = Event(today=DAY)
    assert refused("pending_supervisor", "decline", "supervisor", event) == "REASON_REQUIRED"
    event = replace(event, reason="no seat")
    assert refused("pending_supervisor", "decline", "supervisor", event) == "ALTERNATIVE_REQUIRED"


def test_hr_records_an_answer_on_paper_only_with_the_signed_copy():
    assert refused("pending_employee", "accept", "hr", Event(today=DAY)) == "SIGNED_COPY_REQUIRED"
    assert refused("pending_employee", "refuse", "hr", Event(today=DAY)) == "SIGNED_COPY_REQUIRED"
    assert refused("pending_employee", "accept", "employee", Event(today=DAY)) is None


def test_a_duty_does_not_start_before_its_day():
    assert refused("scheduled", "start", "system", Event(today=date(2026, 3, 3))) == "TOO_EARLY"


def test_only_hr_with_a_reason_goes_past_the_longest_period():
    event = Event(today=DAY, days_added=1)
    assert refused("active", "extend", "case_manager", event, days_used=90) == "MAX_PERIOD_EXCEEDED"
    assert refused("active", "extend", "hr", event, days_used=90) == "MAX_PERIOD_EXCEEDED"
    with_reason = replace(event, reason="surgery moved")
    assert refused("active", "extend", "case_manager", with_reason, days_used=90) == "MAX_PERIOD_EXCEEDED"
    assert refused("active", "extend", "hr", with_reason, days_used=90) is None
    assert refused("active", "extend", "case_manager", event, days_used=89) is None


def test_an_extension_is_judged_with_the_new_planned_end():
    longer = Event(today=DAY, planned_end=date(2026, 3, 10))
    assert refused("active", "extend", "hr", longer) == "REVIEW_DATE_TOO_LATE"


def test_limits_that_still_fit_change_nothing():
    still = Event(today=DAY, verdict="FITS_WITH_MODIFICATION")
    assert refused("active", "restrictions_tightened", "system", still) == "NO_CHANGE"


def test_coverage_without_an_end_never_lapses():
    far = Event(today=date(2030, 1, 1))
    open_end = {"restrictions_to": None, "planned_end": None}
    assert refused("active", "lapse", "system", far, **open_end) == "COVERAGE_NOT_PASSED"


def test_full_duty_needs_a_release_on_file():
    event = Event(today=DAY, reason="full_duty")
    assert refused("active", "end", "hr", event) == "RELEASE_REQUIRED"
    assert refused("active", "end", "hr", replace(event, release_on_file=True)) is None


def test_a_reason_of_blanks_is_no_reason():
    assert refused("active", "safety_stop", "employee", Event(today=DAY, reason="  ")) == "REASON_REQUIRED"


def test_any_supervisor_may_stop_unsafe_work():
    answer = decide(replace(OFFER, state="active"), "safety_stop", Actor(OTTO, "supervisor"), WELL_FOUNDED)
    assert answer.state == "suspended"


def test_another_employee_is_refused_before_the_state_is_looked_at():
    answer = decide(OFFER, "accept", Actor(OTTO, "employee"), WELL_FOUNDED)
    assert answer == Refusal("NOT_YOUR_RECORD")


def test_a_change_ends_the_version_and_asks_for_a_new_draft():
    answer = decide(replace(OFFER, state="lapsed"), "change", actor("hr"), WELL_FOUNDED)
    assert (answer.state, answer.creates_draft) == ("ended", True)


def test_what_an_event_brings_stays_after_the_step():
    event = replace(WELL_FOUNDED, verdict="FITS_WITH_MODIFICATION", review_date=date(2026, 3, 20))
    after = decide(replace(OFFER, state="active"), "review_continue", actor("hr"), event).after
    assert (after.verdict, after.review_date) == ("FITS_WITH_MODIFICATION", date(2026, 3, 20))


def test_every_guard_of_the_table_exists():
    assert {guard for row in TRANSITIONS for guard in row.guards} == set(GUARDS)


def test_a_review_is_due_from_three_working_days_before():
    monday = date(2026, 3, 16)
    assert not review_due("active", monday, date(2026, 3, 10))
    assert review_due("active", monday, date(2026, 3, 11))
    assert not review_due("suspended", monday, monday)
    assert review_due("active", monday, date(2026, 3, 10), holidays={date(2026, 3, 13)})


def test_a_review_is_overdue_the_day_after():
    assert not review_overdue("active", DAY, DAY)
    assert review_overdue("active", DAY, date(2026, 3, 5))
    assert not review_overdue("lapsed", DAY, date(2026, 3, 5))


def test_an_answer_is_overdue_the_day_after_it_was_asked_for():
    assert answer_overdue("pending_employee", DAY, date(2026, 3, 5))
    assert not answer_overdue("pending_employee", DAY, DAY)
    assert not answer_overdue("scheduled", DAY, date(2026, 3, 5))


@pytest.mark.parametrize("field", ["diagnosis", "body_part", "medication", "provider", "report_file", "something_new"])
def test_a_supervisor_never_reads_a_medical_field(field):
    assert may_read(OFFER, actor("supervisor"), field) == Refusal("PERMISSION_DENIED")
    assert may_read(OFFER, actor("supervisor"), field, is_current_supervisor=True)


@pytest.mark.parametrize("field", sorted(SUPERVISOR_FIELDS))
def test_the_receiving_supervisor_reads_while_the_version_is_open(field):
    assert may_read(OFFER, actor("supervisor"), field) is None
    assert may_read(replace(OFFER, state="ended"), actor("supervisor"), field)
    assert may_read(OFFER, Actor(OTTO, "supervisor"), field)
    assert may_read(OFFER, Actor(OTTO, "supervisor"), field, is_current_supervisor=True) is None


@pytest.mark.parametrize(
    ("missing", "code"),
    [
        ("stage", "NO_STAGE"),
        ("stage_reached", "STAGE_TOO_EARLY"),
        ("report_covers", "STAGE_NOT_COVERED"),
        ("review_held", "REVIEW_REQUIRED"),
    ],
)
def test_a_step_up_names_what_is_missing(missing, code):
    event = replace(WELL_FOUNDED, **{**ON_STAGE, missing: False})
    assert refused("active", "step_up", "hr", event) == code


def test_a_step_up_into_a_stage_that_does_not_fit_is_refused():
    event = replace(WELL_FOUNDED, verdict="UNKNOWN", **ON_STAGE)
    assert refused("active", "step_up", "hr", event) == "STALE_MATCH"


def test_a_step_down_needs_a_reason_and_neither_day_report_nor_review():
    event = Event(today=DAY, stage=True)
    assert refused("suspended", "step_down", "hr", event) == "REASON_REQUIRED"
    assert refused("suspended", "step_down", "hr", replace(event, reason="Too much")) is None
