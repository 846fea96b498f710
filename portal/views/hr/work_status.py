"""Work status reports: typed off a note, copied when nothing has changed, corrected, voided, read again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duty.services import receive_report, void_report
from injuries.models import Case, CaseFile
from injuries.services import add_file
from people import clock
from people.clock import local_day
from people.refusals import Refused
from people.requests import ActingRequest
from portal.forms.hr.duty import ReasonForm
from portal.forms.hr.limit_rows import filled_rows
from portal.forms.hr.work_status import (
    SameLimitsForm,
    WorkStatusForm,
    copied,
    corrected_values,
    first_values,
    heading_for,
    stage_values,
)
from portal.limit_words import limit_of
from portal.views.hr.door import Page, case_to_run, case_url, decide, person_of, posted, show, uploaded
from portal.views.hr.note import NotePane, framed, hints_of, pane_for, put_beside, sent_note
from recovery.models import WorkStatusReport
from recovery.services import WorkStatusFacts


def newest(case: Case) -> WorkStatusReport | None:
    reports = WorkStatusReport.objects.filter(case=case, voided_at__isnull=True).prefetch_related("restrictions")
    return reports.order_by("-issued_on", "-starts_on", "-pk").first()


def report_of_case(case: Case, pk: int) -> WorkStatusReport:
    reports = WorkStatusReport.objects.select_related("case__establishment", "file", "entered_by")
    return get_object_or_404(reports.prefetch_related("restrictions"), pk=pk, case=case)


def kept_file(request: ActingRequest, case: Case, form: forms.Form) -> CaseFile | None:
    upload = form.cleaned_data["upload"]
    return add_file(actor=request.actor, case=case, upload=upload, at=clock.now()) if upload else None


def work_status(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    return enter(request, case, before=newest(case))


def next_stage(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    """ "10 lb for two weeks, then 20": the note's next stage is a report of its own, from the day after."""
    case = case_to_run(request, number)
    stage = report_of_case(case, pk)
    form = WorkStatusForm(initial=stage_values(stage), rows=filled_rows(stage.restrictions.all()))
    return enter(request, case, first=form, of=stage)


def correct_report(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    """A report with its mistakes mended replaces the one that was entered: that one is voided, and stays readable."""
    case = case_to_run(request, number)
    wrong = report_of_case(case, pk)
    form = WorkStatusForm(initial=corrected_values(wrong), rows=filled_rows(wrong.restrictions.all()))
    return enter(request, case, first=form, of=wrong, wrong=wrong)


def enter(
    request: ActingRequest,
    case: Case,
    *,
    first: WorkStatusForm | None = None,
    before: WorkStatusReport | None = None,
    of: WorkStatusReport | None = None,
    wrong: WorkStatusReport | None = None,
) -> HttpResponse:
    """The form with the note beside it. Two of its buttons keep no report: show the note, and check what is typed."""
    today = local_day(clock.now(), case.establishment.timezone)
    form = first or WorkStatusForm(initial=first_values(before, today))
    looks = {"check", "show"} & set(request.POST)
    pane: NotePane | None = None
    if request.method == "POST":
        form = WorkStatusForm(request.POST, request.FILES)
        if looks:
            pane = put_beside(request, case, form)
            form = form.unasked() if pane and "show" in looks else form
        elif form.is_valid() and (report := received(request, case, form, wrong)):
            return after(request, case, report)
    pane = pane or pane_for(request, case, of=of)
    context = {
        "title": heading_for(wrong, of),
        "form": form,
        "case": case,
        "case_url": case_url(case),
        "check_url": case_url(case, "check_note"),
        "person": person_of(request.actor, case),
        "before": before,
        "wrong": wrong,
        "stage": of if wrong is None else None,
        "pane": pane,
        "hints": hints_of(case, form) if form.is_bound else [],
        "checked": "check" in looks,
    }
    status = 422 if form.is_bound and not looks else 200
    page = show(request, "portal/hr/work_status.html", context, status=status, zone=case.establishment.timezone)
    return framed(page, pane)


def after(request: ActingRequest, case: Case, report: WorkStatusReport) -> HttpResponse:
    """To the duties; to the question if there are words without numbers; or to the note's next stage."""
    messages.success(request, gettext("Report kept. What is open was matched again."))
    if "stage" in request.POST and report.ends_on:
        return redirect(case_url(case, "next_stage", report.pk))
    if report.restrictions.filter(kind="UNCODED").exists():
        return redirect(case_url(case, "ask_provider", report.pk))
    restricted = report.status == WorkStatusReport.Status.RESTRICTED
    return redirect(case_url(case, "duties") if restricted else case_url(case))


def received(
    request: ActingRequest, case: Case, form: WorkStatusForm, wrong: WorkStatusReport | None
) -> WorkStatusReport | None:
    """Store it, or show what is wrong at the row where it was entered."""
    entered = form.entered()
    at = clock.now()
    try:
        with transaction.atomic():
            if wrong is not None:
                void_report(actor=request.actor, report=wrong, reason=gettext("Corrected"), at=at)
            file = kept_file(request, case, form) or sent_note(request, case) or (wrong.file if wrong else None)
            facts = form.facts(file=file)
            limits = tuple(one.facts for one in entered)
            return receive_report(actor=request.actor, case=case, at=at, facts=facts, limits=limits)
    except Refused as refused:
        form.show(refused, entered)
        return None


def same_limits(request: ActingRequest, number: str) -> HttpResponse:
    """ "No change": a copy of the newest limits with the new dates."""
    case = case_to_run(request, number)
    before = newest(case)
    if before is None or not before.restrictions.all():
        messages.error(request, gettext("There are no earlier limits to copy. Enter the note in full."))
        return redirect(case_url(case, "work_status"))
    today = local_day(clock.now(), case.establishment.timezone)
    form = SameLimitsForm(posted(request), uploaded(request), initial={"issued_on": today, "starts_on": today})
    page = Page(
        heading=_("Same limits, new dates"),
        verb=_("Keep the same limits"),
        done=_("Report kept with the same limits."),
        template="portal/hr/same_limits.html",
    )

    def verb(said: dict[str, Any]) -> None:
        kept = kept_file(request, case, form)
        said = {name: value for name, value in said.items() if name != "upload"}
        facts = WorkStatusFacts(provider=before.provider, status=before.status, file=kept, **said)
        receive_report(actor=request.actor, case=case, at=clock.now(), facts=facts, limits=copied(before))

    limits = [limit_of(row) for row in before.restrictions.all()]
    return decide(request, page, form, verb, case=case, context={"before": before, "limits": limits})


def report_page(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    """A report with the provider's own words beside each limit. HR and the employee only."""
    case = case_to_run(request, number)
    report = report_of_case(case, pk)
    rows = [(limit_of(row), row) for row in report.restrictions.all()]
    context = {
        "title": gettext("Report of %(provider)s") % {"provider": report.provider},
        "report": report,
        "rows": rows,
        "asks": any(row.kind == "UNCODED" for _limit, row in rows),
        "case": case,
        "case_url": case_url(case),
        "person": person_of(request.actor, case),
        "others": WorkStatusReport.objects.filter(case=case).exclude(pk=report.pk).order_by("-issued_on", "-pk")[:20],
    }
    return show(request, "portal/hr/report.html", context, zone=case.establishment.timezone)


def void(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    case = case_to_run(request, number)
    report = report_of_case(case, pk)
    form = ReasonForm(posted(request))
    page = Page(
        heading=_("Take this report out of force?"),
        verb=_("Void the report"),
        done=_("The report counts no more. What is open was matched again."),
        intro=_("It stays readable. What it replaced counts again."),
    )
    return decide(
        request,
        page,
        form,
        lambda said: void_report(actor=request.actor, report=report, at=clock.now(), **said),
        case=case,
        back=case_url(case, "status_report", report.pk),
        then=case_url(case),
    )
