"""The supervisor's pages: what waits for an answer, one page per decision, and the team."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from duty.models import Assignment
from duty.rows import limits_of_duties
from duty.services import approve, decline, safety_stop
from injuries.services import ReportFacts
from people import clock
from people.models import Employee
from people.refusals import Refused
from people.requests import ActingRequest
from people.services import record_access
from portal.duty_facts import before_and_after, facts_of_duty, span_of
from portal.forms.refusals import show_refusal
from portal.forms.report import TeamReportForm
from portal.forms.supervisor import DeclineForm, StopForm
from portal.shift import effect_on_shift
from portal.shown import limits_shown
from portal.stages import stage_lines
from portal.team import limits_of_duty, team_board
from portal.views.employee.uploads import key_of
from portal.views.frame import phone, signed_in
from portal.views.team_frame import departments_of, needs_department, note_looks, team_page, waiting_for
from recovery.services import file_report

PER_PAGE = 10
CARDS = 4


def cards_of(request: ActingRequest, duties: list[Assignment]) -> list[dict[str, Any]]:
    """What a card needs to be read at a glance; the same few queries for any number of them."""
    limits = limits_of_duties(duties, request.actor.today)
    return [
        {
            "duty": duty,
            "new": before_and_after(None, duty)[1],
            "span": span_of(duty),
            "limits": limits_shown([limit.fact for limit in limits[duty.pk]], own=False),
            "late": bool(duty.answer_by and duty.answer_by < request.actor.today),
        }
        for duty in duties
    ]


def in_order(request: ActingRequest) -> Any:
    """The earliest answer day first."""
    rows = waiting_for(request).select_related("task", "department", "employee__department", "proposed_by")
    return rows.prefetch_related("blocks__task").order_by("answer_by", "submitted_at")


@signed_in
def approvals(request: ActingRequest) -> HttpResponseBase:
    needs_department(request)
    page = Paginator(in_order(request), PER_PAGE).get_page(request.GET.get("page"))
    note_looks(request, {duty.employee for duty in page})
    context = {"page": page, "cards": cards_of(request, list(page)), "count": page.paginator.count}
    return team_page(request, "portal/supervisor/approvals.html", context, place="portal:approvals")


@signed_in
def team(request: ActingRequest) -> HttpResponseBase:
    """What waits, then who may do what until when, and the next review."""
    needs_department(request)
    waiting, board = list(in_order(request)[:CARDS]), team_board(request.actor, page=request.GET.get("page"))
    note_looks(request, {duty.employee for duty in waiting} | {member.employee for member in board.members})
    context = {
        "cards": cards_of(request, waiting),
        "board": board,
        "departments": ", ".join(departments_of(request)),
    }
    return team_page(request, "portal/supervisor/team.html", context, place="portal:team")


def duty_or_404(request: ActingRequest, pk: UUID) -> Assignment:
    own = request.actor.employee_id or 0
    rows = Assignment.objects.visible_to(request.actor).filter(pk=pk).exclude(employee_id=own)
    duty = rows.select_related(
        "task", "department", "employee__department", "employee__establishment", "proposed_by", "stage"
    ).first()
    if duty is None:
        raise Http404
    return duty


@signed_in
@require_http_methods(["GET", "POST"])
def approval(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """One page, two buttons: before and after, the limits in plain words, what it does to the shift."""
    needs_department(request)
    duty = duty_or_404(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = DeclineForm(sent if sent and "decline" in sent else None)
    stop = StopForm(sent if sent and "stop" in sent else None)
    problem = ""
    if sent is not None:
        problem = carried_out(request, duty, form, stop)
        if not problem and not form.errors and not stop.errors:
            return redirect("portal:approvals" if duty.state == "pending_supervisor" else "portal:team")
        duty = duty_or_404(request, pk)
    else:
        record_access(actor=request.actor, employee=duty.employee, role="supervisor", what="duty", at=clock.now())
    context = {**approval_context(request, duty), "form": form, "stop_form": stop, "problem": problem}
    status = 422 if form.errors or stop.errors or problem else 200
    waiting = waiting_for(request).count()
    return phone(
        request,
        "portal/supervisor/approval.html",
        context,
        back="portal:approvals",
        back_label=ngettext("%(n)s to answer", "%(n)s to answer", waiting) % {"n": waiting},
        status=status,
    )


def approval_context(request: ActingRequest, duty: Assignment) -> dict[str, Any]:
    others = Assignment.objects.visible_to(request.actor).filter(employee_id=duty.employee_id).exclude(pk=duty.pk)
    now = others.in_state("active").select_related("task", "department").first()
    was, new = before_and_after(now, duty)
    limits, until = limits_of_duty(duty, request.actor.today)
    receiving = duty.department_id in request.actor.departments
    waits = duty.state == "pending_supervisor"
    return {
        "duty": duty,
        "person": duty.employee.short_name,
        "was": was,
        "new": new,
        "span": span_of(duty),
        "facts": facts_of_duty(duty),
        "stages": stage_lines(request.actor, duty),
        "limits": limits,
        "until": until,
        "effects": effect_on_shift(request.actor, duty) if receiving and waits else [],
        "waits": waits,
        "can_answer": receiving and waits,
        "can_stop": duty.state == "active",
        "declining": "decline" in request.GET or "decline" in request.POST,
        "late": bool(waits and duty.answer_by and duty.answer_by < request.actor.today),
    }


def carried_out(request: ActingRequest, duty: Assignment, form: DeclineForm, stop: StopForm) -> str:
    """Carry out what was pressed; the sentence of a refusal that belongs to no field, else ""."""
    try:
        if "approve" in request.POST:
            approve(actor=request.actor, assignment=duty, at=clock.now())
            messages.success(request, _("Approved. The employee gets the offer now."))
        elif form.is_bound:
            decline_with(request, duty, form)
        elif stop.is_bound:
            stop_with(request, duty, stop)
        else:
            return _("Choose Approve or Decline.")
    except Refused as refused:
        bound = next((one for one in (form, stop) if one.is_bound), None)
        if bound is None:
            return " ".join(str(words) for words in refused.fields.values())
        show_refusal(bound, refused)
    return ""


def decline_with(request: ActingRequest, duty: Assignment, form: DeclineForm) -> None:
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        decline(actor=request.actor, assignment=duty, at=clock.now(), reason=reason, alternative=form.other)
        messages.success(request, _("Declined. HR has your reason and looks for another duty."))


def stop_with(request: ActingRequest, duty: Assignment, stop: StopForm) -> None:
    if stop.is_valid():
        safety_stop(actor=request.actor, assignment=duty, at=clock.now(), reason=stop.cleaned_data["reason"])
        messages.success(request, _("The duty is stopped. HR looks at it today."))


@signed_in
@require_http_methods(["GET", "POST"])
def team_report(request: ActingRequest, employee_id: int) -> HttpResponseBase:
    """Report for somebody of one's team: what happened, not where it hurts."""
    needs_department(request)
    people = Employee.objects.visible_to(request.actor).filter(department_id__in=request.actor.departments)
    others = people.select_related("establishment").exclude(pk=request.actor.employee_id or 0)
    employee = others.filter(pk=employee_id, left_on__isnull=True).first()
    if employee is None:
        raise Http404
    if request.actor.hr_of(employee.establishment_id):  # HR reports with the part of the body, on a form of its own
        return redirect(f"{reverse('admin:report')}?employee={employee.pk}")
    today = clock.local_day(clock.now(), employee.establishment.timezone)
    form = TeamReportForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid() and filed(request, employee, form):
        return redirect("portal:team")
    context = {"form": form, "employee": employee, "key": request.POST.get("key") or uuid4()}
    return phone(
        request,
        "portal/supervisor/team_report.html",
        context,
        back="portal:team",
        back_label=_("My team"),
        status=422 if form.errors else 200,
    )


def filed(request: ActingRequest, employee: Employee, form: TeamReportForm) -> bool:
    facts = ReportFacts(**form.cleaned_data)
    try:
        file_report(actor=request.actor, employee=employee, facts=facts, at=clock.now(), client_key=key_of(request))
    except Refused as refused:
        show_refusal(form, refused)
        return False
    messages.success(request, _("The report is with HR. They ask the person for the rest."))
    return True
