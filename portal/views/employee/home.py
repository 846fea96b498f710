"""The first page after sign-in: what am I allowed to do today, answered without a tap."""

from datetime import date
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from injuries.models import Case
from notifications.models import InboxItem
from people import clock
from people.models import Employee
from people.requests import ActingRequest
from portal.charts import RecoveryChart
from portal.shown import evidence_shown, recovery_charts
from portal.today import Holds, duty_today, holds_on, next_dates
from portal.todo import todos_for
from portal.views.frame import chosen_case, employee_of, own_cases, own_page, phone
from recovery.models import Appointment, Course

CHART_CHECK_INS = 24
VISITS_SHOWN = 20


@own_page
def home(request: ActingRequest) -> HttpResponseBase:
    """Everybody's first page; who has no case of their own is sent to the work that waits. `?me` stays here."""
    actor = request.actor
    if actor.employee_id is None:
        return redirect("admin:index" if any(actor.sites.values()) else "portal:inbox")
    cases = own_cases(request)
    if not cases and "me" not in request.GET:
        if any(actor.sites.values()):
            return redirect("admin:index")
        if actor.is_supervisor:
            return redirect("portal:team")
    return phone(request, "portal/employee/home.html", home_context(request, cases), tab="today")


def home_context(request: ActingRequest, cases: list[Case]) -> dict[str, Any]:
    employee, case, at = employee_of(request), chosen_case(request, cases), clock.now()
    today = clock.local_day(at, employee.establishment.timezone)
    visits = standing_visits(request, case)
    duty, holds = duty_today(request.actor, employee, today), holds_on(case, today)
    course: Course | None = getattr(case, "course", None)
    unread = InboxItem.objects.visible_to(request.actor).filter(recipient_id=request.actor.user_id or 0).unread()
    return {
        "employee": employee,
        "today": today,
        "case": case,
        "others": [other for other in cases if case and other.pk != case.pk],
        "duty": duty,
        "holds": holds,
        "todos": todos_for(request.actor, case, visits, at=at),
        "dates": next_dates(case, coming(visits), duty.duty if duty else None, holds, today),
        "evidence": evidence_shown(course.evidence, case.day_zero) if case and course else "",
        "chart": chart_of(case, course),
        "answered": bool(case and case.next_check_in_on and case.next_check_in_on > today),
        "unread": unread.count(),
        "is_desk": any(request.actor.sites.values()),
    }


def standing_visits(request: ActingRequest, case: Case | None) -> list[Appointment]:
    """The visits entered for a case and not canceled, the next ones first."""
    if case is None:
        return []
    return list(Appointment.objects.visible_to(request.actor).filter(case=case).standing().order_by("starts_at"))


def coming(visits: list[Appointment]) -> list[Appointment]:
    now = clock.now()
    return [visit for visit in visits if visit.starts_at >= now]


def chart_of(case: Case | None, course: Course | None) -> RecoveryChart | None:
    """The own main activity if it was ever answered, else another where more is better, else pain."""
    if case is None:
        return None
    recent = list(case.check_ins.filter(replaced_at__isnull=True).order_by("-day")[:CHART_CHECK_INS])
    charts = recovery_charts(case, recent, main_activity=course.main_activity if course else "")
    return min(charts, key=lambda chart: chart.less_is_better, default=None)


@own_page
def dates(request: ActingRequest) -> HttpResponseBase:
    """Every date that is coming, and the visits entered, each with what can be done about it."""
    employee, cases = employee_of(request), own_cases(request)
    case, at = chosen_case(request, cases), clock.now()
    today = clock.local_day(at, employee.establishment.timezone)
    visits = standing_visits(request, case)
    context = {
        "case": case,
        "dates": dates_of(request, employee, case, today),
        "coming": coming(visits),
        "past": [visit for visit in reversed(visits) if visit.starts_at < at][:VISITS_SHOWN],
    }
    return phone(request, "portal/employee/dates.html", context, tab="dates")


def dates_of(request: ActingRequest, employee: Employee, case: Case | None, today: date) -> list[Any]:
    """All but the visits: those stand in a list of their own."""
    duty, holds = duty_today(request.actor, employee, today), holds_on(case, today) if case else Holds([])
    return next_dates(case, [], duty.duty if duty else None, holds, today)
