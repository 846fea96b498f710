"""The budgets of the pages of employees and supervisors, in a real browser: screens, taps, weight, targets."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as NoNetwork

from duty.models import Assignment
from injuries.models import Case, Report
from people import clock
from people.models import Department
from people.services import record_access
from recovery.models import CheckIn
from tests.cast import Person, make_open_case, sign_in
from tests.conftest import PHONE
from tests.portal.hr_cases import LIFT_TEN, NO_VIBRATION, check_in, give_report, make_active, make_task, propose

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DAY = timedelta(days=1)
LARGEST_PAGE = 90 * 1024
SMALLEST_TARGET = 44
# What a finger can hit: a box inside its label counts with the label, an invisible one not at all.
SMALL_TARGETS = """least => [...document.querySelectorAll("a[href], button, summary, input, select, textarea")]
  .filter((one) => !one.matches(".skip, [type=hidden]"))
  .map((one) => one.matches("[type=radio], [type=checkbox]") ? one.closest("label") || one : one)
  .filter((one) => one.checkVisibility() && !one.closest(".vh, [aria-hidden=true], .pictures"))
  .map((one) => [one.textContent.trim() || one.name, one.getBoundingClientRect()])
  .filter(([, box]) => box.width > 0 && (box.height < least - 0.5 || box.width < least - 0.5))
  .map(([name, box]) => `${name}: ${Math.round(box.width)} x ${Math.round(box.height)}`)"""


@dataclass
class Stage:
    """Ana with limits, a duty, answers and a visit; Sam with a duty to answer; the moment they live in."""

    base: str
    now: datetime
    case: Case
    duty: Assignment
    waiting: Assignment


@pytest.fixture
def stage(live_server: Any, ana: Person, sam: Person, olga: Person, rosa: Person, assembly: Department) -> Stage:
    now = clock.now()
    began = (now - 60 * DAY).date()
    case = make_open_case(ana, rosa, at=now - 40 * DAY, began_on=began)
    give_report(rosa, case, LIFT_TEN, NO_VIBRATION, at=now - 20 * DAY, days=60)
    task = make_task(assembly, shift_starts=time(7), shift_ends=time(13))
    duty = make_active(rosa, sam, ana, case, task, at=now - 3 * DAY)
    for days in range(36, 3, -4):
        check_in(ana, case, now - days * DAY, symptoms={"stiffness": 1})
    record_access(actor=rosa.actor(now), employee=case.employee, role="hr", what="case", at=now)
    other = make_open_case(olga, rosa, at=now - 5 * DAY, began_on=began)
    give_report(rosa, other, LIFT_TEN, at=now - 4 * DAY, days=40)
    waiting = propose(rosa, other, make_task(assembly, "gate"), at=now - DAY, starts_on=(now + 3 * DAY).date())
    return Stage(live_server.url, now, case, duty, waiting)


def entered(context: BrowserContext, base: str, person: Person) -> Page:
    """A page in a browser in which somebody is signed in."""
    client = Client()
    sign_in(client, person)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": base}])
    return context.new_page()


def choose(page: Page, name: str, value: str) -> None:
    """One tap on a box, as a finger does."""
    box = page.locator(f"[name={name}][value='{value}']")
    page.locator(f"label[for={box.get_attribute('id')}]").first.click()
    expect(box).to_be_checked()


def test_an_injury_is_reported_in_seven_screens_and_nine_answers_at_most(
    phone: BrowserContext, live_server: Any, ana: Person
) -> None:
    page = entered(phone, live_server.url, ana)
    screens, answers = 1, 0
    page.goto(f"{live_server.url}/report/")
    page.fill("[name=began_on]", (clock.now() - 9 * DAY).date().isoformat())
    for chosen in (
        [],
        [("repetitive_task", "assembly")],
        [("parts", "WRIST-R")],
        [("symptoms", "pain"), ("alarming", "no")],
        [("earlier_injury", "no")],
    ):
        for name, value in chosen:
            choose(page, name, value)
        answers += len(chosen) or 1
        page.get_by_role("button", name="Next").click()
        screens += 1
    page.get_by_text("This is true as far as I know").click()
    page.get_by_role("button", name="Send report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your report is with HR")
    assert screens <= 7
    assert answers + 1 <= 9
    assert Report.objects.get().body_part == "WRIST"


def test_a_network_cut_loses_nothing_of_the_report(phone: BrowserContext, live_server: Any, ana: Person) -> None:
    page = entered(phone, live_server.url, ana)
    page.goto(f"{live_server.url}/report/task/")
    choose(page, "repetitive_task", "tools")
    page.fill("[name=task_words]", "Air driver on line 4")
    phone.set_offline(True)
    with pytest.raises(NoNetwork):
        page.goto(f"{live_server.url}/report/task/")
    phone.set_offline(False)
    page.goto(f"{live_server.url}/report/task/")
    expect(page.locator("[name=task_words]")).to_have_value("Air driver on line 4")
    expect(page.locator("[name=repetitive_task][value=tools]")).to_be_checked()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_check_in_is_one_screen_and_six_taps_at_320_pixels(
    scripts: bool, browser: Browser, stage: Stage, ana: Person
) -> None:
    check_in(ana, stage.case, stage.now - DAY, symptoms={"stiffness": 1})  # the symptoms of this week are told
    small = {**PHONE, "viewport": {"width": 320, "height": 640}, "java_script_enabled": scripts}
    with browser.new_context(**small) as context:
        page = entered(context, stage.base, ana)
        page.goto(f"{stage.base}/check-in/")
        taps = [("scores_pain", "4"), ("scores_main_activity", "6"), ("scores_work_ability", "5"), ("alarming", "no")]
        for name, value in taps:
            choose(page, name, value)
        page.get_by_role("button", name="Send my answers").click()
        assert page.url == f"{stage.base}/"
    assert len(taps) + 1 <= 6
    assert CheckIn.objects.current().order_by("-at")[0].scores == {"pain": 4, "main_activity": 6, "work_ability": 5}


def test_the_weekly_check_in_with_symptoms_is_fifteen_taps_at_most(
    phone: BrowserContext, stage: Stage, olga: Person
) -> None:
    page = entered(phone, stage.base, olga)
    page.goto(f"{stage.base}/check-in/")
    names = page.eval_on_selector_all("main input[type=radio]", "all => [...new Set(all.map((one) => one.name))]")
    assert 5 < len(names) + 1 <= 15


def test_what_am_i_allowed_to_do_today_is_answered_without_a_tap_or_a_scroll(
    phone: BrowserContext, stage: Stage, ana: Person
) -> None:
    page = entered(phone, stage.base, ana)
    page.goto(stage.base)
    for words in ("Answer phones", "Keep to these limits", "No vibrating tools"):
        expect(page.get_by_text(words, exact=True)).to_be_in_viewport()


def test_a_supervisor_approves_in_two_clicks_on_one_page(desk: BrowserContext, stage: Stage, sam: Person) -> None:
    page = entered(desk, stage.base, sam)
    page.goto(f"{stage.base}/approvals/{stage.waiting.pk}/")  # the first click: the link in the letter
    page.get_by_role("button", name="Approve", exact=True).click()
    expect(page.get_by_text("Approved. The employee gets the offer now.")).to_be_visible()
    stage.waiting.refresh_from_db()
    assert stage.waiting.state == "pending_employee"


def test_three_mistakes_are_listed_at_once_with_the_focus_on_the_list_and_the_values_kept(
    phone: BrowserContext, stage: Stage, ana: Person
) -> None:
    page = entered(phone, stage.base, ana)
    page.goto(f"{stage.base}/appointments/new/")
    page.fill("[name=with_whom]", "Dr Kim")
    choose(page, "kind", "follow_up")
    page.get_by_role("button", name="Keep this visit").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    expect(page.locator("[name=with_whom]")).to_have_value("Dr Kim")
    expect(page.locator("[name=kind][value=follow_up]")).to_be_checked()


def pages_of_ana(stage: Stage) -> list[str]:
    own = ["/", "/check-in/", "/dates/", "/record/", "/record/check-ins/", "/record/who/", "/record/files/new/"]
    care = ["/appointments/new/", "/treatments/new/", "/asked-to-do-more/", "/follow-up/", "/inbox/", "/help/"]
    report = [f"/report/{step}/" for step in ("began", "task", "parts", "feel", "earlier", "signs")]
    return [*own, *care, *report, f"/offers/{stage.duty.pk}/"]


def pages_of_sam(stage: Stage) -> list[str]:
    waiting = f"/approvals/{stage.waiting.pk}/"
    report = f"/team/report/{stage.case.employee_id}/"
    return ["/team/", "/approvals/", waiting, f"{waiting}?decline=1", f"/approvals/{stage.duty.pk}/", report]


def test_every_phone_page_is_light_and_its_targets_are_large(phone: BrowserContext, stage: Stage, ana: Person) -> None:
    page = entered(phone, stage.base, ana)
    weights: list[int] = []
    page.route("**/*", lambda route: route.continue_())  # a page that is routed is not read from the browser's cache
    page.on("response", lambda response: weights.append(len(response.body())) if response.ok else None)
    for path in pages_of_ana(stage):
        weights.clear()
        page.goto(stage.base + path, wait_until="networkidle")
        assert sum(weights) <= LARGEST_PAGE, (path, sum(weights))
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], path


def test_the_page_of_a_decision_has_large_targets_on_a_phone(phone: BrowserContext, stage: Stage, sam: Person) -> None:
    page = entered(phone, stage.base, sam)
    for path in pages_of_sam(stage):
        page.goto(stage.base + path)
        assert page.evaluate(SMALL_TARGETS, SMALLEST_TARGET) == [], path
