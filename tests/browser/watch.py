"""What a real browser says about the headers and cookies of the pages it opens."""

from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Error, Response
from playwright.sync_api import Page as Tab

PROMISED = {
    "x-content-type-options": ("nosniff",),
    "referrer-policy": ("same-origin", "no-referrer"),
    "cross-origin-opener-policy": ("same-origin",),
    "cross-origin-resource-policy": ("same-origin",),
    "x-frame-options": ("DENY",),
    "cache-control": ("no-store",),
}


class Watch:
    """Listens to a tab from now on; `wrong` is empty as long as every promise is kept."""

    def __init__(self, tab: Tab) -> None:
        self.wrong: list[str] = []
        self.tab = tab
        tab.on("console", self._said)
        tab.on("pageerror", self._broke)
        tab.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        """Whatever the policy forbids is an error of the console. A page that is asked for as a 404 is one, too."""
        if message.type == "error" and "status of 404" not in message.text:
            self.wrong.append(f"{urlsplit(self.tab.url).path} console: {message.text[:200]}")

    def _broke(self, error: Error) -> None:
        self.wrong.append(f"{urlsplit(self.tab.url).path} script: {error.message[:200]}")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.request.resource_type != "document" or response.status in {301, 302}:
            return
        headers = response.headers
        self.wrong += [
            f"{path} {name}: {headers.get(name)}"
            for name, values in PROMISED.items()
            if headers.get(name) not in values
        ]
        policy = headers.get("content-security-policy", "")
        if not policy.startswith("default-src 'none'") or "unsafe" in policy:
            self.wrong.append(f"{path} policy: {policy}")

    def cookies(self) -> list[str]:
        """Scripts must not read the session, and no other site may send it along."""
        found = self.tab.context.cookies()
        return [
            f"cookie {one['name']}: {one}"
            for one in found
            if one["sameSite"] not in {"Lax", "Strict"} or (one["name"] != "django_language" and not one["httpOnly"])
        ]
