"""Somebody with a phone in front of the portal: signed in, with the clock at noon of the cast's Monday."""

import re
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import Person, sign_in


def phone_of(person: Person | None) -> Client:
    client = Client()
    if person is not None:
        sign_in(client, person)
    return client


def words_at(person: Person, path: str, *, status: int = 200) -> str:
    """What a page says, without its markup; entities are read."""
    response = phone_of(person).get(path)
    assert response.status_code == status, (path, response.status_code)
    return words_of(response.content.decode())


def words_of(html: str) -> str:
    from html import unescape

    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def sent(client: Client, path: str, **answers: Any) -> Any:
    """A form filled in and sent, with a key of its own unless one is given."""
    return client.post(path, {"key": str(uuid4()), **answers})


def queries_at(client: Client, path: str) -> int:
    """How many questions a page asks the database; the first look may still fill caches."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
