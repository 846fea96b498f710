"""HR corrects where somebody is reached, and what failed goes there."""

import pytest
from django.test import Client

from injuries.models import Case
from notifications.models import Reminder
from notifications.services import deliver_due, plan
from people.models import Establishment, RoleGrant
from recovery.models import Stall
from tests.cast import TODAY, Person, make_office, sign_in
from tests.notifications.worlds import at, finding, open_case
from tests.portal.phone import words_at, words_of
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)


@pytest.fixture
def address(ana: Person, rosa: Person, post: MailCatcher) -> str:
    """The page at which Ana's address is corrected."""
    finding(open_case(ana, rosa))
    plan(at=NOW)
    post.fail(Failure(address="ana*", answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    return f"/admin/reminders/{Reminder.objects.get().pk}/"


def signed(person: Person) -> Client:
    client = Client()
    sign_in(client, person)
    return client


def test_the_desk_leads_to_the_address(rosa: Person, address: str) -> None:
    assert f'href="{address}"' in signed(rosa).get("/admin/reminders/?state=failed").content.decode()


def test_a_corrected_address_is_written_to_at_once(
    rosa: Person, address: str, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    client = signed(rosa)
    assert "550 5.1.1 No such user" in client.get(address).content.decode()
    assert client.post(address, {"email": "rivera@example.com", "phone": ""}).status_code == 302
    deliver_due(at=NOW)
    assert [message.recipients for message in post.messages] == [["rivera@example.com"]]


def test_the_ways_that_worked_are_named_in_the_readers_language(
    rosa: Person, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    client = signed(rosa)
    client.post(address, {"email": "rivera@example.com", "phone": ""})
    deliver_due(at=NOW)
    shown = words_of(client.get("/admin/reminders/?state=told", headers={"accept-language": "es"}).content.decode())
    assert "Avisado correo electrónico, bandeja de entrada" in shown


def test_an_address_that_is_none_is_refused(rosa: Person, address: str) -> None:
    assert signed(rosa).post(address, {"email": "rivera at home"}).status_code == 422


def test_nobody_but_hr_of_the_site_finds_the_page(hugo: Person, auditor: Person, address: str) -> None:
    for person in (hugo, auditor):
        assert signed(person).get(address).status_code == 404


def test_the_address_of_an_account_beyond_the_site_is_left_to_it(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    shown = signed(rosa).get("/admin/reminders/?state=failed").content.decode()
    assert "Change the address" not in shown
    assert "It is the address of your own account." in shown
    assert "Send again" in shown
    assert "550 5.1.1 No such user. Correct the address" in shown


def test_the_queue_names_the_reason_and_opens_the_form_in_one_click(
    rosa: Person, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    queue = signed(rosa).get("/admin/").content.decode()
    assert "did not reach Ana Rivera: 550 5.1.1 No such user" in queue and "Correct or send again" in queue
    assert f'href="{address}"' in queue
    assert 'name="email"' in signed(rosa).get(address).content.decode()


def test_what_else_did_not_arrive_goes_to_the_new_address_in_the_same_letter(
    ana: Person, rosa: Person, address: str, post: MailCatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    later = at(TODAY, 13)
    Case.objects.filter(employee=ana.employee).update(next_check_in_on=TODAY)
    plan(at=later)
    deliver_due(at=later)
    assert "1 other reminder to Ana Rivera did not arrive" in words_at(rosa, address)
    signed(rosa).post(address, {"email": "rivera@example.com", "phone": ""})
    deliver_due(at=later)
    assert [message.recipients for message in post.messages] == [["rivera@example.com"]] * 2
    assert not Reminder.objects.failed().exists()


def test_a_reminder_sent_again_from_its_page_is_seen_there(
    rosa: Person, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)
    client = signed(rosa)
    assert client.post(f"{address}retry/", {"back": "page"})["Location"] == address
    assert "It is being sent." in client.get(address).content.decode()


def test_an_account_that_is_nobodys_employee_is_named_as_its_matter(
    ana: Person, rosa: Person, post: MailCatcher, site: Establishment
) -> None:
    lena = make_office("lena@example.com", "Lena Hart", RoleGrant.Role.HR, site)
    finding(open_case(ana, rosa), Stall.Kind.SILENT)
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    page = f"/admin/reminders/{Reminder.objects.get().pk}/"
    assert "You cannot change where Rosa Patel is reached" in words_at(lena, page)
    assert "ask IT" in words_at(lena, page)
    own = words_at(rosa, page)
    assert "It is the address of your own account." in own and "Change it in your account" in own


def test_what_is_left_of_a_rule_that_is_gone_has_no_button_and_waits_for_nobody(rosa: Person, address: str) -> None:
    Reminder.objects.update(reason="unknown_rule", rule="gone.rule")
    assert "Send again" not in words_at(rosa, address)
    assert "Message not delivered" not in words_at(rosa, "/admin/")


def test_whoever_reads_no_text_of_a_reminder_still_reads_the_reason_in_words(
    auditor: Person, it: Person, address: str
) -> None:
    for person in (auditor, it):
        said = words_at(person, "/admin/reminders/?state=failed")
        assert "could not be delivered" in said and "550" not in said and "Ana" not in said


def test_the_tabs_stay_with_the_case_that_is_looked_at(rosa: Person, address: str) -> None:
    number = Case.objects.get().number
    shown = signed(rosa).get(f"/admin/reminders/?q={number}").content.decode()
    assert f"?q={number}&amp;state=failed" in shown
