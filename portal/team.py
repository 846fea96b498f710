"""The team as its supervisor may know it: duty, limits in plain words, review date, "away". Never a reason."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.core.paginator import Page, Paginator
from django.utils import formats
from django.utils.translation import gettext as _
from duty.roster import effect_of

from duty.lifecycle import review_overdue
from duty.models import Assignment
from duty.rows import limits_in_force, limits_in_force_of
from people.models import Employee
from people.wall import Actor
from portal.duty_facts import hours_of
from portal.parts import Limit
from portal.shown import limits_shown
from recovery.models import Appointment

PER_PAGE = 25
SHOWN_STATES = ("pending_supervisor", "pending_employee", "scheduled", "active", "suspended", "lapsed")


@dataclass
class Member:
    """One line of the board."""

    employee: Employee
    duty: Assignment | None = None
    waits: bool = False
    hours: str = ""
    limits: list[Limit] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    overdue: bool = False


@dataclass(frozen=True)
class Board:
    page: "Page[Employee]"
    members: list[Member]
    with_duty: int


def limits_of_duty(duty: Assignment) -> list[Limit]:
    """What the person may do while the duty runs: the limit, never who said it."""
    return limits_shown([limit.fact for limit in limits_in_force(duty.case, duty.starts_on)], own=False)


def effect_on_shift(duty: Assignment) -> list[str]:
    """What the duty does to both departments, in sentences."""
    return [str(sentence) for sentence in effect_of(duty)]


def team_board(actor: Actor, *, page: str | None) -> Board:
    """The people of the supervised departments and those lent to them; the ones with a duty or limits first."""
    duties = (
        Assignment.objects.visible_to(actor)
        .exclude(employee_id=actor.employee_id)
        .filter(state__in=SHOWN_STATES)
        .select_related("task", "department", "case__establishment")
        .order_by("starts_on")
    )
    by_employee: dict[int, list[Assignment]] = defaultdict(list)
    for duty in duties:
        by_employee[duty.employee_id].append(duty)
    people = Employee.objects.visible_to(actor).exclude(pk=actor.employee_id).filter(left_on__isnull=True)
    lent = Employee.objects.filter(pk__in=list(by_employee))
    everybody = (people | lent).distinct().select_related("department").order_by("family_name", "given_name")
    ordered = sorted(everybody, key=lambda one: one.pk not in by_employee)
    shown = Paginator(ordered, PER_PAGE).get_page(page)
    cases = {duty.case for rows in by_employee.values() for duty in rows}
    limits = limits_in_force_of(cases, actor.today)
    away = away_today(actor)
    members = [member_of(one, by_employee[one.pk], limits, away[one.pk], actor.today) for one in shown]
    return Board(page=shown, members=members, with_duty=len(by_employee))


def member_of(employee: Employee, duties: list[Assignment], limits: dict, away: list[str], today: date) -> Member:  # type: ignore[type-arg]  # see below
    duty = next((one for one in duties if one.state == "active"), duties[0] if duties else None)
    if duty is None:
        return Member(employee, away=away)
    return Member(
        employee=employee,
        duty=duty,
        waits=any(one.state == "pending_supervisor" for one in duties),
        hours=hours_of(duty.shift_starts, duty.shift_ends),
        limits=limits_shown([limit.fact for limit in limits.get(duty.case_id, [])], own=False),
        away=away,
        overdue=review_overdue(duty.state, duty.review_on, today),
    )


def away_today(actor: Actor) -> dict[int, list[str]]:
    """Hours somebody is away today, without the reason."""
    found: dict[int, list[str]] = defaultdict(list)
    visits = Appointment.objects.visible_to(actor).select_related("case__establishment", "case")
    for visit in visits:
        zone = visit.case.establishment.timezone
        from people.clock import zone_of

        begins, ends = (moment.astimezone(zone_of(zone)) for moment in (visit.starts_at, visit.ends_at))
        if begins.date() == actor.today:
            words = _("Away %(from)s to %(to)s") % {
                "from": formats.time_format(begins.time(), _("g:i A")),
                "to": formats.time_format(ends.time(), _("g:i A")),
            }
            found[visit.case.employee_id].append(words)
    return found
