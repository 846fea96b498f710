"""A graded return: its stages planned on one page, then stepped up after a review, or down at once."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duty import services
from duty.models import Assignment, Task
from duty.rows import standing_of, working_week
from injuries.models import Case
from people import clock
from people.clock import local_day
from people.requests import ActingRequest
from people.wall import Actor
from portal.forms.hr.case import ConfirmForm
from portal.forms.hr.duty import ReasonForm
from portal.forms.hr.stages import StagesForm
from portal.shown import limits_shown
from portal.stages import stage_context, stage_lines
from portal.typed import typed_number
from portal.views.hr.door import Page, carried_out, case_to_run, case_url, person_of, posted, show
from portal.views.hr.duty import step_page

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def plan_return(request: ActingRequest, number: str) -> HttpResponse:
    """The stages; the draft of the first one is finished and sent like any other duty."""
    case = case_to_run(request, number)
    offered = Task.objects.visible_to(request.actor).offered().filter(establishment=case.establishment)
    tasks = offered.select_related("department").order_by("department__name", "name")
    form = StagesForm(posted(request), initial=first_stages(request, case), tasks=tasks)
    made: list[Assignment] = []

    def verb() -> None:
        stages = form.cleaned_data["stages"]
        made.append(services.plan_return(actor=request.actor, case=case, stages=stages, at=clock.now()))

    if request.method == "POST" and form.is_valid() and carried_out(form, verb):
        messages.success(request, gettext("The stages are kept. Finish the offer of the first one and send it."))
        return redirect(case_url(case, "finish", made[0].pk))
    standing = standing_of(case, local_day(clock.now(), case.establishment.timezone))
    context = {
        "title": gettext("Plan a graded return"),
        "form": form,
        "case": case,
        "case_url": case_url(case),
        "person": person_of(request.actor, case),
        "back": case_url(case, "duties"),
        "limits": limits_shown([limit.restriction for limit in standing.limits], own=False),
        "known_until": standing.ends_on,
        "has_report": bool(standing.reports),
    }
    status = 422 if form.is_bound else 200
    return show(request, "portal/hr/plan_return.html", context, status=status, zone=case.establishment.timezone)


def first_stages(request: ActingRequest, case: Case) -> dict[str, Any]:
    """Two weeks of one task, a week each, from the next working day: days to begin with, not advice."""
    task = typed_number(request.GET.get("task", ""))
    today = local_day(clock.now(), case.establishment.timezone)
    starts = working_week(case.establishment, today).after(today, 1)
    return {
        "stages_1_task": task,
        "stages_1_starts_on": starts,
        "stages_1_ends_on": starts + WEEK - DAY,
        "stages_2_task": task,
        "stages_2_starts_on": starts + WEEK,
        "stages_2_ends_on": starts + 2 * WEEK - DAY,
    }


def step_up(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Step up to the next stage"),
        verb=_("Step up"),
        done=_("The next stage is set."),
        intro=_("It holds from the next shift that has not begun. The calendar alone never steps anybody up."),
        template="portal/hr/step_stage.html",
    )
    return step_page(request, number, pk, page, ConfirmForm, services.step_up, more=stage_context)


def step_down(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Step down to the stage before"),
        verb=_("Step down now"),
        done=_("The stage before holds again, from now."),
        intro=_("It holds at once, also in the middle of a shift."),
        template="portal/hr/step_stage.html",
    )
    return step_page(request, number, pk, page, ReasonForm, services.step_down, more=plan_beside)


def plan_beside(actor: Actor, row: Assignment, at: datetime) -> dict[str, Any]:
    return {"stages": stage_lines(actor, row)}
