"""What every page of the portal does first and last: who is it for, and the frame around it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from injuries.models import Case
from people.models import Employee
from people.requests import ActingRequest
from people.wall import Actor
from portal.parts import Text, phone_tabs

Arguments = ParamSpec("Arguments")
Page = Callable[Concatenate[ActingRequest, Arguments], HttpResponseBase]
Served = Callable[Concatenate[HttpRequest, Arguments], HttpResponseBase]


def signed_in(page: Page[Arguments]) -> Served[Arguments]:
    """Only for people who are signed in; others are asked to, and come back."""

    @wraps(page)
    def served(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]  # see people.requests
        if actor.user is None:
            return redirect_to_login(request.get_full_path())
        return page(request, *args, **kwargs)  # type: ignore[arg-type]  # the same request, seen with its actor

    return served


def employee_of(request: ActingRequest) -> Employee:
    """The employee who looks; somebody who is none finds no such page."""
    if request.actor.employee_id is None:
        raise Http404
    return Employee.objects.select_related("establishment", "department").get(pk=request.actor.employee_id)


def own_cases(request: ActingRequest) -> list[Case]:
    """The open cases of the employee who looks, the one whose check-in is due first in front."""
    cases = Case.objects.open().visible_to(request.actor).filter(employee_id=request.actor.employee_id)
    return list(cases.select_related("establishment", "course", "owner").order_by("next_check_in_on", "opened_at"))


def own_case(request: ActingRequest) -> Case | None:
    """The case that ?case= names, or the first; None where there is none. A stranger's number is a 404."""
    cases = own_cases(request)
    number = request.GET.get("case") or request.POST.get("case")
    if not number:
        return cases[0] if cases else None
    for case in cases:
        if case.number == number:
            return case
    raise Http404


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
    frame: dict[str, Any] = {"help_url": reverse("portal:help")}
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
