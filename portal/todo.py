"""What an employee is asked to do now: each a title, a sentence and one button."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from duty.models import Assignment
from injuries.models import Case
from people.clock import local_day
from people.wall import Actor
from portal.shown import short_day
from recovery.models import Appointment, Stall
from recovery.models.course import FOLLOW_UP_KINDS
from recovery.services.findings import CLINICIANS


@dataclass(frozen=True)
class Todo:
    title: str
    text: str
    url: str
    verb: str
    more_url: str = ""
    more: str = ""


def todos_for(actor: Actor, case: Case | None, visits: Iterable[Appointment], *, at: datetime) -> list[Todo]:
    """Most pressing first: an offer, a follow-up, an outcome, a check-in. `visits` are those standing for the case."""
    offers = Assignment.objects.visible_to(actor).filter(employee_id=actor.employee_id or 0, state="pending_employee")
    found = [_offer(offer) for offer in offers.select_related("task")]
    if case is None:
        return found
    standing = list(visits)
    if not any(visit.starts_at >= at and visit.kind in CLINICIANS for visit in standing):
        found += _to_book(actor, case)
    found += [_outcome(visit) for visit in standing if visit.starts_at < at and not visit.outcome]
    due = case.state == Case.State.OPEN and case.next_check_in_on
    if due and due <= local_day(at, case.establishment.timezone):
        found.append(_check_in(case))
    return found


def _to_book(actor: Actor, case: Case) -> list[Todo]:
    """What only a visit to a doctor answers; nothing while one is planned."""
    kinds = set(Stall.objects.visible_to(actor).filter(case=case).open().values_list("kind", flat=True))
    if kinds & set(FOLLOW_UP_KINDS):
        return [_follow_up(case, worse=Stall.Kind.WORSENING in kinds)]
    return [_re_evaluation(case)] if Stall.Kind.RESTRICTIONS_UNCHANGED in kinds else []


def of_case(page: str, case: Case) -> str:
    """The page about this case: somebody may have two."""
    return f"{reverse(page)}?case={case.number}"


def _offer(offer: Assignment) -> Todo:
    text = _("%(task)s. Read it and say yes or no.") % {"task": offer.task.name}
    if offer.answer_by:
        text += " " + _("Please answer by %(day)s.") % {"day": short_day(offer.answer_by)}
    return Todo(
        title=_("A duty is offered to you"),
        text=text,
        url=reverse("portal:offer", args=[offer.pk]),
        verb=_("Read the offer"),
    )


def _follow_up(case: Case, *, worse: bool) -> Todo:
    text = (
        _("Your answers have gone the wrong way. A second visit with your doctor can help.")
        if worse
        else _("Your answers are no longer getting better. A second visit with your doctor can help.")
    )
    return Todo(
        title=_("Time to book a follow-up"),
        text=text,
        url=of_case("portal:appointment_new", case),
        verb=_("I have an appointment"),
        more_url=of_case("portal:follow_up", case),
        more=_("What to take along"),
    )


def _re_evaluation(case: Case) -> Todo:
    return Todo(
        title=_("Ask if your limits still fit"),
        text=_("You have been better for two weeks, and your limits are the same. Your doctor can look again."),
        url=of_case("portal:appointment_new", case),
        verb=_("I have an appointment"),
        more_url=of_case("portal:follow_up", case),
        more=_("What to take along"),
    )


def _outcome(visit: Appointment) -> Todo:
    return Todo(
        title=_("How did the visit go?"),
        text=_("Two questions, and the doctor's new report if you have it."),
        url=reverse("portal:outcome", args=[visit.pk]),
        verb=_("Tell us"),
    )


def _check_in(case: Case) -> Todo:
    return Todo(
        title=_("Short check-in"),
        text=_("A few questions, about 30 seconds."),
        url=of_case("portal:check_in", case),
        verb=_("Check in now"),
    )
