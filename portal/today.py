"""What holds today for an employee: the duty, the limits, and what that means in one sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from duty.models import Assignment, ReturnStage
from duty.rows import LimitInForce, limits_in_force
from injuries.models import Case
from people import clock
from people.models import Employee
from people.wall import Actor
from portal.duty_facts import changes_of, parts_in_words, shift_of
from portal.parts import DateTile, Limit
from portal.shown import limits_shown, short_day
from portal.todo import of_case
from recovery.models import Appointment
from recovery.restrictions import NOT_RELEASED

DUTY_STATES = ("active", "scheduled", "suspended", "lapsed")


@dataclass(frozen=True)
class Holds:
    """What holds today. `off_work`: a doctor says no work at all for now."""

    limits: list[Limit]
    until: date | None = None
    expired: bool = False
    off_work: bool = False


@dataclass(frozen=True)
class DutyToday:
    """The card at the top: `state` is one of DUTY_STATES, `when` the hours and `where` the place and whom to ask."""

    duty: Assignment
    state: str
    eyebrow: str
    when: str
    where: str
    stage: str = ""


def holds_on(case: Case | None, day: date) -> Holds:
    found: list[LimitInForce] = limits_in_force(case, day) if case else []
    ends = [limit.fact.valid_to for limit in found if limit.fact.valid_to and not limit.fact.permanent]
    single = [limit.fact for limit in found if limit.fact.kind != NOT_RELEASED]
    return Holds(
        limits=limits_shown(single, own=True),
        until=min(ends) if ends else None,
        expired=any(limit.expired for limit in found),
        off_work=len(single) < len(found),
    )


def duty_today(actor: Actor, employee: Employee, today: date) -> DutyToday | None:
    """The duty worked now, else one that was stopped or ran out, else the next one."""
    duties = list(
        Assignment.objects.visible_to(actor)
        .filter(employee=employee)
        .in_state(*DUTY_STATES)
        .select_related("task", "department", "stage")
        .order_by("starts_on")
    )
    order = {"active": 0, "suspended": 1, "lapsed": 2, "scheduled": 3}
    duty = min(duties, key=lambda one: order[one.state], default=None)
    if duty is None:
        return None
    place = duty.task.place or duty.department.name
    ask = _("ask for %(name)s") % {"name": duty.ask_for} if duty.ask_for else ""
    return DutyToday(
        duty=duty,
        state=duty.state,
        eyebrow=_eyebrow(duty, today),
        when=", ".join(part for part in (shift_of(duty), *parts_in_words(duty), changes_of(duty)) if part),
        where=", ".join(part for part in (place, ask) if part),
        stage=_stage(duty),
    )


def _stage(duty: Assignment) -> str:
    """Where in a graded return this is, and from when the next stage may begin."""
    if duty.stage is None:
        return ""
    later = ReturnStage.objects.after(duty).first()
    if later is None:
        return _("The last stage of your return")
    told = {"n": duty.stage.position, "day": short_day(later.starts_on)}
    return _("Stage %(n)s of your return. The next may begin on %(day)s, after a review.") % told


def _eyebrow(duty: Assignment, today: date) -> str:
    kind = str(duty.get_kind_display()).lower()
    if duty.state == "scheduled" and duty.starts_on > today:
        return _("Your duty from %(day)s · %(kind)s") % {"day": short_day(duty.starts_on), "kind": kind}
    if duty.state in {"suspended", "lapsed"}:
        return _("Stopped for now · %(kind)s") % {"kind": kind}
    return _("Your duty today · %(kind)s") % {"kind": kind}


def next_dates(
    case: Case | None, visits: Iterable[Appointment], duty: Assignment | None, holds: Holds, today: date
) -> list[DateTile]:
    """What comes, soonest first."""
    tiles: list[DateTile] = []
    if case:
        tiles += _check_in_tile(case, today)
        tiles += [_visit_tile(visit, case) for visit in visits]
    if duty and duty.state == "scheduled" and duty.starts_on > today:
        tiles.append(DateTile(duty.starts_on, _("Your duty begins"), duty.task.name))
    if duty and duty.state in {"active", "scheduled"}:
        words = _("%(day)s, HR looks at it with you") % {"day": formats.date_format(duty.review_on, "l")}
        if duty.review_on < today:
            words = _("This day has passed. Ask HR for a new one.")
        tiles.append(DateTile(duty.review_on, _("Review of your duty"), words))
    if holds.until and holds.until >= today:
        tiles.append(DateTile(holds.until, _("Limits end"), _("You need a new report by then")))
    return sorted(tiles, key=lambda tile: tile.on)


def _check_in_tile(case: Case, today: date) -> list[DateTile]:
    if case.state != Case.State.OPEN or not case.next_check_in_on:
        return []
    day = max(case.next_check_in_on, today)
    words = _("%(weekday)s, takes 30 seconds") % {"weekday": formats.date_format(day, "l")}
    return [DateTile(day, _("Short check-in"), words, of_case("portal:check_in", case))]


def _visit_tile(visit: Appointment, case: Case) -> DateTile:
    local = visit.starts_at.astimezone(clock.zone_of(case.establishment.timezone))
    words = formats.date_format(local, _("l, g:i A"))
    return DateTile(local.date(), str(visit.get_kind_display()), words, reverse("portal:dates"))
