"""Keys to the API: shown once, as good as their owner, worthless once revoked."""

import re

import pytest
from django.test import Client

from people.models import ApiToken
from tests.cast import Person, sign_in

pytestmark = pytest.mark.django_db


def key_on(page: str) -> str:
    found = re.search(r"<code>(ld_[\w-]+)</code>", page)
    assert found is not None
    return found[1]


def test_a_key_is_shown_once_and_only_its_hash_is_kept(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    key = key_on(client.post("/tokens/", {"name": "My script"}).content.decode())
    assert key not in client.get("/tokens/").content.decode()
    assert not ApiToken.objects.filter(digest__contains=key).exists()


def test_a_key_opens_the_api_until_it_is_revoked(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    headers = {"Authorization": f"Token {key_on(client.post('/tokens/', {'name': 'My script'}).content.decode())}"}
    assert Client().get("/api/v1/me/", headers=headers).status_code == 200
    client.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/")
    assert Client().get("/api/v1/me/", headers=headers).status_code == 401


def test_nobody_revokes_the_key_of_somebody_else(client: Client, ana: Person, otto: Person) -> None:
    sign_in(client, ana)
    client.post("/tokens/", {"name": "My script"})
    sign_in(client, otto)
    assert client.post(f"/tokens/{ApiToken.objects.get().pk}/revoke/").status_code == 404


def test_a_key_without_a_name_is_refused_at_its_field(client: Client, ana: Person) -> None:
    sign_in(client, ana)
    page = client.post("/tokens/", {"name": ""})
    assert page.status_code == 422
    assert "Write what the key is for" in page.content.decode()
