"""What the answers and the passing of days lead to: status, findings, and the days that are waited for."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import uuid4

import pytest
from django.db import connection

from injuries.models import Case, CaseEvent
from people.models import Establishment
from people.refusals import NotAllowed, Refused
from recovery import services, stall
from recovery.models import CheckIn, Course, Policy, Stall
from recovery.reading import SCALES, evidence_of, read
from recovery.services import courses
from recovery.services.courses import due_courses
from tests.cast import NOON, TODAY, Person, make_open_case

pytestmark = pytest.mark.django_db
FLAT = dict.fromkeys(range(0, 29, 4), 6)
HEALING = dict(zip(range(0, 60, 4), [8, 7, 6, 5, 4, 3, 2, 2, 1, 1, 0, 0, 0, 0, 0], strict=True))


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def on(day: int) -> datetime:
    return NOON + timedelta(days=day)


def answer(person: Person, case: Case, pains: dict[int, int], **more: object) -> None:
    for day, pain in pains.items():
        services.submit_check_in(
            actor=person.actor(on(day)),
            case=case,
            at=on(day),
            scores={"pain": pain, "work_ability": 10 - pain},
            client_key=uuid4(),
            **more,  # type: ignore[arg-type]
        )


def open_kinds(case: Case) -> set[str]:
    return set(Stall.objects.open().filter(case=case).values_list("kind", flat=True))


def course(case: Case) -> Course:
    return Course.objects.get(case=case)


def test_a_flat_course_stalls_with_its_numbers(ana: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    found = Stall.objects.get(case=case, kind="stalled")
    evidence = evidence_of(found.evidence)
    assert course(case).status == "stalled"
    assert evidence is not None
    assert evidence.gain < evidence.meaningful
    assert (found.rule_version, found.preset) == (stall.RULE_VERSION, "normal")


def test_a_finding_can_be_computed_again_bit_for_bit(ana: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    evidence = evidence_of(Stall.objects.get(case=case, kind="stalled").evidence)
    assert evidence is not None
    assert stall.replay(evidence, scales=SCALES) == evidence


def test_a_healing_course_opens_nothing_and_ends_recovered(ana: Person, case: Case) -> None:
    answer(ana, case, HEALING)
    assert course(case).status == "recovered"
    assert not Stall.objects.filter(case=case, kind__in=["stalled", "worsening", "no_gain"]).exists()


def test_a_stall_closes_by_itself_when_it_gets_better(ana: Person, case: Case) -> None:
    answer(ana, case, {**FLAT, **{day: max(0, 6 - (day - 28) // 4) for day in range(32, 72, 4)}})
    found = Stall.objects.filter(case=case, kind="stalled").first()
    assert found is not None
    assert found.close_reason in {"improved", "recovered"}


def test_a_finding_that_rested_on_a_slip_is_closed_as_corrected(ana: Person, case: Case) -> None:
    days = [day for day in FLAT if day <= 28]
    answer(ana, case, dict.fromkeys(days, 6))
    opened = Stall.objects.get(case=case, kind="stalled").opened_on
    slip = CheckIn.objects.current().get(case=case, day=opened)
    services.withdraw_check_in(actor=ana.actor(on(28)), check_in=slip, at=on(28))
    found = Stall.objects.filter(case=case, kind="stalled").order_by("opened_at")
    assert found[0].close_reason == "corrected"
    assert found[1].closed_on is None


@pytest.mark.parametrize("seed", range(6))
def test_live_equals_bulk(ana: Person, rosa: Person, case: Case, seed: int) -> None:
    services.set_cadence(actor=rosa.actor(), case=case, days=Decimal("3.5"), reason="One pace throughout", at=NOON)
    random = Random(seed)
    days = sorted(random.sample(range(90), 22))
    pains = {day: min(10, max(0, random.randint(3, 8) - (day // 20 if seed % 2 else 0))) for day in days}
    live = []
    for day in range(91):
        if day in pains:
            answer(ana, case, {day: pains[day]})
        services.notice_time(on(day))
        status = course(case).status
        if status != (live[-1][1] if live else "insufficient"):
            live.append((day, status))
    answers = [stall.Answer(day, {"pain": pain, "work_ability": 10 - pain}) for day, pain in pains.items()]
    assert live == stall.assess(answers, scales=SCALES, policy=stall.Policy(cadence=3.5), until=90)


def test_late_answers_and_answers_in_order_end_alike(
    ana: Person, rosa: Person, case: Case, otto: Person, hugo: Person
) -> None:
    pains = {day: (day * 7) % 9 for day in range(0, 40, 3)}
    answer(ana, case, pains)
    other = make_open_case(otto, hugo)
    late = {day: pains[day] for day in sorted(pains, key=lambda day: (day * 5) % 13)}
    answer(otto, other, late)
    rows = ("day", "status", "state", "evidence")
    assert list(CheckIn.objects.filter(case=case).values(*rows)) == list(
        CheckIn.objects.filter(case=other).values(*rows)
    )


def test_a_course_is_written_only_when_something_changes(ana: Person, case: Case) -> None:
    answer(ana, case, {0: 5})
    with_trace = Course.objects.filter(case=case).values().get()
    services.reassess(case=case, at=on(1))
    services.reassess(case=case, at=on(1))
    assert Course.objects.filter(case=case).values().get() == with_trace


def test_numbness_that_grows_counts_at_once_on_any_day(ana: Person, case: Case) -> None:
    answer(ana, case, {0: 3}, symptoms={"numbness": 1})
    answer(ana, case, {2: 3}, symptoms={"numbness": 3})
    assert course(case).status == "worsening"
    assert Stall.objects.get(case=case, kind="worsening").evidence["symptom"] == "numbness"


# Time alone


def test_silence_is_noticed_on_its_day_and_answering_ends_it(ana: Person, case: Case) -> None:
    answer(ana, case, {0: 5})
    assert course(case).silent_on == TODAY + timedelta(days=14)
    assert services.notice_time(on(13)) == 0
    assert services.notice_time(on(14)) == 1
    assert (course(case).status, course(case).since) == ("silent", TODAY + timedelta(days=14))
    answer(ana, case, {15: 5})
    assert Stall.objects.get(case=case, kind="silent").close_reason == "answered"
    assert course(case).status != "silent"


def test_who_never_answered_falls_silent_too(case: Case) -> None:
    services.notice_time(on(14))
    assert open_kinds(case) == {"silent"}


def test_nobody_is_silent_before_being_asked(ana: Person, rosa: Person) -> None:
    from tests.cast import make_case

    later = services.triage(
        actor=rosa.actor(),
        case=make_case(ana),
        at=NOON,
        owner=rosa.user,
        work_related="yes",
        first_check_in_on=TODAY + timedelta(days=20),
    )
    services.notice_time(on(20))
    assert open_kinds(later) == set()


def test_the_day_of_time_is_each_establishments_own(ana: Person, case: Case) -> None:
    answer(ana, case, {0: 5})
    before_midnight = on(14).replace(hour=4)  # still the evening of day 13 in Chicago
    assert services.notice_time(before_midnight) == 0
    assert services.notice_time(before_midnight + timedelta(hours=1)) == 1


def test_noticing_twice_or_late_does_no_harm(ana: Person, case: Case) -> None:
    answer(ana, case, {0: 5})
    services.notice_time(on(20))
    services.notice_time(on(20))
    services.notice_time(on(40))
    assert Stall.objects.filter(case=case, kind="silent").count() == 1


def test_no_gain_is_found_on_the_backstop_day_once(ana: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    services.notice_time(on(28))
    assert "no_gain" in open_kinds(case)
    found = Stall.objects.get(case=case, kind="no_gain")
    assert (found.evidence["start"], found.evidence["now"]) == (6.0, 6.0)
    services.notice_time(on(29))
    assert Stall.objects.filter(case=case, kind="no_gain").count() == 1


def test_no_gain_ends_when_a_gain_comes(ana: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    services.notice_time(on(28))
    answer(ana, case, dict.fromkeys(range(32, 52, 4), 1))
    assert Stall.objects.get(case=case, kind="no_gain").closed_on is not None


def test_the_daily_search_stands_on_its_two_indexes(ana: Person, case: Case) -> None:
    number_of_cases = 2000
    same = {"employee": ana.employee, "establishment": case.establishment, "opened_on": TODAY, "opened_at": NOON}
    more = {"began_on": TODAY, "repetitive_task": "typing", "state": "open", "triaged_at": NOON}
    cases = Case.objects.bulk_create(Case(number=f"1999-{n:05d}", **same, **more) for n in range(number_of_cases))
    later = date(2030, 1, 1)
    Course.objects.bulk_create(Course(case=one, since=TODAY, silent_on=later, backstop_on=later) for one in cases)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE recovery_course, injuries_case")
        query, params = due_courses(on(30)).query.sql_with_params()
        cursor.execute("EXPLAIN " + query, params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "course_silent" in plan
    assert "course_backstop" in plan


def test_one_broken_case_does_not_keep_the_others_waiting(
    ana: Person, rosa: Person, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_open_case(ana, rosa, body_part="NECK", side="NA")
    whole = courses.look_again

    def broken(*, case: Case, at: datetime) -> None:
        if case.pk < other.pk:
            raise ValueError("broken on purpose")
        whole(case=case, at=at)

    monkeypatch.setattr(courses, "look_again", broken)
    services.notice_time(on(14))
    assert open_kinds(other) == {"silent"}


# People and rules


def test_hr_answers_a_silence(rosa: Person, case: Case) -> None:
    services.notice_time(on(14))
    found = Stall.objects.get(case=case)
    services.answer_finding(actor=rosa.actor(on(15)), stall=found, words="Called: is on vacation.", at=on(15))
    assert Stall.objects.get(case=case).close_reason == "contacted"
    with pytest.raises(Refused):
        services.answer_finding(actor=rosa.actor(on(15)), stall=found, words="Again", at=on(15))


def test_a_stall_is_not_answered_by_words(ana: Person, rosa: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    with pytest.raises(Refused) as refused:
        services.answer_finding(actor=rosa.actor(), stall=Stall.objects.get(kind="stalled"), words="Fine", at=on(28))
    assert refused.value.code == "NOT_ANSWERABLE"


@pytest.mark.parametrize("who", ["ana", "sam", "hugo"])
def test_only_hr_of_the_site_answers(who: str, case: Case, request: pytest.FixtureRequest) -> None:
    services.notice_time(on(14))
    with pytest.raises(NotAllowed):
        person = request.getfixturevalue(who)
        services.answer_finding(actor=person.actor(), stall=Stall.objects.get(case=case), words="x", at=on(15))


def test_a_new_policy_acts_from_then_on(ana: Person, rosa: Person, site: Establishment, case: Case) -> None:
    answer(ana, case, {day: pain for day, pain in FLAT.items() if day <= 12})
    services.set_policy(
        actor=rosa.actor(on(13)),
        establishment=site,
        at=on(13),
        sensitivity="quiet",
        cadence_days=Decimal(7),
        backstop_day=21,
    )
    assert Policy.objects.get(pk=site.pk).sensitivity == "quiet"
    assert services.reassess_changed(on(13)) == 1
    latest, *earlier = CheckIn.objects.current().filter(case=case)
    assert latest.evidence["sensitivity"] == "quiet"
    assert {row.evidence["sensitivity"] for row in earlier} == {"normal"}
    assert course(case).silent_on == TODAY + timedelta(days=12 + 18)
    assert course(case).backstop_on == TODAY + timedelta(days=21)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cadence_days": Decimal(1)}, "cadence_days"),
        ({"backstop_day": 29}, "backstop_day"),
        ({"measures": ["work_ability"]}, "measures"),
        ({"measures": ["pain", "quickdash"]}, "measures"),
        ({"sensitivity": "deaf"}, "sensitivity"),
        ({"repeat_after_days": 20, "escalate_after_days": 10}, "escalate_after_days"),
        ({"color": "red"}, "color"),
    ],
)
def test_a_policy_out_of_bounds_is_refused(
    rosa: Person, site: Establishment, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        services.set_policy(actor=rosa.actor(), establishment=site, at=NOON, **change)
    assert list(refused.value.fields) == [field]


def test_a_case_may_have_a_pace_of_its_own_with_a_reason(ana: Person, rosa: Person, case: Case) -> None:
    services.set_cadence(actor=rosa.actor(), case=case, days=Decimal(10), reason="On the road", at=NOON)
    answer(ana, case, {0: 5})
    assert Case.objects.get(pk=case.pk).next_check_in_on == TODAY + timedelta(days=10)
    with pytest.raises(Refused):
        services.set_cadence(actor=rosa.actor(), case=case, days=Decimal(1), reason="Faster", at=NOON)


def test_reminders_pause_until_a_day_with_a_reason(rosa: Person, case: Case) -> None:
    until = TODAY + timedelta(days=10)
    services.pause_reminders(actor=rosa.actor(), case=case, until=until, reason="Surgery leave", at=NOON)
    assert course(case).paused_until == until
    services.pause_reminders(actor=rosa.actor(), case=case, until=None, reason="", at=NOON)
    assert (course(case).paused_until, course(case).pause_reason) == (None, "")
    with pytest.raises(Refused) as refused:
        services.pause_reminders(actor=rosa.actor(), case=case, until=date(2025, 1, 1), reason="", at=NOON)
    assert set(refused.value.fields) == {"until", "reason"}


def test_closing_ends_every_finding_and_every_wait(ana: Person, rosa: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    services.close_course(case=case, at=on(30), by=rosa.user)
    assert open_kinds(case) == set()
    assert (course(case).silent_on, course(case).backstop_on) == (None, None)


def test_triage_refuses_an_owner_who_is_no_case_manager(ana: Person, rosa: Person, sam: Person) -> None:
    from tests.cast import make_case

    with pytest.raises(Refused) as refused:
        services.triage(
            actor=rosa.actor(),
            case=make_case(ana),
            at=NOON,
            owner=sam.user,
            work_related="yes",
            first_check_in_on=TODAY,
        )
    assert list(refused.value.fields) == ["owner"]


def test_findings_are_told_in_the_journal_to_those_who_may_know(ana: Person, sam: Person, case: Case) -> None:
    answer(ana, case, FLAT)
    entries = CaseEvent.objects.filter(kind="finding.opened")
    assert entries.visible_to(ana.actor()).exists()
    assert not entries.visible_to(sam.actor()).exists()


def test_an_answer_without_a_score_changes_no_status(ana: Person, case: Case) -> None:
    first = read(before={}, day=0, scores={"pain": 5.0}, grades=[], policy=stall.Policy(cadence=3.5))
    second = read(before=first.state, day=3, scores={}, grades=[], policy=stall.Policy(cadence=3.5))
    assert (second.state, second.evidence) == (first.state, None)
