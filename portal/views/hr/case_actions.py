"""What HR does on a case: each a page with one form and one button, each one verb."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duty.models import Concern
from duty.rows import limits_in_force
from duty.services import answer_concern, close_case
from injuries.services import add_file, add_note, hold, keep_private, name_body_part, plan_prevention
from people import clock
from people.clock import local_day
from people.requests import ActingRequest
from portal.forms.hr import case as asks
from portal.queue.reports import part_words
from portal.shown import limits_shown
from portal.views.hr.door import Page, case_to_run, decide, posted, uploaded
from recovery import services as recovery
from recovery.models import Stall


def triage(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    at = clock.now()
    day = local_day(at, case.establishment.timezone)
    form = asks.TriageForm(posted(request), case=case, user=request.user, day=day)

    def verb(answers: dict[str, Any]) -> None:
        taken = case
        if "body_part" in answers:
            part, side = answers.pop("body_part"), answers.pop("side")
            taken = name_body_part(actor=request.actor, case=case, body_part=part, side=side, at=at)
        recovery.triage(actor=request.actor, case=taken, at=at, **answers)

    page = Page(
        heading=_("Take up the report"),
        verb=_("Take up the case"),
        done=_("The case is open. The first check-in is planned."),
        template="portal/hr/triage.html",
    )
    reports = list(case.reports.select_related("filed_by").order_by("filed_at"))
    return decide(request, page, form, verb, case=case, context={"reports": reports, "part": part_words(case)})


def note(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = asks.NoteForm(posted(request))
    page = Page(heading=_("Add a note"), verb=_("Add note"), done=_("Note added."))
    return decide(
        request, page, form, lambda said: add_note(actor=request.actor, case=case, at=clock.now(), **said), case=case
    )


def file(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = asks.FileForm(posted(request), uploaded(request))
    page = Page(
        heading=_("Add a file"),
        verb=_("Add file"),
        done=_("File added."),
        intro=_("Only HR and the employee can open it. Places and cameras hidden in pictures are taken out."),
    )

    def verb(answers: dict[str, Any]) -> None:
        add_file(actor=request.actor, case=case, upload=answers["file"], at=clock.now())

    return decide(request, page, form, verb, case=case)


def prevention(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    known = {"prevention": case.prevention, "by_whom": case.prevention_by, "due_on": case.prevention_due_on}
    form = asks.PreventionForm(posted(request), initial=known)
    page = Page(
        heading=_("What is changed about the task?"),
        verb=_("Plan the change"),
        done=_("The change is planned."),
        intro=_("What about the work made it happen, who changes it, and by when."),
    )

    def verb(said: dict[str, Any]) -> None:
        change = said.pop("prevention")
        plan_prevention(actor=request.actor, case=case, change=change, at=clock.now(), **said)

    return decide(request, page, form, verb, case=case)


def contact(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    """HR has called about an alarming sign or a silence."""
    case = case_to_run(request, number)
    found = get_object_or_404(Stall.objects.open().select_related("case__establishment"), pk=pk, case=case)
    form = asks.ContactForm(posted(request))
    page = Page(
        heading=gettext("Call %(name)s") % {"name": case.employee.name},
        verb=_("Write down the call"),
        done=_("Written down. The case is off your list."),
        template="portal/hr/contact.html",
    )
    return decide(
        request,
        page,
        form,
        lambda said: recovery.answer_finding(actor=request.actor, stall=found, at=clock.now(), **said),
        case=case,
        context={"finding": found, "employee": case.employee},
    )


def concern(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    case = case_to_run(request, number)
    found = get_object_or_404(
        Concern.objects.select_related("assignment__task", "assignment__department", "raised_by", "case"),
        pk=pk,
        case=case,
    )
    form = asks.ConcernForm(posted(request))
    page = Page(
        heading=_("Asked to do more than allowed"),
        verb=_("Send the answer"),
        done=_("Answered. The employee sees your answer."),
        template="portal/hr/concern.html",
    )
    that_day = local_day(found.raised_at, case.establishment.timezone)
    limits = limits_shown([limit.fact for limit in limits_in_force(case, that_day)], own=False)
    return decide(
        request,
        page,
        form,
        lambda said: answer_concern(actor=request.actor, concern=found, at=clock.now(), **said),
        case=case,
        context={"concern": found, "limits": limits},
    )


def close(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = asks.ConfirmForm(posted(request))
    page = Page(
        heading=_("Close this case?"),
        verb=_("Close the case"),
        done=_("The case is closed."),
        intro=_("A release to full duty must be on file, and no duty may be open. Check-ins and reminders end."),
    )
    return decide(
        request, page, form, lambda said: close_case(actor=request.actor, case=case, at=clock.now()), case=case
    )


def privacy(request: ActingRequest, number: str) -> HttpResponse:
    """Take the name off lists, for one of the grounds the rule names."""
    case = case_to_run(request, number)
    form = asks.PrivacyForm(posted(request), initial={"ground": case.privacy_ground})
    page = Page(
        heading=_("Is this a privacy case?"),
        verb=_("Save"),
        done=_("Saved."),
        intro=_("Lists for an auditor show “Privacy case” in place of the name (29 CFR 1904.29(b)(7))."),
    )

    def verb(answers: dict[str, Any]) -> None:
        keep_private(actor=request.actor, case=case, at=clock.now(), **answers)

    return decide(request, page, form, verb, case=case)


def keep(request: ActingRequest, number: str) -> HttpResponse:
    """Hold the case back from being forgotten."""
    case = case_to_run(request, number)
    form = asks.HoldForm(posted(request), initial={"because": case.held_because})
    page = Page(
        heading=_("Keep the case beyond its time?"),
        verb=_("Save"),
        done=_("Saved."),
        intro=_("Old cases are forgotten when their time is over. A reason here keeps this one until it is taken out."),
    )

    def verb(answers: dict[str, Any]) -> None:
        hold(actor=request.actor, case=case, at=clock.now(), **answers)

    return decide(request, page, form, verb, case=case)
