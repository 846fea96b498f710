"""A mail server of one's own, and the ways a letter can fail."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.notifications.service import Service, listening
from tools.mailcatcher import MailCatcher


@pytest.fixture
def post(mail_catcher: MailCatcher, settings: Settings) -> MailCatcher:
    """Mail goes out by real SMTP, to a server that keeps it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mail_catcher.host, mail_catcher.smtp_port
    settings.BASE_URL = "https://lightduty.example"
    settings.DEFAULT_FROM_EMAIL = "Lightduty <lightduty@example.com>"
    return mail_catcher


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
