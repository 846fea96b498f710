"""The letter that brings a provider the link: nothing medical in it, tried again with the same link, never doubled."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from duty.models import ProviderLink
from duty.services import make_provider_link, revoke_provider_link
from duty.services.links import url_of
from injuries.models import Case
from notifications.services import send_provider_letters
from tests.cast import NOON, Person, make_open_case
from tests.portal.phone import words_at
from tools.mailcatcher import MailCatcher

pytestmark = pytest.mark.django_db

ADDRESS = "kim@clinic.example"


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


@pytest.fixture
def link(rosa: Person, case: Case, post: MailCatcher) -> ProviderLink:
    facts: dict[str, Any] = {"provider": "Dr. L. O'Kim", "email": ADDRESS, "tasks": (), "by_mail": True, "at": NOON}
    return make_provider_link(actor=rosa.actor(), case=case, **facts)


def test_the_letter_names_neither_the_employee_nor_anything_medical(
    ana: Person, case: Case, link: ProviderLink, post: MailCatcher
) -> None:
    assert send_provider_letters(at=NOON) == 1
    (mail,) = post.messages
    assert mail.recipients == [ADDRESS]
    seen = f"{mail.subject} {mail.text} {mail.html}".lower()
    for secret in ("ana", "rivera", case.number, "wrist", "injur", "pain", "limit", "doctor", "medical", "hurt"):
        assert secret not in seen, secret
    assert url_of(link) in mail.text
    assert url_of(link) in mail.html
    assert "Dr. L. O'Kim" in mail.text


def test_a_letter_goes_out_once(link: ProviderLink, post: MailCatcher) -> None:
    for _sweep in range(3):
        send_provider_letters(at=NOON)
    assert len(post.messages) == 1
    link.refresh_from_db()
    assert link.mail_sent_at == NOON


def test_a_letter_that_fails_for_now_is_tried_again_with_the_same_link(
    link: ProviderLink, post: MailCatcher, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    send_provider_letters(at=NOON)
    link.refresh_from_db()
    assert link.mail_error
    assert link.mail_next_at and link.mail_next_at > NOON
    settings.EMAIL_PORT = port
    send_provider_letters(at=NOON)
    assert not post.messages
    send_provider_letters(at=link.mail_next_at)
    assert url_of(link) in post.messages[0].text


def test_a_letter_that_never_arrives_is_hrs_matter(
    rosa: Person, link: ProviderLink, post: MailCatcher, settings: Any
) -> None:
    settings.EMAIL_PORT = 9
    at = NOON
    for _attempt in range(8):
        send_provider_letters(at=at)
        at += timedelta(hours=7)
    link.refresh_from_db()
    assert link.mail_next_at is None
    assert link.mail_sent_at is None
    ProviderLink.objects.update(expires_at=NOON + timedelta(days=4000))
    assert "Letter to a provider did not arrive" in words_at(rosa, "/admin/")


def test_a_revoked_links_letter_stays_at_home(rosa: Person, link: ProviderLink, post: MailCatcher) -> None:
    revoke_provider_link(actor=rosa.actor(), link=link, at=NOON)
    assert send_provider_letters(at=NOON) == 0
    assert not post.messages
    assert Client().get(url_of(link).removeprefix("https://lightduty.example")).status_code == 404
