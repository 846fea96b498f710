"""A site changes its rules: tried first, written down, and read into its open cases a few at a time."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries

from injuries.models import Case
from notifications.models import Reminder
from notifications.services import plan
from people.models import Department, Establishment
from people.refusals import NotAllowed, Refused
from recovery import services
from recovery.models import CheckIn, Policy, PolicyChange, Stall
from recovery.services import anew
from recovery.services.anew import Progress, progress
from tests.cast import NOON, Person, make_open_case, make_person

pytestmark = pytest.mark.django_db
FLAT = (0, 3, 7, 10, 14, 17, 21, 24, 28)


def on(day: int) -> datetime:
    return NOON + timedelta(days=day)


def answer(person: Person, case: Case, day: int, pain: int = 6) -> None:
    services.submit_check_in(
        actor=person.actor(on(day)), case=case, at=on(day), scores={"pain": pain}, client_key=uuid4()
    )


@pytest.fixture
def cases(assembly: Department, rosa: Person) -> list[Case]:
    """Three people with an answer each."""
    made = []
    for name in ("Ada", "Ben", "Cleo"):
        person = make_person(name, "Stone", assembly)
        made.append(make_open_case(person, rosa))
        answer(person, made[-1], 0)
    return made


@pytest.fixture
def by_twos(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anew, "FEW", 2)
    monkeypatch.setattr(anew, "CHUNK", 2)


def change(rosa: Person, site: Establishment, **values: object) -> Policy:
    return services.set_policy(actor=rosa.actor(), establishment=site, at=NOON, **(values or {"sensitivity": "keen"}))


def read_under(sensitivity: str) -> int:
    return CheckIn.objects.filter(evidence__sensitivity=sensitivity).count()


def test_a_change_is_written_down_with_who_and_what(rosa: Person, site: Establishment) -> None:
    change(rosa, site, sensitivity="keen", cadence_days=Decimal("2.00"))
    written = PolicyChange.objects.get()
    assert (written.establishment, written.by, written.at) == (site, rosa.user, NOON)
    differing = {name: value for name, value in written.after.items() if written.before[name] != value}
    assert differing == {"sensitivity": "keen", "cadence_days": 2.0}


def test_setting_what_is_set_already_changes_nothing(rosa: Person, site: Establishment) -> None:
    change(rosa, site)
    change(rosa, site)
    assert PolicyChange.objects.count() == 1


def test_a_refused_change_leaves_nothing_behind(rosa: Person, site: Establishment) -> None:
    with pytest.raises(Refused):
        change(rosa, site, backstop_day=40)
    assert not PolicyChange.objects.exists()
    assert not Policy.objects.exists()


def test_the_request_itself_reads_no_case(rosa: Person, site: Establishment, cases: list[Case]) -> None:
    change(rosa, site)
    assert read_under("keen") == 0
    assert progress(site.pk) == Progress(done=0, cases=3)


@pytest.mark.usefixtures("by_twos")
def test_open_cases_are_read_chunk_by_chunk(rosa: Person, site: Establishment, cases: list[Case]) -> None:
    change(rosa, site)
    assert services.reassess_changed(on(1)) == 2
    assert (read_under("keen"), progress(site.pk)) == (2, Progress(done=2, cases=3))
    assert services.reassess_changed(on(1)) == 1
    assert (read_under("keen"), progress(site.pk)) == (3, None)
    assert services.reassess_changed(on(1)) == 0


@pytest.mark.usefixtures("by_twos")
def test_a_killed_worker_leaves_off_where_the_next_one_goes_on(
    rosa: Person, site: Establishment, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(rosa, site)
    services.reassess_changed(on(1))
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(anew, "reassess", _killed)
        services.reassess_changed(on(1))
    assert progress(site.pk) == Progress(done=2, cases=3)
    assert services.reassess_changed(on(1)) == 1
    assert progress(site.pk) is None


def _killed(**_case: object) -> None:
    raise KeyboardInterrupt


def test_one_broken_case_does_not_keep_the_others_waiting(
    rosa: Person, site: Establishment, cases: list[Case], monkeypatch: pytest.MonkeyPatch
) -> None:
    change(rosa, site)

    def breaks(*, case: Case, at: datetime, **more: object) -> None:
        if case.pk == cases[0].pk:
            raise ValueError("broken")
        services.reassess(case=case, at=at, **more)  # type: ignore[arg-type]  # passed on as given

    monkeypatch.setattr(anew, "reassess", breaks)
    services.reassess_changed(on(1))
    assert (read_under("keen"), progress(site.pk)) == (2, None)


@pytest.mark.usefixtures("by_twos")
def test_a_newer_change_overtakes_an_older_one(rosa: Person, site: Establishment, cases: list[Case]) -> None:
    change(rosa, site)
    services.reassess_changed(on(1))
    change(rosa, site, sensitivity="quiet")
    for _turn in range(3):
        services.reassess_changed(on(1))
    assert read_under("quiet") == 3
    older = PolicyChange.objects.order_by("pk").first()
    assert older is not None
    assert older.reassessed_through == cases[1].pk
    assert not PolicyChange.objects.filter(done_at=None).exists()


def test_the_cases_of_another_site_are_left_alone(
    rosa: Person, hugo: Person, other_site: Establishment, cases: list[Case]
) -> None:
    change(hugo, other_site)
    services.reassess_changed(on(1))
    assert (read_under("keen"), progress(other_site.pk)) == (0, None)


@pytest.mark.parametrize("who", ["ana", "sam", "hugo", "auditor"])
def test_only_hr_of_the_site_tries_or_changes(who: str, site: Establishment, request: pytest.FixtureRequest) -> None:
    person: Person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        services.try_policy(actor=person.actor(), establishment=site, at=NOON, sensitivity="keen")
    with pytest.raises(NotAllowed):
        services.set_policy(actor=person.actor(), establishment=site, at=NOON, sensitivity="keen")


def test_trying_stores_nothing(ana: Person, rosa: Person, site: Establishment) -> None:
    case = make_open_case(ana, rosa)
    for day in FLAT:
        answer(ana, case, day)
    before = list(CheckIn.objects.order_by("pk").values())
    tried = services.try_policy(actor=rosa.actor(), establishment=site, at=on(30), sensitivity="keen", backstop_day=21)
    assert (tried.trial.cases, tried.trial.answers, tried.left_out) == (1, len(FLAT), 0)
    assert list(CheckIn.objects.order_by("pk").values()) == before
    assert not Policy.objects.exists()
    assert not PolicyChange.objects.exists()


def test_a_trial_of_the_present_rules_says_what_was_really_sent(ana: Person, rosa: Person, site: Establishment) -> None:
    case = make_open_case(ana, rosa)
    for day in range(40):
        services.notice_time(on(day))
        if day in FLAT:
            answer(ana, case, day)
        plan(at=on(day))
    trial = services.try_policy(actor=rosa.actor(), establishment=site, at=on(39)).trial
    planned = Reminder.objects.filter(rule__startswith="recovery.follow-up").values_list("due_on", "audience")
    assert len(planned) >= 3
    assert {(one.on, "employee" if one.to == "employee" else "hr") for one in trial.present.sent} == set(planned)
    assert Stall.objects.asks_for_follow_up().exists()


def test_a_trial_takes_as_many_queries_for_many_cases_as_for_one(
    rosa: Person, site: Establishment, cases: list[Case], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    actor = rosa.actor()
    with django_assert_max_num_queries(7):
        services.try_policy(actor=actor, establishment=site, at=on(30))
