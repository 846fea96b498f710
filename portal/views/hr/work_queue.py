"""The first page of HR's desk: what needs somebody, oldest deadline first."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, ngettext

from people.requests import ActingRequest
from portal.parts import Stat, Tab
from portal.queue import Row, counts_by_kind, queue_rows, scope_for
from portal.views.hr.door import PER_PAGE, desk_day, show

ICONS = {
    "alarm": "triangle",
    "triage": "file",
    "review": "calendar",
    "follow_up": "chart",
    "silent": "clock",
    "duty": "box",
    "limits": "sliders",
    "delivery": "mail",
}


def work_queue(request: ActingRequest) -> HttpResponse:
    today = desk_day(request.actor)
    mine = request.GET.get("mine") == "1"
    rows = queue_rows(scope_for(request.actor, today, mine=mine))
    kind = request.GET.get("kind", "")
    of_kind = [row for row in rows if not kind or row.kind == kind]
    group = request.GET.get("show", "")
    shown = [row for row in of_kind if not group or row.group == group]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "portal/hr/queue.html",
        {
            "title": heading(rows),
            "tabs": tabs(of_kind, group, kind=kind, mine=mine),
            "stats": stats(rows, mine=mine),
            "page": page,
            "groups": groups(list(page), of_kind),
            "mine": mine,
            "kind": kind,
            "mine_url": address(show=group, kind=kind, mine=not mine),
            "all_kinds_url": address(show=group, mine=mine),
        },
    )


def heading(rows: list[Row]) -> str:
    """ "14 things need you, 3 are late"."""
    if not rows:
        return gettext("Nothing waits for you")
    late = sum(row.days_late > 0 for row in rows)
    words = ngettext("%(n)s thing needs you", "%(n)s things need you", len(rows)) % {"n": len(rows)}
    if not late:
        return gettext("%(things)s, nothing is late") % {"things": words}
    late_words = ngettext("%(n)s is late", "%(n)s are late", late) % {"n": late}
    return f"{words}, {late_words}"


def address(*, show: str = "", kind: str = "", mine: bool = False) -> str:
    asked = {"show": show, "kind": kind, "mine": "1" if mine else ""}
    query = urlencode({name: value for name, value in asked.items() if value})
    return f"{reverse('admin:index')}?{query}" if query else reverse("admin:index")


def tabs(rows: list[Row], group: str, *, kind: str, mine: bool) -> list[Tab]:
    names = {
        "": gettext("Everything"),
        "late": gettext("Late"),
        "today": gettext("Today"),
        "week": gettext("This week"),
        "later": gettext("Later"),
    }
    return [
        Tab(
            url=address(show=code, kind=kind, mine=mine),
            name=name,
            count=sum(not code or row.group == code for row in rows),
            late=code == "late",
            current=code == group,
        )
        for code, name in names.items()
        if code != "later" or any(row.group == code for row in rows)
    ]


def stats(rows: list[Row], *, mine: bool) -> list[Stat]:
    names = {
        "alarm": gettext("alarming"),
        "triage": gettext("to triage"),
        "review": gettext("reviews"),
        "follow_up": gettext("follow-ups"),
        "silent": gettext("no answer"),
        "duty": gettext("duties"),
        "limits": gettext("limits"),
        "delivery": gettext("bounced"),
    }
    return [
        Stat(address(kind=c.kind, mine=mine), names[c.kind], ICONS[c.kind], c.all, c.late) for c in counts_by_kind(rows)
    ]


def groups(page: list[Row], all_rows: list[Row]) -> list[tuple[str, int, list[Row]]]:
    """The rows of this page under their headings, each with how many there are in all."""
    names = {
        "late": gettext("Late"),
        "today": gettext("Today"),
        "week": gettext("This week"),
        "later": gettext("Later"),
    }
    return [
        (name, sum(row.group == code for row in all_rows), rows)
        for code, name in names.items()
        if (rows := [row for row in page if row.group == code])
    ]
