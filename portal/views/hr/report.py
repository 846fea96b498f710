"""A report that HR files for an employee: choose the person, then the facts."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from injuries.services import OpenCase, open_case_for
from people import clock
from people.models import Employee
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.hr.report import ChooseEmployee, ReportForm
from portal.forms.refusals import show_refusal
from portal.typed import typed_number
from portal.views.hr.door import hr_sites, posted, show
from recovery.services import file_report

MOST = 20


def report(request: ActingRequest) -> HttpResponse:
    employees = staff_of(request).select_related("department", "establishment")
    chosen = request.POST.get("employee") or request.GET.get("employee") or ""
    person = employees.filter(pk=typed_number(chosen) or 0).first()
    if person is None:
        return choose(request)
    form = ReportForm(posted(request), employees=employees, initial={"employee": person.pk})
    before = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                done = file(request, person, form)
        except OpenCase as found:
            before = found.case
            show_refusal(form, found)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, gettext("Report kept. Take it up now, or leave it in the queue."))
            return redirect("admin:case", done)
    context = {"title": gettext("Report for %(name)s") % {"name": person.name}, "form": form, "person": person}
    context["before"] = before
    return show(
        request,
        "portal/hr/file_report.html",
        context,
        status=422 if form.is_bound else 200,
        zone=person.establishment.timezone,
    )


def staff_of(request: ActingRequest) -> QuerySet[Employee]:
    return Employee.objects.filter(establishment_id__in=hr_sites(request.actor), left_on__isnull=True)


def file(request: ActingRequest, person: Employee, form: ReportForm) -> str:
    """The number of the case that the report opened or joined."""
    facts, key = form.facts(), form.cleaned_data["client_key"]
    at = clock.now()
    add_to = None
    if form.cleaned_data["add_to"]:
        add_to = open_case_for(employee=person, body_part=facts.body_part, side=facts.side)
    made = file_report(actor=request.actor, employee=person, facts=facts, at=at, client_key=key, add_to=add_to)
    return made.case.number if made.case else ""


def choose(request: ActingRequest) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    form = ChooseEmployee(request.GET if "q" in request.GET else None)
    people: list[Employee] = []
    if words:
        condition = Q(number__iexact=words)
        for word in words.split():
            condition |= Q(family_name__istartswith=word) | Q(given_name__istartswith=word)
        people = list(staff_of(request).filter(condition).select_related("department")[:MOST])
    context = {"title": gettext("Whom is the report about?"), "form": form, "people": people, "words": words}
    return show(request, "portal/hr/choose_employee.html", context)
