"""The whole life of a case through its three faces, on real processes: pages, worker, beat, broker, mail by SMTP."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser

from tests.browser.faces import Face, eventually
from tests.browser.stage import set_stage
from tests.conftest import DESK, PHONE
from tools.mailcatcher import CaughtMessage
from tools.running import RunningLightduty

pytestmark = [pytest.mark.browser, pytest.mark.life]

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 3, 2)
NOON, MORNING = time(12), time(0, 30)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LIMITS_END = MONDAY + 8 * WEEK
VISIT = "11:00"
MEDICAL = re.compile(
    r"wrist|hand|pain|injur|hurt|doctor|physician|clinic|symptom|recover|stall|therap|treat|restrict|limit|medic|health",
    re.IGNORECASE,
)


@dataclass
class Life:
    """The three faces, each with a screen of its own, and the time they live in."""

    lightduty: RunningLightduty
    ana: Face
    sam: Face
    rosa: Face
    case: str = ""
    duty: str = ""

    def is_now(self, day: date, hour: time = NOON) -> None:
        self.lightduty.clock.set(datetime.combine(day, hour, CHICAGO).astimezone(UTC))

    def letter(self, face: Face, words: str) -> CaughtMessage:
        """The message that says this, as soon as the worker has sent it."""

        def arrived() -> CaughtMessage | None:
            return next((mail for mail in self.lightduty.mail.to(face.email) if words in mail.text), None)

        return eventually(arrived)


def links_in(letter: CaughtMessage) -> list[str]:
    return re.findall(r"https?://\S+", letter.text)


@pytest.fixture
def life(running_lightduty: RunningLightduty, browser: Browser) -> Iterator[Life]:
    people = set_stage(running_lightduty.product.env, "life")
    with ExitStack() as screens:

        def face(name: str, look: dict[str, Any]) -> Face:
            context = screens.enter_context(browser.new_context(**look))
            return Face(context, running_lightduty.base_url, people[name])

        yield Life(running_lightduty, ana=face("ana", PHONE), sam=face("sam", DESK), rosa=face("rosa", DESK))


def test_a_case_lives_from_the_report_to_full_duty(life: Life) -> None:
    life.is_now(MONDAY)
    ana_reports(life)
    rosa_triages(life)
    rosa_enters_the_limits(life)
    rosa_offers_modified_duty(life)
    sam_approves_from_his_mail(life)
    ana_accepts(life)
    the_duty_starts_by_itself(life)
    ana_answers_for_five_weeks(life)
    letter = the_follow_up_letter_says_nothing_medical(life)
    ana_books_before_she_is_asked_again(life, letter)
    ana_tells_what_came_of_the_visit(life)
    rosa_enters_new_limits_and_holds_the_review(life)
    rosa_ends_the_duty_with_a_release(life)
    the_case_is_closed_and_asks_for_nothing_more(life)


def ana_reports(life: Life) -> None:
    ana = life.ana
    ana.enter()
    ana.follow("Report an injury")
    ana.write("began_on", MONDAY - 10 * DAY)
    ana.press("Next")
    ana.choose("repetitive_task", "assembly")
    ana.press("Next")
    ana.choose("parts", "WRIST-R")
    ana.press("Next")
    ana.choose("symptoms", "pain")
    ana.choose("symptoms", "tingling")
    ana.choose("alarming", "no")
    ana.press("Next")
    ana.choose("earlier_injury", "no")
    ana.press("Next")
    ana.page.get_by_label("This is true").check()
    ana.press("Send report")
    assert "Your report is with HR" in ana.words


def rosa_triages(life: Life) -> None:
    rosa = life.rosa
    rosa.enter()
    assert rosa.path == "/admin/"
    rosa.clicks = 0
    rosa.follow(re.compile("^Triage.*New report"))
    rosa.choose("work_related", "yes")
    rosa.press("Take up the case")
    assert rosa.clicks <= 5
    life.case = rosa.path
    assert re.fullmatch(r"/admin/case/2026-\d{4}/", life.case)


def rosa_enters_the_limits(life: Life, *, day: date = MONDAY, pounds: int = 10) -> None:
    rosa = life.rosa
    rosa.open(life.case)
    rosa.follow("Add report")
    rosa.write("provider", "Dr. L. Kim")
    rosa.choose("status", "RESTRICTED")
    rosa.write("issued_on", day)
    rosa.write("starts_on", day)
    rosa.write("ends_on", LIMITS_END)
    row = rosa.page.locator("tr", has=rosa.page.get_by_role("rowheader", name=re.compile("lift", re.IGNORECASE))).first
    row.locator("select[name$=-kind]").select_option("MAX_WEIGHT")
    row.locator("input[name$=-amount]").fill(str(pounds))
    rosa.press("Keep report and find a duty")


def rosa_offers_modified_duty(life: Life) -> None:
    rosa = life.rosa
    assert rosa.path == f"{life.case}duties/"
    assert not rosa.page.get_by_role("link", name=re.compile("Offer.*Loading pallets")).count()
    rosa.follow(re.compile("^Offer this.*Packing kits"))
    assert "modified duty" in rosa.words
    assert "The first review is on Tuesday, March 10" in rosa.words
    rosa.press("Send to the supervisor")
    life.duty = rosa.path
    assert re.fullmatch(rf"{life.case}duty/[0-9a-f-]+/", life.duty)


def sam_approves_from_his_mail(life: Life) -> None:
    letter = life.letter(life.sam, "a duty change to approve")
    (link,) = links_in(letter)
    life.sam.open(link)
    life.sam.sign_in()
    assert life.sam.path.startswith("/approvals/")
    assert not re.search("wrist|pain|tingl|Kim", life.sam.words, re.IGNORECASE)
    life.sam.clicks = 1  # the link in the mail
    life.sam.press("Approve")
    assert life.sam.clicks == 2
    assert "Approved." in life.sam.page.inner_text("body")


def ana_accepts(life: Life) -> None:
    life.ana.open("/")
    life.ana.follow("Read the offer")
    assert "An offer of modified duty" in life.ana.words
    life.ana.press("Accept this duty")
    assert life.ana.path == "/"


def the_duty_starts_by_itself(life: Life) -> None:
    life.is_now(MONDAY + DAY)

    def active() -> bool:
        life.rosa.open(life.duty)
        return life.rosa.page.get_by_role("link", name="Hold review").count() == 1

    eventually(active)
    life.ana.open("/")
    assert "Packing kits" in life.ana.words


def ana_answers_for_five_weeks(life: Life) -> None:
    """Twice a week, and it does not get better."""
    for number in range(11):
        life.is_now(MONDAY + DAY + timedelta(days=round(number * 3.5)))
        life.ana.open("/check-in/")
        for measure, score in (("pain", 6), ("main_activity", 4), ("work_ability", 5)):
            life.ana.choose(f"scores_{measure}", str(score))
        life.ana.choose("alarming", "no")
        life.ana.press("Send my answers")
        assert life.ana.path == "/"
    assert "Time to book a follow-up" in life.ana.words


def the_follow_up_letter_says_nothing_medical(life: Life) -> CaughtMessage:
    letter = life.letter(life.ana, "There is a next step for you to plan.")
    assert not MEDICAL.search(f"{letter.subject}\n{letter.text}\n{letter.html}")
    return letter


def ana_books_before_she_is_asked_again(life: Life, letter: CaughtMessage) -> None:
    """In the small hours of a day on which she would be asked again at eight: that reminder is withdrawn."""
    first = min(eventually(lambda: follow_up_days(life, "told")))
    again = first + WEEK * ((today(life) - first) // WEEK + 1)
    life.is_now(again, MORNING)
    eventually(lambda: again in follow_up_days(life, "planned"))
    life.ana.open(links_in(letter)[0])
    life.ana.follow("I have an appointment")
    life.ana.choose("kind", "follow_up")
    life.ana.write("day", again + 3 * DAY)
    life.ana.write("time", VISIT)
    life.ana.choose("length", "60")
    life.ana.press("Keep this visit")
    assert life.ana.path == "/dates/"
    eventually(lambda: again in follow_up_days(life, "withdrawn"))
    assert follow_up_days(life, "planned") == []
    life.is_now(again + 4 * DAY)


def follow_up_days(life: Life, state: str) -> list[date]:
    """The days of Ana's follow-up reminders in this state, as HR's page of reminders shows them."""
    life.rosa.open(f"/admin/reminders/?rule=recovery.follow-up&state={state}")
    cells = life.rosa.page.locator("main tbody td:first-child").all_inner_texts()
    return [datetime.strptime(f"{cell} 2026", "%a, %b %d %Y").replace(tzinfo=CHICAGO).date() for cell in cells]


def ana_tells_what_came_of_the_visit(life: Life) -> None:
    life.letter(life.ana, "One of your dates has passed. Please say what came of it.")
    life.ana.open("/")
    life.ana.follow("Tell us")
    life.ana.choose("outcome", "seen")
    life.ana.write("words", "Physical therapy twice a week.")
    life.ana.press("Send to HR")
    life.ana.open("/")
    assert "Time to book a follow-up" not in life.ana.words


def rosa_enters_new_limits_and_holds_the_review(life: Life) -> None:
    rosa_enters_the_limits(life, day=today(life), pounds=20)
    rosa = life.rosa
    rosa.open(life.duty)
    rosa.follow("Hold review")
    rosa.choose("decision", "continue")
    rosa.write("employee_words", "The breaks help.")
    rosa.press("Save the review")
    assert "The breaks help." in rosa.words


def rosa_ends_the_duty_with_a_release(life: Life) -> None:
    life.is_now(today(life) + 3 * DAY)
    rosa = life.rosa
    rosa.open(life.case)
    rosa.follow("Add report")
    rosa.write("provider", "Dr. L. Kim")
    rosa.choose("status", "FULL_RELEASE")
    rosa.write("issued_on", today(life))
    rosa.write("starts_on", today(life))
    rosa.press("Keep report and find a duty")
    rosa.open(life.duty)
    rosa.follow(re.compile("^End$"))
    rosa.page.get_by_label("Back to full duty").check()
    rosa.press("End the duty")
    assert "Ended" in rosa.words


def the_case_is_closed_and_asks_for_nothing_more(life: Life) -> None:
    rosa = life.rosa
    rosa.open(f"{life.case}close/")
    rosa.press("Close the case")
    assert "Closed on" in rosa.words
    rosa.open("/admin/")
    assert "Nothing waits for you" in rosa.words


def today(life: Life) -> date:
    return life.lightduty.clock.now().astimezone(CHICAGO).date()
