"""Reporting an injury on a phone: five questions, then "check your answers". The draft lives in the session, so a
lost connection or a wrong turn loses nothing, and a second tap on "Send" makes no second report."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from injuries.models import Case, Report
from injuries.services import OpenCase, ReportFacts, add_file
from injuries.vocabulary import RepetitiveTask, Symptom
from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.body_parts import in_words
from portal.forms.check_in import SignsForm
from portal.forms.refusals import show_refusal
from portal.forms.report import STEPS, SendForm, as_code, as_places
from portal.parts import Fact
from portal.safety import safety_shown
from portal.views.frame import employee_of, phone, signed_in
from recovery.services import file_report

DRAFT = "report"
FORMS = dict(STEPS)
ORDER = [name for name, _form in STEPS]
SCREENS = len(ORDER) + 1


def draft_of(request: ActingRequest) -> dict[str, Any]:
    draft: dict[str, Any] = request.session.setdefault(DRAFT, {"key": str(uuid4())})
    return draft


@signed_in
@require_http_methods(["GET", "POST"])
def report_step(request: ActingRequest, step: str = ORDER[0]) -> HttpResponseBase:
    """One question; "Next" keeps the answer and goes on, or back to the check when the answer was changed there."""
    employee_of(request)
    if step not in FORMS:
        raise Http404
    draft = draft_of(request)
    changing = "change" in request.GET
    form = FORMS[step](request.POST if request.method == "POST" else None, initial=initial(step, draft))
    if request.method == "POST" and form.is_valid():
        draft[step] = kept(step, form.cleaned_data)
        request.session.modified = True
        if step == "feel" and draft[step]["alarming"]:
            return redirect("portal:report_signs")
        return redirect(*after(step, changing=changing))
    context = {
        "form": form,
        "screen": ORDER.index(step) + 1,
        "screens": SCREENS,
        "multipart": False,
        "title": str(next(iter(form.fields.values())).label),
    }
    return phone(
        request,
        "portal/employee/report_step.html",
        {**context, "back_url": back_from(step, changing=changing)},
        status=422 if form.errors else 200,
    )


def after(step: str, *, changing: bool) -> tuple[str, ...]:
    rest = ORDER[ORDER.index(step) + 1 :]
    return ("portal:report_step", rest[0]) if rest and not changing else ("portal:report_check",)


def back_from(step: str, *, changing: bool) -> str:
    if changing:
        return reverse("portal:report_check")
    place = ORDER.index(step)
    return reverse("portal:report_step", args=[ORDER[place - 1]]) if place else reverse("portal:home")


def kept(step: str, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers as the session can keep them."""
    if step == "began":
        return {"began_on": answers["began_on"].isoformat()}
    if step == "parts":
        return {"parts": [as_code(placed) for placed in answers["parts"]]}
    return dict(answers)


def initial(step: str, draft: dict[str, Any]) -> dict[str, Any]:
    answers = dict(draft.get(step, {}))
    if step == "parts" and answers:
        answers["parts"] = as_places(answers["parts"])
    return answers


@signed_in
@require_http_methods(["GET", "POST"])
def report_check(request: ActingRequest) -> HttpResponseBase:
    """All answers with a way to change each, who sees what, one tick and Send."""
    employee_of(request)
    draft = draft_of(request)
    missing = next((step for step in ORDER if step not in draft), None)
    if missing:
        return redirect("portal:report_step", missing)
    form = SendForm(request.POST or None, request.FILES or None)
    same: Case | None = None
    if request.method == "POST" and form.is_valid():
        try:
            report = send(request, draft, form.cleaned_data["files"])
        except OpenCase as open_case:
            same = open_case.case
        except Refused as refused:
            show_refusal(form, refused)
        else:
            request.session.pop(DRAFT, None)
            return redirect("portal:report_sent", report.pk)
    context = {"form": form, "answers": answers_of(draft), "screen": SCREENS, "screens": SCREENS, "same": same}
    return phone(
        request,
        "portal/employee/report_check.html",
        {**context, "back_url": reverse("portal:report_step", args=[ORDER[-1]])},
        status=422 if form.errors or same else 200,
    )


@transaction.atomic
def send(request: ActingRequest, draft: dict[str, Any], files: list[Any]) -> Report:
    """File the report with its files, or nothing at all."""
    at = clock.now()
    add_to = None
    if number := request.POST.get("add_to"):
        add_to = Case.objects.open().visible_to(request.actor).filter(number=number).first()
    report = file_report(
        actor=request.actor,
        employee=employee_of(request),
        facts=facts_of(draft),
        at=at,
        client_key=UUID(draft["key"]),
        add_to=add_to,
    )
    for upload in files:
        if report.case is not None:
            add_file(actor=request.actor, case=report.case, upload=upload, at=at)
    return report


def facts_of(draft: dict[str, Any]) -> ReportFacts:
    parts = as_places(draft["parts"]["parts"])
    return ReportFacts(
        began_on=date.fromisoformat(draft["began"]["began_on"]),
        repetitive_task=draft["task"]["repetitive_task"],
        task_words=draft["task"]["task_words"],
        place=draft["task"]["place"],
        body_part=parts[0].part,
        side=parts[0].side,
        more_parts=tuple(as_code(part) for part in parts[1:]),
        symptoms=tuple(draft["feel"]["symptoms"]),
        earlier_injury=draft["earlier"]["earlier_injury"],
        earlier_words=draft["earlier"]["earlier_words"],
        red_flags=tuple(draft.get("signs", ())) or (("unnamed",) if draft["feel"]["alarming"] else ()),
    )


def answers_of(draft: dict[str, Any]) -> list[Fact]:
    """What was answered, in words, each with the way to change it."""
    task = str(RepetitiveTask(draft["task"]["repetitive_task"]).label)
    words = draft["task"]["task_words"]
    parts = ", ".join(in_words(placed.part, placed.side) for placed in as_places(draft["parts"]["parts"]))
    feel = ", ".join(str(Symptom(code).label) for code in draft["feel"]["symptoms"])
    rows = [
        ("began", formats.date_format(date.fromisoformat(draft["began"]["began_on"]), _("D, F j, Y"))),
        ("task", f"{task}. {words}" if words else task),
        ("parts", parts),
        ("feel", feel),
        ("earlier", str(Report.Earlier(draft["earlier"]["earlier_injury"]).label)),
    ]
    return [
        Fact(
            question=str(next(iter(FORMS[step].base_fields.values())).label),
            answer=answer,
            change_url=reverse("portal:report_step", args=[step]) + "?change=1",
        )
        for step, answer in rows
    ]


@signed_in
@require_POST
def report_forget(request: ActingRequest) -> HttpResponse:
    request.session.pop(DRAFT, None)
    messages.success(request, _("The report was not sent. Your answers are gone."))
    return redirect("portal:home")


@signed_in
def report_sent(request: ActingRequest, key: UUID) -> HttpResponseBase:
    """What happens next, and by when."""
    report = Report.objects.visible_to(request.actor).filter(pk=key).first()
    if report is None:
        raise Http404
    return phone(request, "portal/employee/report_sent.html", {"report": report}, tab="today")


@signed_in
@require_http_methods(["GET", "POST"])
def report_signs(request: ActingRequest) -> HttpResponseBase:
    """Something alarming: the fixed words first, the signs to tick beneath them, then on with the report."""
    employee = employee_of(request)
    draft = draft_of(request)
    form = SignsForm(request.POST or None, initial={"signs": draft.get("signs", [])})
    if request.method == "POST" and form.is_valid():
        draft["signs"] = form.cleaned_data["signs"]
        request.session.modified = True
    return phone(
        request,
        "portal/employee/signs.html",
        {
            "form": form,
            "safety": safety_shown(draft.get("signs", []), employee.establishment.emergency_number),
            "ticked": "signs" in draft,
            "next_url": reverse("portal:report_step", args=["earlier"]),
            "next_label": _("Go on with the report"),
            "back_url": reverse("portal:report_step", args=["feel"]),
        },
    )
