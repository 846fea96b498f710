"""Pages for people against the list of known bad input: filters, forms, uploads, a forged form, a missing token."""

import time
from urllib.parse import quote, urlsplit

from tools.fuzz.crawl import AREA, KEY, Form, crawl
from tools.fuzz.judge import ALLOWED, HALF
from tools.fuzz.values import TEXT_VALUES, Upload, uploads
from tools.fuzz.wire import Answer, Sent
from tools.fuzz.world import FORM, HIDDEN_TOKEN, WITH_PAGES, Browser, World

CSRF = "csrfmiddlewaretoken"
BOUNDARY = "lightduty-fuzz-boundary"
MULTIPART = (("Content-Type", f"multipart/form-data; boundary={BOUNDARY}"),)
# A new key is shown in the answer itself and never again: what this form writes comes without a redirect.
SHOWN_ONCE = {"/tokens/": frozenset({"people_change"})}
# Nobody's pages have these; every list has to live with them.
COMMON = ("q", "page", "p", "o", "e", "next", "kind", "_changelist_filters", "no_such_name")


def attack(world: World, *, tries: int, pages: int, seconds: float) -> None:
    """`tries` bad values at each page and form, drawn by chance; each caller gets the same share of the time."""
    until = time.monotonic() + seconds
    for number, caller in enumerate(WITH_PAGES):
        now = time.monotonic()
        deadline = now + max(until - now, 0) / (len(WITH_PAGES) - number)
        browser = world.browsers[caller]
        browser.sign_in()
        site = crawl(world, caller, browser, limit=pages, until=now + (deadline - now) / 2)
        world.rows.accept()
        for kind, path in site.pages.items() if time.monotonic() < deadline else ():
            filters(world, caller, browser, path, names=sorted(site.queries.get(kind, ())), tries=tries)
        if changed := world.rows.changed():
            words = f"asking for pages wrote {', '.join(changed)}"
            world.tally.blame(HALF, area=AREA, caller=caller, where="GET", words=words)
        for form in world.chance.sample(list(site.forms.values()), len(site.forms)):
            if time.monotonic() > deadline:
                break
            forms(world, caller, browser, form, tries)


def filters(world: World, caller: str, browser: Browser, path: str, *, names: list[str], tries: int) -> None:
    where = "GET " + KEY.sub("*", path)
    for _try in range(tries):
        name = world.chance.choice([*names, *names, *COMMON])
        value = world.chance.choice(list(TEXT_VALUES.values()))
        sent, answer = browser.ask(Sent("GET", f"{path}?{quote(name)}={value}"))
        world.tally.judge(AREA, caller, where, sent, answer)


def forms(world: World, caller: str, browser: Browser, form: Form, tries: int) -> None:
    names = [name for name in form.fields if name != CSRF]
    forged(world, caller, browser, form)
    for _try in range(tries if names else 0):
        name = world.chance.choice(names)
        value = world.chance.choice(list(TEXT_VALUES.values()))
        post(world, caller, browser, form, encoded(form, token(browser), {name: value}))
    for name in form.files:
        for label in world.chance.sample(sorted(uploads()), min(tries, len(uploads()))):
            post(world, caller, browser, form, multipart(form, token(browser), name, uploads()[label]), label=label)


def forged(world: World, caller: str, browser: Browser, form: Form) -> None:
    """A form that another site has filled in: with the cookies, without the token."""
    sent = encoded(form, "", {})
    answer = post(world, caller, browser, form, sent)
    to_sign_in = answer.status == 302 and "/login/" in answer.headers.get("location", "")
    if answer.status != 403 and not to_sign_in:
        words = f"a form without its token is answered {answer.status}"
        world.tally.blame(ALLOWED, area=AREA, caller=caller, where=where_of(form), words=words, sent=sent)


def post(world: World, caller: str, browser: Browser, form: Form, sent: Sent, *, label: str = "") -> Answer:
    whole, answer = browser.ask(sent)
    where = where_of(form)
    world.tally.judge(AREA, caller, where, whole, answer)
    redirected = answer.status in {301, 302, 303}
    changed = [] if redirected else world.rows.changed()
    if wrongly := set(changed) - SHOWN_ONCE.get(path_of(form), frozenset()):
        words = f"answers {answer.status}, but wrote {', '.join(sorted(wrongly))}"
        world.tally.blame(HALF, area=AREA, caller=caller, where=where, words=words, sent=whole)
    elif redirected:
        world.rows.accept()
        if label:
            words = f"keeps a file that it should refuse: {label}"
            world.tally.blame(ALLOWED, area=AREA, caller=caller, where=where, words=words, sent=whole)
        if "/accounts/login" in answer.headers.get("location", ""):
            browser.sign_in()
    return answer


def where_of(form: Form) -> str:
    return "POST " + KEY.sub("*", urlsplit(form.action).path)


def token(browser: Browser) -> str:
    """The token of the session, from the one page that everybody may open."""
    if not browser.cookies.get("csrftoken"):
        _sent, page = browser.ask(Sent("GET", "/accounts/login/"))
        found = HIDDEN_TOKEN.search(page.text)
        return found[1] if found else ""
    return browser.cookies["csrftoken"]


def encoded(form: Form, csrf: str, raw: dict[str, str]) -> Sent:
    """The form as it stands on the page, with values that are percent-encoded already."""
    held = {**{name: quote(value) for name, value in form.fields.items()}, CSRF: csrf, **raw}
    body = "&".join(f"{quote(name)}={value}" for name, value in held.items())
    return Sent("POST", path_of(form), (("Content-Type", FORM),), body.encode())


def multipart(form: Form, csrf: str, name: str, upload: Upload) -> Sent:
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
    held = {**form.fields, CSRF: csrf}
    parts = [f'{head}{field}"\r\n\r\n{value}\r\n'.encode() for field, value in held.items()]
    parts.append(f'{head}{name}"; filename="{upload.name}"\r\nContent-Type: {upload.kind}\r\n\r\n'.encode())
    body = b"".join(parts) + upload.content + f"\r\n--{BOUNDARY}--\r\n".encode()
    return Sent("POST", path_of(form), MULTIPART, body)


def path_of(form: Form) -> str:
    place = urlsplit(form.action)
    return place.path + (f"?{place.query}" if place.query else "")
