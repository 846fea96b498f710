"""Wishes and rules over the API: the same services as the pages, and the same answers to strangers."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from notifications.models import InboxItem, Reminder, ReminderPreference, RuleChange, RuleSetting
from notifications.rules import RULES
from notifications.services import deliver_due, plan
from people import clock
from people.models import Department, Employee, Establishment
from tests.cast import TODAY, Person, make_person, sign_in
from tests.notifications.worlds import at, days, duty, finding, open_case
from tools.mailcatcher import Failure, MailCatcher

NOW = at(TODAY)
MINE = "/api/v1/me/reminded/"
REVIEW = "duty.review-due"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def ask(person: Person, method: str, url: str, body: Any = None, *, status: int = 200) -> Any:
    client = APIClient()
    sign_in(client, person)
    answer = getattr(client, method)(url, body, format="json") if body is not None else getattr(client, method)(url)
    assert answer.status_code == status, answer.content
    return answer.json()


def rules_of(site: Establishment, rest: str = "") -> str:
    return f"/api/v1/reminder-rules/{site.pk}/{rest}"


# Wishes


def test_without_wishes_the_usual_ones_are_shown(ana: Person) -> None:
    shown = ask(ana, "get", MINE)
    assert (shown["quiet_from"], shown["digest"], shown["language"]) == ("20:00:00", False, "en")
    assert {"kind": "duties", "channels": ["email"]} in shown["ways"]
    assert "safety" not in [one["kind"] for one in shown["ways"]]


def test_wishes_are_set_in_part_and_the_rest_stays(ana: Person) -> None:
    ask(ana, "patch", MINE, {"timezone": "Pacific/Honolulu", "digest": True, "digest_hour": 9})
    shown = ask(ana, "patch", MINE, {"language": "es", "ways": [{"kind": "duties", "channels": []}]})
    assert (shown["timezone"], shown["digest_hour"], shown["language"]) == ("Pacific/Honolulu", 9, "es")
    assert ReminderPreference.objects.get(user=ana.user).exceptions == ["duties:email"]
    ana.user.refresh_from_db()
    assert ana.user.language == "es"


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"digest": True, "digest_hour": 3}, "digest_hour"),
        ({"digest_hour": 24}, "digest_hour"),
        ({"mobile": "12"}, "mobile"),
        ({"language": "xx"}, "language"),
        ({"ways": [{"kind": "safety", "channels": []}]}, "ways"),
        ({"ways": [{"kind": "duties", "channels": ["pigeon"]}]}, "ways"),
        ({"ways": [{"kind": "duties", "channels": ["sms"]}]}, "ways"),
        ({"loud": True}, "loud"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_at_its_field(ana: Person, wish: dict[str, Any], field: str) -> None:
    assert field in ask(ana, "patch", MINE, wish, status=400)
    assert not ReminderPreference.objects.exists()


# Rules


def test_hr_reads_every_rule_as_it_acts(rosa: Person, site: Establishment) -> None:
    rows = ask(rosa, "get", rules_of(site))["results"]
    assert [row["rule"] for row in rows] == [rule.id for rule in RULES]
    review = next(row for row in rows if row["rule"] == REVIEW)
    assert (review["counts"], review["days"], review["audiences"], review["changed"]) == ("before", 3, ["hr"], [])


def test_a_rule_is_set_in_part_and_put_back_with_null(rosa: Person, site: Establishment) -> None:
    url = rules_of(site, f"{REVIEW}/")
    ask(rosa, "patch", url, {"days": 5})
    shown = ask(rosa, "patch", url, {"enabled": False})
    assert (shown["days"], shown["enabled"], shown["changed"]) == (5, False, ["enabled", "days"])
    assert ask(rosa, "patch", url, {"days": None, "enabled": True})["changed"] == []
    assert not RuleSetting.objects.exists()
    assert RuleChange.objects.filter(by=rosa.user).count() == 3


@pytest.mark.parametrize(
    ("rule", "values", "field"),
    [
        (REVIEW, {"days": 61}, "days"),
        (REVIEW, {"audiences": []}, "audiences"),
        (REVIEW, {"audiences": ["employee"]}, "audiences"),
        (REVIEW, {"color": "red"}, "color"),
        ("recovery.red-flag", {"enabled": False}, "enabled"),
    ],
)
def test_what_a_rule_cannot_be_is_refused_at_its_field(
    rosa: Person, site: Establishment, rule: str, values: dict[str, Any], field: str
) -> None:
    assert field in ask(rosa, "patch", rules_of(site, f"{rule}/"), values, status=400)
    assert field in ask(rosa, "post", rules_of(site, f"{rule}/preview/"), values, status=400)


def test_a_preview_says_who_would_be_told_as_it_is_and_as_it_would_be(
    ana: Person, rosa: Person, site: Establishment, assembly: Department
) -> None:
    case = open_case(ana, rosa, triaged_at=at(days(-91)))
    duty(case, assembly, "active", by=rosa, review_on=days(10))
    url = rules_of(site, f"{REVIEW}/preview/")
    (row,) = ask(rosa, "get", url)["results"]
    expected = {"on": days(7).isoformat(), "case": case.number, "name": "A. Rivera", "audience": "hr"}
    assert {name: row[name] for name in expected} == expected
    assert [row["on"] for row in ask(rosa, "post", url, {"days": 9})["results"]] == [days(1).isoformat()]
    assert not RuleSetting.objects.exists()
    assert [row["rule"] for row in ask(rosa, "get", rules_of(site, "preview/"))["results"]] == []
    shown = ask(rosa, "get", rules_of(site, f"preview/?day={days(7)}"))
    assert (shown["count"], shown["results"][0]["rule"], shown["next"]) == (1, REVIEW, None)


def test_a_preview_comes_page_by_page(ana: Person, rosa: Person, site: Establishment, assembly: Department) -> None:
    for number in range(51):
        person = make_person(f"P{number}", "Doe", assembly, account=False)
        duty(open_case(person, rosa), assembly, "active", by=rosa, review_on=days(10))
    url = rules_of(site, f"{REVIEW}/preview/")
    first = ask(rosa, "get", url)
    assert (len(first["results"]), first["count"], first["previous"]) == (50, 51, None)
    second = ask(rosa, "get", first["next"])
    assert (len(second["results"]), second["next"]) == (1, None)


def test_a_day_that_is_not_to_come_is_refused(rosa: Person, site: Establishment) -> None:
    assert "day" in ask(rosa, "get", rules_of(site, f"preview/?day={TODAY}"), status=400)


@pytest.mark.parametrize("rest", ["", f"{REVIEW}/", "preview/", f"{REVIEW}/preview/"])
def test_whoever_is_not_hr_of_the_site_finds_no_rules(
    ana: Person, sam: Person, hugo: Person, auditor: Person, site: Establishment, rest: str
) -> None:
    for person in (ana, sam, hugo, auditor):
        ask(person, "get", rules_of(site, rest), status=404)


def test_a_rule_that_is_not_there_is_not_found(rosa: Person, site: Establishment) -> None:
    ask(rosa, "patch", rules_of(site, "duty.nothing/"), {"days": 2}, status=404)


# The inbox and what failed


def test_an_item_is_put_off_and_its_date_stays(ana: Person, rosa: Person, post: MailCatcher) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    deliver_due(at=NOW)
    item = InboxItem.objects.get(recipient=ana.user)
    shown = ask(ana, "post", f"/api/v1/inbox/{item.pk}/snooze/", {"days": 3})
    assert (shown["state"], shown["due_on"], shown["not_before"][:10]) == (
        "planned",
        TODAY.isoformat(),
        days(3).isoformat(),
    )
    ask(ana, "post", f"/api/v1/inbox/{item.pk}/snooze/", {"days": 2}, status=400)
    ask(rosa, "post", f"/api/v1/inbox/{item.pk}/snooze/", {"days": 3}, status=404)


def test_all_items_up_to_one_are_marked_as_read(ana: Person, rosa: Person, post: MailCatcher) -> None:
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    finding(case)
    plan(at=NOW)
    deliver_due(at=NOW)
    first, second = InboxItem.objects.of(ana.user).order_by("pk")
    assert ask(ana, "post", "/api/v1/inbox/read/", {"until": first.pk}) == {"read": 1}
    assert list(InboxItem.objects.of(ana.user).unread()) == [second]


def test_hr_corrects_an_address_and_it_is_sent_there(
    ana: Person, rosa: Person, hugo: Person, post: MailCatcher
) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    post.fail(Failure(answer="550 5.1.1 No such user"))
    deliver_due(at=NOW)
    post.fail()
    reminder = Reminder.objects.get()
    url, body = f"/api/v1/reminders/{reminder.pk}/address/", {"email": "ana@example.org", "phone": ""}
    ask(hugo, "post", url, body, status=404)
    ask(ana, "post", url, body, status=403)
    assert ask(rosa, "post", url, body)["state"] == "planned"
    deliver_due(at=NOW)
    assert [mail.recipients for mail in post.messages] == [["ana@example.org"]]
    assert Employee.objects.get(pk=ana.employee.pk).email == "ana@example.org"
