"""The ledger and the inbox through the API: who sees what, and what they may do."""

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from notifications.models import Delivery, InboxItem, Reminder
from notifications.services import deliver_due, mark_read, plan
from people.models import Department
from people.refusals import NotAllowed
from recovery.models import Stall
from tests.cast import TODAY, Person, make_person, sign_in
from tests.notifications.worlds import at, duty, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)
URL = "/api/v1/reminders/"


@pytest.fixture
def told(ana: Person, sam: Person, rosa: Person, assembly: Department) -> None:
    """Ana has been asked to book a follow-up, Rosa to get in touch, Sam to approve a duty."""
    case = open_case(ana, rosa)
    finding(case)
    finding(case, Stall.Kind.RED_FLAG)
    duty(case, assembly, "pending_supervisor", by=rosa)
    plan(at=NOW)
    deliver_due(at=NOW)


def rows(person: Person, url: str = URL) -> list[dict[str, object]]:
    client = APIClient()
    sign_in(client, person)
    answer = client.get(url)
    assert answer.status_code == 200, answer.json()
    return answer.json()["results"]


def test_everybody_reads_their_own_reminders(told: None, ana: Person, sam: Person) -> None:
    assert [row["rule"] for row in rows(ana)] == ["recovery.follow-up"]
    assert [row["rule"] for row in rows(sam)] == ["duty.approval-waiting"]


def test_a_supervisor_never_sees_the_case_of_a_reminder(told: None, sam: Person) -> None:
    assert "case" not in rows(sam)[0]


def test_hr_reads_text_and_delivery_of_their_site(told: None, rosa: Person) -> None:
    found = rows(rosa)
    assert {row["rule"] for row in found} == {"recovery.follow-up", "recovery.red-flag", "duty.approval-waiting"}
    assert {delivery["state"] for row in found for delivery in row["deliveries"]} == {"sent"}
    assert all(row["explanation"] for row in found)


def test_it_and_auditor_read_the_state_and_nothing_of_the_text(told: None, it: Person, auditor: Person) -> None:
    for person in (it, auditor):
        for row in rows(person):
            assert not {"explanation", "employee", "case", "recipient", "subject_id"} & set(row)
            assert not {"address", "message_id"} & set(row["deliveries"][0])
            assert row["deliveries"][0]["state"] == "sent"


def test_another_establishment_finds_nothing(told: None, hugo: Person, otto: Person) -> None:
    assert rows(hugo) == rows(otto) == []
    client = APIClient()
    sign_in(client, otto)
    assert client.get(f"{URL}{Reminder.objects.first().pk}/").status_code == 404


def test_the_list_can_be_narrowed_by_rule_and_state(told: None, rosa: Person) -> None:
    assert len(rows(rosa, f"{URL}?rule=recovery.red-flag&state=told")) == 1
    assert rows(rosa, f"{URL}?state=failed") == []


def test_an_unknown_filter_is_named(told: None, rosa: Person) -> None:
    client = APIClient()
    sign_in(client, rosa)
    answer = client.get(f"{URL}?state=lost")
    assert answer.status_code == 400
    assert "state" in answer.json()


def test_hr_sends_a_failed_reminder_again(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    client = APIClient()
    sign_in(client, rosa)
    answer = client.post(f"{URL}{Reminder.objects.get().pk}/retry/")
    assert (answer.status_code, answer.json()["state"]) == (200, "planned")
    assert Delivery.objects.filter(channel="email", state="queued").count() == 1


def test_an_employee_cannot_send_again(told: None, ana: Person) -> None:
    client = APIClient()
    sign_in(client, ana)
    own = Reminder.objects.get(recipient=ana.user)
    assert client.post(f"{URL}{own.pk}/retry/").status_code == 403


def test_an_inbox_shows_ones_own_items_and_where_they_lead(told: None, ana: Person) -> None:
    (item,) = rows(ana, "/api/v1/inbox/?unread=true")
    assert (item["title"], item["url"]) == ("Time to book a follow-up appointment", "/follow-up/")


def test_hr_does_not_read_other_peoples_inboxes(told: None, rosa: Person) -> None:
    assert [item["title_key"] for item in rows(rosa, "/api/v1/inbox/")] == ["recovery.red-flag"]


def test_an_item_is_marked_as_read_once(told: None, ana: Person) -> None:
    client = APIClient()
    sign_in(client, ana)
    item = InboxItem.objects.of(ana.user).get()
    assert client.post(f"/api/v1/inbox/{item.pk}/read/").json()["read_at"]
    assert rows(ana, "/api/v1/inbox/?unread=true") == []


def test_nobody_marks_the_item_of_another(told: None, ana: Person, rosa: Person) -> None:
    with pytest.raises(NotAllowed):
        mark_read(actor=rosa.actor(), item=InboxItem.objects.of(ana.user).get(), at=NOW)


def test_a_page_of_reminders_costs_the_same_for_one_and_for_many(
    ana: Person, rosa: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(12):
        finding(open_case(make_person(f"P{number}", "Vogt", ana.employee.department), rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    client = APIClient()
    sign_in(client, rosa)
    with django_assert_max_num_queries(25):
        assert len(client.get(URL).json()["results"]) == 12
