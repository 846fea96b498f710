"""Pages for everybody: the inbox and help."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from notifications.models import InboxItem, Reminder
from notifications.services import mark_all_read, mark_read, snooze
from notifications.services.desk import SNOOZE_DAYS, why_not_snoozed
from notifications.words import explain, to_whom
from people import clock
from people.models import Employee, Establishment
from people.refusals import Refused
from people.requests import ActingRequest
from portal.inbox import letter_line, not_told, shown_items
from portal.typed import typed_number
from portal.views.frame import own_page, phone, signed_in

PER_PAGE = 20
MOST_DIGITS = 19


@signed_in
def inbox(request: ActingRequest) -> HttpResponseBase:
    """What was brought to this person's own notice, newest first."""
    items = InboxItem.objects.visible_to(request.actor).filter(recipient_id=request.actor.user_id or 0)
    page = Paginator(items.select_related("reminder__employee").order_by("-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    newest = items.order_by("-pk").values_list("pk", flat=True).first()
    context = {
        "page": page,
        "messages_shown": shown_items(page, request.actor),
        "unread": items.unread().count(),
        "newest": newest,
    }
    return phone(request, "portal/inbox.html", context, **way_home(request))


def way_home(request: ActingRequest) -> dict[str, Any]:
    """Back to the desk for whoever has no page of their own."""
    if request.actor.employee_id is None and any(request.actor.sites.values()):
        return {"back": "admin:index", "back_label": _("Work queue")}
    return {"back": "portal:home", "back_label": _("Today")}


@signed_in
@require_POST
def inbox_read(request: ActingRequest) -> HttpResponseBase:
    """Nothing of what was shown is new any more."""
    until = request.POST.get("until", "")
    if until.isdecimal() and len(until) < MOST_DIGITS:
        mark_all_read(actor=request.actor, until=int(until), at=clock.now())
    return redirect("portal:inbox")


@signed_in
@require_POST
def inbox_open(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Mark it read and go to what it is about."""
    items = InboxItem.objects.visible_to(request.actor).filter(recipient_id=request.actor.user_id or 0)
    item = items.filter(pk=pk).first()
    if item is None:
        raise Http404
    mark_read(actor=request.actor, item=item, at=clock.now())
    safe = item.url.startswith("/") and url_has_allowed_host_and_scheme(item.url, allowed_hosts=None)
    return redirect(item.url if safe else "portal:inbox")


def own_item(request: ActingRequest, pk: int) -> InboxItem:
    items = InboxItem.objects.visible_to(request.actor).filter(recipient_id=request.actor.user_id or 0)
    item = items.select_related("reminder__employee", "reminder__establishment").filter(pk=pk).first()
    if item is None:
        raise Http404
    return item


@signed_in
def inbox_why(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Why did I get this, what became of it, and may it come again another day?"""
    item = own_item(request, pk)
    reminder = item.reminder
    now = clock.now()
    letters = reminder.deliveries.exclude(channel="inbox").order_by("created_at")
    context = {
        "item": item,
        "shown": shown_items([item], request.actor)[0],
        "why": [to_whom(reminder), explain(reminder, to_recipient=True)],
        "letters": [letter_line(letter) for letter in letters],
        "later": [days for days in SNOOZE_DAYS if why_not_snoozed(reminder, days, now) is None],
    }
    # By the same clock as the sentence above them: the site's, which HR of several sites may not be at.
    with timezone.override(clock.zone_of(reminder.establishment.timezone)):
        return phone(request, "portal/inbox_why.html", context, back="portal:inbox", back_label=_("Messages"))


@signed_in
def not_told_to_me(request: ActingRequest) -> HttpResponseBase:
    """What is planned for this person, or was not sent after all: each with the reason."""
    rows = Reminder.objects.visible_to(request.actor).filter(recipient_id=request.actor.user_id or 0)
    rows = rows.exclude(state=Reminder.State.TOLD).select_related("employee", "establishment")
    page = Paginator(rows.order_by("-due_on", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [not_told(reminder, request.actor) for reminder in page]}
    return phone(request, "portal/not_told.html", context, back="portal:inbox", back_label=_("Messages"))


@signed_in
@require_POST
def inbox_later(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Put it off for some days."""
    item = own_item(request, pk)
    given = request.POST.get("days", "")
    try:
        snooze(actor=request.actor, item=item, days=typed_number(given) or 0, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("portal:inbox_why", pk)
    messages.success(request, _("It will come again. The date itself stays as it is."))
    return redirect("portal:inbox")


@own_page
def help_page(request: ActingRequest) -> HttpResponseBase:
    """Whom to call, what this is, and how to leave."""
    actor = request.actor
    people = Employee.objects.select_related("establishment")
    employee = people.filter(pk=actor.employee_id).first() if actor.employee_id else None
    site: Establishment | None = employee.establishment if employee else None
    if site is None and any(actor.sites.values()):
        site = Establishment.objects.filter(pk__in=set().union(*actor.sites.values())).first()
    context = {"site": site, "employee": employee}
    return phone(request, "portal/help.html", context, **way_home(request))
