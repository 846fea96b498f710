"""Rules and settings of a site: what is in force, trying others, switching them on."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from people.models import Establishment
from people.services import grant_role
from recovery import services
from recovery.models import CheckIn, Policy, PolicyChange, Stall
from tests.cast import NOON, Person, make_open_case
from tests.portal.hr_cases import at_desk, check_in

pytestmark = pytest.mark.django_db
RULES = "/admin/rules/"
ANSWERED = (0, 3, 7, 10, 14, 17, 21, 24, 28, 31)


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def desk(rosa: Person) -> Client:
    return at_desk(rosa)


def given(**changed: Any) -> dict[str, Any]:
    return {
        "cadence_days": "3.5",
        "later_cadence_days": "7",
        "sensitivity": "normal",
        "backstop_day": "28",
        "measures": ["pain", "main_activity", "work_ability"],
        "repeat_after_days": "7",
        "escalate_after_days": "10",
        **changed,
    }


def press(desk: Client, button: str, **changed: Any) -> Any:
    return desk.post(RULES, {**given(**changed), "do": button})


def words(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def a_stalled_case(ana: Person, rosa: Person) -> None:
    """Forty days ago; nobody has booked anything."""
    began = NOON - timedelta(days=40)
    case = make_open_case(ana, rosa, at=began, began_on=began.date())
    for day in ANSWERED:
        check_in(ana, case, began + timedelta(days=day))


def test_the_rail_leads_to_the_rules_and_on_to_the_lists(desk: Client) -> None:
    assert f'href="{RULES}"' in words(desk.get("/admin/"))
    shown = words(desk.get(RULES))
    assert "Rules of Riverside" in shown
    assert 'href="/admin/tables/"' in shown


def test_the_rules_in_force_are_shown_and_filled_in(desk: Client, rosa: Person, site: Establishment) -> None:
    services.set_policy(actor=rosa.actor(), establishment=site, at=NOON, cadence_days=Decimal(10), sensitivity="quiet")
    shown = words(desk.get(RULES))
    assert "every 10 days" in shown
    assert 'name="cadence_days" value="10"' in shown
    assert "Quiet: fewer reminders, later" in shown


def test_every_setting_says_what_it_costs(desk: Client) -> None:
    response = desk.get(RULES)
    form = response.context["form"]
    assert all(field.help_text for field in form.fields.values())
    assert "simulated people" in words(response)


def test_trying_shows_the_comparison_and_stores_nothing(desk: Client, ana: Person, rosa: Person) -> None:
    a_stalled_case(ana, rosa)
    before = list(CheckIn.objects.order_by("pk").values())
    response = press(desk, "try", repeat_after_days="3", escalate_after_days="5")
    assert response.status_code == 200
    rows = {row.name: (int(row.present), int(row.tried)) for row in response.context["trial_rows"][:2]}
    assert rows["To employees"][0] < rows["To employees"][1]
    shown = words(response)
    assert "more than under the present rules" in shown
    assert "10 check-ins of 1 case" in shown
    assert list(CheckIn.objects.order_by("pk").values()) == before
    assert not Policy.objects.exists()
    assert not PolicyChange.objects.exists()


def test_the_page_says_that_answers_nobody_was_asked_for_cannot_be_invented(
    desk: Client, ana: Person, rosa: Person
) -> None:
    a_stalled_case(ana, rosa)
    assert "cannot be invented" in words(press(desk, "try", cadence_days="2"))
    assert "cannot be invented" not in words(press(desk, "try", sensitivity="keen"))


def test_trying_without_a_past_says_so(desk: Client) -> None:
    assert "There is no answer of the past year to try it on" in words(press(desk, "try"))


def test_what_was_tried_stays_in_the_form(desk: Client) -> None:
    assert 'name="backstop_day" value="23"' in words(press(desk, "try", backstop_day="23"))


def test_switching_on_stores_the_rules_and_who_did_it(desk: Client, rosa: Person, site: Establishment) -> None:
    response = press(desk, "switch", sensitivity="keen", measures=["pain"], cadence_days="2.5")
    assert response.status_code == 302
    policy = Policy.objects.get(pk=site.pk)
    assert (policy.sensitivity, policy.measures, policy.cadence_days) == ("keen", ["pain"], Decimal("2.50"))
    shown = words(desk.get(response["Location"]))
    assert "Switched on. Open cases are being read anew." in shown
    assert "Rosa Patel" in shown
    assert "Sensitivity: Keen: earlier, more of them needless, before Normal" in shown


def test_switching_on_what_is_in_force_changes_nothing(desk: Client) -> None:
    press(desk, "switch")
    assert not PolicyChange.objects.exists()
    assert "These rules are in force already." in words(desk.get(RULES))


def test_the_page_says_how_far_the_open_cases_are_read(desk: Client, ana: Person, rosa: Person) -> None:
    a_stalled_case(ana, rosa)
    press(desk, "switch", sensitivity="keen")
    assert "Reassessed 0 of 1 open case." in words(desk.get(RULES))
    services.reassess_changed(NOON)
    assert "Reassessed" not in words(desk.get(RULES))


def test_no_finding_of_before_is_rewritten(desk: Client, ana: Person, rosa: Person) -> None:
    a_stalled_case(ana, rosa)
    before = list(Stall.objects.order_by("pk").values("kind", "opened_on", "preset", "evidence"))
    press(desk, "switch", sensitivity="quiet")
    services.reassess_changed(NOON)
    kept = Stall.objects.order_by("pk").values("kind", "opened_on", "preset", "evidence")
    assert list(kept)[: len(before)] == before


@pytest.mark.parametrize("button", ["try", "switch"])
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"cadence_days": "1"}, "cadence_days"),
        ({"cadence_days": "soon"}, "cadence_days"),
        ({"later_cadence_days": "NaN"}, "later_cadence_days"),
        ({"backstop_day": "29"}, "backstop_day"),
        ({"backstop_day": ""}, "backstop_day"),
        ({"measures": ["work_ability"]}, "measures"),
        ({"measures": []}, "measures"),
        ({"measures": ["quickdash"]}, "measures"),
        ({"sensitivity": "deaf"}, "sensitivity"),
        ({"repeat_after_days": "20"}, "escalate_after_days"),
    ],
)
def test_rules_out_of_bounds_are_refused_at_their_field_and_kept(
    desk: Client, button: str, change: dict[str, Any], field: str
) -> None:
    response = press(desk, button, **change)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert 'name="escalate_after_days" value="10"' in words(response)
    assert not Policy.objects.exists()


def test_a_number_out_of_bounds_is_answered_with_the_bounds(desk: Client) -> None:
    assert "Enter a number of days from 21 to 28." in words(press(desk, "switch", backstop_day="35"))


def test_an_empty_form_is_answered_at_its_fields(desk: Client) -> None:
    response = desk.post(RULES, {})
    assert (response.status_code, len(response.context["form"].errors)) == (422, 7)


def test_who_has_several_sites_chooses_among_them_only(
    desk: Client, rosa: Person, site: Establishment, other_site: Establishment
) -> None:
    assert desk.get(f"{RULES}{other_site.pk}/").status_code == 404
    assert desk.post(f"{RULES}{other_site.pk}/", given(do="switch")).status_code == 404
    grant_role(user=rosa.user, role="hr", establishment_id=other_site.pk)
    shown = words(desk.get(f"{RULES}{site.pk}/"))
    assert f'href="{RULES}{other_site.pk}/"' in shown
    desk.post(f"{RULES}{other_site.pk}/", {**given(sensitivity="keen"), "do": "switch"})
    assert list(Policy.objects.values_list("pk", flat=True)) == [other_site.pk]


@pytest.mark.parametrize("who", ["safety", "auditor", "it"])
def test_others_at_the_desk_find_the_lists_and_change_nothing(
    who: str, site: Establishment, request: pytest.FixtureRequest
) -> None:
    client = at_desk(request.getfixturevalue(who))
    assert client.get(RULES)["Location"] == "/admin/tables/"
    assert client.post(f"{RULES}{site.pk}/", {**given(), "do": "switch"}).status_code == 404
    assert not Policy.objects.exists()


def test_a_supervisor_and_an_employee_are_not_let_in(ana: Person, sam: Person) -> None:
    assert {at_desk(one).get(RULES).status_code for one in (ana, sam)} == {302}
    assert "Rules of" not in words(at_desk(ana).get(RULES, follow=True))
