"""The supervisor's pages: what waits for an answer, one page per decision, and the team."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from duty.models import Assignment
from duty.services import approve, decline
from injuries.services import ReportFacts
from people import clock
from people.models import Employee
from people.refusals import Refused
from people.requests import ActingRequest
from people.services import record_access
from portal.duty_facts import before_and_after, facts_of_duty, span_of
from portal.forms.refusals import show_refusal
from portal.forms.report import TeamReportForm
from portal.forms.supervisor import DeclineForm
from portal.team import effect_on_shift, limits_of_duty, team_board
from portal.views.employee.check_in import key_of
from portal.views.frame import phone, signed_in
from recovery.services import file_report

PER_PAGE = 10


def needs_department(request: ActingRequest) -> None:
    if not request.actor.is_supervisor:
        raise Http404


@signed_in
def approvals(request: ActingRequest) -> HttpResponseBase:
    """What waits for an answer, the earliest answer day first."""
    needs_department(request)
    waiting = (
        Assignment.objects.visible_to(request.actor)
        .filter(state="pending_supervisor", department_id__in=request.actor.departments)
        .select_related("task", "department", "employee__department", "proposed_by")
        .order_by("answer_by", "submitted_at")
    )
    page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("page"))
    rows = [(duty, span_of(duty)) for duty in page]
    today = request.actor.today
    return phone(request, "portal/supervisor/approvals.html", {"page": page, "rows": rows, "today": today})


def duty_to_answer(request: ActingRequest, pk: UUID) -> Assignment:
    duty = (
        Assignment.objects.visible_to(request.actor)
        .filter(pk=pk)
        .exclude(employee_id=request.actor.employee_id)
        .select_related("task", "department", "employee__department", "employee__establishment", "proposed_by", "case")
        .first()
    )
    if duty is None:
        raise Http404
    return duty


@signed_in
@require_http_methods(["GET", "POST"])
def approval(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """One page, two buttons: before and after, the limits in plain words, what it does to the shift."""
    needs_department(request)
    duty = duty_to_answer(request, pk)
    form = DeclineForm(request.POST if request.method == "POST" and "decline" in request.POST else None)
    problem = ""
    if request.method == "POST":
        problem = answered(request, duty, form)
        if not problem and not form.errors:
            return redirect("portal:approvals")
        duty.refresh_from_db()
    else:
        record_access(actor=request.actor, employee=duty.employee, role="supervisor", what="duty", at=clock.now())
    now = duty.employee.assignments.in_state("active").select_related("task", "department").first()
    was, new = before_and_after(now, duty)
    return phone(
        request,
        "portal/supervisor/approval.html",
        {
            "duty": duty,
            "was": was,
            "new": new,
            "span": span_of(duty),
            "facts": facts_of_duty(duty),
            "limits": limits_of_duty(duty),
            "effects": effect_on_shift(duty),
            "form": form,
            "problem": problem,
            "declining": "decline" in request.GET or bool(form.errors),
            "can_answer": duty.state == "pending_supervisor",
        },
        back="portal:approvals",
        back_label=_("To answer"),
        status=422 if form.errors or problem else 200,
    )


def answered(request: ActingRequest, duty: Assignment, form: DeclineForm) -> str:
    """Carry out the answer; the sentence of a refusal that belongs to no field, else ""."""
    at = clock.now()
    try:
        if "approve" in request.POST:
            approve(actor=request.actor, assignment=duty, at=at)
            messages.success(request, _("Approved. The employee gets the offer now."))
        elif form.is_bound and form.is_valid():
            decline(
                actor=request.actor, assignment=duty, at=at, reason=form.cleaned_data["reason"], alternative=form.other
            )
            messages.success(request, _("Declined. HR has your reason and looks for another duty."))
        elif not form.is_bound:
            return _("Choose Approve or Decline.")
    except Refused as refused:
        if form.is_bound:
            show_refusal(form, refused)
            return ""
        return " ".join(str(words) for words in refused.fields.values())
    return ""


@signed_in
def team(request: ActingRequest) -> HttpResponseBase:
    """Who may do what today, until when, and the next review."""
    needs_department(request)
    board = team_board(request.actor, page=request.GET.get("page"))
    return phone(request, "portal/supervisor/team.html", {"board": board, "today": request.actor.today})


@signed_in
@require_http_methods(["GET", "POST"])
def team_report(request: ActingRequest, employee_id: int) -> HttpResponseBase:
    """Report for somebody of one's team: what happened, not where it hurts."""
    needs_department(request)
    people = Employee.objects.visible_to(request.actor).filter(department_id__in=request.actor.departments)
    employee = (
        people.select_related("establishment").exclude(pk=request.actor.employee_id).filter(pk=employee_id).first()
    )
    if employee is None:
        raise Http404
    form = TeamReportForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            file_report(
                actor=request.actor,
                employee=employee,
                facts=ReportFacts(**form.cleaned_data),
                at=clock.now(),
                client_key=key_of(request),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("The report is with HR. They ask the person for the rest."))
            return redirect("portal:team")
    return phone(
        request,
        "portal/supervisor/team_report.html",
        {"form": form, "employee": employee, "key": uuid4()},
        back="portal:team",
        status=422 if form.errors else 200,
    )
