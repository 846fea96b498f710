"""What every test may ask for: the database, a browser, and the whole product running."""

import itertools
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.signals import user_logged_in
from django.core.management import call_command
from django.http import HttpRequest
from hypothesis import HealthCheck
from hypothesis import settings as examples
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from pytest_django import DjangoDbBlocker, Settings

from people.sign_in import second_factor
from tests import servers
from tools import browser as browsers
from tools.mailcatcher import MailCatcher
from tools.running import RunningLightduty
from tools.throwaway import Throwaway

pytest_plugins = ["tests.cast", "tests.parts"]

# How long an example takes says something of the machine, not of the product.
examples.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
examples.load_profile("any machine")

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
BROKER_DATABASES = itertools.cycle(range(1, 16))


@pytest.fixture(scope="session")
def throwaway_servers() -> Throwaway:
    """A real PostgreSQL and a real Valkey, gone after the run."""
    return servers.started()


@pytest.fixture(scope="session")
def django_db_setup(throwaway_servers: Throwaway, django_db_blocker: DjangoDbBlocker) -> None:
    """The database comes migrated, as a copy of a template; only the roles are made here."""
    with django_db_blocker.unblock():
        call_command("make_roles", verbosity=0)


@pytest.fixture(autouse=True)
def _forced_sign_ins_show_a_second_factor() -> Iterator[None]:
    """`force_login` stands for a whole sign-in; one through the pages is what it is."""

    def show(request: HttpRequest, user: Any, **_: Any) -> None:
        if "wsgi.input" not in request.META:
            second_factor.count_as_shown(request, user, kind="totp")

    user_logged_in.connect(show)
    yield
    user_logged_in.disconnect(show)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a browser's program."""
    found = browsers.find()
    if found is None and os.environ.get("CI") == "true":
        pytest.fail(browsers.WHY_NONE)
    if found is None:
        pytest.skip(browsers.WHY_NONE)
    return found


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, and Django would take the tests' queries for async ones.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        opened = playwright.chromium.launch(executable_path=chromium, args=browsers.FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile of the size of a phone."""
    with browser.new_context(**PHONE) as context:
        yield context


@pytest.fixture
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile of the size of a desk's screen."""
    with browser.new_context(**DESK) as context:
        yield context


@pytest.fixture
def mail_catcher(tmp_path: Path) -> Iterator[MailCatcher]:
    """A real mail server that keeps what it is sent."""
    with MailCatcher(tmp_path / "mail") as catcher:
        yield catcher


@pytest.fixture
def post(mail_catcher: MailCatcher, settings: Settings) -> MailCatcher:
    """Mail goes out by real SMTP, to a server that keeps it."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = mail_catcher.host, mail_catcher.smtp_port
    settings.BASE_URL = "https://lightduty.example"
    settings.DEFAULT_FROM_EMAIL = "Lightduty <lightduty@example.com>"
    return mail_catcher


@pytest.fixture(scope="module")
def running_lightduty(throwaway_servers: Throwaway) -> Iterator[RunningLightduty]:
    """Web, worker and beat as real processes over a database of their own; see tools.running for its parts."""
    with RunningLightduty(throwaway_servers, broker_database=next(BROKER_DATABASES)) as lightduty:
        yield lightduty
