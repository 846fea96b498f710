"""What every page of the portal does first and last: who is it for, on which clock, and the frame around it."""

from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from injuries.models import Case
from people import clock
from people.models import Employee, Establishment
from people.requests import ActingRequest
from people.scope import as_employee
from people.wall import Actor
from portal.inbox import unread_of
from portal.parts import Text, phone_tabs

Arguments = ParamSpec("Arguments")
Page = Callable[Concatenate[ActingRequest, Arguments], HttpResponseBase]
Served = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def signed_in(page: Page[Arguments]) -> Served[Arguments]:
    """Only for people who are signed in; others are asked to, and come back. Times are shown on their site's clock."""

    @wraps(page)
    def served(request: HttpRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]  # see people.requests
        if actor.user is None:
            return redirect_to_login(request.get_full_path())
        with timezone.override(clock.zone_of(zone_of_actor(actor))):
            return page(request, *args, **kwargs)  # type: ignore[arg-type]  # the same request, seen with its actor

    return served


def own_page(page: Page[Arguments]) -> Served[Arguments]:
    """The same for a page about oneself: whoever also supervises or sits at a desk sees it as any employee does."""

    @wraps(page)
    def served(request: ActingRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        with as_employee() if request.actor.employee_id is not None else nullcontext():
            return page(request, *args, **kwargs)

    return signed_in(served)


def confirmed(page: Page[Arguments]) -> Page[Arguments]:
    """For what opens the account to others: whoever sends it signed in, or showed who they are, a moment ago."""

    @wraps(page)
    def served(request: ActingRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        if request.method != "GET":
            raise_if_reauthentication_required(request, app="allauth.account")
        return page(request, *args, **kwargs)

    return served


def zone_of_actor(actor: Actor) -> str:
    """The time zone of the establishment where somebody works, or of the first at which they have a role."""
    sites: set[int] = set().union(*actor.sites.values())
    places = Establishment.objects.filter(pk__in=sites)
    if actor.employee_id is not None:
        places = Establishment.objects.filter(employees=actor.employee_id)
    return places.values_list("timezone", flat=True).first() or "UTC"


def employee_of(request: ActingRequest) -> Employee:
    """The employee who looks; somebody who is none finds no such page."""
    if request.actor.employee_id is None:
        raise Http404
    return Employee.objects.select_related("establishment", "department").get(pk=request.actor.employee_id)


def own_cases(request: ActingRequest) -> list[Case]:
    """The open cases of the employee who looks, the one whose check-in is due first in front."""
    cases = Case.objects.open().visible_to(request.actor).filter(employee_id=request.actor.employee_id or 0)
    return list(cases.select_related("establishment", "course", "owner").order_by("next_check_in_on", "opened_at"))


def chosen_case(request: ActingRequest, cases: list[Case]) -> Case | None:
    """The case that ?case= names, or the first; None where there is none. A stranger's number is a 404."""
    number = request.POST.get("case") or request.GET.get("case")
    if not number:
        return cases[0] if cases else None
    for case in cases:
        if case.number == number:
            return case
    raise Http404


def own_case(request: ActingRequest) -> Case | None:
    return chosen_case(request, own_cases(request))


def case_or_404(request: ActingRequest) -> Case:
    case = own_case(request)
    if case is None:
        raise Http404
    return case


def phone(
    request: ActingRequest,
    template: str,
    context: dict[str, Any],
    *,
    tab: str = "",
    back: str = "",
    back_label: Text = "",
    status: int = 200,
) -> HttpResponse:
    """A phone page: with the tab bar where it is a home-level page, with a way back where it is a task."""
    frame: dict[str, Any] = {"help_url": reverse("portal:help"), "account_url": reverse("portal:account")}
    if tab or template == "portal/inbox.html":
        frame |= {"inbox_url": reverse("portal:inbox"), "unread_items": unread_of(request.actor)}
    if tab:
        urls = {
            "today": reverse("portal:home"),
            "check-in": reverse("portal:check_in"),
            "dates": reverse("portal:dates"),
            "record": reverse("portal:my_record"),
        }
        frame["tabbar"] = phone_tabs(current=tab, urls=urls)
    if back:
        frame |= {"back_url": reverse(back), "back_label": back_label}
    return render(request, template, {**frame, **context}, status=status)
