"""All cases in a list, and the search for a case or a person."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from injuries.models import Case
from people.models import Employee
from people.policy import Relation
from people.requests import ActingRequest
from people.wall import Actor, readable
from portal.parts import Tab
from portal.views.hr.door import PER_PAGE, person_of, show
from recovery.models import Course

STATES = {"reported": "reported", "open": "open", "closed": "closed"}
FOUND = 20


def matching(cases: QuerySet[Case], words: str, actor: Actor) -> QuerySet[Case]:
    """By number, or by name for those who may know names."""
    condition = Q(number__icontains=words)
    if actor.sites.get(Relation.HR) or actor.sites.get(Relation.SAFETY):
        for word in words.split():
            condition |= Q(employee__family_name__istartswith=word) | Q(employee__given_name__istartswith=word)
    return cases.filter(condition)


def cases(request: ActingRequest) -> HttpResponse:
    every: QuerySet[Case] = Case.objects.visible_to(request.actor)
    words = request.GET.get("q", "").strip()
    if words:
        every = matching(every, words, request.actor)
    numbers = dict(every.order_by().values_list("state").annotate(Count("pk")))
    state = request.GET.get("state", "open")
    rows = every.filter(state=state) if state in STATES else every
    rows = rows.select_related("employee__department", "establishment", "owner").order_by("-opened_at", "-pk")
    page = Paginator(with_course(rows, request.actor), PER_PAGE).get_page(request.GET.get("page"))
    lines = [line(request.actor, case) for case in page]
    return show(
        request,
        "portal/hr/cases.html",
        {
            "title": heading(numbers),
            "tabs": tabs(numbers, state, words),
            "page": page,
            "lines": lines,
            "words": words,
            "may_break_glass": request.actor.is_hr or request.actor.has(Relation.SAFETY),
        },
    )


def line(actor: Actor, case: Case) -> dict[str, Any]:
    """One case in the table; what somebody may not read is a dash."""
    course = getattr(case, "course", None)
    part = ""
    if readable(actor, case, "body_part") and case.body_part:
        part = case.get_body_part_display()
        if case.side != "NA":
            part = f"{part}, {str(case.get_side_display()).lower()}"
    return {
        "case": case,
        "url": reverse("admin:case", args=[case.number]),
        "person": person_of(actor, case),
        "part": part,
        "course": course if course and readable(actor, course, "status") else None,
        "tone": TONES.get(course.status, "wait") if course else "",
    }


TONES = {
    "insufficient": "wait",
    "improving": "ok",
    "recovered": "ok",
    "stalled": "due",
    "worsening": "late",
    "silent": "wait",
}


def heading(numbers: dict[str, int]) -> str:
    """ "12 open cases, 2 wait for triage"."""
    is_open, waiting = numbers.get("open", 0), numbers.get("reported", 0)
    words = ngettext("%(n)s open case", "%(n)s open cases", is_open) % {"n": is_open}
    if waiting:
        more = ngettext("%(n)s waits for triage", "%(n)s wait for triage", waiting) % {"n": waiting}
        return f"{words}, {more}"
    return words


def tabs(numbers: dict[str, int], state: str, words: str) -> list[Tab]:
    names = {
        "open": gettext("Open"),
        "reported": gettext("To triage"),
        "closed": gettext("Closed"),
        "all": gettext("All"),
    }
    return [
        Tab(
            url=f"{reverse('admin:cases')}?{urlencode({'state': code, **({'q': words} if words else {})})}",
            name=name,
            count=numbers.get(code, 0) if code != "all" else sum(numbers.values()),
            current=code == (state if state in names else "all"),
        )
        for code, name in names.items()
    ]


def find(request: ActingRequest) -> HttpResponse:
    """One hit opens at once; several are listed, cases first, then people without a case."""
    words = request.GET.get("q", "").strip()
    if not words:
        return redirect("admin:cases")
    found = matching(Case.objects.visible_to(request.actor), words, request.actor)
    hits = list(with_course(found.select_related("employee", "establishment"), request.actor)[:FOUND])
    people = (
        [] if not (request.actor.is_hr or request.actor.has(Relation.SAFETY)) else people_like(request.actor, words)
    )
    exact = [case for case in hits if case.number.lower() == words.lower()]
    if exact or (len(hits) == 1 and {person.pk for person in people} <= {hits[0].employee_id}):
        return redirect("admin:case", (exact or hits)[0].number)
    number = len(hits) + len(people)
    title = ngettext("%(n)s hit for “%(words)s”", "%(n)s hits for “%(words)s”", number) % {"n": number, "words": words}
    context = {"title": title, "words": words, "lines": [line(request.actor, case) for case in hits], "people": people}
    return show(request, "portal/hr/found.html", context)


def with_course(cases: QuerySet[Case], actor: Actor) -> QuerySet[Case]:
    """With the course of recovery at hand, for those who may know it."""
    return cases.prefetch_related(Prefetch("course", Course.objects.visible_to(actor)))


def people_like(actor: Actor, words: str) -> list[Employee]:
    condition = Q(number__iexact=words)
    for word in words.split():
        condition |= Q(family_name__istartswith=word) | Q(given_name__istartswith=word)
    return list(Employee.objects.visible_to(actor).filter(condition).select_related("department")[:FOUND])
