"""The team as its supervisor may know it: duty, limits in plain words, review date, "away". Never a reason."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duty.lifecycle import review_overdue
from duty.models import Assignment
from duty.rows import LimitInForce, limits_in_force_of, limits_of_duties
from injuries.models import Case
from people.clock import zone_of
from people.models import Employee
from people.scope import beyond_the_wall
from people.wall import Actor
from portal.duty_facts import changes_of, parts_in_words, shift_of
from portal.parts import Limit
from portal.shown import limits_shown, short_day
from recovery.models import Appointment

PER_PAGE = 25
AHEAD = timedelta(days=7)
SHOWN_STATES = ("pending_supervisor", "pending_employee", "scheduled", "active", "suspended", "lapsed")
BEST_FIRST = ("active", "suspended", "lapsed", "scheduled", "pending_employee", "pending_supervisor")


@dataclass(frozen=True)
class Shift:
    """One duty of a member, as a box of the board."""

    duty: Assignment
    title: str
    detail: str
    running: bool


@dataclass
class Member:
    """One line of the board. `tone` and `review` are the status tag, "" where there is nothing to say."""

    employee: Employee
    shifts: list[Shift] = field(default_factory=list)
    limits: list[Limit] = field(default_factory=list)
    away: list[str] = field(default_factory=list)
    tone: str = ""
    review: str = ""
    own_team: bool = True

    @property
    def as_usual(self) -> bool:
        return not (self.shifts or self.limits or self.away)


@dataclass(frozen=True)
class Board:
    page: "Page[Employee]"
    members: list[Member]
    usual: list[Member]
    people: int
    adapted: int


def limits_of_duty(duty: Assignment, today: date) -> tuple[list[Limit], date | None]:
    """What the person may do while the duty runs, and until when that holds: never who said it."""
    day = max(today, duty.starts_on)
    found = limits_of_duties([duty], day)[duty.pk]
    ends = [limit.fact.valid_to for limit in found if limit.fact.valid_to and not limit.fact.permanent]
    return limits_shown([limit.fact for limit in found], own=False), min(ends, default=None)


def team_board(actor: Actor, *, page: str | None) -> Board:
    """The people of the supervised departments and those lent to them; the ones with a duty or limits first."""
    duties = _duties(actor)
    everybody = _people(actor, duties)
    limits = _limits(everybody, duties, actor.today)
    away = away_soon(actor)
    concerned = set(duties) | set(limits) | set(away)
    ordered = sorted(everybody, key=lambda one: one.pk not in concerned)
    shown = Paginator(ordered, PER_PAGE).get_page(page)
    members = [
        _member(actor, one, duties.get(one.pk, []), limits.get(one.pk, []), away.get(one.pk, [])) for one in shown
    ]
    usual = [member for member in members if member.as_usual]
    members = [member for member in members if not member.as_usual]
    return Board(
        page=shown, members=members, usual=usual, people=len(everybody), adapted=len(set(duties) | set(limits))
    )


def _duties(actor: Actor) -> dict[int, list[Assignment]]:
    rows = (
        Assignment.objects.visible_to(actor)
        .exclude(employee_id=actor.employee_id or 0)
        .filter(state__in=SHOWN_STATES)
        .select_related("task", "department")
        .prefetch_related("blocks__task")
    )
    found: dict[int, list[Assignment]] = defaultdict(list)
    for duty in sorted(rows, key=lambda one: (BEST_FIRST.index(one.state), one.starts_on)):
        found[duty.employee_id].append(duty)
    return dict(found)


def _people(actor: Actor, lent: Iterable[int]) -> list[Employee]:
    team = Q(department_id__in=actor.departments, left_on__isnull=True)
    people = Employee.objects.filter(team | Q(pk__in=list(lent))).exclude(pk=actor.employee_id or 0)
    return list(people.select_related("department").order_by("family_name", "given_name", "pk"))


def _limits(people: list[Employee], duties: dict[int, list[Assignment]], day: date) -> dict[int, list[LimitInForce]]:
    """The limits of each person today, or of the coming duty's first day.

    Only ids of cases are read: a supervisor sees no case, but "no work for now" is a limit without a row of its own.
    """
    with beyond_the_wall("being off work is a limit without a row of its own, known only from the case"):
        owners = dict(Case.objects.open().filter(employee__in=people).values_list("pk", "employee_id"))
    found: dict[int, list[LimitInForce]] = defaultdict(list)
    for case_id, limits in limits_in_force_of(owners, day).items():
        if limits:
            found[owners[case_id]] += limits
    return dict(found)


def _member(
    actor: Actor, employee: Employee, duties: list[Assignment], limits: list[LimitInForce], away: list[str]
) -> Member:
    tone, review = _status(duties[0], actor) if duties else ("", "")
    return Member(
        employee=employee,
        shifts=[_shift(duty) for duty in duties],
        limits=limits_shown([limit.fact for limit in limits], own=False),
        away=away,
        tone=tone,
        review=review,
        own_team=employee.department_id in actor.departments,
    )


def _shift(duty: Assignment) -> Shift:
    running = duty.state == "active"
    since = "" if running else _("From %(day)s") % {"day": short_day(duty.starts_on)}
    parts = (since, shift_of(duty), *parts_in_words(duty), changes_of(duty), duty.department.name)
    return Shift(
        duty=duty,
        title=duty.task.name,
        detail=", ".join(part for part in parts if part),
        running=running,
    )


def _status(duty: Assignment, actor: Actor) -> tuple[str, str]:
    """What the supervisor has to know of the next step: a late review has no cause here."""
    if review_overdue(duty.state, duty.review_on, actor.today):
        days = (actor.today - duty.review_on).days
        return "late", ngettext("%(n)s day late", "%(n)s days late", days) % {"n": days}
    if duty.state == "pending_supervisor" and duty.department_id in actor.departments:
        return "wait", _("Waits for you")
    words = {
        "pending_supervisor": ("wait", _("Waits for another supervisor")),
        "pending_employee": ("wait", _("Waits for the employee")),
        "suspended": ("late", _("Stopped for now")),
        "lapsed": ("late", _("Stopped for now")),
    }
    return words.get(duty.state, ("due", short_day(duty.review_on)))


def away_soon(actor: Actor) -> dict[int, list[str]]:
    """Hours in the coming week in which somebody is away, without the reason."""
    visits = Appointment.objects.visible_to(actor).filter(starts_at__lt=actor.at + AHEAD).order_by("starts_at")
    times = visits.exclude(case__employee_id=actor.employee_id or 0).values_list(
        "case__employee_id", "starts_at", "ends_at", "case__establishment__timezone"
    )
    with beyond_the_wall("an appointment hangs on a case, and its hours on the case's time zone"):
        rows = list(times)
    found: dict[int, list[str]] = defaultdict(list)
    for employee_id, starts_at, ends_at, zone in rows:
        begins, ends = (moment.astimezone(zone_of(zone)) for moment in (starts_at, ends_at))
        words = _("%(day)s away %(from)s to %(to)s") % {
            "day": _("Today") if begins.date() == actor.today else short_day(begins.date()),
            "from": formats.time_format(begins.time(), _("g:i A")),
            "to": formats.time_format(ends.time(), _("g:i A")),
        }
        found[employee_id].append(words)
    return dict(found)
