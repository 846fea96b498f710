"""An offer of duty: the facts, why it fits, the notice about leave, then yes or no, equal in size."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from duty.lifecycle import answer_overdue
from duty.models import Assignment
from duty.rows import limits_in_force
from duty.services import accept, refuse
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.duty_facts import facts_of_duty
from portal.forms.look import LookForm, Textarea
from portal.forms.refusals import show_refusal
from portal.shown import limits_shown
from portal.views.frame import employee_of, phone, signed_in


class AnswerForm(LookForm):
    reason = forms.CharField(
        label=gettext_lazy("Anything you want to say"), required=False, max_length=500, widget=Textarea
    )


@signed_in
@require_http_methods(["GET", "POST"])
def offer(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    employee = employee_of(request)
    offers = Assignment.objects.visible_to(request.actor).filter(employee=employee)
    duty = offers.select_related("task", "department", "case", "establishment", "proposed_by").filter(pk=pk).first()
    if duty is None or duty.submitted_at is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and answer(request, duty, form):
        return redirect("portal:home")
    today = clock.local_day(clock.now(), employee.establishment.timezone)
    return phone(
        request,
        "portal/employee/offer.html",
        {
            "duty": duty,
            "form": form,
            "facts": facts_of_duty(duty),
            "limits": limits_shown([limit.fact for limit in limits_in_force(duty.case, today)], own=True),
            "can_answer": duty.state == "pending_employee",
            "late": answer_overdue(duty.state, duty.answer_by, today),
        },
        back="portal:home",
        back_label=_("Today"),
        status=422 if form.errors else 200,
    )


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
