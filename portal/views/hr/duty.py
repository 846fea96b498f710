"""A duty, its steps, and what HR may do with it now."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duty import services as duty_services
from duty.close_shifts import too_close
from duty.lifecycle import FINAL_STATES, FULL_DUTY, actions_from
from duty.matching import Standing
from duty.models import Assignment, AssignmentStep, DutyReview
from duty.rows import review_date_for, standing_of
from duty.services.letters import SENT_STATES
from duty.services.readiness import stage_beside
from injuries.models import Case
from people import clock
from people.clock import local_day
from people.refusals import Refused, Words
from people.requests import ActingRequest
from people.wall import Actor
from portal.day_words import hours, in_full, weekday
from portal.duty_facts import parts_of
from portal.find_duty import found_duties
from portal.forms.hr import duty as asks
from portal.forms.hr.case import ConfirmForm
from portal.parts import Entry, Fact
from portal.stages import stage_context
from portal.views.hr.case import DUTY_TONES
from portal.views.hr.door import Page, case_to_run, case_url, decide, person_of, posted, show, uploaded
from portal.views.hr.duties import GROUPS, supervisors
from recovery.restrictions import ACTIVITIES
from recovery.sentences import figure

# Rule of duty.lifecycle: (page, words of the button, stop button). In the order in which they stand.
BUTTONS: dict[str, tuple[str, Words, bool]] = {
    "submit": ("finish", _("Finish and send"), False),
    "review_continue": ("review", _("Hold review"), False),
    "accept": ("paper", _("Enter the answer on paper"), False),
    "start": ("duty_start", _("Start the duty"), False),
    "resume": ("resume", _("Go on"), False),
    "step_up": ("step_up", _("Step up"), False),
    "step_down": ("step_down", _("Step down"), False),
    "extend": ("extend", _("Extend"), False),
    "change": ("change", _("Change"), False),
    "end": ("duty_end", _("End"), False),
    "withdraw": ("withdraw", _("Withdraw"), False),
    "safety_stop": ("stop", _("Stop the duty"), True),
}
STEP_WORDS: dict[str, Words] = {
    "propose": _("Planned"),
    "amend": _("Plan changed"),
    "submit": _("Sent to the supervisor"),
    "approve": _("Approved"),
    "decline": _("Declined by the supervisor"),
    "acknowledge": _("Letter received"),
    "accept": _("Accepted"),
    "refuse": _("Refused"),
    "start": _("Started"),
    "review_continue": _("Reviewed, goes on"),
    "extend": _("Extended"),
    "change": _("Ended for a changed duty"),
    "step_up": _("Next stage"),
    "step_down": _("Stage before"),
    "safety_stop": _("Stopped"),
    "rematch": _("Matched again"),
    "restrictions_tightened": _("No longer keeps the limits"),
    "resume": _("Goes on after a stop"),
    "lapse": _("Ran out without a review"),
    "end": _("Ended"),
    "withdraw": _("Withdrawn"),
}


def duty_of(request: ActingRequest, number: str, pk: UUID) -> tuple[Case, Assignment]:
    case = case_to_run(request, number)
    rows = Assignment.objects.select_related(
        "task__department",
        "department",
        "establishment",
        "case__establishment",
        "employee__establishment",
        "proposed_by",
        "approved_by",
        "stage",
    )
    return case, get_object_or_404(rows, pk=pk, case=case)


def duty(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    case, row = duty_of(request, number, pk)
    today = local_day(clock.now(), case.establishment.timezone)
    standing = standing_of(case, max(today, row.starts_on))
    found = found_duties(case.employee, [row.task], standing)[0]
    people = supervisors(row.task, today)
    reviews = DutyReview.objects.filter(assignment=row).select_related("by")
    return show(
        request,
        "portal/hr/duty.html",
        {
            "title": row.task.name,
            "case": case,
            "case_url": case_url(case),
            "person": person_of(request.actor, case),
            "duty": row,
            "tone": DUTY_TONES.get(row.state, "wait"),
            "rows": facts_of(row),
            "buttons": buttons(case, row),
            "found": found,
            "group": GROUPS[found.verdict],
            "supervisors": people,
            "can_keep_copy": bool(row.offer_text) and row.state in SENT_STATES,
            "waiting": row.state == Assignment.State.PENDING_SUPERVISOR,
            "too_close": close_words(row, standing),
            "steps": [entry_of(step) for step in row.steps.select_related("by").order_by("-at", "-pk")],
            "reviews": reviews,
            "next": Assignment.objects.filter(previous=row).first(),
            **stage_context(request.actor, row, clock.now()),
        },
        zone=case.establishment.timezone,
    )


def close_words(row: Assignment, standing: Standing) -> list[str]:
    """Where shifts follow so closely that 24 hours hold more than a day may; asked while it can still be mended."""
    if row.state in FINAL_STATES:
        return []
    words = gettext("From %(day)s, %(time)s, 24 hours hold %(hours)s hours of %(what)s. The limit is %(limit)s.")
    return [
        words
        % {
            "day": weekday(one.window.day),
            "time": formats.time_format(time(one.window.starts // 60, one.window.starts % 60), gettext("g:i A")),
            "hours": figure(one.window.minutes / 60),
            "limit": figure(one.limit / 60),
            "what": gettext(ACTIVITIES[one.activity].label).lower() if one.activity else gettext("work"),
        }
        for one in too_close(row, standing)
    ]


def buttons(case: Case, row: Assignment) -> list[tuple[str, Words, bool]]:
    """What HR may try now; the first one is the main one."""
    allowed = set(actions_from(row.state, "hr")) - missing_steps(row)
    return [
        (case_url(case, page, row.pk), words, stop)
        for action, (page, words, stop) in BUTTONS.items()
        if action in allowed
    ]


def missing_steps(row: Assignment) -> set[str]:
    """A step to a stage that does not exist is no button."""
    beside = {"step_up": 1, "step_down": -1}
    return {action for action, offset in beside.items() if stage_beside(row, offset) is None}


def facts_of(row: Assignment) -> list[Fact]:
    def day(value: Any) -> str:
        return weekday(value) if value else gettext("no end named")

    rows = [
        Fact(gettext("Kind"), row.get_kind_display()),
        Fact(gettext("Department"), row.department.name),
        Fact(gettext("First day"), day(row.starts_on)),
        Fact(gettext("Last day"), day(row.planned_end_on)),
        Fact(gettext("Hours"), hours(row.shift_starts, row.shift_ends)),
        *(Fact(gettext("Then"), name, detail=part_hours) for name, part_hours in parts_of(row)),
        Fact(gettext("Ask for"), row.ask_for or "–"),
        Fact(gettext("Review"), day(row.review_on)),
        Fact(gettext("Limits end"), day(row.restrictions_end_on)),
    ]
    if row.own_job:
        rows.append(Fact(gettext("Own job"), gettext("changed")))
    if row.wage_kind:
        rows.append(Fact(gettext("Pay"), pay_of(row)))
    if row.doctor_agreed_on:
        rows.append(Fact(gettext("The doctor agreed"), day(row.doctor_agreed_on)))
    if row.answer_by:
        rows.append(Fact(gettext("Answer by"), day(row.answer_by)))
    if row.reason:
        rows.append(Fact(gettext("Reason"), reason_words(row.reason)))
    if row.alternative:
        rows.append(Fact(gettext("Another duty instead"), row.alternative))
    return rows


def pay_of(row: Assignment) -> str:
    if row.wage_amount is None:
        return str(row.get_wage_kind_display())
    return f"${formats.number_format(row.wage_amount, 2)} {row.get_wage_kind_display()}"


def entry_of(step: AssignmentStep) -> Entry:
    who = str(step.by) if step.by else gettext("Lightduty")
    return Entry(what=STEP_WORDS.get(step.action, step.action), at=step.at, who=who, text=reason_words(step.reason))


def reason_words(reason: str) -> str:
    """A reason as it was written; the one that is a code of the rules, in words."""
    return gettext("Back to full duty") if reason == FULL_DUTY else reason


def step_page(
    request: ActingRequest,
    number: str,
    pk: UUID,
    page: Page,
    form_class: type[Any],
    verb: Any,
    more: Callable[[Actor, Assignment, datetime], dict[str, Any]] | None = None,
) -> HttpResponse:
    """One question about a duty, one verb; afterwards the duty as it is then. `more` is what the page shows beside."""
    case, row = duty_of(request, number, pk)
    form = form_class(posted(request), uploaded(request))
    here = case_url(case, "duty", row.pk)
    return decide(
        request,
        page,
        form,
        lambda said: verb(actor=request.actor, assignment=row, at=clock.now(), **said),
        case=case,
        back=here,
        context={
            "duty": row,
            "duty_facts": facts_of(row),
            "worked_out": worked_out(case, row, form),
            **(more(request.actor, row, clock.now()) if more else {}),
        },
    )


def worked_out(case: Case, row: Assignment, form: Any) -> str:
    """The next review as it will be if no other day is entered, so that nobody has to guess."""
    if "review_on" not in form.fields:
        return ""
    today = local_day(clock.now(), case.establishment.timezone)
    first = row.state == Assignment.State.SUSPENDED
    try:
        day = review_date_for(case, today, row.planned_end_on, first=first)
    except Refused as refused:
        return " ".join(str(words) for words in refused.fields.values())
    after = gettext("a week from today") if first else gettext("two weeks from today")
    words = gettext("If it goes on, the next review is on %(day)s: %(after)s, on a working day, within the limits.")
    return words % {"day": in_full(day), "after": after}


def extend(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Extend the duty"),
        verb=_("Extend the duty"),
        done=_("The duty has a new last day."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.ExtendForm, duty_services.extend)


def stop(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Stop this duty now?"),
        verb=_("Stop the duty"),
        done=_("The duty is stopped."),
        intro=_("None of its work is done until you let it go on."),
        stop=True,
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.ReasonForm, duty_services.safety_stop)


def resume(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Let the duty go on"),
        verb=_("Go on"),
        done=_("The duty goes on."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.ResumeForm, duty_services.resume)


def change(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Change this duty"),
        verb=_("End it and plan the changed one"),
        done=_("The old version has ended. Its draft is ready to be changed and sent."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.ReasonForm, duty_services.change)


def end(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("End this duty?"),
        verb=_("End the duty"),
        done=_("The duty has ended."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.EndForm, duty_services.end)


def withdraw(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Withdraw this duty?"),
        verb=_("Withdraw the duty"),
        done=_("The duty is withdrawn."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, asks.ReasonForm, duty_services.withdraw)


def start(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    page = Page(
        heading=_("Start this duty today?"),
        verb=_("Start the duty"),
        done=_("The duty is active."),
        intro=_("It starts by itself on its first day; use this where that did not happen."),
        template="portal/hr/step.html",
    )
    return step_page(request, number, pk, page, ConfirmForm, duty_services.start)


def paper(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    """The employee's answer on paper, entered by HR who holds it."""
    page = Page(
        heading=_("Enter the answer given on paper"),
        verb=_("Enter the answer"),
        done=_("The answer is entered."),
        intro=_("Only with the signed copy in your hands; it goes into the personnel file."),
        template="portal/hr/step.html",
    )

    def verb(*, answer: str, reason: str, copy: Any, assignment: Assignment, **said: Any) -> Assignment:
        if copy is not None:
            kept = {"actor": said["actor"], "at": said["at"]}
            assignment = duty_services.keep_signed_copy(assignment=assignment, upload=copy, **kept)
        if answer == "accept":
            return duty_services.accept(assignment=assignment, **said)
        return duty_services.refuse(assignment=assignment, reason=reason, **said)

    return step_page(request, number, pk, page, asks.PaperForm, verb)


def signed(request: ActingRequest, number: str, pk: UUID) -> HttpResponse:
    """The letter came back signed: kept as a file, and its arrival written down."""
    page = Page(
        heading=_("Keep the signed letter"),
        verb=_("Keep it"),
        done=_("The signed letter is kept. It says that the employee has the letter."),
        intro=_("This says that the letter was received. A yes or a no is entered as the answer on paper."),
        template="portal/hr/step.html",
    )

    def verb(*, copy: Any, assignment: Assignment, **said: Any) -> Assignment:
        kept = duty_services.keep_signed_copy(assignment=assignment, upload=copy, **said)
        return duty_services.acknowledge(assignment=kept, **said)

    return step_page(request, number, pk, page, asks.SignedForm, verb)
