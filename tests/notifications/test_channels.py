"""Texts, chat and mail providers, each with a real service at the other end of the wire."""

import json
from typing import Any

import pytest
from pytest_django import Settings

from notifications.channels.sms import plain_number
from notifications.channels.through_apprise import address
from notifications.models import Delivery, FailingAddress, Reminder, ReminderPreference
from notifications.services import deliver_due, plan, retry
from recovery.models import Stall
from tests.cast import TODAY, Person, make_person
from tests.notifications.service import Service
from tests.notifications.test_letters import CANARIES
from tests.notifications.worlds import at, concern, days, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)


def wants_texts(person: Person, *, mail: bool = False, number: str = "+1 (555) 010-0199") -> None:
    exceptions = ["appointments:sms"] if mail else ["appointments:sms", "appointments:email"]
    ReminderPreference.objects.create(user=person.user, exceptions=exceptions, mobile=number)


def go(person: Person, rosa: Person) -> None:
    finding(open_case(person, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)


def state() -> str:
    return Reminder.objects.get().state


def test_a_text_goes_to_the_number_of_somebody_who_asked_for_it(ana: Person, rosa: Person, texts: Service) -> None:
    wants_texts(ana)
    go(ana, rosa)
    assert [call["path"] for call in texts.got] == ["/texts/+15550100199"]
    assert texts.got[0]["body"]["message"] == (
        "Lightduty: you have an item to review. https://lightduty.example/follow-up/"
    )
    assert state() == "told"


def test_nobody_gets_texts_without_asking(ana: Person, rosa: Person, texts: Service, post: MailCatcher) -> None:
    ana.employee.phone = "555 010 0199"
    ana.employee.save()
    go(ana, rosa)
    assert (texts.got, len(post.messages)) == ([], 1)


def test_a_text_carries_no_medical_word_and_one_link(ana: Person, rosa: Person, texts: Service) -> None:
    wants_texts(ana)
    case = open_case(ana, rosa)
    for kind in set(Stall.Kind) - {Stall.Kind.RESTRICTIONS_UNCHANGED}:
        finding(case, kind, opened_on=days(-12))
    plan(at=NOW)
    deliver_due(at=NOW)
    assert texts.got
    for call in texts.got:
        words = json.dumps(call["body"]).lower()
        assert [word for word in CANARIES if word.lower() in words] == []
        assert words.count("http") == 1
        assert len(call["body"]["message"]) < 160


def test_several_items_are_one_text_that_leads_to_the_inbox(ana: Person, rosa: Person, texts: Service) -> None:
    ReminderPreference.objects.create(user=rosa.user, exceptions=["safety:sms"], mobile="5550100123")
    for name in ("Ben", "Cleo"):
        person = make_person(name, "Vogt", ana.employee.department)
        concern(open_case(person, rosa), by=person)
    plan(at=NOW)
    deliver_due(at=NOW)
    assert [call["body"]["message"] for call in texts.got] == [
        "Lightduty: you have 2 items to review. https://lightduty.example/inbox/"
    ]


def test_a_text_carries_a_key_that_stays_the_same_for_each_attempt(ana: Person, rosa: Person, texts: Service) -> None:
    wants_texts(ana)
    texts.status = 503
    go(ana, rosa)
    delivery = Delivery.objects.get(channel="sms")
    assert delivery.state == "queued"
    texts.status = 200
    deliver_due(at=delivery.next_attempt_at)
    assert [call["headers"]["Idempotency-Key"] for call in texts.got] == [str(delivery.pk)] * 2
    assert state() == "told"


@pytest.mark.parametrize(
    ("status", "found"), [(404, "failed"), (410, "failed"), (429, "queued"), (500, "queued"), (401, "queued")]
)
def test_a_service_refuses_for_good_or_for_now(
    ana: Person, rosa: Person, texts: Service, post: MailCatcher, status: int, found: str
) -> None:
    wants_texts(ana)
    texts.status = status
    go(ana, rosa)
    assert Delivery.objects.get(channel="sms").state == found


def test_when_a_text_cannot_be_delivered_a_mail_goes_out_instead(
    ana: Person, rosa: Person, texts: Service, post: MailCatcher
) -> None:
    wants_texts(ana)
    texts.status = 404
    go(ana, rosa)
    deliver_due(at=NOW)
    assert len(post.messages) == 1
    assert (state(), Reminder.objects.get().data["another_way"]) == ("told", "email")


def test_when_mail_fails_a_text_goes_out_to_whoever_takes_texts(
    ana: Person, rosa: Person, texts: Service, post: MailCatcher
) -> None:
    ReminderPreference.objects.create(user=ana.user, exceptions=["duties:sms"], mobile="5550100199")
    post.fail(Failure(answer="550 5.1.1 No such user"))
    go(ana, rosa)
    deliver_due(at=NOW)
    assert (len(texts.got), state()) == (1, "told")


def test_when_every_way_has_failed_it_stands_on_hrs_desk(
    ana: Person, rosa: Person, texts: Service, post: MailCatcher
) -> None:
    wants_texts(ana)
    texts.status = 404
    post.fail(Failure(answer="550 5.1.1 No such user"))
    go(ana, rosa)
    deliver_due(at=NOW)
    assert (state(), Reminder.objects.get().data["error"]) == ("failed", "550 5.1.1 No such user")


def test_both_ways_carry_what_somebody_wants_by_both(
    ana: Person, rosa: Person, texts: Service, post: MailCatcher
) -> None:
    wants_texts(ana, mail=True)
    go(ana, rosa)
    assert (len(texts.got), len(post.messages)) == (1, 1)


def test_an_address_that_does_not_exist_is_not_tried_a_second_time(
    ana: Person, rosa: Person, post: MailCatcher
) -> None:
    post.fail(Failure(answer="550 5.1.1 No such user"))
    go(ana, rosa)
    post.fail()
    deliver = at(days(7))
    plan(at=deliver)
    deliver_due(at=deliver)
    assert post.to("ana.rivera@example.com") == []
    assert set(Reminder.objects.filter(recipient=ana.user).values_list("state", flat=True)) == {"failed"}


def test_a_letter_that_is_not_wanted_says_nothing_about_the_address(
    ana: Person, rosa: Person, post: MailCatcher
) -> None:
    post.fail(Failure(answer="550 5.7.1 Message refused by policy"))
    go(ana, rosa)
    assert not FailingAddress.objects.exists()


def test_hr_has_an_address_tried_again_that_works_by_now(ana: Person, rosa: Person, post: MailCatcher) -> None:
    post.fail(Failure(answer="550 5.1.1 No such user"))
    go(ana, rosa)
    post.fail()
    retry(actor=rosa.actor(), reminder=Reminder.objects.get(), at=NOW)
    deliver_due(at=NOW)
    assert (state(), FailingAddress.objects.count()) == ("told", 0)


def test_chat_goes_to_a_persons_own_name_and_never_to_a_room(
    ana: Person, rosa: Person, service: Service, settings: Settings
) -> None:
    settings.CHAT_URLS = {"riverside": f"json://{service.host}/chat/{{to}}"}
    ReminderPreference.objects.create(
        user=ana.user, exceptions=["appointments:chat", "appointments:email"], chat="@ana/../room"
    )
    go(ana, rosa)
    assert [call["path"] for call in service.got] == ["/chat/@ana%2F..%2Froom"]
    assert service.got[0]["body"]["title"] == "You have an item to review"


def test_what_a_person_writes_cannot_change_the_address_around_it() -> None:
    made = address("json://sms.example/{to}", "1?to=2#x/y", key="k")
    assert made == "json://sms.example/1%3Fto%3D2%23x%2Fy?+Idempotency-Key=k"


@pytest.mark.parametrize(
    ("words", "number"), [("+1 (555) 010-0199", "+15550100199"), ("ask Ben", ""), ("555;rm", ""), ("", "")]
)
def test_a_number_is_digits_or_none(words: str, number: str) -> None:
    assert plain_number(words) == number


@pytest.fixture
def provider(service: Service, settings: Settings) -> Service:
    """A mail provider's API, with the answer that Postmark gives."""
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "t", "POSTMARK_API_URL": f"http://{service.host}/"}
    settings.DEFAULT_FROM_EMAIL = "Lightduty <lightduty@example.com>"
    service.body = answer_of_postmark()
    return service


def answer_of_postmark(code: int = 0, words: str = "OK") -> dict[str, Any]:
    return {"To": "ana.rivera@example.com", "MessageID": "1", "ErrorCode": code, "Message": words}


def test_mail_goes_out_by_a_providers_api_with_our_key(ana: Person, rosa: Person, provider: Service) -> None:
    go(ana, rosa)
    delivery = Delivery.objects.get(channel="email")
    (call,) = provider.got
    assert call["headers"]["Idempotency-Key"] == str(delivery.pk)
    assert call["body"]["Metadata"] == {"delivery": str(delivery.pk)}
    assert {"Name": "Message-ID", "Value": delivery.message_id} in call["body"]["Headers"]
    assert (call["body"]["To"], call["body"]["Subject"]) == ("ana.rivera@example.com", "You have an item to review")
    assert state() == "told"


@pytest.mark.parametrize(("status", "found"), [(500, "queued"), (429, "queued"), (401, "queued"), (422, "failed")])
def test_a_provider_refuses_for_good_or_for_now(
    ana: Person, rosa: Person, provider: Service, status: int, found: str
) -> None:
    provider.status, provider.body = status, answer_of_postmark(10, "No")
    go(ana, rosa)
    assert Delivery.objects.get(channel="email").state == found


def test_a_provider_that_cannot_be_reached_lets_mail_wait(
    ana: Person, rosa: Person, provider: Service, settings: Settings
) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_API_URL": "http://127.0.0.1:9/"}
    go(ana, rosa)
    assert Delivery.objects.get(channel="email").state == "queued"
