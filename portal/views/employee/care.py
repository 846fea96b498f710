"""What the employee does about it: visits, their outcome, treatments, files, and "that was more than my limits"."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from duty.services import raise_concern
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.care import AppointmentForm, ConcernForm, FileForm, OutcomeForm, TreatmentForm
from portal.forms.look import LookForm
from portal.forms.refusals import show_refusal
from portal.parts import Text
from portal.shown import evidence_shown
from portal.today import holds_on
from portal.views.employee.uploads import keep_files, key_of
from portal.views.frame import case_or_404, own_page, phone
from recovery.models import Appointment, Course, Treatment
from recovery.services import add_treatment, book_appointment, cancel_appointment, record_outcome


def ask(
    request: ActingRequest,
    template: str,
    form: LookForm,
    verb: Callable[[dict[str, Any]], object],
    *,
    done: Text,
    then: str,
    back: str = "portal:home",
    **context: Any,
) -> HttpResponseBase:
    """One form, one verb: carried out all or not at all; a refusal is shown at the fields with the values kept."""
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                verb(form.cleaned_data)
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, str(done))
            return redirect(then)
    context = {"form": form, "key": request.POST.get("key") or uuid4(), **context}
    return phone(request, template, context, back=back, status=422 if form.errors else 200)


def given(request: ActingRequest) -> tuple[Any, Any]:
    """What a form is bound to: nothing before it is sent."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@own_page
@require_http_methods(["GET", "POST"])
def appointment_new(request: ActingRequest) -> HttpResponseBase:
    """Enter a visit; reminders to book one stop at once."""
    case = case_or_404(request)
    form = AppointmentForm(*given(request))

    def book(answers: dict[str, Any]) -> None:
        begins, ends = form.span(case.establishment.timezone)
        book_appointment(
            actor=request.actor,
            case=case,
            at=clock.now(),
            kind=answers["kind"],
            starts_at=begins,
            ends_at=ends,
            with_whom=answers["with_whom"],
            client_key=key_of(request),
        )

    done = _("Your visit is kept. We remind you the day before.")
    return ask(request, "portal/employee/appointment.html", form, book, done=done, then="portal:dates", case=case)


def own_visit(request: ActingRequest, pk: UUID) -> Appointment:
    visits = Appointment.objects.visible_to(request.actor).filter(case__employee_id=request.actor.employee_id or 0)
    visit = visits.select_related("case__establishment").filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


@own_page
@require_POST
def appointment_cancel(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    try:
        cancel_appointment(actor=request.actor, appointment=own_visit(request, pk), at=clock.now())
    except Refused as refused:
        messages.error(request, " ".join(str(words) for words in refused.fields.values()))
    else:
        messages.success(request, _("The visit is taken out."))
    return redirect("portal:dates")


@own_page
@require_http_methods(["GET", "POST"])
def outcome(request: ActingRequest, pk: UUID) -> HttpResponseBase:
    """What came of the visit, and the new report if it is there."""
    visit = own_visit(request, pk)
    form = OutcomeForm(*given(request))

    def tell(answers: dict[str, Any]) -> None:
        record_outcome(
            actor=request.actor,
            appointment=visit,
            outcome=answers["outcome"],
            words=answers["words"],
            at=clock.now(),
        )
        keep_files(request, visit.case, answers["photos"])

    return ask(
        request,
        "portal/employee/outcome.html",
        form,
        tell,
        done=_("Thank you. HR has it."),
        then="portal:home",
        back="portal:dates",
        visit=visit,
        settled=bool(visit.outcome or visit.cancelled_at),
        early=visit.starts_at > clock.now(),
    )


@own_page
@require_http_methods(["GET", "POST"])
def treatment_new(request: ActingRequest) -> HttpResponseBase:
    case = case_or_404(request)
    form = TreatmentForm(*given(request))

    def add(answers: dict[str, Any]) -> None:
        # The table has no key of the form: a second tap brings the very same line.
        if not Treatment.objects.visible_to(request.actor).filter(case=case, **answers).exists():
            add_treatment(actor=request.actor, case=case, at=clock.now(), **answers)

    done, back = _("It is written down."), "portal:my_record"
    return ask(request, "portal/employee/treatment.html", form, add, done=done, then=back, back=back, case=case)


@own_page
@require_http_methods(["GET", "POST"])
def file_new(request: ActingRequest) -> HttpResponseBase:
    case = case_or_404(request)
    form = FileForm(*given(request))

    def keep(answers: dict[str, Any]) -> None:
        keep_files(request, case, answers["photos"])

    done, back = _("Your files are kept. Only you and HR see them."), "portal:my_record"
    return ask(request, "portal/employee/file.html", form, keep, done=done, then=back, back=back, case=case)


@own_page
@require_http_methods(["GET", "POST"])
def concern(request: ActingRequest) -> HttpResponseBase:
    """ "I was asked to do more than this": goes to HR with the limits beside it."""
    case = case_or_404(request)
    form = ConcernForm(*given(request))

    def tell(answers: dict[str, Any]) -> None:
        raise_concern(
            actor=request.actor,
            case=case,
            words=answers["words"],
            stop=bool(answers["stop"]),
            at=clock.now(),
            client_key=key_of(request),
        )

    limits = holds_on(case, clock.local_day(clock.now(), case.establishment.timezone)).limits
    done = _("HR has been told. You may stop what goes past your limits.")
    return ask(
        request, "portal/employee/concern.html", form, tell, done=done, then="portal:home", case=case, limits=limits
    )


@own_page
def follow_up(request: ActingRequest) -> HttpResponseBase:
    """What to take along to the visit: the course, the limits, the treatments and questions to ask."""
    case = case_or_404(request)
    course: Course | None = getattr(case, "course", None)
    context = {
        "case": case,
        "evidence": evidence_shown(course.evidence, case.day_zero) if course else "",
        "holds": holds_on(case, clock.local_day(clock.now(), case.establishment.timezone)),
        "treatments": Treatment.objects.visible_to(request.actor).filter(case=case).order_by("-started_on")[:10],
    }
    return phone(request, "portal/employee/follow_up.html", context, back="portal:home", back_label=_("Today"))
