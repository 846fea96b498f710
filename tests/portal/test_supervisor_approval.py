"""One page per decision: before and after, limits in plain words, two buttons; never a medical fact."""

from collections.abc import Iterator
from datetime import time, timedelta
from uuid import uuid4

import pytest
import time_machine

from duty.models import Assignment
from injuries.models import Case
from people.models import AccessEntry, Department
from people.services import name_substitute
from recovery.services import add_treatment, book_appointment
from tests.cast import NOON, Person, make_open_case, make_person
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, check_in, give_report, make_active, make_task, propose
from tests.portal.phone import phone_of, queries_at, words_at, words_of

pytestmark = pytest.mark.django_db

# Whatever a supervisor must not read, as it stands in the rows of `case`.
SECRETS = ("wrist", "carpal", "dr kim", "opening jars", "splint", "tingling", "therapy", "follow-up", "stalled")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    """A case full of what a supervisor must not read."""
    made = make_open_case(ana, rosa, at=NOON - timedelta(days=20), began_on=(NOON - timedelta(days=30)).date())
    give_report(rosa, made, LIFT_TEN, NO_VIBRATION, at=NOON - timedelta(days=10), days=40)
    check_in(ana, made, NOON - timedelta(days=2))
    add_treatment(
        actor=ana.actor(), case=made, kind="support", words="Splint at night", started_on=NOON.date(), at=NOON
    )
    start = NOON + timedelta(days=2)
    book_appointment(
        actor=ana.actor(),
        case=made,
        at=NOON,
        kind="therapy",
        starts_at=start,
        ends_at=start + timedelta(hours=2),
        with_whom="Dr Kim",
        client_key=uuid4(),
    )
    return made


@pytest.fixture
def row(rosa: Person, case: Case, assembly: Department) -> Assignment:
    task = make_task(assembly, shift_starts=time(7), shift_ends=time(13))
    return propose(rosa, case, task, starts_on=(NOON + timedelta(days=3)).date())


def path(row: Assignment) -> str:
    return f"/approvals/{row.pk}/"


def test_the_page_says_what_changes_what_is_allowed_and_what_it_does_to_the_shift(row: Assignment, sam: Person) -> None:
    said = words_at(sam, path(row))
    for words in (
        "A. Rivera: new duty in your area",
        "Assembler",
        "From Thu, Mar 5",
        "Answer phones",
        "7:00 AM to 1:00 PM",
        "Lift and carry up to 10 lb",
        "No vibrating tools",
        "What it does to your shift",
        "A. Rivera stays in Assembly",
    ):
        assert words in said, words


def test_no_page_of_a_supervisor_holds_a_medical_fact_or_the_case_number(
    row: Assignment, case: Case, ana: Person, sam: Person
) -> None:
    assert ana.employee is not None
    for page in (path(row), f"{path(row)}?decline=1", "/approvals/", "/team/", f"/team/report/{ana.employee.pk}/"):
        html = phone_of(sam).get(page).content.decode().lower()
        for secret in (*SECRETS, case.number):
            assert secret not in html, (page, secret)


def test_two_clicks_from_the_letter_approve_it(row: Assignment, sam: Person) -> None:
    client = phone_of(sam)
    assert client.get(path(row)).status_code == 200
    page = client.post(path(row), {"approve": "1"}, follow=True).content.decode()
    row.refresh_from_db()
    assert row.state == "pending_employee"
    assert "Approved. The employee gets the offer now." in page


def test_a_no_without_reason_and_alternative_lists_both_mistakes_and_keeps_the_words(
    row: Assignment, sam: Person
) -> None:
    client = phone_of(sam)
    nothing = client.post(path(row), {"decline": "1"})
    said = words_of(nothing.content.decode())
    assert nothing.status_code == 422
    assert "2 things need a fix" in said
    half = client.post(path(row), {"decline": "1", "reason": "The line is full"}).content.decode()
    assert "The line is full" in half
    assert "Name another duty, or tick that there is none" in half


def test_a_no_carries_its_reason_and_another_duty_to_hr(row: Assignment, sam: Person) -> None:
    phone_of(sam).post(path(row), {"decline": "1", "reason": "The line is full", "alternative": "Gate desk"})
    row.refresh_from_db()
    assert (row.state, row.reason, row.alternative) == ("declined_supervisor", "The line is full", "Gate desk")


def test_there_may_be_no_other_duty(row: Assignment, sam: Person) -> None:
    phone_of(sam).post(path(row), {"decline": "1", "reason": "The line is full", "none_available": "on"})
    row.refresh_from_db()
    assert row.alternative == "none available"


def test_pressing_twice_says_that_it_is_decided(row: Assignment, sam: Person) -> None:
    client = phone_of(sam)
    client.post(path(row), {"approve": "1"})
    again = client.post(path(row), {"approve": "1"})
    assert again.status_code == 422
    assert "This has been decided already." in again.content.decode()


def test_pressing_nothing_says_what_to_press(row: Assignment, sam: Person) -> None:
    response = phone_of(sam).post(path(row), {})
    assert response.status_code == 422
    assert "Choose Approve or Decline." in response.content.decode()


def test_the_own_supervisor_sees_a_duty_elsewhere_but_does_not_answer_it(
    rosa: Person, case: Case, office: Department, sam: Person, olga: Person
) -> None:
    row = propose(rosa, case, make_task(office), starts_on=(NOON + timedelta(days=3)).date())
    assert "The supervisor of Office answers this." in words_at(sam, path(row))
    assert "Approve" not in words_at(sam, path(row)).replace("Approved", "")
    assert "Office gains one person." in words_at(olga, path(row))
    refused = phone_of(sam).post(path(row), {"approve": "1"})
    assert "Only the supervisor of the receiving department answers this." in refused.content.decode()


def test_a_substitute_answers_in_the_supervisors_place(
    row: Assignment, sam: Person, tina: Person, sams_post: object
) -> None:
    name_substitute(
        stands_in_for=sams_post,  # type: ignore[arg-type]  # the fixture's row
        supervisor=tina.employee,  # type: ignore[arg-type]  # Tina is employed
        starts_on=NOON.date(),
        ends_on=(NOON + timedelta(days=4)).date(),
    )
    assert "you stand in for S. Okafor, Assembly" in words_at(tina, "/team/")
    phone_of(tina).post(path(row), {"approve": "1"})
    row.refresh_from_db()
    assert row.state == "pending_employee"


def test_opening_the_page_is_written_down_for_the_employee(row: Assignment, sam: Person, ana: Person) -> None:
    phone_of(sam).get(path(row))
    entry = AccessEntry.objects.get(employee=ana.employee)
    assert (entry.user, entry.role, entry.what) == (sam.user, "supervisor", "duty")


def test_a_running_duty_is_stopped_with_a_reason(
    ana: Person, rosa: Person, sam: Person, case: Case, assembly: Department
) -> None:
    row = make_active(rosa, sam, ana, case, make_task(assembly))
    client = phone_of(sam)
    assert "Write what does not match" in client.post(path(row), {"stop": "1"}).content.decode()
    client.post(path(row), {"stop": "1", "reason": "The machine shakes"})
    row.refresh_from_db()
    assert row.state == "suspended"


def test_what_waits_is_listed_by_its_answer_day(
    row: Assignment, rosa: Person, sam: Person, tina: Person, assembly: Department
) -> None:
    other = make_open_case(tina, rosa)
    give_report(rosa, other, LIFT_TEN)
    propose(rosa, other, make_task(assembly, "gate", name="Gate desk"), answer_by=NOON.date())
    said = words_at(sam, "/approvals/")
    assert "2 duties wait for your answer" in said
    assert said.index("T. Lind") < said.index("A. Rivera")


def test_nothing_waiting_says_what_comes_next(sam: Person) -> None:
    assert "No duty waits for your answer" in words_at(sam, "/approvals/")


def test_the_list_asks_as_many_questions_for_nine_duties_as_for_one(
    row: Assignment, rosa: Person, sam: Person, assembly: Department
) -> None:
    few = queries_at(phone_of(sam), "/approvals/")
    for n in range(8):
        person = make_person("Pat", f"Number{n}", assembly)
        other = make_open_case(person, rosa)
        give_report(rosa, other, LIFT_TEN)
        propose(rosa, other, make_task(assembly, f"task{n}"))
    assert queries_at(phone_of(sam), "/approvals/") == few


def test_a_duty_that_no_longer_keeps_the_limits_cannot_be_approved(
    row: Assignment, rosa: Person, sam: Person, case: Case
) -> None:
    client = phone_of(sam)
    client.get(path(row))
    give_report(rosa, case, status="OFF_WORK")
    assert client.post(path(row), {"approve": "1"}).status_code == 404
