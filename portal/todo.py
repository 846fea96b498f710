"""What an employee is asked to do now: each a title, a sentence and one button."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from duty.models import Assignment
from injuries.models import Case
from people.clock import local_day
from people.wall import Actor
from recovery.models import Appointment, Stall


@dataclass(frozen=True)
class Todo:
    title: str
    text: str
    url: str
    verb: str
    more_url: str = ""
    more: str = ""


def todos_for(actor: Actor, case: Case | None, *, at: datetime) -> list[Todo]:
    """Most pressing first: an offer, a follow-up, an outcome, a check-in."""
    offers = Assignment.objects.visible_to(actor).filter(employee_id=actor.employee_id, state="pending_employee")
    found = [_offer(offer) for offer in offers.select_related("task")]
    if case is None:
        return found
    standing = list(Appointment.objects.visible_to(actor).filter(case=case).standing())
    coming = any(visit.starts_at >= at for visit in standing)
    asked = Stall.objects.visible_to(actor).filter(case=case).open()
    kinds = set(asked.values_list("kind", flat=True))
    if kinds & {"stalled", "worsening", "no_gain"} and not coming:
        found.append(_follow_up("worsening" in kinds))
    if "restrictions_unchanged" in kinds and not coming:
        found.append(_re_evaluation())
    found += [_outcome(visit) for visit in standing if visit.starts_at < at and not visit.outcome]
    if case.state == Case.State.OPEN and case.next_check_in_on:
        if case.next_check_in_on <= local_day(at, case.establishment.timezone):
            found.append(_check_in())
    return found


def _offer(offer: Assignment) -> Todo:
    return Todo(
        title=_("A duty is offered to you"),
        text=_("%(task)s. Read it and say yes or no.") % {"task": offer.task.name},
        url=reverse("portal:offer", args=[offer.pk]),
        verb=_("Read the offer"),
    )


def _follow_up(worse: bool) -> Todo:
    text = (
        _("Your answers have gone the wrong way. A second visit with your doctor can help.")
        if worse
        else _("Your answers have hardly changed for three weeks. A second visit with your doctor can help.")
    )
    return Todo(
        title=_("Time to book a follow-up"),
        text=text,
        url=reverse("portal:appointment_new"),
        verb=_("I have an appointment"),
        more_url=reverse("portal:follow_up"),
        more=_("What to take along"),
    )


def _re_evaluation() -> Todo:
    return Todo(
        title=_("Ask if your limits still fit"),
        text=_("You have been better for two weeks, and your limits are the same. Your doctor can look again."),
        url=reverse("portal:appointment_new"),
        verb=_("I have an appointment"),
        more_url=reverse("portal:follow_up"),
        more=_("What to take along"),
    )


def _outcome(visit: Appointment) -> Todo:
    return Todo(
        title=_("How did the visit go?"),
        text=_("Two questions, and the doctor's new report if you have it."),
        url=reverse("portal:outcome", args=[visit.pk]),
        verb=_("Tell us"),
    )


def _check_in() -> Todo:
    return Todo(
        title=_("Short check-in"),
        text=_("Four questions, about 30 seconds."),
        url=reverse("portal:check_in"),
        verb=_("Check in now"),
    )
