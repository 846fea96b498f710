"""The frame of a supervisor's desk pages: the ways in the rail, and for whom somebody stands in."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from duty.models import Assignment
from duty.models.assignment import AssignmentQuerySet
from people import clock
from people.models import AccessEntry, Department, Employee, Supervision
from people.requests import ActingRequest
from people.scope import beyond_the_wall
from people.services import record_accesses
from portal.inbox import unread_of
from portal.parts import NavItem
from portal.shown import short_day

LOOK, ONE_DAY = "team", timedelta(hours=20)


def needs_department(request: ActingRequest) -> None:
    """Only for supervisors; for everybody else there is no such page."""
    if not request.actor.is_supervisor:
        raise Http404


def waiting_for(request: ActingRequest) -> AssignmentQuerySet:
    """The duties that only a supervisor of the receiving department can answer, never one's own."""
    actor = request.actor
    return (
        Assignment.objects.visible_to(actor)
        .filter(state="pending_supervisor", department_id__in=actor.departments)
        .exclude(employee_id=actor.employee_id or 0)
    )


def team_page(request: ActingRequest, template: str, context: dict[str, Any], *, place: str) -> HttpResponse:
    """A page in the frame of the desk; `place` is the URL name of the current way."""
    actor = request.actor
    waiting = waiting_for(request).count()
    ways = [
        (_("My team"), "users", "portal:team", 0),
        (_("To answer"), "check", "portal:approvals", waiting),
        (_("Messages"), "bell", "portal:inbox", unread_of(actor)),
        (_("My own page"), "user", "portal:home", 0),
    ]
    rail = [
        NavItem(
            url=reverse(name) + ("?me" if name == "portal:home" else ""),
            name=words,
            icon=icon,
            count=count,
            current=name == place,
        )
        for words, icon, name, count in ways
    ]
    if any(actor.sites.values()):
        rail.append(NavItem(url=reverse("admin:index"), name=_("HR desk"), icon="list"))
    frame = {
        "rail": rail,
        "rail_place": ", ".join(departments_of(request)),
        "today": actor.today,
        "head_note": stands_in(request),
        "help_url": reverse("portal:help"),
        "waiting_count": waiting,
    }
    return render(request, template, {**frame, **context})


def note_looks(request: ActingRequest, people: Iterable[Employee]) -> None:
    """Limits on a list are a look as well: written down for each person on it, once a day."""
    actor, shown = request.actor, list(people)
    today = AccessEntry.objects.filter(user_id=actor.user_id or 0, employee__in=shown, what=LOOK)
    with beyond_the_wall("one's own looks of today are not written down twice"):
        known = set(today.filter(at__gte=clock.now() - ONE_DAY).values_list("employee_id", flat=True))
    rows = [one for one in shown if one.pk not in known]
    record_accesses(actor=actor, rows=rows, path="id", what=LOOK, at=clock.now())


def departments_of(request: ActingRequest) -> list[str]:
    ids = request.actor.departments
    return list(Department.objects.filter(pk__in=ids).order_by("name").values_list("name", flat=True))


def stands_in(request: ActingRequest) -> str:
    """ "Until Friday you stand in for M. Okafor, Parts office"."""
    own = Supervision.objects.in_force(request.actor.today).filter(supervisor_id=request.actor.employee_id or 0)
    posts = own.filter(stands_in_for__isnull=False).select_related("stands_in_for__supervisor", "department")
    return " · ".join(
        _("Until %(day)s you stand in for %(name)s, %(department)s")
        % {
            "day": short_day(post.ends_on) if post.ends_on else "",
            "name": post.stands_in_for.supervisor.short_name if post.stands_in_for else "",
            "department": post.department.name,
        }
        for post in posts
    )
