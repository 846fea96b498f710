"""A provider's one-time link: the demands of the work, and one work status report back. Nothing else of the case."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from duty.models import ProviderLink, Task
from duty.rows import restriction_of
from duty.services import actor_of_link, answer_by_link, find_provider_link, open_words
from people import clock
from people.refusals import Refused
from people.scope import beyond_the_wall
from people.wall import Actor
from portal.demand_words import work_of
from portal.forms.provider import SIGN, STATUS, Sheet
from portal.shown import limits_shown, recovery_charts
from portal.views.doors import door, languages
from recovery.models import CheckIn, Course, Restriction
from recovery.services import DoorState

CHECK_INS = 60


@door("provider-link")
@beyond_the_wall("a provider has no account and so no role: the link opens one case, for the application's wall alone")
def provider(request: HttpRequest, token: str) -> HttpResponseBase:
    at = clock.now()
    state, link = find_provider_link(token, at=at)
    if link is None or state is not DoorState.OPEN:
        return closed(request, state)
    actor = actor_of_link(link, at=at)
    tasks = list(Task.objects.visible_to(actor).prefetch_related("demands").order_by("name"))
    demanded = [row.activity for task in tasks for row in task.demands.all()]
    posted = request.method == "POST"
    sheet = Sheet(
        request.POST if posted else None, request.FILES if posted else None, demanded=demanded, today=actor.today
    )
    with timezone.override(clock.zone_of(link.case.establishment.timezone)):
        screen, wrong = next_screen(sheet, request.POST.get("go", ""))
        if screen is None:
            screen = send(token, link, sheet, actor)
            wrong = True
        if screen is None:
            return render(request, "portal/doors/received.html", {"kept": True})
        return page(request, link, actor, sheet, screen, tasks, wrong=wrong)


def next_screen(sheet: Sheet, go: str) -> tuple[str | None, bool]:
    """Which screen comes, and whether it has mistakes; None when all of them are answered."""
    if sheet.data is None:
        return STATUS, False
    if go == "back":
        return sheet.before(sheet.answered) or STATUS, False
    mistaken = sheet.first_wrong()
    return (mistaken, True) if mistaken else (sheet.after(sheet.answered), False)


def send(token: str, link: ProviderLink, sheet: Sheet, actor: Actor) -> str | None:
    """Hand the answer to the verb; the screen of the first mistake where it refuses."""
    facts = sheet.facts(provider=link.provider, today=actor.today)
    upload = sheet.sign.cleaned_data["upload"]
    try:
        with transaction.atomic():
            answer_by_link(token=token, at=actor.at, facts=facts, limits=sheet.stated(), upload=upload)
    except Refused as refused:
        return sheet.show(refused)
    return None


def page(
    request: HttpRequest,
    link: ProviderLink,
    actor: Actor,
    sheet: Sheet,
    screen: str,
    tasks: list[Task],
    *,
    wrong: bool,
) -> HttpResponse:
    context = {
        "link": link,
        "employee": link.case.employee,
        "site": link.case.establishment,
        "form": sheet.shown(screen),
        "screen": screen,
        "number": sheet.screens.index(screen) + 1,
        "last": screen == SIGN,
        "back": sheet.before(screen),
        "carried": sheet.carried(screen),
        "works": [work_of(task) for task in tasks],
        "languages": [] if request.method == "POST" else languages(request),
        **(first_screen(link, actor) if screen == STATUS else {}),
        **(summary(sheet) if screen == SIGN else {}),
    }
    return render(request, f"portal/doors/provider_{screen}.html", context, status=422 if wrong else 200)


def first_screen(link: ProviderLink, actor: Actor) -> dict[str, Any]:
    """The provider's own open words, and the check-ins where the employee has agreed."""
    found = CheckIn.objects.visible_to(actor).current().filter(case=link.case_id).order_by("-day")[:CHECK_INS]
    course = Course.objects.visible_to(actor).filter(pk=link.case_id).first()
    activity = course.main_activity if course else ""
    return {
        "words": open_words(link),
        "charts": recovery_charts(link.case, list(found), main_activity=activity),
        "shared": bool(actor.link and actor.link.check_ins),
    }


def summary(sheet: Sheet) -> dict[str, Any]:
    """The limits as everybody will read them, before they are signed."""
    starts = sheet.status.cleaned_data.get("starts_on")
    rows = [
        Restriction(**{**vars(limit), "points": [dict(one) for one in limit.points], "starts_on": starts})
        for limit in sheet.stated()
    ]
    return {
        "limits": limits_shown([restriction_of(row) for row in rows], own=False),
        "status_words": dict(sheet.status.fields["status"].choices)[sheet.status.cleaned_data["status"]],  # type: ignore[attr-defined]  # a field of choices
        "said": sheet.status.cleaned_data,
    }


def closed(request: HttpRequest, state: DoorState) -> HttpResponse:
    again = request.method == "POST"
    context = {"languages": [] if again else languages(request), "not_added": again}
    if state is DoorState.USED:
        return render(request, "portal/doors/received.html", context)
    return render(request, "portal/doors/dead.html", context, status=404)
