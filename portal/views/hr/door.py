"""The door of HR's desk: the case behind the wall, the frame of a page, and the one way a decision is carried out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import admin, messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext, ngettext

from injuries.models import Case
from people import clock
from people.models import Employee, Establishment
from people.policy import Relation
from people.refusals import Refused, Words
from people.requests import ActingRequest
from people.wall import Actor, readable
from portal.forms.refusals import show_refusal

PER_PAGE = 25


@dataclass(frozen=True)
class Page:
    """The words of a page on which something is decided."""

    heading: Words
    verb: Words
    done: Words
    intro: Words = ""
    stop: bool = False
    template: str = "portal/hr/decision.html"


def hr_sites(actor: Actor) -> frozenset[int]:
    return actor.sites.get(Relation.HR, frozenset())


def desk_sites(actor: Actor) -> frozenset[int]:
    """The establishments at which somebody has a role; HR's own first of all."""
    return hr_sites(actor) or frozenset().union(*actor.sites.values())


def desk_day(actor: Actor) -> date:
    """The day it is at the desk: that of its first establishment."""
    return clock.now().astimezone(ZoneInfo(desk_zone(actor))).date()


def desk_zone(actor: Actor) -> str:
    zones = Establishment.objects.filter(pk__in=desk_sites(actor)).order_by("name")
    return zones.values_list("timezone", flat=True).first() or "UTC"


def place_name(actor: Actor) -> str:
    """ "HR, Riverside": under which hat somebody sits here."""
    sites = desk_sites(actor)
    hats = {
        Relation.HR: gettext("HR"),
        Relation.SAFETY: gettext("Safety"),
        Relation.AUDITOR: gettext("Auditor"),
        Relation.IT: gettext("IT"),
    }
    hat = next((word for relation, word in hats.items() if actor.has(relation)), "")
    if len(sites) != 1:
        return f"{hat}, " + ngettext("%(n)s site", "%(n)s sites", len(sites)) % {"n": len(sites)}
    return f"{hat}, {Establishment.objects.filter(pk__in=sites).values_list('name', flat=True).first()}"


def name_of(actor: Actor, employee: Employee) -> str:
    """The name, or the pseudonym for somebody who may not know it."""
    return employee.short_name if readable(actor, employee, "name") else employee.pseudonym


def person_of(actor: Actor, case: Case) -> str:
    """The same for the person of a case; of a privacy case not even the pseudonym (29 CFR 1904.29(b)(6))."""
    if case.is_private and not readable(actor, case.employee, "name"):
        return gettext("Privacy case")
    return name_of(actor, case.employee)


def case_to_see(request: ActingRequest, number: str) -> Case:
    cases = Case.objects.visible_to(request.actor).select_related(
        "employee__department", "employee__establishment", "establishment", "owner", "recurrence_of"
    )
    return get_object_or_404(cases, number=number)


def case_to_run(request: ActingRequest, number: str) -> Case:
    """For whoever runs the case: HR of its establishment. Everybody else finds nothing."""
    cases = Case.objects.filter(establishment_id__in=hr_sites(request.actor)).select_related(
        "employee__department", "employee__establishment", "employee__user", "establishment", "owner"
    )
    return get_object_or_404(cases, number=number)


def case_url(case: Case, page: str = "case", *args: object) -> str:
    return reverse(f"admin:{page}", args=[case.number, *args])


def show(
    request: ActingRequest, template: str, context: dict[str, Any], *, status: int = 200, zone: str = ""
) -> HttpResponse:
    """A page in the frame of the desk, with the times of its establishment."""
    with timezone.override(ZoneInfo(zone or desk_zone(request.actor))):
        return render(request, template, {**admin.site.each_context(request), **context}, status=status)


def posted(request: ActingRequest) -> QueryDict | None:
    """What was sent, also when every field of it was left empty; None while the form is only looked at."""
    return request.POST if request.method == "POST" else None


def uploaded(request: ActingRequest) -> MultiValueDict[str, "UploadedFile[Any]"] | None:
    """As `posted`: even an empty set of files would make a form that is only looked at complain."""
    return request.FILES if request.method == "POST" else None


def carried_out(form: forms.BaseForm, verb: Callable[[], object]) -> bool:
    """Do it; a refusal is shown at the fields and nothing of it is kept."""
    try:
        with transaction.atomic():
            verb()
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True


def decide(
    request: ActingRequest,
    page: Page,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], object],
    *,
    case: Case,
    back: str = "",
    then: str = "",
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Ask for what a decision needs; when it is given and the verb agrees, say so and go on."""
    back = back or case_url(case)
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: verb(form.cleaned_data)):
        messages.success(request, str(page.done))
        return redirect(then or back)
    return show(
        request,
        page.template,
        {
            "page": page,
            "form": form,
            "case": case,
            "person": person_of(request.actor, case),
            "case_url": case_url(case),
            "back": back,
            "title": page.heading,
            **(context or {}),
        },
        status=422 if form.is_bound and form.errors else 200,
        zone=case.establishment.timezone,
    )


def press(request: ActingRequest, verb: Callable[[], object], *, done: Words, then: str) -> HttpResponse:
    """A button without a form: do it, or say above the next page why not."""
    try:
        with transaction.atomic():
            verb()
    except Refused as refused:
        messages.error(request, " ".join(str(words) for words in refused.fields.values()))
    else:
        messages.success(request, str(done))
    return redirect(then)
