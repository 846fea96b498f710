"""What a real browser keeps and refuses when the product runs as in production, over TLS."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.earnest import HOST, Earnest, in_earnest
from tests.browser.stage import set_stage
from tests.browser.watch import Watch
from tests.cast import PASSWORD
from tools import browser as browsers
from tools.throwaway import Throwaway

pytestmark = [pytest.mark.browser, pytest.mark.life]
PAGES = ("/", "/record/", "/record/data/", "/check-in/", "/card/", "/account/", "/help/", "/inbox/")


@pytest.fixture(scope="module")
def earnest(throwaway_servers: Throwaway) -> Iterator[Earnest]:
    with in_earnest(throwaway_servers) as running:
        yield running


@pytest.fixture(scope="module")
def people(earnest: Earnest) -> dict[str, str]:
    return set_stage(earnest.env, "life")


@pytest.fixture
def visitor(earnest: Earnest, browser: Browser, chromium: str) -> Iterator[BrowserContext]:
    """A browser of its own, which believes this certificate alone."""
    context = browser.browser_type.launch_persistent_context(
        earnest.profile, executable_path=chromium, args=[*browsers.FLAGS, *earnest.flags]
    )
    context.clear_cookies()
    yield context
    context.close()


def signed_in(page: Page, earnest: Earnest, email: str) -> None:
    page.goto(f"{earnest.base}/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda address: "/accounts/login/" not in address)


def test_cookies_stay_with_this_host_under_tls_and_away_from_scripts(
    earnest: Earnest, people: dict[str, str], visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    signed_in(page, earnest, people["ana"])
    kept = {one["name"]: one for one in visitor.cookies()}
    assert {"__Host-session", "__Host-csrf"} <= set(kept)
    assert {(one["secure"], one["httpOnly"], one["sameSite"]) for one in kept.values()} == {(True, True, "Lax")}
    assert {(one["domain"], one["path"]) for one in kept.values()} == {(HOST, "/")}
    assert page.evaluate("document.cookie") == ""


def test_no_page_breaks_its_policy_or_may_be_kept(
    earnest: Earnest, people: dict[str, str], visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    signed_in(page, earnest, people["ana"])
    for path in PAGES:
        page.goto(earnest.base + path)
    assert watch.wrong == []
    assert watch.cookies() == []


def test_the_page_of_the_api_reads_its_description_without_any_inline_code(
    earnest: Earnest, people: dict[str, str], visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    signed_in(page, earnest, people["ana"])
    page.goto(f"{earnest.base}/api/docs/")
    expect(page.get_by_text("/api/v1/check-ins/").first).to_be_visible()
    assert watch.wrong == []


def test_once_there_the_browser_never_comes_without_tls(earnest: Earnest, visitor: BrowserContext) -> None:
    """The server speaks nothing but TLS at this port: a plain address works because the browser mends it by itself."""
    page = visitor.new_page()
    page.goto(f"{earnest.base}/accounts/login/")
    answer = page.goto(f"{earnest.base.replace('https', 'http')}/accounts/login/")
    assert answer is not None
    assert urlsplit(answer.url).scheme == "https"
    assert answer.ok


def test_after_signing_out_neither_cookie_nor_page_is_left(
    earnest: Earnest, people: dict[str, str], visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    signed_in(page, earnest, people["ana"])
    page.goto(f"{earnest.base}/record/")
    page.goto(f"{earnest.base}/accounts/logout/")
    page.locator("main form button").first.click()
    expect(page.get_by_role("button", name="Sign in", exact=True)).to_be_visible()
    assert "__Host-session" not in {one["name"] for one in visitor.cookies()}
    page.go_back()
    page.go_back()
    assert "/accounts/login/" in page.url


def test_a_desk_role_gets_nowhere_without_its_second_factor(
    earnest: Earnest, people: dict[str, str], visitor: BrowserContext
) -> None:
    page = visitor.new_page()
    watch = Watch(page)
    signed_in(page, earnest, people["rosa"])
    for path in ("/admin/", "/admin/cases/", "/team/"):
        page.goto(earnest.base + path)
        expect(page.get_by_role("heading", name="Protect your account")).to_be_visible()
    assert watch.wrong == []
