"""Reporting an injury on a phone: five questions, then "check your answers". The draft lives in the session, so a
lost connection or a wrong turn loses nothing, and a second tap on "Send" makes no second report."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from injuries.models import Case, Report
from injuries.services import OpenCase
from people import clock
from people.models import Employee
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.check_in import SignsForm
from portal.forms.draft import Draft, alarming, answers_of, facts_of, initial, kept
from portal.forms.refusals import show_refusal
from portal.forms.report import FORMS, ORDER, SendForm
from portal.safety import safety_shown
from portal.views.employee.uploads import keep_files, key_of
from portal.views.frame import employee_of, own_page, phone
from recovery.services import file_report

DRAFT = "report"
SCREENS = len(ORDER) + 1


def draft_of(request: ActingRequest) -> Draft:
    draft: Draft = request.session.setdefault(DRAFT, {"key": str(uuid4())})
    return draft


def missing_step(draft: Draft) -> str | None:
    return next((step for step in ORDER if step not in draft), None)


@own_page
@require_http_methods(["GET", "POST"])
def report_step(request: ActingRequest, step: str = ORDER[0]) -> HttpResponseBase:
    """One question; "Next" keeps the answer and goes on, or back to the check when the answer was changed there."""
    employee = employee_of(request)
    if step not in FORMS:
        raise Http404
    draft = draft_of(request)
    changing = "change" in request.GET
    form = FORMS[step](
        request.POST if request.method == "POST" else None,
        initial=initial(step, draft),
        today=clock.local_day(clock.now(), employee.establishment.timezone),
    )
    if request.method == "POST" and form.is_valid():
        draft[step] = kept(step, form.cleaned_data)
        request.session.modified = True
        if step == "feel" and alarming(draft):
            return redirect("portal:report_signs")
        return redirect(*after(step, changing=changing))
    context = {
        "form": form,
        "step": step,
        "screen": ORDER.index(step) + 1,
        "screens": SCREENS,
        "title": str(next(iter(form.fields.values())).label),
        "back_url": back_from(step, changing=changing),
    }
    return phone(request, "portal/employee/report_step.html", context, status=422 if form.errors else 200)


def after(step: str, *, changing: bool) -> tuple[str, ...]:
    rest = ORDER[ORDER.index(step) + 1 :]
    return ("portal:report_step", rest[0]) if rest and not changing else ("portal:report_check",)


def back_from(step: str, *, changing: bool) -> str:
    if changing:
        return reverse("portal:report_check")
    place = ORDER.index(step)
    return reverse("portal:report_step", args=[ORDER[place - 1]]) if place else reverse("portal:home") + "?me"


@own_page
@require_http_methods(["GET", "POST"])
def report_check(request: ActingRequest) -> HttpResponseBase:
    """All answers with a way to change each, who sees what, one tick and Send."""
    employee = employee_of(request)
    if request.method == "POST" and was_sent(employee, key_of(request)):
        return sent(request, key_of(request))
    draft = draft_of(request)
    missing = missing_step(draft)
    if missing:
        return redirect("portal:report_step", missing)
    form = SendForm(request.POST or None, request.FILES or None)
    same: Case | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return sent(request, send(request, employee, draft, form.cleaned_data["photos"]).pk)
        except OpenCase as open_case:
            if was_sent(employee, UUID(draft["key"])):  # the first of two taps opened it while the second waited
                return sent(request, UUID(draft["key"]))
            same = open_case.case
        except Refused as refused:
            show_refusal(form, refused)
    context = {
        "form": form,
        "answers": answers_of(draft),
        "key": draft["key"],
        "screens": SCREENS,
        "same": same,
        "back_url": reverse("portal:report_step", args=[ORDER[-1]]),
    }
    return phone(
        request, "portal/employee/report_check.html", context, status=422 if form.errors or same is not None else 200
    )


def was_sent(employee: Employee, key: UUID) -> bool:
    return Report.objects.filter(pk=key, employee=employee).exists()


def sent(request: ActingRequest, key: UUID) -> HttpResponse:
    request.session.pop(DRAFT, None)
    return redirect("portal:report_sent", key)


@transaction.atomic
def send(request: ActingRequest, employee: Employee, draft: Draft, files: list["UploadedFile[Any]"]) -> Report:
    """File the report with its files, or nothing at all."""
    add_to = None
    if number := request.POST.get("add_to"):
        add_to = Case.objects.open().visible_to(request.actor).filter(number=number, employee=employee).first()
    report = file_report(
        actor=request.actor,
        employee=employee,
        facts=facts_of(draft),
        at=clock.now(),
        client_key=UUID(draft["key"]),
        add_to=add_to,
        alarming=alarming(draft),
    )
    if report.case is not None:
        keep_files(request, report.case, files)
    return report


@own_page
@require_POST
def report_forget(request: ActingRequest) -> HttpResponse:
    request.session.pop(DRAFT, None)
    messages.success(request, _("The report was not sent. Your answers are gone."))
    return redirect(reverse("portal:home") + "?me")


@own_page
def report_sent(request: ActingRequest, key: UUID) -> HttpResponseBase:
    """What happens next, and by when."""
    own = Report.objects.visible_to(request.actor).filter(pk=key, employee_id=request.actor.employee_id or 0)
    report = own.select_related("case").first()
    if report is None:
        raise Http404
    return phone(request, "portal/employee/report_sent.html", {"report": report}, tab="today")


@own_page
@require_http_methods(["GET", "POST"])
def report_signs(request: ActingRequest) -> HttpResponseBase:
    """Something alarming: the fixed words first, the signs to tick beneath them, then on with the report."""
    employee = employee_of(request)
    draft = draft_of(request)
    form = SignsForm(request.POST or None, initial={"signs": draft.get("signs", [])})
    if request.method == "POST" and form.is_valid():
        draft["signs"] = form.cleaned_data["signs"]
        request.session.modified = True
    missing = missing_step(draft)
    context: dict[str, Any] = {
        "form": form,
        "safety": safety_shown(draft.get("signs", []), employee.establishment.emergency_number),
        "ticked": bool(draft.get("signs")),
        "told": _("When you send the report, HR is asked to call you today. No message says which sign it is."),
        "next_url": reverse("portal:report_step", args=[missing]) if missing else reverse("portal:report_check"),
        "next_label": _("Go on with the report"),
        "back_url": reverse("portal:report_step", args=["feel"]),
    }
    return phone(request, "portal/employee/signs.html", context, status=422 if form.errors else 200)
