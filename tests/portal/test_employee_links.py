"""The employee decides which links work without sign-in, and whether the provider may read the answers."""

import pytest
from django.test import Client

from injuries.models import Case, CaseEvent
from people.refusals import NotAllowed
from recovery.models import Consent
from recovery.services import consent_of, drop_box_links, let_provider_read
from tests.cast import NOON, TODAY, Person, make_open_case
from tests.portal.phone import phone_of, words_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    return make_open_case(ana, rosa)


def test_nothing_is_shared_until_the_employee_says_so(ana: Person, case: Case) -> None:
    assert "Not shared" in words_at(ana, "/record/links/")
    assert not consent_of(case).provider_reads


def test_sharing_is_agreed_to_and_taken_back_and_both_stand_in_the_journal(ana: Person, case: Case) -> None:
    for do, shared in (("share", True), ("unshare", False)):
        phone_of(ana).post("/record/links/", {"case": case.number, "do": do})
        assert consent_of(case).provider_reads is shared
    assert CaseEvent.objects.filter(kind="recovery.consent").count() == 2
    assert "The provider may not read the check-ins any more." in words_at(ana, "/record/")


def test_links_to_check_ins_are_switched_off_by_one_tap(ana: Person, case: Case) -> None:
    link = drop_box_links(asks=[(case.pk, TODAY)], at=NOON)[case.pk, TODAY]
    phone_of(ana).post("/record/links/", {"case": case.number, "do": "no-links"})
    assert Client().get(link.removeprefix("http://localhost:8000")).status_code == 404
    assert "Send me such links again" in words_at(ana, "/record/links/")


def test_nobody_agrees_in_the_employees_place(rosa: Person, sam: Person, case: Case) -> None:
    for person in (rosa, sam):
        with pytest.raises(NotAllowed):
            let_provider_read(actor=person.actor(), case=case, agreed=True, at=NOON)
    assert not Consent.objects.exists()


def test_a_colleagues_case_cannot_be_switched(otto: Person, ana: Person, case: Case) -> None:
    assert phone_of(otto).post("/record/links/", {"case": case.number, "do": "share"}).status_code == 404


def test_hr_switches_a_site_off_on_the_page_of_its_rules(ana: Person, rosa: Person, case: Case) -> None:
    answer = phone_of(rosa).post("/admin/rules/", {"do": "no-links"}, follow=True)
    assert "Links that were sent open nothing any more." in answer.content.decode()
    assert "HR has switched these links off for your site." in words_at(ana, "/record/links/")
    phone_of(rosa).post("/admin/rules/", {"do": "links"})
    assert "Switch these links off" in words_at(ana, "/record/links/")
