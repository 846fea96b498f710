"""The same life of a case through the REST API alone, on the same real processes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from tests.browser.caller import Caller, with_session, with_token
from tests.browser.faces import eventually
from tests.browser.stage import set_stage
from tools.running import RunningLightduty

pytestmark = [pytest.mark.browser, pytest.mark.life]

CHICAGO = ZoneInfo("America/Chicago")
MONDAY = date(2026, 3, 2)
NOON, MORNING = time(12), time(0, 30)
DAY, WEEK = timedelta(days=1), timedelta(days=7)
LIMITS_END = MONDAY + 8 * WEEK
NOT_BETTER = {"pain": 6, "main_activity": 4, "work_ability": 5}


@dataclass
class Life:
    lightduty: RunningLightduty
    ana: Caller
    sam: Caller
    rosa: Caller
    people: dict[str, Any]
    case: str = ""
    duty: str = ""

    def is_now(self, day: date, hour: time = NOON) -> None:
        self.lightduty.clock.set(datetime.combine(day, hour, CHICAGO).astimezone(UTC))

    @property
    def today(self) -> date:
        return self.lightduty.clock.now().astimezone(CHICAGO).date()

    def reminders(self, state: str, rule: str = "recovery.follow-up") -> list[date]:
        """The days of Ana's reminders, latest first, as HR sees them."""
        rows = self.rosa.rows(f"reminders/?rule={rule}&state={state}")
        return [date.fromisoformat(row["due_on"]) for row in rows if row["case"] == self.case]


@pytest.fixture
def life(running_lightduty: RunningLightduty) -> Life:
    people = set_stage(running_lightduty.product.env, "life")
    base, keys = running_lightduty.base_url, people["keys"]
    ana = with_session(base, people["ana"])
    return Life(running_lightduty, ana, with_token(base, keys["sam"]), with_token(base, keys["rosa"]), people)


def test_a_case_lives_from_the_report_to_full_duty_through_the_api(life: Life) -> None:
    life.is_now(MONDAY)
    ana_reports_and_rosa_triages(life)
    rosa_enters_limits(life, pounds=10)
    rosa_offers_what_fits(life)
    sam_approves_and_ana_accepts(life)
    the_duty_starts_by_itself(life)
    ana_answers_for_five_weeks(life)
    ana_books_before_she_is_asked_again(life)
    ana_tells_what_came_of_the_visit(life)
    rosa_reviews_releases_and_closes(life)


def ana_reports_and_rosa_triages(life: Life) -> None:
    me = life.ana.get("me/")
    report = life.ana.post(
        "reports/",
        client_key=uuid4(),
        employee=me["employee"],
        began_on=MONDAY - 10 * DAY,
        repetitive_task="assembly",
        body_part="WRIST",
        side="R",
        symptoms=["pain", "tingling"],
        earlier_injury="no",
    )
    life.case = report["case"]
    taken = life.rosa.post(
        f"cases/{life.case}/triage/",
        owner=life.people["rosa"],
        work_related="yes",
        first_check_in_on=MONDAY + DAY,
        main_activity="Opening jars",
    )
    assert (taken["state"], taken["next_check_in_on"]) == ("open", "2026-03-03")


def rosa_enters_limits(life: Life, *, pounds: int) -> None:
    life.rosa.post(
        "work-status-reports/",
        case=life.case,
        provider="Dr. L. Kim",
        status="RESTRICTED",
        issued_on=life.today,
        starts_on=life.today,
        ends_on=LIMITS_END,
        limits=[{"kind": "MAX_WEIGHT", "activity": "LIFT_CARRY", "points": [{"lb": pounds}]}],
    )


def rosa_offers_what_fits(life: Life) -> None:
    found = life.rosa.get(f"cases/{life.case}/matches/")
    assert [match["task"] for match in found["offerable"]] == [life.people["task"]]
    assert [match["name"] for match in found["does_not_fit"]] == ["Loading pallets"]
    draft = life.rosa.post(
        "assignments/",
        case=life.case,
        task=life.people["task"],
        starts_on=MONDAY + DAY,
        planned_end_on=LIMITS_END,
        shift_starts="07:00",
        shift_ends="15:30",
        ask_for="Sam Okafor",
    )
    assert (draft["kind"], draft["state"], draft["review_on"]) == ("modified", "draft", "2026-03-10")
    life.duty = draft["id"]
    assert life.rosa.post(f"assignments/{life.duty}/submit/")["state"] == "pending_supervisor"


def sam_approves_and_ana_accepts(life: Life) -> None:
    """Each learns of it by mail; Sam sees the limits and nothing of the body."""
    eventually(lambda: life.lightduty.mail.to(life.people["sam"]))
    limits = life.sam.rows("restrictions/")
    assert [limit["kind"] for limit in limits] == ["MAX_WEIGHT"]
    assert life.sam.rows("cases/") == []
    assert life.sam.post(f"assignments/{life.duty}/approve/")["state"] == "pending_employee"
    assert life.ana.post(f"assignments/{life.duty}/accept/")["state"] == "scheduled"


def the_duty_starts_by_itself(life: Life) -> None:
    life.is_now(MONDAY + DAY)
    eventually(lambda: life.ana.get(f"assignments/{life.duty}/")["state"] == "active")


def ana_answers_for_five_weeks(life: Life) -> None:
    for number in range(11):
        life.is_now(MONDAY + DAY + timedelta(days=round(number * 3.5)))
        life.ana.post("check-ins/", client_key=uuid4(), case=life.case, scores=NOT_BETTER)
    (finding,) = life.rosa.rows(f"stalls/?case={life.case}&open=true&kind=stalled")
    assert finding["evidence"]
    eventually(lambda: life.reminders("told"))


def ana_books_before_she_is_asked_again(life: Life) -> None:
    first = min(life.reminders("told"))
    again = first + WEEK * ((life.today - first) // WEEK + 1)
    life.is_now(again, MORNING)
    eventually(lambda: again in life.reminders("planned"))
    begins = datetime.combine(again + 3 * DAY, time(11), CHICAGO)
    life.ana.post(
        "appointments/",
        client_key=uuid4(),
        case=life.case,
        kind="follow_up",
        starts_at=begins.isoformat(),
        ends_at=(begins + timedelta(hours=1)).isoformat(),
    )
    eventually(lambda: again in life.reminders("withdrawn"))
    assert life.reminders("planned") == []
    life.is_now(again + 4 * DAY)


def ana_tells_what_came_of_the_visit(life: Life) -> None:
    eventually(lambda: life.reminders("told", "recovery.appointment-outcome"))
    (visit,) = life.ana.rows(f"appointments/?case={life.case}")
    told = life.ana.post(f"appointments/{visit['id']}/outcome/", outcome="seen", words="Physical therapy twice a week.")
    assert told["outcome"] == "seen"
    assert life.rosa.rows(f"stalls/?case={life.case}&open=true&kind=stalled") == []


def rosa_reviews_releases_and_closes(life: Life) -> None:
    rosa_enters_limits(life, pounds=20)
    life.rosa.post(f"assignments/{life.duty}/review/", decision="continue", employee_words="The breaks help.")
    life.is_now(life.today + 3 * DAY)
    release = {"provider": "Dr. L. Kim", "status": "FULL_RELEASE", "issued_on": life.today, "starts_on": life.today}
    life.rosa.post("work-status-reports/", case=life.case, **release)
    assert life.rosa.post(f"assignments/{life.duty}/end/", full_duty=True)["state"] == "ended"
    assert life.rosa.post(f"cases/{life.case}/close/")["state"] == "closed"
    kinds = [entry["kind"] for entry in life.rosa.rows(f"cases/{life.case}/journal/?page_size=200")]
    assert kinds[0] == "case.closed"
    assert kinds[-1] == "injury.reported"
    assert {"duty.approved", "duty.accepted", "finding.opened", "appointment.outcome", "duty.ended"} <= set(kinds)
