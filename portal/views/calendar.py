"""Somebody's review dates in their own calendar: switched on and off here, read without sign-in by a secret address."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duty.models import Assignment
from people import clock
from people.actors import actor_at_door
from people.calendar_keys import drop_calendar_key, make_calendar_key, owner_of_calendar
from people.models import CalendarKey
from people.requests import ActingRequest
from people.scope import person
from portal.calendar_feed import as_calendar, entries_for
from portal.views.doors import door
from portal.views.frame import phone, signed_in


@signed_in
@require_http_methods(["GET", "POST"])
def calendar(request: ActingRequest) -> HttpResponseBase:
    """The address is shown once, when it is made; who lost it makes a new one."""
    address = ""
    if request.method == "POST":
        key = make_calendar_key(user=request.user, at=clock.now())
        address = settings.BASE_URL + reverse("portal:calendar_feed", args=[key])
    on = CalendarKey.objects.filter(user=request.user).first()
    return phone(request, "portal/calendar.html", {"address": address, "on": on}, back="portal:help")


@signed_in
@require_POST
def calendar_off(request: ActingRequest) -> HttpResponseBase:
    drop_calendar_key(user=request.user)
    messages.success(request, _("The address is off. Calendars that use it get nothing any more."))
    return redirect("portal:calendar")


@door("calendar")
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What the owner may see now, by the same wall as every page; a wrong or old address says nothing."""
    if request.method == "POST":
        return HttpResponseNotAllowed(["GET", "HEAD"])
    owner = owner_of_calendar(token)
    if owner is None:
        return HttpResponse(status=404)
    at = clock.now()
    actor = actor_at_door(owner, at=at)
    with translation.override(owner.language), person(actor):
        content = as_calendar(entries_for(actor, at=at))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reviews.ics"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@signed_in
def review(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """Where a review leads depends on who looks: the address in the calendar is the same for all."""
    rows = Assignment.objects.visible_to(request.actor).select_related("employee")
    duty = rows.filter(pk=pk).first()
    if duty is None:
        raise Http404
    if request.actor.hr_of(duty.establishment_id):
        return redirect("admin:duty", duty.case.number, duty.pk)
    if request.actor.employee_id == duty.employee_id:
        return redirect("portal:offer", duty.pk)
    if request.actor.is_supervisor:
        return redirect("portal:approval", duty.pk)
    raise Http404
