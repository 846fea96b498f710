"""HR sets a reminder rule and sees beforehand who would be told."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from notifications.models import Reminder, RuleChange, RuleSetting
from notifications.preview import coming_days, preview, rules_at
from notifications.rules import BY_ID, RULES
from notifications.services import plan
from people.models import Department, Establishment
from tests.cast import TODAY, Person, make_person, sign_in
from tests.notifications.worlds import at, days, duty, finding, limit, open_case

NOW = at(TODAY)
RULES_PAGE, PREVIEW = "/admin/reminders/rules/", "/admin/reminders/preview/"


@pytest.fixture(autouse=True)
def noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("people.clock.now", lambda: NOW)


@pytest.fixture
def desk(rosa: Person) -> Client:
    client = Client()
    sign_in(client, rosa)
    return client


def page_of(site: Establishment, rule: str) -> str:
    return f"{RULES_PAGE}{site.pk}/{rule}/"


def words(client: Client, url: str) -> str:
    answer = client.get(url, follow=True)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def given(**changed: Any) -> dict[str, Any]:
    return {
        "enabled": "yes",
        "days": "3",
        "late_after": "3",
        "working_days": "no",
        "audiences": ["hr"],
        "do": "save",
        **changed,
    }


def test_every_rule_stands_in_the_list_with_whom_it_tells(desk: Client) -> None:
    shown = words(desk, RULES_PAGE)
    assert all(f"/{rule.id}/" in shown for rule in RULES)
    assert "3 days before" in shown
    assert "Always on" in shown


@pytest.mark.parametrize("rule", list(BY_ID))
def test_every_rule_can_be_opened_and_saved_as_it_is(desk: Client, site: Establishment, rule: str) -> None:
    answer = desk.get(page_of(site, rule))
    form = answer.context["form"]
    values = {name: form[name].value() for name in form.fields}
    sent = {name: ("yes" if value else "no") if isinstance(value, bool) else value for name, value in values.items()}
    assert desk.post(page_of(site, rule), {**sent, "do": "save"}).status_code == 302
    assert not RuleSetting.objects.exists()


def test_what_hr_saves_holds_and_is_written_down(desk: Client, site: Establishment) -> None:
    url = page_of(site, "duty.review-due")
    assert desk.post(url, given(days="10", audiences=["hr", "hr_lead"])).status_code == 302
    row = RuleSetting.objects.get()
    assert (row.days, row.audiences, row.late_after, row.channels) == (10, ["hr", "hr_lead"], None, None)
    shown = words(desk, url)
    assert "Days: 10, before as the rule says" in shown
    assert "On, changed" in words(desk, RULES_PAGE)
    desk.post(url, given())
    assert (RuleSetting.objects.count(), RuleChange.objects.count()) == (0, 2)


def test_values_can_be_looked_at_before_they_are_saved(
    desk: Client, ana: Person, rosa: Person, site: Establishment, assembly: Department
) -> None:
    duty(open_case(ana, rosa), assembly, "active", by=rosa, review_on=days(35))
    url = page_of(site, "duty.review-due")
    assert "Nobody would be told in the next 30 days" in words(desk, url)
    shown = " ".join(desk.post(url, given(days="10", do="try"), follow=True).content.decode().split())
    assert "1 reminder in the next 30 days" in shown
    assert "With the values above, which are not saved." in shown
    assert 'name="days" value="10"' in shown
    assert not RuleSetting.objects.exists()


def test_the_preview_of_a_rule_says_how_many_of_them_come_tomorrow(
    desk: Client, rosa: Person, site: Establishment, assembly: Department
) -> None:
    for side, review in (("L", 4), ("R", 9)):
        person = make_person(side, "Reyes", assembly)
        duty(open_case(person, rosa, side=side), assembly, "active", by=rosa, review_on=days(review))
    here = page_of(site, "duty.review-due")
    assert "1 of them tomorrow." in words(desk, here)
    tried = words(desk, f"{here}?try=1&enabled=yes&days=10&late_after=3&working_days=no&audiences=hr")
    assert "it goes out as soon as you save" in tried


def test_the_preview_says_why_hr_is_told_instead(
    desk: Client, rosa: Person, site: Establishment, assembly: Department
) -> None:
    nobody = make_person("Nia", "Cole", assembly, account=False)
    finding(open_case(nobody, rosa), opened_on=days(1))
    assert "The employee has no account that can be reached" in words(desk, page_of(site, "recovery.follow-up"))


def test_looking_ahead_writes_nothing(desk: Client, ana: Person, rosa: Person, site: Establishment) -> None:
    finding(open_case(ana, rosa), opened_on=days(1))
    words(desk, PREVIEW)
    words(desk, page_of(site, "recovery.follow-up"))
    assert not Reminder.objects.exists()


def test_the_preview_names_person_and_recipient_of_a_day(
    desk: Client, ana: Person, rosa: Person, site: Establishment
) -> None:
    case = open_case(ana, rosa)
    limit(case, days(12), by=rosa)
    shown = words(desk, f"{PREVIEW}?day={days(5).isoformat()}")
    assert "2 reminders on" in shown
    assert "Rosa Patel" in shown
    assert case.number in shown
    assert "Nobody would be told on" in words(desk, f"{PREVIEW}?day={days(6).isoformat()}")


def test_the_preview_says_what_is_planned_on_that_day(
    ana: Person, rosa: Person, site: Establishment, assembly: Department
) -> None:
    """What is foretold for a day is what planning then does on it, as long as nothing happens."""
    case = open_case(ana, rosa, next_check_in_on=TODAY)
    finding(case)
    limit(case, days(9), by=rosa)
    duty(case, assembly, "active", by=rosa, review_on=days(6))
    plan(at=NOW)
    coming = coming_days(TODAY, 12)
    found = preview(site=site, rules=rules_at(site, RULES), days=coming, limit=500)
    foretold = {(row.on, row.rule.id, row.recipient_id) for row in found.rows}
    for day in coming:
        plan(at=at(day))
    rows = Reminder.objects.filter(due_on__gt=TODAY).values_list("due_on", "rule", "recipient_id")
    assert foretold == set(rows)
    assert len(foretold) > 5


def test_what_was_told_already_is_not_foretold(ana: Person, rosa: Person, site: Establishment) -> None:
    finding(open_case(ana, rosa), opened_on=days(1))
    plan(at=at(days(1)))
    Reminder.objects.update(state="told", told_at=NOW)
    found = preview(site=site, rules=rules_at(site, RULES), days=[days(1)])
    assert found.count == 0


def test_another_sites_people_are_not_foretold(otto: Person, hugo: Person, site: Establishment) -> None:
    case = open_case(otto, hugo)
    finding(case, opened_on=days(1))
    counts = [
        preview(site=place, rules=rules_at(place, RULES), days=coming_days(TODAY, 3)).count
        for place in (site, case.establishment)
    ]
    assert counts[0] == 0 < counts[1]


def test_a_long_preview_comes_in_pages(desk: Client, ana: Person, rosa: Person, site: Establishment) -> None:
    for number in range(30):
        person = make_person(f"P{number}", "Vogt", ana.employee.department)
        finding(open_case(person, rosa), opened_on=days(1))
    url = f"{PREVIEW}?day={days(1).isoformat()}"
    assert "30 reminders on" in words(desk, url)
    assert words(desk, f"{url}&page=2").count('<td class="num soft nw">') == 5


def test_the_preview_costs_as_much_for_many_as_for_one(
    desk: Client, ana: Person, rosa: Person, site: Establishment
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            words(desk, PREVIEW)
        return len(queries)

    finding(open_case(ana, rosa), opened_on=days(1))
    cost()
    one = cost()
    for number in range(20):
        finding(open_case(make_person(f"P{number}", "Vogt", ana.employee.department), rosa), opened_on=days(1))
    assert cost() == one


@pytest.mark.parametrize("wrong", [{"days": "0"}, {"days": "x"}, {"late_after": "99"}, {"audiences": []}])
def test_a_wrong_value_is_named_and_nothing_is_kept(desk: Client, site: Establishment, wrong: dict[str, Any]) -> None:
    assert desk.post(page_of(site, "duty.review-due"), given(**wrong)).status_code == 422
    assert not RuleSetting.objects.exists()


def test_a_rule_on_which_safety_hangs_has_no_switch(desk: Client, site: Establishment) -> None:
    assert 'name="enabled"' not in words(desk, page_of(site, "recovery.red-flag"))


def test_nobody_but_hr_of_the_site_finds_the_rules(
    desk: Client, site: Establishment, auditor: Person, safety: Person, hugo: Person, ana: Person
) -> None:
    for person in (auditor, safety, hugo):
        client = Client()
        sign_in(client, person)
        for url in (page_of(site, "duty.review-due"), f"{RULES_PAGE}{site.pk}/", f"{PREVIEW}{site.pk}/"):
            assert client.get(url).status_code == 404
    client = Client()
    sign_in(client, ana)
    assert client.get(RULES_PAGE).status_code == 302
    assert desk.get(page_of(site, "no.such-rule")).status_code == 404
