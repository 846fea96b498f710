"""Work status reports: what is stored, what is refused, which report counts from when."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from injuries.models import Case, CaseEvent
from people.refusals import NotAllowed, Refused
from recovery.coding import LimitFacts, mends
from recovery.models import Restriction, Stall, WorkStatusReport
from recovery.restrictions import BAND_ORDER
from recovery.services import WorkStatusFacts, store_work_status_report, void_work_status_report
from tests.cast import NOON, TODAY, Person, make_open_case

NO_LIFTING = LimitFacts(kind="MAX_WEIGHT", activity="LIFT", points=({"lb": 10, "band": None},), side="R")
WEEK = timedelta(days=7)
# Forms print 20 lb as 9.1 kg, which is a little more.
TWENTY_POUNDS_TWICE = ({"lb": 20, "band": "SELDOM"}, {"kg": 9.1, "band": "OCCASIONAL"})


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def facts(**changed: Any) -> WorkStatusFacts:
    usual = {"provider": "Dr Kim", "status": "RESTRICTED", "issued_on": TODAY, "starts_on": TODAY}
    return WorkStatusFacts(**{**usual, "ends_on": TODAY + 2 * WEEK, **changed})


def store(rosa: Person, case: Case, *limits: LimitFacts, at: Any = NOON, **changed: Any) -> WorkStatusReport:
    given_limits = limits if limits or changed.get("status") else (NO_LIFTING,)
    return store_work_status_report(actor=rosa.actor(at), case=case, at=at, facts=facts(**changed), limits=given_limits)


def refused_fields(rosa: Person, case: Case, *limits: LimitFacts, **changed: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        store(rosa, case, *limits, **changed)
    assert not WorkStatusReport.objects.exists()
    return sorted(refused.value.fields)


def replaced_on(report: WorkStatusReport) -> date:
    return Restriction.objects.get(report=report).replaced_on


@pytest.mark.django_db
def test_a_report_is_stored_with_its_limits_and_dates(rosa: Person, case: Case) -> None:
    report = store(rosa, case)
    limit = report.restrictions.get()
    assert (limit.kind, limit.activity, limit.side) == ("MAX_WEIGHT", "LIFT", "R")
    assert limit.points == [{"lb": 10, "band": None}]
    assert (limit.starts_on, limit.ends_on, limit.coded_by) == (TODAY, TODAY + 2 * WEEK, rosa.user)
    assert report.received_on == TODAY


@pytest.mark.django_db
def test_light_duty_without_numbers_stays_words_and_a_question(rosa: Person, case: Case) -> None:
    limit = store(rosa, case, LimitFacts(original_words=" Light duty ")).restrictions.get()
    assert (limit.kind, limit.original_words) == ("UNCODED", "Light duty")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"provider": " "}, ["provider"]),
        ({"status": "MAYBE"}, ["status"]),
        ({"issued_on": TODAY + timedelta(days=1), "received_on": None}, ["issued_on"]),
        ({"exam_on": TODAY + timedelta(days=1)}, ["exam_on"]),
        ({"received_on": TODAY - timedelta(days=1)}, ["received_on"]),
        ({"ends_on": TODAY - timedelta(days=1)}, ["ends_on", "limits.0.starts_on"]),
        ({"ends_on": None}, ["ends_on"]),
        ({"open_end": True}, ["ends_on"]),
        ({"starts_on": date(1, 1, 1)}, ["starts_on"]),
        ({"mmi_on": date(9999, 12, 31)}, ["mmi_on"]),
    ],
)
def test_impossible_facts_are_refused_by_field(
    rosa: Person, case: Case, changed: dict[str, Any], fields: list[str]
) -> None:
    limits = () if changed.get("status") else (NO_LIFTING,)
    assert refused_fields(rosa, case, *limits, **changed) == fields


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["FULL_RELEASE", "OFF_WORK"])
def test_only_work_with_limits_has_limits(rosa: Person, case: Case, status: str) -> None:
    assert refused_fields(rosa, case, NO_LIFTING, status=status) == ["limits"]


@pytest.mark.django_db
def test_work_with_limits_needs_a_limit(rosa: Person, case: Case) -> None:
    assert refused_fields(rosa, case, status="RESTRICTED") == ["limits"]


@pytest.mark.django_db
def test_an_open_end_must_be_meant(rosa: Person, case: Case) -> None:
    assert store(rosa, case, ends_on=None, open_end=True).ends_on is None


@pytest.mark.django_db
def test_a_full_release_needs_no_last_day(rosa: Person, case: Case) -> None:
    assert store(rosa, case, status="FULL_RELEASE", ends_on=None).status == "FULL_RELEASE"


@pytest.mark.django_db
def test_a_permanent_limit_has_no_end(rosa: Person, case: Case) -> None:
    limit = LimitFacts(kind="PROHIBITED", activity="KNEEL", permanent=True)
    assert store(rosa, case, limit).restrictions.get().ends_on is None


@pytest.mark.django_db
def test_the_newest_report_of_a_provider_replaces_the_earlier_ones(rosa: Person, case: Case) -> None:
    first = store(rosa, case, issued_on=TODAY - WEEK, starts_on=TODAY - WEEK)
    second = store(rosa, case, provider="dr  kim", starts_on=TODAY + timedelta(days=2))
    other = store(rosa, case, provider="Dr Lee")
    assert [replaced_on(one) for one in (first, second, other)] == [TODAY + timedelta(days=2), date.max, date.max]


@pytest.mark.django_db
def test_a_newer_report_counts_even_if_an_older_one_starts_later(rosa: Person, case: Case) -> None:
    first = store(rosa, case, issued_on=TODAY - WEEK, starts_on=TODAY - WEEK)
    later = store(rosa, case, issued_on=TODAY - timedelta(days=3), starts_on=TODAY + WEEK)
    store(rosa, case)
    assert (replaced_on(first), replaced_on(later)) == (TODAY, TODAY)


@pytest.mark.django_db
def test_of_two_with_the_same_dates_neither_replaces_the_other(rosa: Person, case: Case) -> None:
    assert {replaced_on(store(rosa, case)), replaced_on(store(rosa, case))} == {date.max}


@pytest.mark.django_db
def test_what_a_voided_report_replaced_counts_again(rosa: Person, case: Case) -> None:
    first = store(rosa, case, issued_on=TODAY - WEEK, starts_on=TODAY - WEEK)
    second = store(rosa, case)
    assert replaced_on(first) == TODAY
    void_work_status_report(actor=rosa.actor(), report=second, reason="Wrong person", at=NOON)
    assert replaced_on(first) == date.max
    with pytest.raises(Refused):
        void_work_status_report(actor=rosa.actor(), report=second, reason="Again", at=NOON)


@pytest.mark.django_db
def test_a_new_report_answers_the_question_for_one(rosa: Person, case: Case) -> None:
    Stall.objects.create(
        case=case, kind="restrictions_unchanged", opened_on=TODAY, opened_at=NOON, rule_version="1", evidence={}
    )
    store(rosa, case)
    assert Stall.objects.get(case=case).close_reason == "new_report"


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ana", "sam", "hugo", "safety"])
def test_only_hr_of_the_site_records_a_report(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotAllowed):
        store(request.getfixturevalue(who), case)


@pytest.mark.django_db
def test_the_entry_of_a_report_is_medical(sam: Person, rosa: Person, case: Case) -> None:
    store(rosa, case)
    entry = CaseEvent.objects.get(kind="recovery.work_status")
    assert entry.data_class == "treatment"
    assert not CaseEvent.objects.visible_to(sam.actor()).filter(pk=entry.pk).exists()


# Coding one limit


def wrong(**limit: Any) -> set[str]:
    return set(mends(LimitFacts(**limit), report_from=TODAY, report_to=TODAY + WEEK))


@pytest.mark.parametrize(
    ("limit", "fields"),
    [
        ({"kind": "NOT_RELEASED"}, {"kind"}),
        ({"kind": "PROHIBITED"}, {"activity"}),
        ({"kind": "PROHIBITED", "activity": "FLY"}, {"activity"}),
        ({"kind": "PROHIBITED", "activity": "LIFT", "minutes": 5}, {"minutes"}),
        ({"kind": "PROHIBITED", "activity": "KNEEL", "side": "L"}, {"side"}),
        ({"kind": "PROHIBITED", "activity": "LIFT", "side": "UP"}, {"side"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT"}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "SIT", "points": ({"lb": 1},)}, {"activity"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": 1, "kg": 1},)}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": -1},)}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": 10**400},)}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": float("nan")},)}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": 5}, {"lb": 9, "band": "SELDOM"})}, {"points"}),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": ({"lb": 5, "band": "NEVER"},)}, {"points"}),
        ({"kind": "MAX_FREQUENCY", "activity": "LIFT", "band": "DAILY"}, {"band"}),
        ({"kind": "MAX_HOURS_DAY", "activity": "SIT", "minutes": 1500}, {"minutes"}),
        ({"kind": "MAX_CONTINUOUS_MIN", "activity": "SIT", "minutes": 0}, {"minutes"}),
        ({"kind": "MAX_REPS_HOUR", "activity": "GRIP"}, {"reps"}),
        ({"kind": "REQUIRES", "option": "SOFA"}, {"option"}),
        ({"kind": "REQUIRES", "option": "HELPER", "activity": "LIFT"}, {"activity"}),
        ({"kind": "MAX_DAYS_WEEK", "days": 8}, {"days"}),
        ({"kind": "NO_NIGHT", "side": "L"}, {"side"}),
        ({"kind": "UNCODED"}, {"original_words"}),
        ({"kind": "NO_NIGHT", "ends_on": TODAY - WEEK}, {"ends_on"}),
        ({"kind": "NO_NIGHT", "permanent": True, "ends_on": TODAY}, {"ends_on"}),
        ({"kind": "MAX_SHIFT_HOURS", "minutes": 240}, set()),
        ({"kind": "MAX_WEIGHT", "activity": "LIFT", "points": TWENTY_POUNDS_TWICE}, set()),
    ],
)  # fmt: skip
def test_a_limit_says_which_field_to_mend(limit: dict[str, Any], fields: set[str]) -> None:
    assert wrong(**limit) == fields


@given(st.lists(st.tuples(st.sampled_from(BAND_ORDER[1:]), st.integers(0, 200)), max_size=6))
def test_weights_never_rise_towards_what_is_done_often(pairs: list[tuple[str, int]]) -> None:
    points = tuple({"lb": weight, "band": band} for band, weight in pairs)
    sound = not wrong(kind="MAX_WEIGHT", activity="LIFT", points=points)
    by_band = sorted(pairs, key=lambda one: BAND_ORDER.index(one[0]))
    distinct = bool(pairs) and len({band for band, _ in pairs}) == len(pairs)
    assert sound == (distinct and all(first[1] >= second[1] for first, second in pairwise(by_band)))
