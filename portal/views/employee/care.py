"""What the employee does about it: visits, their outcome, treatments, files, and "that was more than my limits"."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duty.rows import limits_in_force
from duty.services import raise_concern
from injuries.models import Case
from injuries.services import add_file
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.care import AppointmentForm, ConcernForm, FileForm, OutcomeForm, TreatmentForm
from portal.forms.look import LookForm
from portal.forms.refusals import show_refusal
from portal.shown import evidence_shown, limits_shown
from portal.views.employee.check_in import key_of
from portal.views.frame import own_case, phone, signed_in
from recovery.models import Appointment
from recovery.services import add_treatment, book_appointment, cancel_appointment, record_outcome


def case_or_404(request: ActingRequest) -> Case:
    case = own_case(request)
    if case is None:
        raise Http404
    return case


def page(
    request: ActingRequest, template: str, form: LookForm, *, back: str = "portal:home", **more: Any
) -> HttpResponse:
    context = {"form": form, "key": uuid4(), **more}
    return phone(request, template, context, back=back, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def appointment_new(request: ActingRequest) -> HttpResponseBase:
    """Enter a visit; reminders to book one stop at once."""
    case = case_or_404(request)
    form = AppointmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        begins, ends = form.span(case.establishment.timezone)
        try:
            book_appointment(
                actor=request.actor,
                case=case,
                at=clock.now(),
                kind=form.cleaned_data["kind"],
                starts_at=begins,
                ends_at=ends,
                with_whom=form.cleaned_data["with_whom"],
                client_key=key_of(request),
            )
        except Refused as refused:
            show_refusal(form, renamed(refused, starts_at="day", ends_at="length"))
        else:
            messages.success(request, _("Your visit is kept. We remind you the day before."))
            return redirect("portal:dates")
    return page(request, "portal/employee/appointment.html", form, case=case)


def renamed(refused: Refused, **names: str) -> Refused:
    """The refusal with the verb's names turned into the form's."""
    return Refused({names.get(name, name): words for name, words in refused.fields.items()}, code=refused.code)


def own_visit(request: ActingRequest, pk: UUID) -> Appointment:
    visits = Appointment.objects.visible_to(request.actor).filter(case__employee_id=request.actor.employee_id)
    visit = visits.select_related("case__establishment").filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


@signed_in
@require_POST
def appointment_cancel(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    try:
        cancel_appointment(actor=request.actor, appointment=own_visit(request, pk), at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The visit is taken out."))
    return redirect("portal:dates")


@signed_in
@require_http_methods(["GET", "POST"])
def outcome(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """What came of the visit, and the new report if it is there."""
    visit = own_visit(request, pk)
    form = OutcomeForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                record_outcome(
                    actor=request.actor,
                    appointment=visit,
                    outcome=form.cleaned_data["outcome"],
                    words=form.cleaned_data["words"],
                    at=clock.now(),
                )
                keep_files(request, visit.case, form.cleaned_data["files"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Thank you. HR has it."))
            return redirect("portal:home")
    return page(request, "portal/employee/outcome.html", form, visit=visit, back="portal:dates")


def keep_files(request: ActingRequest, case: Case, files: list[Any]) -> None:
    for upload in files:
        try:
            add_file(actor=request.actor, case=case, upload=upload, at=clock.now())
        except Refused as refused:
            raise renamed(refused, file="files") from None


@signed_in
@require_http_methods(["GET", "POST"])
def treatment_new(request: ActingRequest) -> HttpResponseBase:
    case = case_or_404(request)
    form = TreatmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_treatment(actor=request.actor, case=case, at=clock.now(), **form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("It is written down."))
            return redirect("portal:my_record")
    return page(request, "portal/employee/treatment.html", form, back="portal:my_record")


@signed_in
@require_http_methods(["GET", "POST"])
def file_new(request: ActingRequest) -> HttpResponseBase:
    case = case_or_404(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                keep_files(request, case, form.cleaned_data["files"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Your files are kept. Only you and HR see them."))
            return redirect("portal:my_record")
    return page(request, "portal/employee/file.html", form, back="portal:my_record")


@signed_in
@require_http_methods(["GET", "POST"])
def concern(request: ActingRequest) -> HttpResponseBase:
    """ "I was asked to do more than this": goes to HR with the limits beside it."""
    case = case_or_404(request)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            raise_concern(
                actor=request.actor,
                case=case,
                words=form.cleaned_data["words"],
                stop=bool(form.cleaned_data["stop"]),
                at=clock.now(),
                client_key=key_of(request),
            )
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("HR has been told. You may stop what goes past your limits."))
            return redirect("portal:home")
    today = clock.local_day(clock.now(), case.establishment.timezone)
    limits = limits_shown([limit.fact for limit in limits_in_force(case, today)], own=True)
    return page(request, "portal/employee/concern.html", form, limits=limits)


@signed_in
def follow_up(request: ActingRequest) -> HttpResponseBase:
    """What to take along to the visit: the course, the limits and questions to ask."""
    case = case_or_404(request)
    course = getattr(case, "course", None)
    today = clock.local_day(clock.now(), case.establishment.timezone)
    return phone(
        request,
        "portal/employee/follow_up.html",
        {
            "case": case,
            "evidence": evidence_shown(course.evidence, case.day_zero) if course else "",
            "limits": limits_shown([limit.fact for limit in limits_in_force(case, today)], own=True),
            "treatments": case.treatments.order_by("-started_on")[:10],
        },
        back="portal:home",
    )
