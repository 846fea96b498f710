"""Somebody in front of a page: signs in, reads, and presses what is to be pressed, counted."""

import re
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Locator, expect
from playwright.sync_api import TimeoutError as NothingThere

from tests.cast import PASSWORD

Found = TypeVar("Found")
PATIENCE = 30


def eventually(look: Callable[[], Found], *, seconds: float = PATIENCE) -> Found:
    """What `look` sees, as soon as it is anything; what the workers do takes them a moment."""
    until = time.monotonic() + seconds
    while not (found := look()):
        if time.monotonic() > until:
            raise TimeoutError(f"Nothing to see after {seconds:.0f} s: {look}")
        time.sleep(0.1)
    return found


class Face:
    """One person at one screen; `clicks` counts links and buttons since it was last set to 0."""

    def __init__(self, context: BrowserContext, base: str, email: str) -> None:
        self.base, self.email, self.clicks = base, email, 0
        self.page = context.new_page()
        self.page.set_default_timeout(10_000)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def words(self) -> str:
        return self.page.locator("main").inner_text()

    def open(self, path: str) -> None:
        answer = self.page.goto(path if path.startswith("http") else self.base + path)
        assert answer is not None
        assert answer.ok, f"{path} answers {answer.status}"

    def sign_in(self) -> None:
        """On the page that asks for it."""
        self.page.fill("[name=login]", self.email)
        self.page.fill("[name=password]", PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()

    def enter(self) -> None:
        self.open("/accounts/login/")
        self.sign_in()

    def press(self, name: str) -> None:
        self._click(self.page.get_by_role("button", name=name, exact=True))

    def follow(self, name: str | re.Pattern[str]) -> None:
        self._click(self.page.locator("main").get_by_role("link", name=name))

    def _click(self, target: Locator) -> None:
        self.clicks += 1
        try:
            target.first.click()
        except NothingThere:
            raise AssertionError(f"{self.path} has nothing to press like {target}:\n{self.words}") from None
        mistakes = self.page.locator("main [role=alert]")
        assert not mistakes.count(), mistakes.first.inner_text()

    def choose(self, name: str, value: str) -> None:
        """One box of a group, by its label, as a finger does."""
        self.clicks += 1
        box = self.page.locator(f"[name={name}][value='{value}']")
        self.page.locator(f"label[for={box.get_attribute('id')}]").first.click()
        expect(box).to_be_checked()

    def write(self, name: str, words: str | date) -> None:
        self.page.fill(f"[name={name}]", str(words))
