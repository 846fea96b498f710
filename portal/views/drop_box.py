"""The check-in drop-box: one form without sign-in, into which an answer goes and out of which none comes."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from people import clock
from people.refusals import Refused
from portal.forms.drop_box import DropBoxForm
from portal.forms.refusals import show_refusal
from portal.safety import safety_shown
from portal.views.doors import door, languages
from recovery.models import DropBoxLink
from recovery.services import DoorState, find_drop_box, use_drop_box

EMERGENCY_NUMBER = "911"


@door("drop-box")
def drop_box(request: HttpRequest, token: str) -> HttpResponseBase:
    state, link = find_drop_box(token, at=clock.now())
    form = DropBoxForm(request.POST if request.method == "POST" else None)
    alarming = request.POST.get("alarming") == "yes"
    if state is not DoorState.OPEN:
        return said(request, state, link, alarming=alarming)
    if request.method == "POST" and form.is_valid() and put_in(token, form):
        return said(request, DoorState.USED, link, alarming=alarming, kept=True)
    context = {"form": form, "languages": languages(request)}
    return render(request, "portal/doors/drop_box.html", context, status=422 if form.errors else 200)


def put_in(token: str, form: DropBoxForm) -> bool:
    """Hand the answers to the verb; where it refuses, the form says why."""
    alarming = form.cleaned_data["alarming"] is True
    try:
        with transaction.atomic():
            use_drop_box(token=token, at=clock.now(), scores=form.scores, alarming=alarming)
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def said(
    request: HttpRequest, state: DoorState, link: DropBoxLink | None, *, alarming: bool, kept: bool = False
) -> HttpResponse:
    """Received, or no longer working. Whoever has just said yes reads the fixed words first, even at a dead link:
    they depend on what was sent now, never on an answer that is stored."""
    number = link.case.establishment.emergency_number if link else EMERGENCY_NUMBER
    context = {
        "safety": safety_shown((), number) if alarming else None,
        "languages": [] if request.method == "POST" else languages(request),
        "sign_in": settings.LOGIN_URL,
        "not_added": request.method == "POST" and not kept,
    }
    if state is DoorState.USED:
        return render(request, "portal/doors/received.html", context)
    return render(request, "portal/doors/dead.html", context, status=404)
