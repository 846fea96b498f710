"""The budgets of HR's desk, in a real browser: a script does each action through `Hands`, which counts them."""

import io
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from duty.models import Assignment
from injuries.models import Case
from people import clock
from people.models import Department
from recovery.models import WorkStatusReport
from tests.browser.test_budgets import entered
from tests.cast import Person, make_open_case
from tests.conftest import DESK
from tests.portal.hr_cases import LIFT_TEN, give_report, make_active, make_task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = timedelta(days=1)


@dataclass
class Hands:
    """A mouse and a keyboard; every click, choice and typed value is one action."""

    page: Page
    actions: int = 0

    def click(self, name: str, role: Any = "button") -> None:
        self.page.get_by_role(role, name=name).first.click()
        self.actions += 1

    def pick(self, field: str, value: str) -> None:
        box = self.page.locator(f"[name={field}][value='{value}']")
        self.page.locator(f"label[for={box.get_attribute('id')}]").first.click()
        self.actions += 1

    def choose(self, field: str, value: str) -> None:
        self.page.locator(f"[name={field}]").select_option(value)
        self.actions += 1

    def type(self, field: str, words: str) -> None:
        self.page.fill(f"[name={field}]", words)
        self.actions += 1


@pytest.fixture
def case(ana: Person, rosa: Person) -> Case:
    now = clock.now()
    return make_open_case(ana, rosa, at=now - 9 * DAY, began_on=(now - 30 * DAY).date())


@pytest.fixture
def page(desk: BrowserContext, live_server: Any, rosa: Person) -> Page:
    return entered(desk, live_server.url, rosa)


def form_of(case: Case, base: str) -> str:
    return f"{base}/admin/case/{case.number}/work-status/"


def type_note(hands: Hands, base: str, case: Case) -> None:
    """From the case's page to a kept report: up to 10 lb, no vibrating tools, for four weeks."""
    hands.page.goto(f"{base}/admin/case/{case.number}/")
    link = hands.page.locator(f"main a[href='/admin/case/{case.number}/work-status/']").first
    link.click()
    hands.actions += 1
    hands.type("provider", "Dr Kim")
    hands.pick("status", "RESTRICTED")
    hands.type("ends_on", (clock.now() + 28 * DAY).date().isoformat())
    hands.choose("limit-0-kind", "MAX_WEIGHT")
    hands.type("limit-0-amount", "10")
    hands.choose("limit-13-kind", "PROHIBITED")
    hands.click("Keep report and find a duty")


def test_from_the_note_to_a_proposed_duty_takes_twelve_actions_at_most(
    page: Page, live_server: Any, case: Case, assembly: Department, sam: Person
) -> None:
    make_task(assembly)
    hands = Hands(page)
    type_note(hands, live_server.url, case)
    expect(page.get_by_role("heading", level=1)).to_have_text("1 duty fits now")
    hands.click("Offer this", "link")
    hands.click("Send to the supervisor")
    expect(page.get_by_text("Sent. The supervisor has it in the queue.")).to_be_visible()
    assert Assignment.objects.get().state == "pending_supervisor"
    assert hands.actions <= 12


def test_all_overdue_reviews_are_one_click_away_the_oldest_first(
    page: Page, live_server: Any, ana: Person, olga: Person, sam: Person, rosa: Person, assembly: Department
) -> None:
    now = clock.now()
    task = make_task(assembly)
    for person, days in ((ana, 12), (olga, 20)):
        case = make_open_case(person, rosa, at=now - 30 * DAY, began_on=(now - 40 * DAY).date())
        give_report(rosa, case, LIFT_TEN, at=now - 25 * DAY, days=60)
        make_active(rosa, sam, person, case, task, at=now - days * DAY)
    hands = Hands(page)
    page.goto(f"{live_server.url}/admin/")
    hands.click("reviews", "link")
    rows = page.get_by_role("link", name="Hold review")
    expect(rows).to_have_count(2)
    assert "Olga" in (rows.first.text_content() or "") or olga.employee.family_name in (rows.first.text_content() or "")
    assert hands.actions <= 1


def test_contradictions_are_said_while_the_note_is_typed(page: Page, live_server: Any, case: Case) -> None:
    page.goto(form_of(case, live_server.url))
    place = page.locator("[data-check-hints]")
    assert place.get_attribute("aria-live") == "polite"
    page.locator("[name=limit-0-kind]").select_option("MAX_WEIGHT")
    page.fill("[name=limit-0-amount]", "10")
    page.locator("[name=limit-14-activity]").select_option("LIFT_CARRY")
    page.locator("[name=limit-14-kind]").select_option("PROHIBITED")
    expect(place).to_contain_text("ruled out altogether, and limited as well")
    page.locator("[name=limit-14-kind]").select_option("")
    expect(place).not_to_contain_text("ruled out altogether")
    assert Axe().run(page).response["violations"] == []


def test_without_scripts_a_button_says_the_same(browser: Browser, live_server: Any, case: Case, rosa: Person) -> None:
    with browser.new_context(**DESK, java_script_enabled=False) as context:
        page = entered(context, live_server.url, rosa)
        page.goto(form_of(case, live_server.url))
        page.fill("[name=provider]", "Dr Kim")
        page.fill("[name=words]", "light duty")
        page.get_by_role("button", name="Check").click()
        expect(page.locator("[data-check-hints]")).to_contain_text("“light duty” has no number")
        expect(page.locator("[name=provider]")).to_have_value("Dr Kim")


def test_three_mistakes_of_a_note_are_listed_at_once_with_the_focus_on_the_list_and_the_values_kept(
    page: Page, live_server: Any, case: Case
) -> None:
    page.goto(form_of(case, live_server.url))
    page.locator("[name=limit-0-kind]").select_option("MAX_WEIGHT")
    page.fill("[name=limit-0-words]", "ten pounds")
    page.fill("[name=starts_on]", "")
    page.get_by_role("button", name="Keep report and find a duty").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(page.locator("[name=limit-0-words]")).to_have_value("ten pounds")
    expect(page.locator("[name=limit-0-kind]")).to_have_value("MAX_WEIGHT")


def test_a_note_and_its_picture_are_entered_with_the_keyboard_alone(
    page: Page, live_server: Any, case: Case, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    picture = io.BytesIO()
    Image.new("RGB", (40, 60), "white").save(picture, "PNG")
    page.goto(form_of(case, live_server.url))
    note = {"name": "note.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    page.locator("[name=upload]").set_input_files(note)  # the chooser itself is the browser's
    tab_to(page, "button[name=show]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="The note as a picture")).to_be_visible()
    assert page.evaluate("document.querySelector('.note-view img').naturalWidth") > 0
    for target, keys in (
        ("[name=provider]", "Dr Kim"),
        ("[name=status]", " "),
        ("[name=open_end]", " "),
        ("[name=limit-13-kind]", "not"),
    ):
        tab_to(page, target)
        page.keyboard.type(keys)
    tab_to(page, "main form button:not([name])")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/duties/$"))
    report = WorkStatusReport.objects.get(case=case)
    assert [limit.kind for limit in report.restrictions.all()] == ["PROHIBITED"]
    assert report.file is not None


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _press in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"the Tab key never reaches {selector}")
