"""The pages without sign-in in a real browser: how much they ask of whoever holds the link, at three widths."""

import os
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from duty.services import make_provider_link
from duty.services.links import token_of
from people import clock
from people.models import Department
from recovery.models import CheckIn, WorkStatusReport
from recovery.services import drop_box_links
from tests.cast import Person, make_open_case
from tests.portal.hr_cases import make_task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTHS = (320, 390, 1280)
DAY = timedelta(days=1)


def kept_in(tab: Page, name: str) -> None:
    """No rule of accessibility is broken and nothing is wider than the window."""
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    found = Axe().run(tab)
    assert found.violations_count == 0, found.generate_report()
    if pictures := os.environ.get("DOOR_PICTURES"):
        tab.screenshot(path=f"{pictures}/{name}.png", full_page=True)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_provider_answers_in_three_screens_and_ten_fields(
    browser: Browser, live_server: Any, ana: Person, rosa: Person, assembly: Department, width: int
) -> None:
    now = clock.now()
    case = make_open_case(ana, rosa, at=now - DAY, began_on=(now - 9 * DAY).date())
    task = make_task(assembly, weight=8)
    link = make_provider_link(
        actor=rosa.actor(now), case=case, provider="Dr. L. Kim", email="", tasks=[task], by_mail=False, at=now
    )
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        tab = context.new_page()
        tab.goto(f"{live_server.url}/p/{token_of(link)}/")
        kept_in(tab, f"provider-1-{width}")
        fields, screens = 3, 1
        tab.check("[name=status][value=RESTRICTED]", force=True)
        tab.fill("[name=ends_on]", (now + 28 * DAY).date().isoformat())
        for code in ("LIFT_CARRY", "GRIP"):
            tab.check(f"[name=limited][value={code}]", force=True)
        tab.click("button[value=next]")
        fields, screens = fields + 4, screens + 1
        tab.select_option("[name=limit-LIFT_CARRY-kind]", "MAX_WEIGHT")
        tab.fill("[name=limit-LIFT_CARRY-amount]", "5")
        tab.select_option("[name=limit-GRIP-kind]", "MAX_HOURS_DAY")
        tab.fill("[name=limit-GRIP-amount]", "2")
        kept_in(tab, f"provider-2-{width}")
        tab.click("button[value=next]")
        fields, screens = fields + 1, screens + 1
        tab.fill("[name=signed_by]", "L. Kim, MD")
        kept_in(tab, f"provider-3-{width}")
        tab.click("button[value=next]")
        expect(tab.locator("h1")).to_have_text("Received, thank you")
        kept_in(tab, f"provider-received-{width}")
    assert (screens, fields) <= (3, 10)
    assert WorkStatusReport.objects.get().restrictions.count() == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_the_drop_box_takes_an_answer_in_four_taps_with_scripts_off(
    browser: Browser, live_server: Any, ana: Person, rosa: Person, width: int
) -> None:
    now = clock.now()
    case = make_open_case(ana, rosa, at=now - DAY, began_on=(now - 9 * DAY).date())
    link = drop_box_links(asks=[(case.pk, now.date() - DAY)], at=now)[case.pk, now.date() - DAY]
    token = link.rstrip("/").rsplit("/", 1)[-1]
    path = reverse("portal:drop_box", args=[token])
    with browser.new_context(viewport={"width": width, "height": 844}) as context:
        tab = context.new_page()
        tab.goto(live_server.url + path)
        kept_in(tab, f"drop-box-{width}")
    with browser.new_context(viewport={"width": width, "height": 844}, java_script_enabled=False) as context:
        tab = context.new_page()
        tab.goto(live_server.url + path)
        for name, value in (("pain", "4"), ("work_ability", "6"), ("alarming", "yes")):
            tab.check(f"[name={name}][value='{value}']", force=True)
        tab.click("main button")
        expect(tab.locator("main")).to_contain_text("Talk to a doctor or nurse today")
        expect(tab.locator("h1")).to_have_text("Received, thank you")
    assert CheckIn.objects.get().alarming
