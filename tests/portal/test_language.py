"""The switch of languages on every page with a head or a foot."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from tests.cast import Person, sign_in


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    """A request leaves its language in the thread, and the next test runs in the same one."""
    with translation.override("en"):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "page"), [("ana", "/"), ("rosa", "/admin/")])
def test_everybody_can_switch_to_spanish_and_stays_on_the_page(
    request: pytest.FixtureRequest, client: Client, who: str, page: str
) -> None:
    person: Person = request.getfixturevalue(who)
    sign_in(client, person)
    assert 'value="es"' in client.get(page).content.decode()
    answer = client.post("/language/setlang/", {"language": "es", "next": page}, follow=True)
    assert answer.redirect_chain == [(page, 302)]
    assert '<html lang="es"' in answer.content.decode()


@pytest.mark.django_db
def test_the_switch_leads_to_no_other_site(client: Client) -> None:
    answer = client.post("/language/setlang/", {"language": "es", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"
