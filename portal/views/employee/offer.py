"""An offer of duty: the facts, why it fits, the notice about leave, then yes or no, equal in size."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from duty.lifecycle import answer_overdue
from duty.models import Assignment, AssignmentStep
from duty.services import accept, acknowledge, refuse
from duty.services.letters import SENT_STATES
from people import clock
from people.models import Employee
from people.refusals import Refused
from people.requests import ActingRequest
from people.scope import beyond_the_wall
from portal.duty_facts import facts_of_duty, letter_parts, span_of
from portal.forms.look import LookForm, Textarea
from portal.forms.refusals import show_refusal
from portal.stages import stage_lines
from portal.today import holds_on
from portal.views.frame import employee_of, own_page, phone
from portal.views.papers import reports_of_letter


class AnswerForm(LookForm):
    reason = forms.CharField(
        label=gettext_lazy("Anything you want to say"), required=False, max_length=500, widget=Textarea
    )


@own_page
@require_http_methods(["GET", "POST"])
def offer(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """The offer as the supervisor approved it. Before that it is nobody's offer and there is no such page."""
    employee = employee_of(request)
    own = Assignment.objects.visible_to(request.actor).filter(employee=employee).exclude(offer_text="")
    duty = (
        own.select_related("task", "department", "case", "establishment", "proposed_by", "stage").filter(pk=pk).first()
    )
    if duty is None:
        return taken_back(request, employee, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and answer(request, duty, form):
        return redirect("portal:home")
    today = clock.local_day(clock.now(), employee.establishment.timezone)
    context = {
        "duty": duty,
        "form": form,
        "span": span_of(duty),
        "facts": facts_of_duty(duty),
        "stages": stage_lines(request.actor, duty),
        "letter": letter_parts(duty.offer_text),
        "reports": reports_of_letter(request, duty),
        "can_receive": duty.acknowledged_at is None and duty.state in SENT_STATES,
        "holds": holds_on(duty.case, max(today, duty.starts_on)),
        "can_answer": duty.state == "pending_employee",
        "late": answer_overdue(duty.state, duty.answer_by, today),
        "site": employee.establishment,
    }
    status = 422 if form.errors else 200
    return phone(
        request, "portal/employee/offer.html", context, back="portal:home", back_label=_("Today"), status=status
    )


@own_page
@require_POST
def received(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """The letter is in hand; the answer to it stays open."""
    employee = employee_of(request)
    duty = Assignment.objects.visible_to(request.actor).filter(employee=employee, pk=pk).exclude(offer_text="").first()
    if duty is None:
        return taken_back(request, employee, pk)
    try:
        acknowledge(actor=request.actor, assignment=duty, at=clock.now())
        messages.success(request, _("Thank you. We wrote down that you have the letter. It is no answer yet."))
    except Refused as refused:
        messages.error(request, " ".join(str(words) for words in refused.fields.values()))
    return redirect("portal:offer", pk)


def taken_back(request: ActingRequest, employee: Employee, pk: UUID) -> HttpResponseBase:
    """A link from a letter whose offer was taken back since is answered in words; any other is no page at all."""
    approvals = AssignmentStep.objects.filter(assignment_id=pk, assignment__employee=employee, action="approve")
    with beyond_the_wall("an offer that was taken back is a draft again, which its employee does not see"):
        offered = approvals.exists()
    if not offered:
        raise Http404
    messages.warning(request, _("That offer was taken back: your limits or the work have changed. HR looks at it."))
    return redirect("portal:home")


def answer(request: ActingRequest, duty: Assignment, form: AnswerForm) -> bool:
    """Accept or refuse; a refusal of the verb stands at the form."""
    at = clock.now()
    try:
        if "accept" in request.POST:
            accept(actor=request.actor, assignment=duty, at=at)
            messages.success(request, _("You accepted the duty. Your limits come along."))
        elif "refuse" in request.POST:
            refuse(actor=request.actor, assignment=duty, at=at, reason=form.cleaned_data["reason"])
            messages.success(request, _("You said no. HR will talk with you about what comes next."))
        else:
            form.add_error(None, _("Choose “Accept this duty” or “Refuse this duty”."))
            return False
    except Refused as refused:
        show_refusal(form, refused)
        return False
    return True
