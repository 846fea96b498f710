"""The page of a case: its way so far, the one next step, how the body does, what was said to whom."""

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils import formats
from django.utils.translation import gettext, ngettext

from duty.models import Assignment
from duty.rows import restriction_of
from duty.services import longest_days
from duty.spans import active_spans, days_in
from injuries.models import Case, CaseEvent
from injuries.services import may_classify
from notifications.models import Reminder
from people import clock
from people.models import User
from people.policy import Relation
from people.requests import ActingRequest
from people.scope import beyond_the_wall
from people.services import record_access
from people.wall import Actor, readable
from portal.case_facts import CaseFacts, facts_of
from portal.case_steps import late, steps
from portal.day_words import hours, named, short, weekday
from portal.journal import entry_of
from portal.parts import DateTile, Fact
from portal.queue import next_step
from portal.shown import evidence_shown, limits_shown, recovery_charts
from portal.views.hr.cases import TONES
from portal.views.hr.days import lines_of_case
from portal.views.hr.door import PER_PAGE, case_to_see, case_url, desk_day, name_of, person_of, show
from portal.views.hr.reminders import lines_of, reminder_lines
from recovery.reading import evidence_of

NEWEST = 8
NEWEST_DAYS = 4
# The steps that say nothing of reports and visits, for those who may not read them.
WITHOUT_MEDICAL = ("reported", "triage", "duty", "review")


def case_page(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_see(request, number)
    at = clock.now()
    facts = facts_of(request.actor, case, at=at)
    hat = "hr" if facts.runs else next((relation.value for relation in request.actor.sites), "")
    record_access(actor=request.actor, employee=case.employee, role=hat, what="case", at=at)
    step = next_step(request.actor, desk_day(request.actor), case) if facts.runs else None
    return show(
        request,
        "portal/hr/case.html",
        {
            "title": person_of(request.actor, case),
            "case": case,
            "facts": facts,
            "about": about(request.actor, case),
            "steps": steps(facts.for_steps(), step_urls(facts), known=None if facts.runs else WITHOUT_MEDICAL),
            "next": step,
            "other_step": other_step(step, facts),
            "opened_in_emergency": case.pk in request.actor.glass_cases and not facts.runs,
            "changes_url": case_url(case, "changes") if hat in (Relation.HR, Relation.AUDITOR) else "",
            "classify_url": case_url(case, "classify") if may_classify(request.actor, case) else "",
            **days_card(facts),
            **recovery_card(facts),
            **right_column(facts),
            **ledgers(request, case),
        },
        zone=case.establishment.timezone,
    )


def about(actor: Actor, case: Case) -> str:
    """ "Assembly operator, Line 4 · right wrist · since 17 February · owner R. Patel", as far as it may be known."""
    parts = [f"{case.employee.job_title}, {case.employee.department}"]
    if readable(actor, case, "body_part") and case.body_part:
        side = "" if case.side == "NA" else f" ({str(case.get_side_display()).lower()})"
        parts.append(f"{str(case.get_body_part_display()).lower()}{side}")
    parts.append(gettext("since %(day)s") % {"day": named(case.began_on)})
    if case.owner:
        parts.append(gettext("owner %(name)s") % {"name": case.owner})
    return " · ".join(parts)


def step_urls(facts: CaseFacts) -> dict[str, str]:
    """Each step opens its own form; only for whoever runs the case, and only where there is one."""
    case, duty = facts.case, facts.duty
    if not facts.runs or case.state == Case.State.CLOSED:
        return {}
    if case.state == Case.State.REPORTED:
        return {"triage": case_url(case, "triage")}
    urls = {
        "work_status": case_url(case, "work_status"),
        "duty": case_url(case, "duty", duty.pk) if duty else case_url(case, "duties"),
        "follow_up": case_url(case, "appointment"),
        "full_duty": case_url(case, "close"),
    }
    if duty and duty.state == Assignment.State.ACTIVE:
        urls["review"] = case_url(case, "review", duty.pk)
    return urls


def other_step(step: Any, facts: CaseFacts) -> tuple[str, str] | None:
    """The second button of the banner, where there is a second way."""
    if step is None:
        return None
    if step.kind in ("follow_up", "silent"):
        return gettext("Log a call"), case_url(facts.case, "note")
    if step.kind in ("duty", "review") and facts.duty:
        return gettext("See the duty"), case_url(facts.case, "duty", facts.duty.pk)
    return None


def days_card(facts: CaseFacts) -> dict[str, Any]:
    """The newest days of the ledger; for whoever runs the case, whose log counts from it."""
    if not facts.runs:
        return {}
    lines = lines_of_case(facts.case, facts.today, runs=True)
    return {"lines": lines[:NEWEST_DAYS], "days_url": case_url(facts.case, "days")}


def recovery_card(facts: CaseFacts) -> dict[str, Any]:
    """The status with the sentence that says why, and one chart for each measure."""
    if facts.course is None:
        return {"course": None}
    main_activity = facts.course.main_activity
    evidence = evidence_of(facts.course.evidence)
    return {
        "course": facts.course,
        "course_tone": TONES.get(facts.course.status, "wait"),
        "course_heading": course_heading(facts),
        "evidence": evidence_shown(evidence.to_json(), facts.case.day_zero) if evidence else "",
        "charts": recovery_charts(facts.case, facts.check_ins, main_activity=main_activity),
        "check_ins": len(facts.check_ins),
    }


def course_heading(facts: CaseFacts) -> str:
    """The finding in words, with its day."""
    course = facts.course
    if course is None or not facts.check_ins:
        return gettext("No check-in answered yet")
    since = {"day": named(course.since)}
    return {
        "insufficient": gettext("Too early to say"),
        "improving": gettext("Getting better since %(day)s") % since,
        "stalled": gettext("Hardly any change since %(day)s") % since,
        "worsening": gettext("Getting worse since %(day)s") % since,
        "recovered": gettext("Hardly any symptoms since %(day)s") % since,
        "silent": gettext("No answer any more since %(day)s") % since,
    }.get(course.status, str(course.get_status_display()))


def right_column(facts: CaseFacts) -> dict[str, Any]:
    """Always in the same order: limits, duty, dates, who sees what."""
    duty = facts.duty
    in_force = [limit.restriction for limit in facts.standing.limits]
    return {
        "limits": limits_shown(in_force or [restriction_of(row) for row in facts.restrictions], own=False),
        "limits_tag": limits_tag(facts),
        "off_work": facts.standing.off_work,
        "duty": duty,
        "duty_facts": duty_rows(facts, duty) if duty else [],
        "duty_tone": DUTY_TONES.get(duty.state, "wait") if duty else "",
        "duty_url": case_url(facts.case, "duty", duty.pk) if duty and facts.runs else "",
        "dates": dates(facts),
        "who_sees": who_sees(facts),
    }


DUTY_TONES = {"active": "ok", "scheduled": "ok", "suspended": "late", "lapsed": "late"}


def limits_tag(facts: CaseFacts) -> tuple[str, str]:
    ends = facts.standing.ends_on
    if any(limit.expired for limit in facts.standing.limits):
        return "late", gettext("Run out")
    if ends:
        tone = "due" if (ends - facts.today).days < 7 else "ok"
        return tone, gettext("Until %(day)s") % {"day": short(ends)}
    return ("ok", gettext("No end named")) if facts.standing.limits else ("", "")


def supervisor_of(facts: CaseFacts, department_id: int) -> str:
    """Who answers for a department today: the substitute before the one who is away."""
    rows = [row for row in facts.supervisors if row.department_id == department_id]
    rows.sort(key=lambda row: row.stands_in_for_id is None)
    return name_of(facts.actor, rows[0].supervisor) if rows else gettext("nobody named")


def duty_rows(facts: CaseFacts, duty: Assignment) -> list[Fact]:
    rows = [
        Fact(str(duty.get_kind_display()), duty.task.name, detail=duty.department.name),
        Fact(gettext("Hours"), hours(duty.shift_starts, duty.shift_ends)),
        Fact(gettext("Supervisor"), supervisor_of(facts, duty.department_id)),
        Fact(gettext("Review"), weekday(duty.review_on)),
    ]
    used = days_in(active_spans([facts.case.pk], facts.today).get(facts.case.pk, []))
    rows.append(
        Fact(
            gettext("Days used"),
            gettext("%(n)s of %(all)s") % {"n": used, "all": longest_days(facts.case.establishment_id)},
        )
    )
    return rows


def dates(facts: CaseFacts) -> list[DateTile]:
    """What comes next, soonest first; the weekday stands in the text."""
    case, found = facts.case, []
    if facts.course and case.next_check_in_on:
        found.append(DateTile(case.next_check_in_on, gettext("Check-in"), day_name(case.next_check_in_on)))
    for visit in facts.coming[:3]:
        day = facts.local(visit.starts_at)
        found.append(DateTile(day, visit.get_kind_display(), day_name(day), case_url(case, "visit", visit.pk)))
    if facts.duty and facts.duty.state in ("active", "scheduled"):
        over = (facts.today - facts.duty.review_on).days
        when = f"{day_name(facts.duty.review_on)}, {late(over)}" if over > 0 else day_name(facts.duty.review_on)
        found.append(DateTile(facts.duty.review_on, gettext("Duty review"), when))
    if facts.standing.ends_on:
        ends = facts.standing.ends_on
        found.append(
            DateTile(ends, gettext("Limits end"), gettext("%(day)s, new report by then") % {"day": day_name(ends)})
        )
    if case.prevention_due_on and not case.closed_on:
        found.append(DateTile(case.prevention_due_on, gettext("Change to the task"), case.prevention_by))
    found.sort(key=lambda tile: tile.on)
    if facts.runs:
        return found
    return [replace(tile, url="") for tile in found]


def day_name(day: Any) -> str:
    return str(formats.date_format(day, "l"))


def who_sees(facts: CaseFacts) -> list[str]:
    name = supervisor_of(facts, facts.case.employee.department_id)
    lines = [
        gettext("%(name)s sees the limits, the duty and its review date. Nothing else on this page.") % {"name": name}
    ]
    if facts.runs:
        lines.append(gettext("The employee sees who opened this page, and when."))
    return lines


def ledgers(request: ActingRequest, case: Case) -> dict[str, Any]:
    """The newest reminders and journal entries, each with the way to all of them."""
    journal = CaseEvent.objects.visible_to(request.actor).filter(case=case).select_related("by")
    reminders = Reminder.objects.visible_to(request.actor).filter(case=case).order_by("-due_on", "-pk")
    entries = list(journal[: NEWEST + 1])
    told = lines_of(request.actor, reminder_lines(request.actor, reminders)[: NEWEST + 1])
    return {
        "journal": [entry_of(event, called(request.actor, case)) for event in entries[:NEWEST]],
        "more_journal": len(entries) > NEWEST,
        "reminders": told[:NEWEST],
        "more_reminders": len(told) > NEWEST,
    }


def called(actor: Actor, case: Case) -> dict[int, str]:
    """The employee's own entries carry the pseudonym for somebody who may not know the name."""
    if readable(actor, case.employee, "name"):
        return {}
    with beyond_the_wall("which account is the employee's is asked to leave its name out"):
        account = User.objects.filter(employee=case.employee_id).values_list("pk", flat=True).first()
    return {account: person_of(actor, case)} if account else {}


def journal_page(request: ActingRequest, number: str) -> HttpResponse:
    case = case_to_see(request, number)
    events = CaseEvent.objects.visible_to(request.actor).filter(case=case).select_related("by")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    person = person_of(request.actor, case)
    title = ngettext("%(n)s entry in the journal", "%(n)s entries in the journal", page.paginator.count)
    return show(
        request,
        "portal/hr/journal.html",
        {
            "title": title % {"n": page.paginator.count},
            "case": case,
            "case_url": case_url(case),
            "person": person,
            "page": page,
            "entries": [entry_of(event, called(request.actor, case)) for event in page],
        },
        zone=case.establishment.timezone,
    )
