"""The ledger of reminders: what was planned for whom and why, by which way it went, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from notifications.models import Delivery, Reminder
from notifications.models.ledger import ReminderQuerySet
from notifications.rules import BY_ID, RULES
from notifications.words import explain
from people.models import Employee
from people.policy import DataClass, Reach, Relation, cell
from people.requests import ActingRequest
from people.wall import Actor, readable
from portal.inbox import STATE_TONES, WAYS
from portal.parts import Tab
from portal.queue.deliveries import keeps_address, known_employee
from portal.views.hr.door import PER_PAGE, hr_sites, name_of, person_of, show

State = Reminder.State


@dataclass(frozen=True)
class Line:
    """One reminder as the table shows it."""

    reminder: Reminder
    title: str
    why: str
    to: str
    role: str
    tone: str
    state: str
    ways: str
    about: str
    case_number: str
    has_page: bool
    can_retry: bool
    can_correct: bool
    own_address: bool

    @property
    def due_on(self) -> date:
        return self.reminder.due_on


def reminder_lines(actor: Actor, rows: ReminderQuerySet) -> QuerySet[Reminder]:
    """With all that a line needs, in a fixed number of queries."""
    letters = Prefetch("deliveries", Delivery.objects.order_by("created_at"))
    # Which account is whose is for HR alone: a pseudonym would have a name.
    to = "recipient__employee" if actor.is_hr else "recipient"
    if not knows_employees(actor):
        return rows.select_related("establishment").prefetch_related(letters)
    # Not joined: a join would drop the reminder about somebody of another site, whom its reader may not know.
    about = Prefetch("employee", Employee.objects.select_related("department"))
    rows = rows.select_related("establishment", to, "case__employee")
    if actor.is_hr:
        rows = rows.with_passed_on()
    return rows.prefetch_related(letters).prefetch_related(about)


def knows_employees(actor: Actor) -> bool:
    """Is anybody's name or pseudonym theirs to read? IT sees that letters arrive, and not whom they are about."""
    return any(actor.has(one) and cell(DataClass.IDENTITY, one).read is not Reach.NONE for one in Relation)


def line_of(actor: Actor, reminder: Reminder) -> Line:
    rule = BY_ID.get(reminder.rule)
    letters = list(reminder.deliveries.all())
    failed = may_be_sent_again(reminder) and actor.hr_of(reminder.establishment_id)
    return Line(
        reminder=reminder,
        title=str(rule.title) if rule else reminder.rule,
        why=explain(reminder) if readable(actor, reminder, "data") else str(reminder.get_reason_display()),
        to=str(reminder.recipient) if readable(actor, reminder, "recipient") else "",
        role=str(reminder.get_audience_display()) if readable(actor, reminder, "audience") else "",
        tone=STATE_TONES.get(reminder.state, "wait"),
        state=str(reminder.get_state_display()),
        ways=ways_that_worked(letters) if reminder.state == State.TOLD else "",
        about=about_of(actor, reminder),
        case_number=reminder.case.number if readable(actor, reminder, "case") and reminder.case else "",
        has_page=actor.hr_of(reminder.establishment_id),
        can_retry=failed,
        can_correct=failed and keeps_address(hr_sites(actor), reminder),
        own_address=failed and reminder.recipient_id == actor.user_id,
    )


def may_be_sent_again(reminder: Reminder) -> bool:
    """Whatever a program knows nothing of any more, nobody can send."""
    return reminder.state == State.FAILED and reminder.reason != Reminder.Reason.UNKNOWN_RULE


def about_of(actor: Actor, reminder: Reminder) -> str:
    if not knows_employees(actor):
        return ""
    if reminder.case:
        return person_of(actor, reminder.case)
    employee = known_employee(reminder)
    return name_of(actor, employee) if employee else ""


def lines_of(actor: Actor, rows: Iterable[Reminder]) -> list[Line]:
    return [line_of(actor, reminder) for reminder in rows]


def ways_that_worked(letters: Sequence[Delivery]) -> str:
    channels = sorted({letter.channel for letter in letters if letter.state == Delivery.State.SENT})
    return ", ".join(str(WAYS.get(channel, channel)).lower() for channel in channels)


def reminders(request: ActingRequest) -> HttpResponse:
    every = Reminder.objects.visible_to(request.actor)
    rule, words = request.GET.get("rule", ""), request.GET.get("q", "").strip()
    if rule in BY_ID:
        every = every.filter(rule=rule)
    if words:
        every = every.filter(case__number=words)
    numbers = dict(every.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "")
    chosen = every.filter(state=state) if state in State.values else every
    page = Paginator(reminder_lines(request.actor, chosen.order_by("-due_on", "-pk")), PER_PAGE).get_page(
        request.GET.get("page")
    )
    lines = lines_of(request.actor, page)
    return show(
        request,
        "portal/hr/reminders.html",
        {
            "title": heading(numbers),
            "tabs": tabs(numbers, state, {"rule": rule if rule in BY_ID else "", "q": words}),
            "page": page,
            "lines": lines,
            "retries": any(line.can_retry for line in lines),
            "names": any(line.about for line in lines),
            "recipients": any(line.to or line.role for line in lines),
            "rules": [(one.id, one.title, one.id == rule) for one in RULES],
            "rule": BY_ID.get(rule),
            "state": state,
            "own_rules": request.actor.is_hr,
            "words": words,
        },
    )


def heading(numbers: dict[str, int]) -> str:
    """ "2 reminders reached nobody", or that all went out."""
    failed = numbers.get(State.FAILED, 0)
    if failed:
        words = ngettext("%(n)s reminder reached nobody", "%(n)s reminders reached nobody", failed)
        return words % {"n": failed}
    planned = numbers.get(State.PLANNED, 0)
    words = ngettext(
        "%(n)s reminder is planned, none has failed", "%(n)s reminders are planned, none has failed", planned
    )
    return words % {"n": planned}


def tabs(numbers: dict[str, int], state: str, asked: dict[str, str]) -> list[Tab]:
    """Of what is looked at already: a rule, a case."""
    names: dict[str, Any] = {"": gettext("All"), **dict(State.choices)}
    keep = {name: value for name, value in asked.items() if value}
    return [
        Tab(
            url=f"{reverse('admin:reminders')}?{urlencode({**keep, **({'state': code} if code else {})})}",
            name=name,
            count=numbers.get(code, 0) if code else sum(numbers.values()),
            late=code == State.FAILED,
            current=code == state,
        )
        for code, name in names.items()
    ]
