"""Every page of the product, by who looks at it: one line each, and how a browser gets there by links alone.

Pictures (tools/screenshots.py) and the test of accessibility both walk this table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page as Tab

VISITOR, EMPLOYEE, SUPERVISOR, HR, SAFETY = "visitor", "employee", "supervisor", "hr", "safety"
AUDITOR, IT = "auditor", "it"


class NotThere(Exception):
    """The way to a page is closed: a link is missing, or an answer is an error."""


@dataclass(frozen=True)
class Page:
    """`start`, then step by step: a selector follows the first such link, anything else is a relative address.

    `before` brings the browser's session to where the page can be shown, or tells an address that no link shows. A main
    page is also shown dark.
    """

    name: str
    start: str
    steps: tuple[str, ...] = ()
    main: bool = False
    before: Callable[[Tab, str], str | None] | None = None
    status: int = 200


def make_provider_link(tab: Tab, base: str) -> str:
    """A link handed over on paper; its address is shown once, to HR."""
    go(tab, f"{base}/admin/?kind=review")
    go(tab, urljoin(urljoin(base, href(tab, REVIEW)), "../../../provider/"))
    tab.fill("[name=provider]", "Dr. L. Kim")
    tab.check("[name=how][value=hand]", force=True)
    tab.locator("main form", has=tab.locator("[name=provider]")).locator("button").last.click()
    return tab.locator("main code").first.inner_text().strip()


def ask_for_address_code(tab: Tab, base: str) -> None:
    """A code to a new address, which nobody enters."""
    tab.goto(f"{base}/account/address/")
    tab.fill("[name=email]", "somebody@example.net")
    tab.locator("main form").first.locator("button").first.click()


def answer_report(tab: Tab, base: str) -> None:
    """Answer the questions of a report up to the last page, without sending it."""
    answers: dict[str, tuple[tuple[str, str], ...]] = {
        "began": (("[name=began_on]", "2026-01-12"),),
        "task": (("[name=repetitive_task][value=assembly]", ""),),
        "parts": (("[name=parts][value=WRIST-R]", ""),),
        "feel": (("[name=symptoms][value=pain]", ""), ("[name=alarming][value=no]", "")),
        "earlier": (("[name=earlier_injury][value=no]", ""),),
    }
    for step, fields in answers.items():
        tab.goto(f"{base}/report/{step}/")
        for selector, words in fields:
            if words:
                tab.fill(selector, words)
            else:
                tab.check(selector, force=True)  # the box itself is drawn by its label
        tab.locator("main form").first.locator("button").first.click()


SELECTOR = ("main ", "#")
CASE = 'main a[href^="/admin/case/"]'
REVIEW = 'main a[href$="/review/"]'
APPROVAL = 'main a[href^="/approvals/"]:not([href="/approvals/"])'
TASK = 'main a[href*="/duties/"]:not([href$="/duties/"])'
STATUS_REPORT = 'main a[href*="/work-status/"]:not([href$="/work-status/"])'
ROW = '#result_list a[href*="/change/"]'


def duty(name: str, *steps: str) -> Page:
    """A page of the duty whose review HR's queue asks for first."""
    return Page(name, "/admin/?kind=review", (REVIEW, *steps))


def case(name: str, *steps: str, main: bool = False) -> Page:
    """A page of the case of that duty: there is most to see."""
    return Page(name, "/admin/?kind=review", (REVIEW, "../../../", *steps), main=main)


PAGES: dict[str, tuple[Page, ...]] = {
    VISITOR: (
        Page("sign-in", "/accounts/login/"),
        Page("sign-in-code", "/accounts/login/code/"),
        Page("password-reset", "/accounts/password/reset/"),
        Page("password-reset-sent", "/accounts/password/reset/done/"),
        Page("not-found", "/nowhere/", status=404),
        Page("link-dead", "/c/0123456789abcdef/", status=404),
    ),
    EMPLOYEE: (
        Page("today", "/", main=True),
        Page("dates", "/dates/"),
        Page("report-1-began", "/report/began/"),
        Page("report-2-task", "/report/task/"),
        Page("report-3-parts", "/report/parts/"),
        Page("report-4-feel", "/report/feel/"),
        Page("report-5-earlier", "/report/earlier/"),
        Page("report-6-check", "/report/check/", before=answer_report),
        Page("report-signs", "/report/signs/", before=answer_report),
        Page("check-in", "/check-in/", main=True),
        Page("offer", "/", ('main a[href^="/offers/"]',)),
        Page("card", "/card/"),
        Page("calendar", "/calendar/"),
        Page("appointment", "/appointments/new/"),
        Page("outcome", "/dates/", ('main a[href$="/outcome/"]',)),
        Page("treatment", "/treatments/new/"),
        Page("asked-to-do-more", "/asked-to-do-more/"),
        Page("follow-up", "/follow-up/"),
        Page("record", "/record/"),
        Page("record-check-ins", "/record/check-ins/"),
        Page("record-who", "/record/who/"),
        Page("record-changes", "/record/changes/"),
        Page("record-data", "/record/data/"),
        Page("record-links", "/record/links/"),
        Page("record-file", "/record/files/new/"),
        Page("inbox", "/inbox/"),
        Page("inbox-why", "/inbox/", ('main a[href$="/why/"]',)),
        Page("not-sent", "/inbox/not-sent/"),
        Page("reminded", "/reminded/"),
        Page("help", "/help/"),
        Page("password", "/accounts/password/change/"),
        Page("account", "/account/"),
        Page("address", "/account/address/"),
        Page("address-code", "/account/address/code/", before=ask_for_address_code),
        Page("api-keys", "/tokens/"),
        Page("confirm-who", "/accounts/reauthenticate/"),
        Page("second-factor-app", "/accounts/2fa/totp/activate/"),
        Page("second-factor-passkey", "/accounts/2fa/webauthn/add/"),
        Page("sign-out", "/accounts/logout/"),
    ),
    SUPERVISOR: (
        Page("team", "/team/"),
        Page("approvals", "/approvals/"),
        Page("approval", "/approvals/", (APPROVAL,), main=True),
        Page("approval-decline", "/approvals/", (APPROVAL, "?decline=1")),
        Page("duty", "/team/", ('main td a[href^="/approvals/"]',)),
        Page("team-report", "/team/", ('main a[href^="/team/report/"]',)),
        Page("inbox", "/inbox/"),
        Page("help", "/help/"),
        Page("today", "/?me"),
        Page("calendar", "/calendar/"),
    ),
    HR: (
        Page("queue", "/admin/", main=True),
        Page("cases", "/admin/cases/"),
        case("case", main=True),
        case("journal", "journal/"),
        case("changes", "changes/"),
        Page("triage", "/admin/?kind=triage", ('main a[href$="/triage/"]',)),
        case("work-status", "work-status/"),
        case("status-report", STATUS_REPORT),
        case("status-report-same", "work-status/same/"),
        case("status-report-next-stage", STATUS_REPORT, "next/"),
        case("status-report-question", STATUS_REPORT, "question/"),
        case("provider-link", "provider/"),
        Page("provider-form", "/p/", before=make_provider_link),
        case("days", "days/"),
        case("days-record", "days/record/"),
        case("duties", "duties/"),
        case("offer", "duties/", TASK),
        duty("duty", "../"),
        Page("duty-waiting", "/admin/?kind=duty", ('main a[href*="/duty/"]',)),
        duty("review"),
        duty("duty-extend", "../extend/"),
        duty("duty-change", "../change/"),
        duty("duty-stop", "../stop/"),
        duty("duty-signed", "../signed/"),
        duty("duty-step-up", "../step-up/"),
        duty("duty-step-down", "../step-down/"),
        case("plan-return", "return/"),
        duty("duty-end", "../end/"),
        case("note", "note/"),
        case("file", "file/"),
        case("appointment", "appointment/"),
        case("treatment", "treatment/"),
        case("prevention", "prevention/"),
        Page("emergency", "/admin/emergency/"),
        case("privacy", "privacy/"),
        case("keep", "keep/"),
        case("pause", "pause/"),
        case("main-activity", "main-activity/"),
        case("check-in-by-telephone", "check-in/"),
        case("classify", "classify/"),
        case("close", "close/"),
        Page("report-whom", "/admin/report/"),
        Page("report", "/admin/report/?q=a", ('main a[href*="employee="]',)),
        Page("find", "/admin/find/?q=a"),
        Page("reminders", "/admin/reminders/"),
        Page("reminder", "/admin/reminders/", ('main td a[href^="/admin/reminders/"]',)),
        Page("reminder-rules", "/admin/reminders/rules/"),
        Page("reminder-rule", "/admin/reminders/rules/", ('main a[href$="/duty.review-due/"]',)),
        Page("reminder-preview", "/admin/reminders/preview/"),
        Page("people", "/admin/people/employee/"),
        Page("person", "/admin/people/employee/", (ROW,)),
        Page("tasks", "/admin/duty/task/"),
        Page("task", "/admin/duty/task/", (ROW,)),
        Page("account", "/account/"),
        Page("task-versions", "/admin/duty/task/", ('#result_list a[href*="/versions/"]',)),
        Page("rules", "/admin/rules/"),
        Page("longest", "/admin/rules/", ('main a[href$="/longest/"]',)),
        Page("tables", "/admin/tables/"),
        Page("accounts", "/admin/people/user/"),
        Page("account-of-somebody", "/admin/people/user/", (ROW,)),
    ),
    SAFETY: (
        Page("cases", "/admin/cases/"),
        Page("case", "/admin/cases/", (CASE,)),
        Page("classify", "/admin/cases/", (CASE, "classify/")),
    ),
    AUDITOR: (
        Page("queue", "/admin/"),
        Page("cases", "/admin/cases/"),
        Page("case", "/admin/cases/", (CASE,)),
        Page("reminders", "/admin/reminders/"),
    ),
    IT: (
        Page("accounts", "/admin/"),
        Page("account-of-somebody", "/admin/", (ROW,)),
        Page("events", "/admin/people/securityevent/"),
        Page("event", "/admin/people/securityevent/", (ROW,)),
        Page("api-keys", "/admin/people/apitoken/"),
        Page("reminders", "/admin/reminders/"),
        Page("tables", "/admin/tables/"),
        Page("account", "/account/"),
        Page("recovery-codes-shown", "/accounts/2fa/recovery-codes/"),
        Page("recovery-codes-kept", "/accounts/2fa/recovery-codes/"),
        Page("recovery-codes-new", "/accounts/2fa/recovery-codes/generate/"),
    ),
}


def sign_in(tab: Tab, base: str, email: str, password: str) -> None:
    tab.goto(f"{base}/accounts/login/")
    tab.fill("[name=login]", email)
    tab.fill("[name=password]", password)
    tab.locator("main form button").first.click()
    if urlsplit(tab.url).path == "/accounts/login/":
        raise NotThere(f"{email} cannot sign in")


def go(tab: Tab, address: str, *, status: int = 200) -> None:
    """Open an address; anything but the expected answer is an error."""
    answer = tab.goto(address)
    if answer is None or answer.status != status:
        raise NotThere(f"{urlsplit(address).path} answers {answer.status if answer else 'nothing'}")


def address_of(tab: Tab, base: str, page: Page, known: dict[tuple[str, str], str] | None = None) -> str:
    """Walk the way to a page; the tab is there afterwards. `known` remembers where the links of this person lead."""
    known = {} if known is None else known
    told = page.before(tab, base) if page.before else None
    address = urljoin(base, told or page.start)
    for step in page.steps:
        if step.startswith(SELECTOR) and (address, step) not in known:
            go(tab, address)
            known[address, step] = href(tab, step)
        address = urljoin(address, known[address, step] if step.startswith(SELECTOR) else step)
    go(tab, address, status=page.status)
    return address


def href(tab: Tab, selector: str) -> str:
    link = tab.locator(selector).first
    if not link.count():
        raise NotThere(f"{urlsplit(tab.url).path} has no link {selector}")
    return link.get_attribute("href") or ""
