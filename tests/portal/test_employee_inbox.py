"""The inbox behind the sign-in: one's own messages in words, opened once, leading only to our own pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from injuries.models import Case
from notifications.models import InboxItem, Reminder
from tests.cast import NOON, Person, make_open_case
from tests.portal.phone import phone_of, queries_at, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def make_item(person: Person, case: Case, *, url: str = "/check-in/", days: int = 0) -> InboxItem:
    reminder = Reminder.objects.create(
        rule="recovery.check-in-due",
        subject_kind="case",
        subject_id=str(case.pk),
        establishment=case.establishment,
        employee=case.employee,
        case=case,
        recipient=person.user,
        audience=Reminder.Audience.EMPLOYEE,
        due_on=NOON.date() - timedelta(days=days),
        not_before=NOON,
        planned_at=NOON,
    )
    return InboxItem.objects.create(
        recipient=person.user, reminder=reminder, title_key=reminder.rule, url=url, created_at=NOON
    )


def test_messages_are_said_in_words_and_counted(ana: Person, case: Case) -> None:
    make_item(ana, case)
    said = words_at(ana, "/inbox/")
    assert "1 new message" in said
    assert "Your check-in is ready" in said


def test_opening_one_marks_it_read_and_goes_where_it_leads(ana: Person, case: Case) -> None:
    item = make_item(ana, case)
    response = phone_of(ana).post(f"/inbox/{item.pk}/")
    item.refresh_from_db()
    assert response.url == "/check-in/"  # type: ignore[attr-defined]  # a redirect has it
    assert item.read_at == NOON
    assert "No new messages" in words_at(ana, "/inbox/")


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_a_message_never_leads_out_of_the_house(url: str, ana: Person, case: Case) -> None:
    item = make_item(ana, case, url=url)
    assert phone_of(ana).post(f"/inbox/{item.pk}/").url == "/inbox/"  # type: ignore[attr-defined]  # a redirect has it


def test_the_message_of_somebody_else_is_not_found_not_even_by_hr(
    ana: Person, rosa: Person, sam: Person, case: Case
) -> None:
    item = make_item(ana, case)
    assert {phone_of(one).post(f"/inbox/{item.pk}/").status_code for one in (rosa, sam)} == {404}
    assert "No new messages" in words_at(rosa, "/inbox/")


def test_a_look_alone_marks_nothing(ana: Person, case: Case) -> None:
    item = make_item(ana, case)
    assert phone_of(ana).get(f"/inbox/{item.pk}/").status_code == 405
    item.refresh_from_db()
    assert item.read_at is None


def test_all_that_was_shown_is_marked_read_and_what_came_meanwhile_stays_new(
    ana: Person, rosa: Person, case: Case
) -> None:
    seen = [make_item(ana, case, days=days) for days in range(3)]
    page = phone_of(ana).get("/inbox/").content.decode()
    newest = max(item.pk for item in seen)
    assert f'name="until" value="{newest}"' in page
    late, strangers = make_item(ana, case, days=5), make_item(rosa, case, days=6)
    assert phone_of(ana).post("/inbox/read/", {"until": str(newest)}).status_code == 302
    assert set(InboxItem.objects.unread()) == {late, strangers}


@pytest.mark.parametrize("until", ["", "-1", "x", "9" * 40])
def test_a_mark_that_is_none_changes_nothing(until: str, ana: Person, case: Case) -> None:
    make_item(ana, case)
    assert phone_of(ana).post("/inbox/read/", {"until": until}).status_code == 302
    assert InboxItem.objects.unread().count() == 1


def test_the_office_goes_back_to_its_desk(rosa: Person, ana: Person, case: Case) -> None:
    assert 'class="back" href="/admin/"' in phone_of(rosa).get("/inbox/").content.decode()
    assert 'class="back" href="/"' in phone_of(ana).get("/inbox/").content.decode()


def test_the_inbox_asks_as_many_questions_for_twenty_messages_as_for_one(ana: Person, case: Case) -> None:
    make_item(ana, case)
    few = queries_at(phone_of(ana), "/inbox/")
    for days in range(1, 20):
        make_item(ana, case, days=days)
    assert queries_at(phone_of(ana), "/inbox/") == few


def test_help_names_whom_to_call(ana: Person) -> None:
    site = ana.employee.establishment  # type: ignore[union-attr]  # Ana is employed
    site.contact_name, site.contact_phone = "Rosa Patel", "(312) 555-0141"
    site.save()
    page = phone_of(ana).get("/help/").content.decode()
    assert 'href="tel:(312) 555-0141"' in page
    assert "In an emergency call 911." in page


def leave_out(person: Person, case: Case, state: str, reason: str, *, days: int = 0) -> None:
    item = make_item(person, case, days=days)
    Reminder.objects.filter(pk=item.reminder_id).update(state=state, reason=reason, settled_at=NOON)
    item.delete()


def test_what_was_not_sent_is_explained_to_whom_it_was_meant_for(ana: Person, sam: Person, case: Case) -> None:
    leave_out(ana, case, "withdrawn", "settled")
    leave_out(ana, case, "missed", "late", days=4)
    assert "Planned, or not sent" in words_at(ana, "/inbox/")
    said = words_at(ana, "/inbox/not-sent/")
    assert "it was no longer needed. The check-in was answered" in said
    assert "4 days had passed since its date" in said
    assert "Nothing was left out" in words_at(sam, "/inbox/not-sent/")


def test_many_left_out_take_as_many_queries_as_one(ana: Person, case: Case) -> None:
    leave_out(ana, case, "missed", "late")
    few = queries_at(phone_of(ana), "/inbox/not-sent/")
    for days in range(1, 12):
        leave_out(ana, case, "missed", "overtaken", days=days)
    assert queries_at(phone_of(ana), "/inbox/not-sent/") == few
