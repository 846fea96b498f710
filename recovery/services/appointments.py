"""Appointments: entered, canceled, and what came of them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.models import User
from people.policy import DataClass
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor
from recovery.models import Appointment
from recovery.services.findings import CLINICIANS, close_after_visit
from recovery.services.rights import locked_case, writer_of

FARTHEST = timedelta(days=548)
LONGEST = timedelta(hours=24)


@verb
def book_appointment(
    *,
    actor: Actor,
    case: Case,
    at: datetime,
    kind: str,
    starts_at: datetime,
    ends_at: datetime,
    client_key: UUID,
    with_whom: str = "",
    place: str = "",
) -> Appointment:
    """Enter a coming appointment. The same `client_key` again: the appointment made before."""
    user, _roles = writer_of(actor, case, DataClass.APPOINTMENT)
    held = locked_case(case)
    before = Appointment.objects.filter(pk=client_key).first()
    if before is not None:
        if before.case_id != held.pk:
            raise Refused({"client_key": _("This key was used before. Make a new one.")}, code="KEY_USED")
        return before
    _check(held, at, kind, starts_at, ends_at, with_whom, place)
    made = Appointment.objects.create(
        id=client_key,
        case=held,
        kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        with_whom=with_whom.strip(),
        place=place.strip(),
        entered_by=user,
        entered_at=at,
    )
    _note(made, "appointment.booked", case=held, at=at, by=user)
    return made


def _check(
    case: Case, at: datetime, kind: str, starts_at: datetime, ends_at: datetime, with_whom: str, place: str
) -> None:
    wrong: dict[str, Words] = {}
    if kind not in Appointment.Kind.values:
        wrong["kind"] = _("Choose what kind of visit it is.")
    if starts_at < at:
        wrong["starts_at"] = _("Enter a time that is not in the past.")
    elif starts_at > at + FARTHEST:
        wrong["starts_at"] = _("Enter a time within the next 18 months.")
    if ends_at <= starts_at:
        wrong["ends_at"] = _("The end must be after the beginning.")
    elif ends_at - starts_at > LONGEST:
        wrong["ends_at"] = _("Enter an end within 24 hours of the beginning.")
    if len(with_whom) > 120:
        wrong["with_whom"] = _("Use up to 120 characters.")
    if len(place) > 200:
        wrong["place"] = _("Use up to 200 characters.")
    overlapping = Appointment.objects.standing().filter(
        case__employee_id=case.employee_id, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if not wrong and overlapping.exists():
        wrong["starts_at"] = _("There is an appointment at this time already. Cancel it first or choose another time.")
    if wrong:
        raise Refused(wrong)


@verb
def cancel_appointment(*, actor: Actor, appointment: Appointment, at: datetime) -> Appointment:
    """Cancel what has not begun; reminders that it had stopped begin again."""
    user, _roles = writer_of(actor, appointment.case, DataClass.APPOINTMENT)
    held = locked_case(appointment.case)
    if appointment.starts_at <= at:
        raise Refused(_("It has begun already. Enter what came of it instead."), code="INVALID_TRANSITION")
    if Appointment.objects.standing().filter(pk=appointment.pk).update(cancelled_at=at) != 1:
        raise Refused(_("This appointment is canceled already."), code="INVALID_TRANSITION")
    appointment.refresh_from_db()
    _note(appointment, "appointment.canceled", case=held, at=at, by=user)
    return appointment


@verb
def record_outcome(
    *, actor: Actor, appointment: Appointment, outcome: str, words: str = "", at: datetime
) -> Appointment:
    """What came of it, once it has begun. A clinician's visit that took place closes what asked for it."""
    user, _roles = writer_of(actor, appointment.case, DataClass.APPOINTMENT)
    held = locked_case(appointment.case)
    wrong: dict[str, Words] = {}
    if outcome not in Appointment.Outcome.values:
        wrong["outcome"] = _("Choose whether the visit took place.")
    if len(words) > 500:
        wrong["words"] = _("Use up to 500 characters.")
    if wrong:
        raise Refused(wrong)
    if appointment.starts_at > at:
        raise Refused(_("The appointment has not begun yet."), code="INVALID_TRANSITION")
    open_one = Appointment.objects.standing().filter(pk=appointment.pk, outcome="")
    if open_one.update(outcome=outcome, outcome_at=at, outcome_words=words.strip()) != 1:
        raise Refused(_("It is canceled, or its outcome is entered already."), code="INVALID_TRANSITION")
    appointment.refresh_from_db()
    _note(appointment, "appointment.outcome", case=held, at=at, by=user)
    if outcome == Appointment.Outcome.SEEN and appointment.kind in CLINICIANS:
        visit = local_day(appointment.starts_at, held.establishment.timezone)
        close_after_visit(held, visit, at=at, by=user)
    return appointment


def _note(appointment: Appointment, kind: str, *, case: Case, at: datetime, by: User) -> None:
    data = {
        "appointment": str(appointment.pk),
        "kind": appointment.kind,
        "starts_at": appointment.starts_at.isoformat(),
        "outcome": appointment.outcome,
    }
    record(case=case, kind=kind, at=at, by=by, data_class=DataClass.APPOINTMENT, data=data)
