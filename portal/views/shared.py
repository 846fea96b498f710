"""Pages for everybody: the inbox and help."""

from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from notifications.models import InboxItem
from notifications.services import mark_read
from people import clock
from people.models import Employee, Establishment
from people.requests import ActingRequest
from portal.inbox import shown_items
from portal.views.frame import phone, signed_in

PER_PAGE = 20


@signed_in
def inbox(request: ActingRequest) -> HttpResponseBase:
    """What was brought to this person's notice, newest first."""
    items = InboxItem.objects.visible_to(request.actor).select_related("reminder").order_by("-pk")
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    unread = items.filter(read_at__isnull=True).count()
    context = {"page": page, "items": shown_items(page), "unread": unread}
    return phone(request, "portal/inbox.html", context, back="portal:home")


@signed_in
@require_POST
def inbox_open(request: ActingRequest, pk: int) -> HttpResponseBase:
    """Mark it read and go to what it is about."""
    item = InboxItem.objects.visible_to(request.actor).filter(pk=pk).first()
    if item is None:
        raise Http404
    mark_read(actor=request.actor, item=item, at=clock.now())
    target = item.url if url_has_allowed_host_and_scheme(item.url, allowed_hosts=None) else "/inbox/"
    return redirect(target)


@signed_in
def help_page(request: ActingRequest) -> HttpResponseBase:
    """Whom to call, and what this is."""
    employee = Employee.objects.select_related("establishment").filter(pk=request.actor.employee_id).first()
    site: Establishment | None = employee.establishment if employee else None
    return phone(request, "portal/help.html", {"site": site}, back="portal:home")
