"""HR takes up a report, and sets what holds for one case: the activity asked about, its pace, a pause."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from injuries.services import take_up
from people.clock import local_day
from people.models import RoleGrant, User
from people.policy import DataClass
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor
from recovery.models import Course
from recovery.services.rights import locked_case, writer_of
from recovery.services.rules import Subject, policy_of

LONGEST_PAUSE = timedelta(days=183)
FIRST_CHECK_IN_WITHIN = timedelta(days=92)


@verb
def triage(
    *,
    actor: Actor,
    case: Case,
    at: datetime,
    owner: User,
    work_related: str,
    first_check_in_on: date,
    first_treated_on: date | None = None,
    main_activity: str = "",
) -> Case:
    """Owner, work-relatedness and first check-in; from here on the clocks of recovery run."""
    _only_hr(actor, case)
    wrong: dict[str, Words] = {}
    if not RoleGrant.objects.filter(
        Q(establishment_id=case.establishment_id) | Q(establishment_id=None), user=owner, role=RoleGrant.Role.HR
    ).exists():
        wrong["owner"] = _("Choose a case manager of this establishment.")
    today = local_day(at, case.establishment.timezone)
    if first_check_in_on > today + FIRST_CHECK_IN_WITHIN:
        wrong["first_check_in_on"] = _("Enter a day within the next three months.")
    if first_treated_on and first_treated_on < case.began_on - timedelta(days=366):
        wrong["first_treated_on"] = _("Enter a day that is not long before the symptoms began.")
    if wrong:
        raise Refused(wrong)
    activity = _clean_activity(main_activity)
    taken = take_up(
        case=case,
        at=at,
        owner=owner,
        work_related=work_related,
        first_check_in_on=first_check_in_on,
        first_treated_on=first_treated_on,
        by=actor.user,
    )
    course = Course(case=taken, since=today, main_activity=activity)
    subject = Subject(taken, course, policy_of(taken.establishment_id), at)
    course.silent_on = subject.silent_after(None, first_asked=first_check_in_on)
    course.backstop_on = subject.date_of(subject.policy.backstop_day)
    course.save(force_insert=True)
    return taken


@verb
def set_main_activity(*, actor: Actor, case: Case, words: str, at: datetime) -> Course:
    """The activity the employee chose to be asked about at every check-in."""
    user, _roles = writer_of(actor, case, DataClass.CHECK_IN)
    held = locked_case(case)
    activity = _clean_activity(words)
    if not activity:
        raise Refused({"main_activity": _("Name one activity that matters to you.")})
    course = _course_of(held)
    course.main_activity = activity
    course.save(update_fields=["main_activity"])
    data = {"words": activity}
    record(case=held, kind="recovery.main_activity", at=at, by=user, data_class=DataClass.CHECK_IN, data=data)
    return course


@verb
def set_cadence(*, actor: Actor, case: Case, days: Decimal | None, reason: str, at: datetime) -> Course:
    """A pace of the case's own, with a reason; None goes back to the site's."""
    _only_hr(actor, case)
    held = locked_case(case)
    wrong: dict[str, Words] = {}
    if days is not None and not (days.is_finite() and 2 <= days <= 14):
        wrong["days"] = _("Choose from 2 to 14 days.")
    if not reason.strip() or len(reason) > 200:
        wrong["reason"] = _("Give the reason, in up to 200 characters.")
    if wrong:
        raise Refused(wrong)
    course = _course_of(held)
    course.cadence_days = days
    subject = Subject(held, course, policy_of(held.establishment_id), at)
    if course.silent_on is not None:
        course.silent_on = max(subject.silent_after(course.last_answer_on), subject.today + timedelta(days=1))
    course.save(update_fields=["cadence_days", "silent_on"])
    data = {"days": str(days) if days is not None else None, "reason": reason.strip()}
    record(case=held, kind="recovery.cadence", at=at, by=actor.user, data_class=DataClass.CHECK_IN, data=data)
    return course


@verb
def pause_reminders(*, actor: Actor, case: Case, until: date | None, reason: str, at: datetime) -> Course:
    """No reminders of this case up to and including a day; None lifts the pause. Red-flag texts are never paused."""
    _only_hr(actor, case)
    held = locked_case(case)
    today = local_day(at, held.establishment.timezone)
    wrong: dict[str, Words] = {}
    if until is not None and not today <= until <= today + LONGEST_PAUSE:
        wrong["until"] = _("Enter a day from today on, at most six months ahead.")
    if until is not None and (not reason.strip() or len(reason) > 200):
        wrong["reason"] = _("Give the reason, in up to 200 characters.")
    if wrong:
        raise Refused(wrong)
    course = _course_of(held)
    course.paused_until, course.pause_reason = until, reason.strip() if until else ""
    course.save(update_fields=["paused_until", "pause_reason"])
    kind = "recovery.paused" if until else "recovery.resumed"
    data = {"until": until.isoformat(), "reason": course.pause_reason} if until else {}
    record(case=held, kind=kind, at=at, by=actor.user, data_class=DataClass.CHECK_IN, data=data)
    return course


def _only_hr(actor: Actor, case: Case) -> None:
    if actor.user is None or not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR of the site may do this."))


def _course_of(case: Case) -> Course:
    course = Course.objects.select_for_update().filter(pk=case.pk).first()
    if course is None:
        raise Refused(_("HR has not taken up this case yet."), code="NOT_TRIAGED")
    return course


def _clean_activity(words: str) -> str:
    activity = words.strip()
    if len(activity) > 120:
        raise Refused({"main_activity": _("Use up to 120 characters.")})
    return activity
