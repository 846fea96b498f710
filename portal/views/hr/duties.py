"""Find a duty for a person, and offer it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case as When
from django.db.models import IntegerField, QuerySet, Value
from django.db.models import When as If
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from duty.facts import DOES_NOT_FIT, FITS, FITS_WITH_MODIFICATION, UNKNOWN
from duty.matching import Standing
from duty.models import Assignment, Task
from duty.rows import review_date_for, standing_of, working_week
from duty.services import amend, candidates, propose, submit
from injuries.models import Case
from people import clock
from people.clock import local_day
from people.models import Supervision
from people.refusals import Refused
from people.requests import ActingRequest
from portal.day_words import in_full, named
from portal.find_duty import Found, found_duties
from portal.forms.hr.duty import ProposeForm, shown_blocks
from portal.shown import limits_shown
from portal.stages import stage_lines
from portal.views.hr.door import PER_PAGE, Page, carried_out, case_to_run, case_url, person_of, posted, show

# The exact match is worked out for this many; those near the person's own department come first.
AT_ONCE = 400
GROUPS = {
    FITS: ("ok", "check", _("Fits"), _("Best first. Rank adds up place, pay, hours, skills, spare room and likeness.")),
    FITS_WITH_MODIFICATION: ("due", "sliders", _("Fits if changed"), _("The change is part of the offer.")),
    UNKNOWN: ("wait", "unknown", _("Assess first"), _("Cannot be known yet, so it cannot be offered.")),
    DOES_NOT_FIT: ("late", "cross", _("Does not fit"), _("Shown so that nobody asks again.")),
}


def duties(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_run(request, number)
    today = local_day(clock.now(), case.establishment.timezone)
    standing = standing_of(case, today)
    bank = bank_for(request, case, standing)
    found = found_duties(case.employee, bank.tasks, standing)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return show(
        request,
        "portal/hr/duties.html",
        {
            "title": heading(found, standing),
            "case": case,
            "case_url": case_url(case),
            "person": person_of(request.actor, case),
            "limits": limits_shown([limit.restriction for limit in standing.limits], own=False),
            "standing": standing,
            "report_on": max((report.issued for report in standing.reports), default=None),
            "groups": groups(list(page), found) if standing.reports else [],
            "page": page,
            "bank": bank,
            "most": AT_ONCE,
        },
        zone=case.establishment.timezone,
    )


@dataclass(frozen=True)
class Bank:
    """The tasks to be matched exactly; `left_out` break a limit for certain, `more` did not fit on the page."""

    tasks: list[Task]
    left_out: int = 0
    more: int = 0


def bank_for(request: ActingRequest, case: Case, standing: Standing) -> Bank:
    """A small bank is matched whole, so that every "does not fit" has its reason; of a large one PostgreSQL leaves
    out what breaks a limit for certain. `?all=1` asks for those too."""
    offered = Task.objects.visible_to(request.actor).offered().filter(establishment=case.establishment)
    own_first = When(
        If(department_id=case.employee.department_id, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    every = offered.count()
    screened = every > AT_ONCE and "all" not in request.GET
    chosen = candidates(offered, standing) if screened else offered
    number = chosen.count() if screened else every
    tasks = list(chosen.select_related("department").order_by(own_first, "name", "pk")[:AT_ONCE])
    return Bank(tasks, left_out=every - number, more=max(0, number - AT_ONCE))


def heading(found: list[Found], standing: Standing) -> str:
    """ "2 duties fit now, 2 fit with a change"."""
    if not standing.reports:
        return gettext("The work status report comes first")
    if standing.off_work:
        return gettext("Off work: no duty can be offered")
    fits = sum(one.verdict == FITS for one in found)
    changed = sum(one.verdict == FITS_WITH_MODIFICATION for one in found)
    words = ngettext("%(n)s duty fits now", "%(n)s duties fit now", fits) % {"n": fits}
    if changed:
        more = ngettext("%(n)s fits with a change", "%(n)s fit with a change", changed) % {"n": changed}
        return f"{words}, {more}"
    return words if fits else gettext("No duty fits yet")


def groups(shown: list[Found], every: list[Found]) -> list[dict[str, Any]]:
    made = []
    for verdict, (tone, icon, name, about) in GROUPS.items():
        rows = [one for one in shown if one.verdict == verdict]
        if rows:
            count = sum(one.verdict == verdict for one in every)
            made.append({"tone": tone, "icon": icon, "name": f"{name} · {count}", "about": about, "rows": rows})
    return made


OFFER = Page(
    heading=_("Offer this duty"),
    verb=_("Send to the supervisor"),
    done=_("Sent. The supervisor has it in the queue."),
    template="portal/hr/propose.html",
)


def offer(request: ActingRequest, number: str, task: int) -> HttpResponse:
    """Propose and send in one step; with the second button it stays a draft."""
    case = case_to_run(request, number)
    tasks = Task.objects.visible_to(request.actor).offered().filter(establishment=case.establishment)
    chosen = get_object_or_404(tasks.select_related("department"), pk=task)
    today = local_day(clock.now(), case.establishment.timezone)
    form = ProposeForm(posted(request), initial=first_plan(case, chosen, today), tasks=beside(request, chosen))
    made: list[Assignment] = []

    def verb(said: dict[str, Any]) -> None:
        draft = propose(actor=request.actor, case=case, task=chosen, at=clock.now(), **said)
        made.append(sent(request, draft))

    return plan(request, case, chosen, form, verb, made)


PLANNED = (
    "starts_on",
    "planned_end_on",
    "shift_starts",
    "shift_ends",
    "ask_for",
    "answer_by",
    "wage_kind",
    "wage_amount",
    "doctor_agreed_on",
    "own_job",
    "affects_routine_functions",
    "limits_full_workday",
)


def beside(request: ActingRequest, task: Task) -> QuerySet[Task]:
    """The tasks that may be done in the same shift: those of the same department."""
    offered = Task.objects.visible_to(request.actor).offered()
    return offered.filter(department_id=task.department_id).exclude(pk=task.pk).order_by("name")


def finish(request: ActingRequest, number: str, pk: Any) -> HttpResponse:
    """A draft: changed where it must be, and sent."""
    case = case_to_run(request, number)
    rows = Assignment.objects.in_state("draft").select_related("task__department", "case", "stage")
    draft = get_object_or_404(rows, pk=pk, case=case)
    known = {name: getattr(draft, name) for name in PLANNED} | shown_blocks(draft.blocks.select_related("task"))
    form = ProposeForm(posted(request), initial=known, tasks=beside(request, draft.task))
    made: list[Assignment] = []

    def verb(said: dict[str, Any]) -> None:
        changed = amend(actor=request.actor, assignment=draft, at=clock.now(), **said)
        made.append(
            changed if "draft" in request.POST else submit(actor=request.actor, assignment=changed, at=clock.now())
        )

    return plan(request, case, draft.task, form, verb, made, draft)


def sent(request: ActingRequest, draft: Assignment) -> Assignment:
    """On its way to the supervisor, unless it was to stay a draft."""
    if "draft" in request.POST:
        return draft
    return submit(actor=request.actor, assignment=draft, at=clock.now())


def plan(
    request: ActingRequest,
    case: Case,
    task: Task,
    form: ProposeForm,
    verb: Any,
    made: list[Assignment],
    draft: Assignment | None = None,
) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and carried_out(form, lambda: verb(form.cleaned_data)):
        messages.success(request, gettext("Kept as a draft.") if "draft" in request.POST else str(OFFER.done))
        return redirect(case_url(case, "duty", made[0].pk))
    today = local_day(clock.now(), case.establishment.timezone)
    standing = standing_of(case, today)
    found = found_duties(case.employee, [task], standing)
    return show(
        request,
        OFFER.template,
        {
            "page": OFFER,
            "title": gettext("Offer “%(task)s”") % {"task": task.name},
            "form": form,
            "case": case,
            "case_url": case_url(case),
            "person": person_of(request.actor, case),
            "back": case_url(case, "duties"),
            "task": task,
            "found": found[0],
            "group": GROUPS[found[0].verdict],
            "limits": limits_shown([limit.restriction for limit in standing.limits], own=False),
            "review": review_words(case, form, standing, today),
            "supervisors": supervisors(task, today),
            "stages": stage_lines(request.actor, draft) if draft else [],
            "plan_url": "" if draft else f"{case_url(case, 'plan_return')}?task={task.pk}",
        },
        status=422 if form.is_bound else 200,
        zone=case.establishment.timezone,
    )


def first_plan(case: Case, task: Task, today: date) -> dict[str, Any]:
    """What can be filled in: the next working day, until the limits end, at the task's hours, with its supervisor."""
    ends = standing_of(case, today).ends_on
    starts = working_week(case.establishment, today).after(today, 1)
    people = supervisors(task, today)
    return {
        "starts_on": starts,
        "planned_end_on": ends if ends and ends >= starts else None,
        "shift_starts": task.shift_starts or case.employee.shift_starts,
        "shift_ends": task.shift_ends or case.employee.shift_ends,
        "ask_for": people[0].supervisor.name if people else "",
        "affects_routine_functions": True,
    }


def supervisors(task: Task, today: date) -> list[Supervision]:
    """Who answers for the department, whoever stands in first."""
    rows = Supervision.objects.in_force(today).filter(department_id=task.department_id).select_related("supervisor")
    return sorted(rows, key=lambda row: row.stands_in_for_id is None)


def review_words(case: Case, form: ProposeForm, standing: Standing, today: date) -> str:
    """The review date that is worked out, and why it is that day."""
    values = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    starts, ends = values.get("starts_on"), values.get("planned_end_on")
    if not starts:
        return ""
    try:
        day = review_date_for(case, starts, ends)
    except Refused as refused:
        return " ".join(str(words) for words in refused.fields.values())
    words = gettext("The first review is on %(day)s: a week after the first day, on a working day,")
    said = words % {"day": in_full(day)}
    if standing.ends_on:
        until = gettext("never past %(day)s, when the limits end.")
        return f"{said} {until % {'day': named(standing.ends_on)}}"
    return f"{said} {gettext('or sooner after the next visit.')}"
