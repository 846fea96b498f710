"""What a person can reach by links: pages with their filters and forms, each kind of page once."""

import re
import time
from collections import deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

from tools.fuzz.judge import BROKEN
from tools.fuzz.wire import Sent
from tools.fuzz.world import Browser, World

AREA = "pages"
STARTS = (
    "/",
    "/admin/",
    "/admin/tables/",
    "/team/",
    "/approvals/",
    "/account/",
    "/tokens/",
    "/help/",
    "/report/began/",
)
# Addresses that end the session or the search, and files.
LEFT_OUT = re.compile(
    r"/logout/|/sessions?/|/static/|/api/|\.(?:pdf|ics|csv|png)$|/language/|^/accounts/password/reset/key/"
)
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{4,6}|(?<=/)\d+(?=/|$)")


@dataclass
class Form:
    action: str
    method: str
    multipart: bool = False
    fields: dict[str, str] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, ...]:
        return (self.method, KEY.sub("*", urlsplit(self.action).path), *sorted(self.fields), *self.files)


class Page(HTMLParser):
    """Links and forms of a page, with the values that stand in the fields."""

    def __init__(self, address: str, text: str) -> None:
        super().__init__()
        self.address = address
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._named = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in found:
            self.links.append(urljoin(self.address, found["href"]))
        elif tag == "form":
            action = urljoin(self.address, found.get("action", "")) or self.address
            multipart = "multipart" in found.get("enctype", "")
            self.forms.append(Form(action, found.get("method", "get").upper(), multipart))
        elif self.forms and found.get("name") and tag in {"input", "select", "textarea", "button"}:
            self._field(tag, found)
        elif self._named and tag == "option" and ("selected" in found or not self.forms[-1].fields[self._named]):
            self.forms[-1].fields[self._named] = found.get("value", "")

    def _field(self, tag: str, found: dict[str, str]) -> None:
        form, name, kind = self.forms[-1], found["name"], found.get("type", "")
        self._named = name if tag == "select" else ""
        if kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            form.fields.setdefault(name, found.get("value", "on"))
        else:
            form.fields.setdefault(name, found.get("value", ""))


@dataclass
class Site:
    """What one caller has found: pages by kind with their filters, and forms."""

    pages: dict[str, str] = field(default_factory=dict)
    queries: dict[str, set[str]] = field(default_factory=dict)
    forms: dict[tuple[str, ...], Form] = field(default_factory=dict)


def crawl(world: World, caller: str, browser: Browser, *, limit: int, until: float) -> Site:
    site = Site()
    todo = deque(urljoin(world.base, start) for start in STARTS)
    asked: set[str] = set()
    while todo and len(asked) < limit and time.monotonic() < until:
        address = todo.popleft()
        place = urlsplit(address)
        kind = KEY.sub("*", place.path)
        site.queries.setdefault(kind, set()).update(name for name, _value in parse_qsl(place.query))
        if place.netloc != urlsplit(world.base).netloc or LEFT_OUT.search(place.path) or kind in asked:
            continue
        asked.add(kind)
        target = place.path + (f"?{place.query}" if place.query else "")
        sent, answer = browser.ask(Sent("GET", target))
        world.tally.judge(AREA, caller, f"GET {kind}", sent, answer)
        if answer.status in {301, 302}:
            todo.append(urljoin(address, answer.headers["location"]))
        elif answer.status == 200 and answer.kind == "text/html":
            site.pages[kind] = place.path
            found = Page(address, answer.text)
            todo += found.links
            remember(site, found.forms, kind)
        elif answer.status >= 400 and caller == "hr" and place.path not in STARTS:
            words = f"a link of the product leads to {answer.status}"
            world.tally.blame(BROKEN, area=AREA, caller=caller, where=kind, words=words, sent=sent)
    return site


def remember(site: Site, forms: list[Form], page: str) -> None:
    for form in forms:
        if LEFT_OUT.search(urlsplit(form.action).path):
            continue
        if form.method == "GET":
            kind = KEY.sub("*", urlsplit(form.action).path)
            site.queries.setdefault(kind, set()).update(form.fields)
        else:
            site.forms.setdefault(form.kind, form)
