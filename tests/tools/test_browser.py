"""The browser of the tests opens pages as on a phone and as on a desk."""

import pytest
from playwright.sync_api import BrowserContext

from tools.mailcatcher import MailCatcher

pytestmark = pytest.mark.browser


@pytest.fixture
def address(mail_catcher: MailCatcher) -> str:
    """A page of our own that needs no database."""
    return mail_catcher.page_url


def test_a_phone_is_narrow_and_has_fingers(phone: BrowserContext, address: str):
    page = phone.new_page()
    page.goto(address)
    assert page.get_by_role("heading", name="Mail").is_visible()
    assert page.evaluate("[innerWidth, matchMedia('(pointer: coarse)').matches]") == [390, True]


def test_a_desk_is_wide_and_has_a_mouse(desk: BrowserContext, address: str):
    page = desk.new_page()
    page.goto(address)
    assert page.evaluate("[innerWidth, matchMedia('(pointer: fine)').matches]") == [1280, True]


@pytest.mark.django_db
def test_queries_and_pages_may_be_mixed_in_one_test(desk: BrowserContext, address: str, django_user_model):
    desk.new_page().goto(address)
    assert django_user_model.objects.count() == 0
