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
}


class Watch:
    """Listens to a tab from now on; `wrong` is empty as long as every promise is kept."""

    def __init__(self, tab: Tab) -> None:
        self.wrong: list[str] = []
        self.tab = tab
        # What the test itself has put there.
        self.ours = frozenset(one["name"] for one in tab.context.cookies())
        tab.on("console", self._said)
        tab.on("pageerror", self._broke)
        tab.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        """Whatever the policy forbids is an error of the console. A page that answers 404 is one, too: see below."""
        if message.type == "error" and "the server responded with a status" not in message.text:
            self.wrong.append(f"{urlsplit(self.tab.url).path} console: {message.text[:200]}")

    def _broke(self, error: Error) -> None:
        self.wrong.append(f"{urlsplit(self.tab.url).path} script: {error.message[:200]}")

    def _answered(self, response: Response) -> None:
        path = urlsplit(response.url).path
        if response.request.resource_type != "document":
            self.wrong += [f"{path} answers {response.status}"] if response.status >= 400 else []
        elif response.status not in {301, 302}:
            self._dressed(path, response.headers)

    def _dressed(self, path: str, headers: dict[str, str]) -> None:
        self.wrong += [
            f"{path} {name}: {headers.get(name)}"
            for name, values in PROMISED.items()
            if headers.get(name) not in values
        ]
        if "no-store" not in headers.get("cache-control", ""):
            self.wrong.append(f"{path} may be kept: {headers.get('cache-control')}")
        policy = headers.get("content-security-policy", "")
        if not policy.startswith("default-src 'none'") or "unsafe" in policy:
            self.wrong.append(f"{path} policy: {policy}")

    def cookies(self) -> list[str]:
        """Scripts must not read the session, no other site may send it along, nor may it leave TLS."""
        under_tls = self.tab.url.startswith("https:")
        return [
            f"cookie {one['name']}: {one}"
            for one in self.tab.context.cookies()
            if one["name"] not in self.ours
            and (one["sameSite"] not in {"Lax", "Strict"} or not one["httpOnly"] or (under_tls and not one["secure"]))
        ]
