"""The ledger of reminders: what was planned for whom and why, by which way it went, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from notifications.models import Delivery, Reminder
from notifications.rules import BY_ID, RULES
from notifications.words import explain
from people import clock
from people.policy import DataClass, Reach, Relation, cell
from people.requests import ActingRequest
from people.wall import Actor, readable
from portal.forms.look import LookForm
from portal.inbox import WAYS
from portal.parts import Tab
from portal.views.hr.door import PER_PAGE, carried_out, hr_sites, name_of, person_of, posted, press, show

State = Reminder.State
TONES = {"planned": "wait", "told": "ok", "withdrawn": "ended", "missed": "due", "failed": "late"}


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
    about: str
    case_number: str
    can_retry: bool
    can_correct: bool

    @property
    def due_on(self) -> date:
        return self.reminder.due_on


def reminder_lines(actor: Actor, rows: QuerySet[Reminder]) -> QuerySet[Reminder]:
    """With all that a line needs, in a fixed number of queries."""
    letters = Prefetch("deliveries", Delivery.objects.order_by("created_at"))
    # Which account is whose is for HR alone: a pseudonym would have a name.
    to = "recipient__employee" if actor.is_hr else "recipient"
    about = (to, "employee__department", "case__employee") if knows_employees(actor) else ()
    return rows.select_related("establishment", *about).prefetch_related(letters)


def knows_employees(actor: Actor) -> bool:
    """Is anybody's name or pseudonym theirs to read? IT sees that letters arrive, and not whom they are about."""
    return any(actor.has(one) and cell(DataClass.IDENTITY, one).read is not Reach.NONE for one in Relation)


def line_of(actor: Actor, reminder: Reminder) -> Line:
    rule = BY_ID.get(reminder.rule)
    letters = list(reminder.deliveries.all())
    failed = reminder.state == State.FAILED and actor.hr_of(reminder.establishment_id)
    return Line(
        reminder=reminder,
        title=str(rule.title) if rule else reminder.rule,
        why=explain(reminder) if readable(actor, reminder, "data") else "",
        to=str(reminder.recipient) if readable(actor, reminder, "recipient") else "",
        role=str(reminder.get_audience_display()) if readable(actor, reminder, "audience") else "",
        tone=TONES.get(reminder.state, "wait"),
        state=state_words(reminder, letters),
        about=about_of(actor, reminder),
        case_number=reminder.case.number if readable(actor, reminder, "case") and reminder.case else "",
        can_retry=failed,
        can_correct=failed and reaches(actor, reminder),
    )


def reaches(actor: Actor, reminder: Reminder) -> bool:
    """Is the recipient an employee of HR's own site? The address of any other account is IT's to change."""
    employee = getattr(reminder.recipient, "employee", None)
    return employee is not None and actor.hr_of(employee.establishment_id)


def about_of(actor: Actor, reminder: Reminder) -> str:
    if not knows_employees(actor):
        return ""
    return person_of(actor, reminder.case) if reminder.case else name_of(actor, reminder.employee)


def lines_of(actor: Actor, rows: Iterable[Reminder]) -> list[Line]:
    return [line_of(actor, reminder) for reminder in rows]


def state_words(reminder: Reminder, letters: Sequence[Delivery]) -> str:
    """The state, with the ways that worked."""
    channels = sorted({letter.channel for letter in letters if letter.state == Delivery.State.SENT})
    ways = [str(WAYS.get(channel, channel)).lower() for channel in channels]
    words = str(reminder.get_state_display())
    return f"{words}: {', '.join(ways)}" if reminder.state == State.TOLD and ways else words


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
            "tabs": tabs(numbers, state, rule),
            "page": page,
            "lines": lines,
            "retries": any(line.can_retry for line in lines),
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


def tabs(numbers: dict[str, int], state: str, rule: str) -> list[Tab]:
    names: dict[str, Any] = {"": gettext("All"), **dict(State.choices)}
    keep = {"rule": rule} if rule else {}
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


class AddressForm(LookForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)


def correct_address(request: ActingRequest, pk: int) -> HttpResponse:
    """Where is the person reached? What failed is sent there at once."""
    from notifications import services

    rows = Reminder.objects.visible_to(request.actor).filter(establishment__in=hr_sites(request.actor))
    rows = rows.select_related("recipient__employee", "employee", "establishment", "case")
    reminder = get_object_or_404(rows, pk=pk, state=State.FAILED)
    employee = getattr(reminder.recipient, "employee", None)
    initial = {"email": employee.email or reminder.recipient.email, "phone": employee.phone} if employee else {}
    form = AddressForm(posted(request), initial=initial)

    def correct() -> None:
        given = form.cleaned_data
        services.correct_address(
            actor=request.actor, reminder=reminder, email=given["email"], phone=given["phone"], at=clock.now()
        )

    back = f"{reverse('admin:reminders')}?state=failed"
    if request.method == "POST" and form.is_valid() and carried_out(form, correct):
        messages.success(request, gettext("Written down. It will be sent again within a minute."))
        return redirect(back)
    context = {
        "title": gettext("Where is %(person)s reached?") % {"person": reminder.recipient},
        "form": form,
        "line": line_of(request.actor, reminder),
        "explanation": explain(reminder),
        "back": back,
    }
    status = 422 if form.is_bound and form.errors else 200
    return show(request, "portal/hr/address.html", context, status=status, zone=reminder.establishment.timezone)


@require_POST
def retry_reminder(request: ActingRequest, pk: int) -> HttpResponse:
    from notifications.services import retry

    reminder = get_object_or_404(Reminder.objects.visible_to(request.actor), pk=pk)
    return press(
        request,
        lambda: retry(actor=request.actor, reminder=reminder, at=clock.now()),
        done=gettext("It will be sent again within a minute."),
        then=f"{reverse('admin:reminders')}?state=failed",
    )
