"""My record: everything on file about oneself, and who opened it."""

from itertools import groupby

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _

from duty.models import Assignment
from injuries.models import Case, CaseEvent, Report
from people import clock
from people.models import AccessEntry, Change
from people.requests import ActingRequest
from portal.changes import published, told
from portal.journal import entry_of
from portal.looks import look_of
from portal.my_data import archive_of, file_name
from portal.record import answers_in_words, case_shown
from portal.views.frame import employee_of, own_page, phone
from recovery.models import CheckIn

CASES, ENTRIES, NEWEST, ANSWERS, LOOKS, DUTIES = 5, 40, 6, 20, 30, 20


@own_page
def my_record(request: ActingRequest) -> HttpResponseBase:
    """All cases with what is on file for each; the open one first."""
    actor, employee = request.actor, employee_of(request)
    reports = Prefetch("reports", Report.objects.order_by("filed_at").select_related("filed_by"))
    cases = (
        Case.objects.visible_to(actor)
        .filter(employee=employee)
        .prefetch_related("work_status_reports__restrictions", "treatments", "files", reports)
        .select_related("owner", "course")
        .order_by("closed_on", "-opened_at")
    )
    page = Paginator(cases, CASES).get_page(request.GET.get("page"))
    duties = Assignment.objects.visible_to(actor).filter(employee=employee).exclude(offer_text="")
    journal = CaseEvent.objects.visible_to(actor).filter(case__employee=employee).select_related("by", "case")
    entries = [entry_of(event) for event in journal[:ENTRIES]]
    context = {
        "employee": employee,
        "page": page,
        "cases": [case_shown(case) for case in page],
        "duties": duties.select_related("task", "department").order_by("-starts_on")[:DUTIES],
        "journal_newest": entries[:NEWEST],
        "journal_older": entries[NEWEST:],
        "has_open": any(case.state != Case.State.CLOSED for case in page),
    }
    return phone(request, "portal/employee/record.html", context, tab="record")


@own_page
def my_check_ins(request: ActingRequest) -> HttpResponseBase:
    """Every answer ever given, newest first."""
    employee = employee_of(request)
    answers = CheckIn.objects.visible_to(request.actor).current().filter(case__employee=employee)
    page = Paginator(answers.select_related("case__course").order_by("-day", "-at"), ANSWERS).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "rows": [(row, answers_in_words(row)) for row in page]}
    return phone(request, "portal/employee/check_ins.html", context, back="portal:my_record", back_label=_("My record"))


@own_page
def who_opened(request: ActingRequest) -> HttpResponseBase:
    """Every look at the record, by day: who, as what, what, why."""
    employee = employee_of(request)
    zone = clock.zone_of(employee.establishment.timezone)
    looks = AccessEntry.objects.visible_to(request.actor).filter(employee=employee).select_related("user")
    page = Paginator(looks.order_by("-at", "-pk"), LOOKS).get_page(request.GET.get("page"))
    days = [
        (day, [look_of(entry) for entry in entries])
        for day, entries in groupby(page, key=lambda look: look.at.astimezone(zone).date())
    ]
    recent = looks.filter(at__gte=clock.now() - clock.WEEK)
    context = {
        "page": page,
        "days": days,
        "looks": recent.count(),
        "people": recent.values("user").distinct().count(),
        "site": employee.establishment,
    }
    return phone(request, "portal/employee/who_opened.html", context, tab="record")


@own_page
def my_data(request: ActingRequest) -> HttpResponseBase:
    """What is in the archive, and the button that makes it."""
    employee = employee_of(request)
    if request.method == "POST":
        archive = archive_of(request.actor, employee)
        return FileResponse(archive, as_attachment=True, filename=file_name(employee), content_type="application/zip")
    return phone(request, "portal/employee/take_data.html", {}, back="portal:my_record", back_label=_("My record"))


@own_page
def my_changes(request: ActingRequest) -> HttpResponseBase:
    """The history of the own rows, as the database wrote it down: what people did, and on asking all the rest."""
    employee, everything = employee_of(request), "all" in request.GET
    rows = Change.objects.visible_to(request.actor).filter(employee=employee).select_related("user", "employee")
    found = published(request.actor, rows)
    shown = found if everything else found.filter(user__isnull=False)
    page = Paginator(shown, LOOKS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "changes": [told(request.actor, change, {}) for change in page],
        "everything": everything,
        "by_itself": found.filter(user__isnull=True).count(),
    }
    return phone(request, "portal/employee/changes.html", context, back="portal:my_record", back_label=_("My record"))
