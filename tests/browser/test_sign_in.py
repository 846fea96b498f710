"""Signing in as people do it, in a real browser: a passkey in a virtual authenticator, a code by mail."""

import re
import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.faces import NothingThere
from tests.browser.stage import set_stage
from tests.cast import PASSWORD
from tests.conftest import DESK, PHONE
from tools.running import RunningLightduty
from tools.throwaway import Throwaway

pytestmark = [pytest.mark.browser, pytest.mark.life]
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
ASK_NO_MORE_THAN = 20_000  # milliseconds


@pytest.fixture(scope="module")
def guarded(throwaway_servers: Throwaway) -> Iterator[RunningLightduty]:
    """The product as it is in earnest: roles at a desk need a second factor."""
    with RunningLightduty(throwaway_servers, broker_database=15, second_factor=True) as lightduty:
        yield lightduty


@pytest.fixture(scope="module")
def people(guarded: RunningLightduty) -> dict[str, str]:
    return set_stage(guarded.product.env, "life")


def base_of(guarded: RunningLightduty) -> str:
    """A passkey belongs to a name; a number will not do."""
    return guarded.base_url.replace("127.0.0.1", "localhost")


def watched(context: BrowserContext) -> tuple[Page, list[str]]:
    """A page, and what the browser refused to run on it."""
    page, refused = context.new_page(), []
    page.on("console", lambda line: refused.append(line.text) if "Content Security Policy" in line.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.set_default_timeout(ASK_NO_MORE_THAN)
    return page, refused


def type_password(page: Page, base: str, email: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def test_hr_sets_a_passkey_up_and_then_signs_in_with_it_alone(
    guarded: RunningLightduty, people: dict[str, str], browser: Browser
) -> None:
    base = base_of(guarded)
    with browser.new_context(**DESK) as context:
        page, refused = watched(context)
        with_authenticator(page)
        type_password(page, base, people["rosa"])
        expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
        page.goto(f"{base}/admin/")
        expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
        page.get_by_role("link", name="Set up a passkey").click()
        page.fill("[name=name]", "Rosa's computer")
        page.get_by_role("button", name="Add a passkey").click()
        expect(page.get_by_role("heading", name="Keep these recovery codes")).to_be_visible()
        page.goto(f"{base}/account/")
        expect(page.get_by_text("Rosa's computer").first).to_be_visible()
        page.get_by_role("button", name="Sign out everywhere").click()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(lambda address: "/accounts/" not in address)
        page.goto(f"{base}/admin/")
        expect(page.get_by_role("link", name="Work queue")).to_be_visible()
        page.context.clear_cookies()
        type_password(page, base, people["rosa"])
        expect(page.get_by_role("heading", name="Second step")).to_be_visible()
        page.get_by_role("button", name="Use a passkey").click()
        page.wait_for_url(lambda address: "/accounts/" not in address)
        assert refused == []


def test_an_employee_sets_an_app_up_and_is_asked_for_its_code(
    guarded: RunningLightduty, people: dict[str, str], browser: Browser
) -> None:
    base = guarded.base_url
    with browser.new_context(**PHONE) as context:
        page, refused = watched(context)
        type_password(page, base, people["ana"])
        page.get_by_role("link", name="Account").click()
        page.get_by_role("link", name="Set up an app").click()
        secret = page.locator("code").first.inner_text()
        page.fill("[name=code]", format_hotp_value(hotp_value(secret, int(time.time()) // 30)))
        page.get_by_role("button", name="Set it up").click()
        codes = page.locator(".codes code").all_inner_texts()
        assert len(codes) == 10
        context.clear_cookies()
        type_password(page, base, people["ana"])
        page.fill("[name=code]", codes[0])
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("heading", name="Second step")).to_have_count(0)
        assert "/accounts/" not in page.url
        assert refused == []


def test_a_supervisor_signs_in_with_a_code_from_the_mail_and_without_scripts(
    guarded: RunningLightduty, people: dict[str, str], browser: Browser
) -> None:
    guarded.mail.clear()
    with browser.new_context(**PHONE, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{guarded.base_url}/accounts/login/")
        assert not page.get_by_role("button", name="Use a passkey").is_visible()
        page.get_by_role("link", name="E-mail me a code").click()
        page.fill("[name=email]", people["sam"])
        page.get_by_role("button", name="Send me the code").click()
        (letter,) = guarded.mail.wait_for(1, to=people["sam"])
        found = re.search(r"^\s*([A-Z0-9-]{6,12})\s*$", letter.text, re.MULTILINE)
        if found is None:
            raise NothingThere(letter.text)
        page.fill("[name=code]", found[1])
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.goto(f"{guarded.base_url}/account/")
        expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_letters_about_accounts_hold_no_medical_word(guarded: RunningLightduty, people: dict[str, str]) -> None:
    """Setting the app up told Ana by mail, after the request's own transaction."""
    letters = guarded.mail.to(people["ana"]) + guarded.mail.to(people["rosa"])
    for letter in letters:
        assert not re.search(r"wrist|pain|injur|duty change|case", f"{letter.subject} {letter.text}", re.IGNORECASE)
