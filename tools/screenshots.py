"""Pictures of every page as every role: `python tools/screenshots.py DIR` beside a living demo company.

BASE_URL says where it lives, LIGHTDUTY_CHROMIUM which browser to use; `./dev screenshots DIR` sets both.
"""

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from playwright.sync_api import Browser, Page, sync_playwright

from tools import browser, tour
from tools.say import say

PASSWORD = "lightduty-demo"  # noqa: S105 - the demo accounts' published password
ACCOUNTS = {
    tour.VISITOR: "",
    tour.EMPLOYEE: "employee@demo.example",
    tour.SUPERVISOR: "supervisor@demo.example",
    tour.HR: "hr@demo.example",
    tour.SAFETY: "safety@demo.example",
    tour.AUDITOR: "auditor@demo.example",
    tour.IT: "it@demo.example",
}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}


def main() -> int:
    folder, base = Path(sys.argv[1]), os.environ["BASE_URL"]
    taken, missing = 0, []
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=os.environ["LIGHTDUTY_CHROMIUM"], args=browser.FLAGS)
        for role, email in ACCOUNTS.items():
            for size, look in (("phone", PHONE), ("desk", DESK)):
                done, closed = walk(program, base, role, email, folder, size, look)
                taken += done
                missing += closed
        program.close()
    say(f"{taken} pictures in {folder}")
    for line in missing:
        say(f"  not taken: {line}")
    return 0 if taken else 1


def walk(
    program: Browser, base: str, role: str, email: str, folder: Path, size: str, look: dict[str, Any]
) -> tuple[int, list[str]]:
    """The pages of one role at one size; how many pictures, and what could not be taken."""
    taken, missing = 0, []
    known: dict[tuple[str, str], str] = {}
    with program.new_context(**look, locale="en-US") as context:
        tab = context.new_page()
        if email:
            tour.sign_in(tab, base, email, PASSWORD)
        for page in tour.PAGES[role]:
            name = f"{role}-{page.name}-{size}"
            try:
                tour.address_of(tab, base, page, known)
            except tour.NotThere as closed:
                missing.append(f"{name}: {closed}")
                continue
            for scheme in ("light", "dark") if page.main else ("light",):
                tab.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
                ending = "-dark" if scheme == "dark" else ""
                take(tab, folder / f"{name}{ending}.png", look["viewport"])
                taken += 1
            tab.emulate_media(color_scheme="light")
    return taken, missing


def take(tab: Page, file: Path, viewport: dict[str, int]) -> None:
    """All of the page in a window as high as it is, so that a bar at the foot stands at the foot."""
    height = max(viewport["height"], int(tab.evaluate("document.documentElement.scrollHeight")))
    tab.set_viewport_size({"width": viewport["width"], "height": height})
    tab.screenshot(path=file)
    tab.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})


if __name__ == "__main__":
    sys.exit(main())
