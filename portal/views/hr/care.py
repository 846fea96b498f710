"""What is done about it, entered by HR: visits, treatments, check-ins by telephone, the rhythm of reminders."""

from datetime import timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from injuries.models import Case
from people import clock
from people.clock import local_day, moment_at
from people.requests import ActingRequest
from portal.day_words import at_time
from portal.forms.hr import case as asks
from portal.views.hr.door import Page, case_to_run, case_url, decide, posted, press
from recovery import services as recovery
from recovery.models import Appointment, Course, Policy, Treatment


def appointment(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = asks.AppointmentForm(posted(request))
    page = Page(
        heading=_("Enter an appointment"),
        verb=_("Enter appointment"),
        done=_("Appointment entered. Reminders to book one have stopped."),
        intro=_("Call, agree on a day, and enter it here while you talk."),
        template="portal/hr/appointment.html",
    )

    def verb(said: dict[str, Any]) -> None:
        starts_at = moment_at(said["day"], said["starts"], case.establishment.timezone, field="starts_at")
        recovery.book_appointment(
            actor=request.actor,
            case=case,
            at=clock.now(),
            kind=said["kind"],
            starts_at=starts_at,
            ends_at=starts_at + timedelta(minutes=said["minutes"]),
            with_whom=said["with_whom"],
            place=said["place"],
            client_key=said["client_key"],
        )

    return decide(request, page, form, verb, case=case, context={"employee": case.employee})


def visit_of(request: ActingRequest, number: str, pk: UUID) -> tuple[Case, Appointment]:
    case = case_to_run(request, number)
    return case, get_object_or_404(Appointment.objects.standing().select_related("case"), pk=pk, case=case)


def visit(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    """A coming appointment: it can be canceled."""
    case, found = visit_of(request, number, pk)
    form = asks.ConfirmForm(posted(request))
    page = Page(
        heading=_("Cancel this appointment?"),
        verb=_("Cancel the appointment"),
        done=_("Appointment canceled. Reminders to book one start again."),
        intro=when_and_what(found, case),
    )
    return decide(
        request,
        page,
        form,
        lambda said: recovery.cancel_appointment(actor=request.actor, appointment=found, at=clock.now()),
        case=case,
    )


def when_and_what(found: Appointment, case: Case) -> str:
    local = found.starts_at.astimezone(ZoneInfo(case.establishment.timezone))
    when = at_time(local)
    return f"{found.get_kind_display()}, {when}" + (f", {found.with_whom}" if found.with_whom else "")


def outcome(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    case, found = visit_of(request, number, pk)
    form = asks.OutcomeForm(posted(request))
    page = Page(
        heading=_("What came of the visit?"),
        verb=_("Enter outcome"),
        done=_("Outcome entered. If there is a new note, add it as a work status report."),
        intro=when_and_what(found, case),
    )

    def verb(said: dict[str, Any]) -> None:
        recovery.record_outcome(actor=request.actor, appointment=found, at=clock.now(), **said)

    return decide(request, page, form, verb, case=case)


def treatment(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    form = asks.TreatmentForm(posted(request))
    page = Page(
        heading=_("Add a treatment"),
        verb=_("Add treatment"),
        done=_("Treatment added."),
        intro=_("Only HR, the employee and the provider see treatments. Lightduty never advises on them."),
    )
    return decide(
        request,
        page,
        form,
        lambda said: recovery.add_treatment(actor=request.actor, case=case, at=clock.now(), **said),
        case=case,
    )


def treatment_end(request: ActingRequest, number: str, pk: int) -> HttpResponse:
    case = case_to_run(request, number)
    found = get_object_or_404(Treatment.objects.select_related("case"), pk=pk, case=case, ended_on__isnull=True)
    today = local_day(clock.now(), case.establishment.timezone)
    form = asks.EndTreatmentForm(posted(request), initial={"ended_on": today})
    page = Page(
        heading=_("End this treatment"),
        verb=_("End treatment"),
        done=_("The last day is entered."),
        intro=f"{found.get_kind_display()}: {found.words}",
    )
    return decide(
        request,
        page,
        form,
        lambda said: recovery.end_treatment(actor=request.actor, treatment=found, at=clock.now(), **said),
        case=case,
    )


def pause(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    course = get_object_or_404(Course, pk=case.pk)
    form = asks.PauseForm(posted(request), initial={"until": course.paused_until, "reason": course.pause_reason})
    page = Page(
        heading=_("Pause the reminders of this case"),
        verb=_("Pause reminders"),
        done=_("Reminders are paused."),
        template="portal/hr/pause.html",
    )
    return decide(
        request,
        page,
        form,
        lambda said: recovery.pause_reminders(actor=request.actor, case=case, at=clock.now(), **said),
        case=case,
        context={"course": course},
    )


@require_POST
def pause_end(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    return press(
        request,
        lambda: recovery.pause_reminders(actor=request.actor, case=case, until=None, reason="", at=clock.now()),
        done=gettext("Reminders go on."),
        then=case_url(case),
    )


def activity(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    course = get_object_or_404(Course, pk=case.pk)
    form = asks.ActivityForm(posted(request), initial={"main_activity": course.main_activity})
    page = Page(
        heading=_("Own main activity"),
        verb=_("Save the activity"),
        done=_("The check-in asks about this activity from now on."),
    )

    def verb(said: dict[str, Any]) -> None:
        recovery.set_main_activity(actor=request.actor, case=case, words=said["main_activity"], at=clock.now())

    return decide(request, page, form, verb, case=case)


def telephone(request: ActingRequest, number: str) -> HttpResponse:
    """The check-in, asked on the telephone and marked so."""
    case = case_to_run(request, number)
    course = get_object_or_404(Course, pk=case.pk)
    policy = Policy.objects.filter(pk=case.establishment_id).first() or Policy()
    form = asks.TelephoneForm(
        posted(request), measures=policy.measures, main_activity=course.main_activity, often=True, weekly=False
    )
    page = Page(
        heading=_("Check-in by telephone"),
        verb=_("Save the check-in"),
        done=_("Check-in saved, marked as answered by telephone."),
        intro=_("Read each question aloud. Any of them may be skipped."),
    )

    def verb(said: dict[str, Any]) -> None:
        recovery.submit_check_in(
            actor=request.actor,
            case=case,
            at=clock.now(),
            scores=form.scores,
            alarming=bool(said["alarming"]),
            red_flags=said["red_flags"],
            by_telephone=True,
            client_key=said["client_key"],
        )

    return decide(request, page, form, verb, case=case)
