"""My record: everything on file about oneself, and who opened it."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from duty.models import Assignment
from injuries.models import Case, CaseEvent
from people import clock
from people.models import AccessEntry
from people.policy import Relation
from people.requests import ActingRequest
from portal.journal import entries_of
from portal.views.frame import employee_of, phone, signed_in
from recovery.models import CheckIn

PER_PAGE = 20


@signed_in
def my_record(request: ActingRequest) -> HttpResponseBase:
    """All cases with what is on file for each; the open one first."""
    employee = employee_of(request)
    cases = (
        Case.objects.visible_to(request.actor)
        .filter(employee=employee)
        .prefetch_related("work_status_reports__restrictions", "treatments", "files", "reports")
        .select_related("owner")
        .order_by("closed_on", "-opened_at")
    )
    page = Paginator(cases, 5).get_page(request.GET.get("page"))
    duties = Assignment.objects.visible_to(request.actor).filter(employee=employee).select_related("task", "department")
    journal = CaseEvent.objects.visible_to(request.actor).filter(case__employee=employee).select_related("by", "case")
    return phone(
        request,
        "portal/employee/record.html",
        {
            "employee": employee,
            "page": page,
            "duties": duties[:20],
            "journal": entries_of(journal[:PER_PAGE]),
            "has_open": any(case.state != Case.State.CLOSED for case in page),
        },
        tab="record",
    )


@signed_in
def my_check_ins(request: ActingRequest) -> HttpResponseBase:
    """Every answer ever given, newest first."""
    employee = employee_of(request)
    answers = CheckIn.objects.visible_to(request.actor).current().filter(case__employee=employee)
    page = Paginator(answers.select_related("case__course").order_by("-day"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return phone(request, "portal/employee/check_ins.html", {"page": page}, back="portal:my_record")


ROLES = {
    Relation.HR: _("HR"),
    Relation.SAFETY: _("Safety officer"),
    Relation.SUPERVISOR: _("Supervisor"),
    Relation.AUDITOR: _("Auditor"),
    Relation.PROVIDER: _("Provider"),
}


@signed_in
def who_opened(request: ActingRequest) -> HttpResponseBase:
    """Every look at the record, by day: who, as what, what, why."""
    employee = employee_of(request)
    looks = AccessEntry.objects.visible_to(request.actor).filter(employee=employee).select_related("user")
    page = Paginator(looks.order_by("-at"), 30).get_page(request.GET.get("page"))
    zone = clock.zone_of(employee.establishment.timezone)
    days = [(day, list(entries)) for day, entries in groupby(page, key=lambda look: look.at.astimezone(zone).date())]
    week = clock.now() - clock.WEEK
    recent = looks.filter(at__gte=week)
    return phone(
        request,
        "portal/employee/who_opened.html",
        {
            "page": page,
            "days": days,
            "looks": recent.count(),
            "people": recent.values("user").distinct().count(),
            "zone": employee.establishment.timezone,
        },
        tab="record",
    )
