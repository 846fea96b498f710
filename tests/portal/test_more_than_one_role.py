"""Somebody who is employed and also sits at a desk has every page that an employee has."""

from collections.abc import Iterator

import pytest
import time_machine
from django.urls import NoReverseMatch, URLPattern, reverse

from people.models import RoleGrant
from people.services import grant_role
from portal.urls import urlpatterns
from tests.cast import NOON, Person, make_open_case
from tests.portal.phone import phone_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def pages() -> Iterator[str]:
    """Addresses that name no row."""
    for one in urlpatterns:
        if isinstance(one, URLPattern) and one.name:
            try:
                yield reverse(f"portal:{one.name}")
            except NoReverseMatch:
                continue


def answers(who: Person) -> dict[str, int]:
    client = phone_of(who)
    return {address: client.get(address).status_code for address in pages()}


def test_an_employee_with_a_role_at_a_desk_has_all_of_an_employees_pages(ana: Person, rosa: Person) -> None:
    make_open_case(ana, rosa)
    shown = {address for address, status in answers(ana).items() if status == 200}
    assert len(shown) > 10
    for role in (RoleGrant.Role.AUDITOR, RoleGrant.Role.IT, RoleGrant.Role.SAFETY, RoleGrant.Role.HR):
        grant_role(user=ana.user, role=role)
        found = answers(ana)
        assert {address for address in shown if found[address] != 200} == set(), role
