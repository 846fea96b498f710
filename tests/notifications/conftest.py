"""A mail server of one's own, and the ways a letter can fail."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.notifications.service import Service, listening


@pytest.fixture
def service() -> Iterator[Service]:
    with listening() as found:
        yield found


@pytest.fixture
def texts(service: Service, settings: Settings) -> Service:
    """Texts go out by HTTP, to a service that keeps them."""
    settings.SMS_URLS = {"": f"json://{service.host}/texts/{{to}}"}
    settings.BASE_URL = "https://lightduty.example"
    return service
