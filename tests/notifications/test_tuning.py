"""HR sets a reminder rule for a site without a programmer: when, to whom, how late, or not at all."""

from typing import Any

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from notifications.models import Reminder, RuleChange, RuleSetting
from notifications.rules import RULES
from notifications.services import plan, set_rule
from people.models import Department, RoleGrant
from people.refusals import NotAllowed, Refused
from people.services import grant_role
from tests.cast import NOON, TODAY, Person, make_office, make_person
from tests.notifications.worlds import at, days, duty, finding, limit, open_case, told

NOW = at(TODAY)
FOLLOW_UP, ENDING, REVIEW = "recovery.follow-up", "recovery.restriction-ending", "duty.review-due"


def set_here(rosa: Person, site: Any, rule: str, **values: Any) -> None:
    set_rule(actor=rosa.actor(), establishment=site, rule=rule, at=NOW, **values)


def test_a_rule_that_is_switched_off_tells_nobody_at_that_site(
    ana: Person, otto: Person, rosa: Person, site: Any, hugo: Person
) -> None:
    finding(open_case(ana, rosa))
    finding(open_case(otto, hugo))
    set_here(rosa, site, FOLLOW_UP, enabled=False)
    plan(at=NOW)
    assert [row[0] for row in told(FOLLOW_UP)] == ["otto.voss"]


def test_what_was_planned_is_withdrawn_when_its_rule_is_switched_off(ana: Person, rosa: Person, site: Any) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    set_here(rosa, site, FOLLOW_UP, enabled=False)
    plan(at=NOW)
    assert Reminder.objects.values_list("state", "reason").get() == ("withdrawn", "switched_off")


def test_it_is_told_again_when_the_rule_is_switched_on(ana: Person, rosa: Person, site: Any) -> None:
    finding(open_case(ana, rosa))
    for enabled in (False, True):
        set_here(rosa, site, FOLLOW_UP, enabled=enabled)
        plan(at=NOW)
    assert Reminder.objects.get().state == "planned"


def test_more_days_ahead_are_told_sooner(rosa: Person, ana: Person, site: Any, assembly: Department) -> None:
    duty(open_case(ana, rosa), assembly, "active", by=rosa, review_on=days(10))
    plan(at=NOW)
    assert told(REVIEW) == []
    set_here(rosa, site, REVIEW, days=10)
    plan(at=NOW)
    assert told(REVIEW) == [("rosa.patel", "hr", TODAY)]


def test_days_ahead_of_one_site_do_not_move_another(
    rosa: Person, hugo: Person, otto: Person, site: Any, assembly: Department
) -> None:
    duty(open_case(otto, hugo), otto.employee.department, "active", by=hugo, review_on=days(10))
    set_here(rosa, site, REVIEW, days=10)
    plan(at=NOW)
    assert told(REVIEW) == []


def test_limits_that_end_are_told_as_early_as_the_site_wants(ana: Person, rosa: Person, site: Any) -> None:
    limit(open_case(ana, rosa), days(14), by=rosa)
    set_here(rosa, site, ENDING, days=14)
    plan(at=NOW)
    assert [row[0] for row in told(ENDING)] == ["ana.rivera", "rosa.patel"]


def test_days_after_a_date_can_be_set_too(ana: Person, rosa: Person, site: Any, assembly: Department) -> None:
    duty(open_case(ana, rosa), assembly, "pending_employee", by=rosa, answer_by=days(-3))
    set_here(rosa, site, "duty.answer-overdue", days=4)
    plan(at=NOW)
    assert told("duty.answer-overdue") == []
    plan(at=at(days(1)))
    assert [row[2] for row in told("duty.answer-overdue")] == [days(1)]


def test_hr_chooses_who_of_a_rule_is_told(ana: Person, rosa: Person, site: Any) -> None:
    lead = make_office("lead@example.com", "Lea Dahl", RoleGrant.Role.HR, None)
    grant_role(user=lead.user, role="hr", establishment_id=site.pk, is_lead=True)
    limit(open_case(ana, rosa), days(7), by=rosa)
    set_here(rosa, site, ENDING, audiences=["employee", "hr_lead"])
    plan(at=NOW)
    assert [row[0] for row in told(ENDING)] == ["ana.rivera", "lead"]


def test_how_long_it_is_worth_telling_can_be_set(ana: Person, rosa: Person, site: Any) -> None:
    finding(open_case(ana, rosa))
    plan(at=NOW)
    set_here(rosa, site, FOLLOW_UP, late_after=1)
    plan(at=at(days(2)))
    assert Reminder.objects.values_list("state", "reason").get() == ("missed", "late")


@pytest.mark.parametrize(
    ("rule", "values", "field"),
    [
        ("recovery.red-flag", {"enabled": False}, "enabled"),
        (FOLLOW_UP, {"days": 3}, "days"),
        (REVIEW, {"days": 0}, "days"),
        (REVIEW, {"days": 61}, "days"),
        (REVIEW, {"late_after": 61}, "late_after"),
        (REVIEW, {"channels": ["pigeon"]}, "channels"),
        (REVIEW, {"audiences": []}, "audiences"),
        (FOLLOW_UP, {"audiences": ["supervisor"]}, "audiences"),
    ],
)
def test_what_a_rule_cannot_be_is_refused_at_its_field(
    rosa: Person, site: Any, rule: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_here(rosa, site, rule, **values)
    assert set(refused.value.fields) == {field}
    assert not RuleSetting.objects.exists()


def test_only_hr_of_the_site_sets_a_rule(hugo: Person, sam: Person, site: Any) -> None:
    for person in (hugo, sam):
        with pytest.raises(NotAllowed):
            set_here(person, site, FOLLOW_UP, enabled=False)


def test_every_change_is_written_down_with_before_and_after(rosa: Person, site: Any) -> None:
    set_here(rosa, site, REVIEW, days=5)
    set_here(rosa, site, REVIEW, days=5)
    set_here(rosa, site, REVIEW)
    rows = [(change.before["days"], change.after["days"]) for change in RuleChange.objects.order_by("pk")]
    assert rows == [(None, 5), (5, None)]
    assert not RuleSetting.objects.exists()


def test_the_record_of_changes_can_only_be_added_to(site: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('lightduty_system', 'notifications_rulechange', right_name)"
            " FROM unnest('{INSERT,UPDATE,DELETE}'::text[]) right_name"
        )
        assert [row[0] for row in cursor.fetchall()] == [True, False, False]


def test_rules_of_many_sites_cost_planning_one_query_more(
    ana: Person, rosa: Person, site: Any, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for rule in RULES:
        set_here(rosa, site, rule.id, late_after=20)
    finding(open_case(make_person("Ben", "Vogt", ana.employee.department), rosa, opened_on=days(-1)))
    # A savepoint, its lock and its end beside the two statements of each rule.
    with django_assert_max_num_queries(5 * len(RULES) + 2):
        plan(at=NOON)
