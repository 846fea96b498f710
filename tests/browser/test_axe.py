"""No page breaks a rule of accessibility or scrolls sideways: as every role, in both languages, at three widths.

The same walk listens to the browser: no page wants what its policy forbids, and headers and cookies are as promised.
"""

import os
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page as Tab
from playwright.sync_api import sync_playwright

from tests.browser.faces import eventually
from tests.browser.stage import set_stage
from tests.browser.watch import Watch
from tests.cast import NOON, PASSWORD
from tools import browser as browsers
from tools import tour
from tools.running import RunningLightduty

pytestmark = [pytest.mark.browser, pytest.mark.life]

AXE = AXE_FILE_PATH.read_text()
WIDTHS = (1280, 768, 320)
# So that nothing lies under the bar at the foot of a phone: what is covered has no size to axe.
HIGHER_THAN_ANY_PAGE = 8000
LANGUAGES = ("en", "es")
# Target size is WCAG 2.2 AA, and axe leaves it off unless asked.
RUN = """contrast => axe.run(document, {
    resultTypes: ['violations'], iframes: false, preload: false,
    rules: {'target-size': {enabled: true}, 'color-contrast': {enabled: contrast}}
}).then(found => found.violations.map(
    one => one.id + ': ' + one.nodes.map(node => node.html.slice(0, 160)).join(' | ')))"""
# Somebody with an offer to answer, and somebody whom nothing hurts, beside the people of the table.
MORE = {
    "offered": (tour.Page("today", "/"), tour.Page("offer", "/", ('main a[href^="/offers/"]',))),
    "unhurt": (tour.Page("today", "/"), tour.Page("check-in", "/check-in/"), tour.Page("record", "/record/")),
}
TABS_AT_ONCE = min(4, os.cpu_count() or 2)
Found = dict[tuple[str, str], list[str]]


@dataclass(frozen=True)
class Company:
    base: str
    emails: dict[str, str]
    pages: dict[str, tuple[tour.Page, ...]]


@pytest.fixture(scope="module")
def company(running_lightduty: RunningLightduty) -> Company:
    """A scene in which every page has something to show; the page of alarming signs is led to by none."""
    running_lightduty.clock.set(NOON)
    told = set_stage(running_lightduty.product.env, "everything")
    running_lightduty.clock.set(datetime.fromisoformat(told["now"]))
    quiet(running_lightduty)
    pages = {**tour.PAGES, **MORE}
    pages[tour.EMPLOYEE] += (tour.Page("check-in-signs", told["signs"]),)
    return Company(running_lightduty.base_url, told["emails"], pages)


def quiet(lightduty: RunningLightduty) -> None:
    """Once the first messages stand in the inbox, nobody has to sweep every second beside the browsers."""
    eventually(lambda: lightduty.mail.messages)
    for child in reversed(lightduty.product.children):
        if child.name != "web":
            child.stop()


@pytest.fixture(scope="module")
def found(company: Company, chromium: str) -> Found:
    """Everything that axe finds, by role and language; several browsers share the walk, the longest parts first."""
    parts = [(role, language) for role in company.pages for language in LANGUAGES]
    jobs = deque(sorted(parts, key=lambda part: len(company.pages[part[0]])))
    everything: Found = {}

    def work() -> None:
        with sync_playwright() as playwright:
            program = playwright.chromium.launch(executable_path=chromium, args=browsers.FLAGS)
            while jobs:
                role, language = jobs.pop()
                with program.new_context() as context:
                    everything[role, language] = violations_of_role(context.new_page(), company, role, language)
            program.close()

    with ThreadPoolExecutor(TABS_AT_ONCE) as pool:
        for done in [pool.submit(work) for _ in range(TABS_AT_ONCE)]:
            done.result()
    return everything


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", sorted({*tour.PAGES, *MORE}))
def test_every_page_of_a_role_keeps_the_rules(found: Found, role: str, language: str) -> None:
    assert found[role, language] == []


def violations_of_role(tab: Tab, company: Company, role: str, language: str) -> list[str]:
    tab.context.add_cookies([{"name": "django_language", "value": language, "url": company.base}])
    watch = Watch(tab)
    if role in company.emails:
        tour.sign_in(tab, company.base, company.emails[role], PASSWORD)
    known: dict[tuple[str, str], str] = {}
    wrong: list[str] = []
    for page in company.pages[role]:
        tour.address_of(tab, company.base, page, known)
        wrong += [f"{page.name} {line}" for line in violations(tab, language)]
    return [*wrong, *watch.wrong, *watch.cookies()]


def violations(tab: Tab, language: str) -> list[str]:
    """What axe finds on the page that is open, at each width, and whether it is too wide.

    Colors are the same in every language and change with the layout alone: the dearest rule is asked in English,
    widest and narrowest.
    """
    assert tab.locator("html").get_attribute("lang") == language
    tab.evaluate(AXE)
    found: list[str] = []
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": HIGHER_THAN_ANY_PAGE})
        if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width}: scrolls sideways")
        lines: list[str] = tab.evaluate(RUN, language == "en" and width != 768)
        found += [f"{width}: {line}" for line in lines]
    return found
