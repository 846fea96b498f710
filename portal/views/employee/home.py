"""The first page after sign-in: what am I allowed to do today, answered without a tap."""

from dataclasses import dataclass
from datetime import date

from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from duty.models import Assignment
from duty.rows import LimitInForce, limits_in_force
from injuries.models import Case
from people import clock
from people.models import Employee
from people.requests import ActingRequest
from portal.parts import DateTile, Limit
from portal.shown import evidence_shown, limits_shown, recovery_charts, short_day
from portal.todo import todos_for
from portal.views.frame import employee_of, own_case, own_cases, phone, signed_in
from recovery.models import Appointment, Course

CHART_CHECK_INS = 24


@dataclass(frozen=True)
class Today:
    """What holds today. `off_work`: a provider says no work at all for now."""

    limits: list[Limit]
    until: date | None
    expired: bool
    off_work: bool


def today_of(case: Case | None, day: date) -> Today:
    found: list[LimitInForce] = limits_in_force(case, day) if case else []
    ends = [limit.fact.valid_to for limit in found if limit.fact.valid_to and not limit.fact.permanent]
    return Today(
        limits=limits_shown([limit.fact for limit in found], own=True),
        until=min(ends) if ends else None,
        expired=any(limit.expired for limit in found),
        off_work=any(limit.row is None for limit in found),
    )


@signed_in
def home(request: ActingRequest) -> HttpResponseBase:
    """Everybody's first page; who has no case of their own is sent to the work that waits."""
    actor = request.actor
    if actor.employee_id is None:
        return redirect("admin:index" if any(actor.sites.values()) else "portal:inbox")
    cases = own_cases(request)
    if not cases and "me" not in request.GET:
        if any(actor.sites.values()):
            return redirect("admin:index")
        if actor.is_supervisor:
            return redirect("portal:approvals")
    return phone(
        request, "portal/employee/home.html", context_of(request, employee_of(request), own_case(request)), tab="today"
    )


def context_of(request: ActingRequest, employee: Employee, case: Case | None) -> dict[str, object]:
    at = clock.now()
    today = clock.local_day(at, employee.establishment.timezone)
    duty = current_duty(request, employee)
    course: Course | None = getattr(case, "course", None) if case else None
    return {
        "employee": employee,
        "today": today,
        "case": case,
        "others": [other for other in own_cases(request) if case and other.pk != case.pk],
        "duty": duty,
        "holds": today_of(case, today),
        "todos": todos_for(request.actor, case, at=at),
        "dates": next_dates(request, case, duty, today),
        "course": course,
        "evidence": evidence_shown(course.evidence, case.day_zero) if case and course else "",
        "chart": chart_of(case, course),
        "is_supervisor": request.actor.is_supervisor,
        "is_desk": any(request.actor.sites.values()),
    }


def current_duty(request: ActingRequest, employee: Employee) -> Assignment | None:
    """The duty worked now, else the one that starts soon, else one that was stopped."""
    duties = (
        Assignment.objects.visible_to(request.actor)
        .filter(employee=employee)
        .in_state("active", "scheduled", "suspended", "lapsed")
        .select_related("task", "department")
        .order_by("starts_on")
    )
    order = {"active": 0, "scheduled": 1, "suspended": 2, "lapsed": 3}
    return min(duties, key=lambda duty: order[duty.state], default=None)


def chart_of(case: Case | None, course: Course | None) -> object | None:
    """The own main activity if it was ever answered, else the first measure."""
    if case is None:
        return None
    recent = list(case.check_ins.filter(replaced_at__isnull=True).order_by("-day")[:CHART_CHECK_INS])
    if not recent:
        return None
    charts = recovery_charts(case, recent, main_activity=course.main_activity if course else "")
    return next((chart for chart in charts if not chart.less_is_better), charts[0] if charts else None)


def next_dates(request: ActingRequest, case: Case | None, duty: Assignment | None, today: date) -> list[DateTile]:
    """What comes, soonest first."""
    tiles: list[DateTile] = []
    if case and case.next_check_in_on:
        day = max(case.next_check_in_on, today)
        words = _("%(weekday)s, takes 30 seconds") % {"weekday": formats.date_format(day, "l")}
        tiles.append(DateTile(day, _("Short check-in"), words, reverse("portal:check_in")))
    if case:
        visits = Appointment.objects.visible_to(request.actor).filter(case=case).coming(clock.now())
        for visit in visits.order_by("starts_at"):
            local = visit.starts_at.astimezone(clock.zone_of(case.establishment.timezone))
            words = formats.date_format(local, _("l, g:i A"))
            tiles.append(DateTile(local.date(), str(visit.get_kind_display()), words))
    if duty and duty.state in {"active", "scheduled"}:
        tiles.append(DateTile(duty.review_on, _("Review of your duty"), _("HR looks at it with you")))
    if duty and duty.restrictions_end_on and duty.restrictions_end_on >= today:
        tiles.append(DateTile(duty.restrictions_end_on, _("Limits end"), _("You need a new report by then")))
    return sorted(tiles, key=lambda tile: tile.on)


@signed_in
def dates(request: ActingRequest) -> HttpResponseBase:
    """Every date that is coming, and the visits entered, each with what can be done about it."""
    employee = employee_of(request)
    case = own_case(request)
    today = clock.local_day(clock.now(), employee.establishment.timezone)
    visits = Appointment.objects.visible_to(request.actor).filter(case=case).order_by("-starts_at")[:20] if case else []
    return phone(
        request,
        "portal/employee/dates.html",
        {
            "case": case,
            "dates": next_dates(request, case, current_duty(request, employee), today),
            "visits": visits,
            "now": clock.now(),
            "zone": employee.establishment.timezone,
            "short": short_day,
        },
        tab="dates",
    )
