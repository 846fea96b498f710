"""The days of a case: what its duties say, what HR records, and the questions that only HR decides."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from duty import services
from duty.days import day_ledgers
from duty.models import Assignment, DayRecord, DutyQuestion
from duty.services.policies import policies_of
from injuries.models import Case
from people import clock
from people.clock import local_day
from people.models import Establishment
from people.requests import ActingRequest
from portal.duty_days import Line, day_lines
from portal.forms.hr.days import DaysForm, DecisionForm, LongestForm
from portal.queue.questions import why
from portal.views.hr.door import (
    Page,
    carried_out,
    case_to_run,
    case_url,
    decide,
    hr_sites,
    person_of,
    posted,
    press,
    show,
)


def lines_of_case(case: Case, today: date, *, runs: bool) -> list[Line]:
    """The ledger of a case in words; nine queries."""
    duties = Assignment.objects.filter(case=case).select_related("task")
    records = list(DayRecord.objects.standing().filter(case=case))
    record_url = case_url(case, "record_days") if runs and case.state == Case.State.OPEN else ""
    return day_lines(day_ledgers([case.pk], today)[case.pk], duties, records, record_url)


def days(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    today = local_day(clock.now(), case.establishment.timezone)
    lines = lines_of_case(case, today, runs=True)
    context = {
        "title": gettext("Days with limits"),
        "case": case,
        "case_url": case_url(case),
        "person": person_of(request.actor, case),
        "lines": lines,
        "gaps": sum(line.gap for line in lines),
        "record_url": case_url(case, "record_days") if case.state == Case.State.OPEN else "",
        "questions": [
            (row, why(row)) for row in DutyQuestion.objects.open().filter(case=case).exclude(kind=DutyQuestion.Kind.GAP)
        ],
    }
    return show(request, "portal/hr/days.html", context, zone=case.establishment.timezone)


def day_asked(request: ActingRequest, name: str) -> date | None:
    """The day that a link brought along; nothing where somebody wrote something else there."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def record_days(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    asked = {"starts_on": day_asked(request, "from"), "ends_on": day_asked(request, "until")}
    form = DaysForm(posted(request), initial={"kind": DayRecord.Kind.KEPT_HOME, **asked})
    page = Page(
        heading=_("Days without a duty"),
        verb=_("Record these days"),
        done=_("The days are recorded."),
        intro=_("Only what was: nobody infers these days, and days worked in a duty are not among them."),
    )

    def verb(said: dict[str, Any]) -> None:
        services.record_days(actor=request.actor, case=case, at=clock.now(), **said)

    return decide(request, page, form, verb, case=case, back=case_url(case, "days"))


@require_POST
def void_days(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    case = case_to_run(request, number)
    row = get_object_or_404(DayRecord.objects.select_related("case"), pk=pk, case=case)
    return press(
        request,
        lambda: services.void_days(actor=request.actor, row=row, at=clock.now()),
        done=_("The record is taken back. Its days are a question again."),
        then=case_url(case, "days"),
    )


QUESTIONS = {
    DutyQuestion.Kind.PERIOD_SOON.value: _(
        "Nothing ends by itself. Say how it goes on, or extend the duty with a reason."
    ),
    DutyQuestion.Kind.PERIOD_REACHED.value: _("Nothing ends by itself. Say how it goes on, and why."),
    DutyQuestion.Kind.ACCOMMODATION.value: _(
        "Look with the employee at what comes after the adapted duty: the own job with changes, another post, or leave."
    ),
}


def question(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    case = case_to_run(request, number)
    asked = get_object_or_404(
        DutyQuestion.objects.open().exclude(kind=DutyQuestion.Kind.GAP).select_related("case"), pk=pk, case=case
    )
    page = Page(
        heading=f"{asked.get_kind_display()}: {why(asked)}",
        verb=_("Save the decision"),
        done=_("The decision is in the journal."),
        intro=QUESTIONS[asked.kind],
    )

    def verb(said: dict[str, Any]) -> None:
        services.answer_question(actor=request.actor, question=asked, at=clock.now(), **said)

    return decide(request, page, DecisionForm(posted(request)), verb, case=case)


def longest(request: ActingRequest, pk: int) -> HttpResponse:
    """The longest period of a site."""
    site = get_object_or_404(Establishment.objects.filter(pk__in=hr_sites(request.actor)), pk=pk)
    present = policies_of({site.pk})[site.pk]
    known = {"longest_days": present.longest_days, "warn_days": present.warn_days}
    form = LongestForm(posted(request), initial=known)

    def verb() -> None:
        services.set_duty_policy(actor=request.actor, establishment=site, at=clock.now(), **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and carried_out(form, verb):
        messages.success(request, gettext("The longest period is set."))
        return redirect("admin:rules_of", site.pk)
    context = {
        "title": gettext("Longest period at %(site)s") % {"site": site.name},
        "form": form,
        "present": present,
        "back": reverse("admin:rules_of", args=[site.pk]),
    }
    return show(request, "portal/hr/longest.html", context, status=422 if form.is_bound else 200, zone=site.timezone)
