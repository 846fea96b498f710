"""The treatment journal: what is done about it, from when until when. It informs; it never advises."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.clock import local_day
from people.policy import DataClass
from people.refusals import Refused, Words
from people.scope import verb
from people.wall import Actor
from recovery.models import Treatment
from recovery.services.rights import locked_case, writer_of

EARLIEST, LATEST = timedelta(days=3653), timedelta(days=366)


@verb
def add_treatment(
    *,
    actor: Actor,
    case: Case,
    kind: str,
    words: str,
    started_on: date,
    at: datetime,
    ended_on: date | None = None,
) -> Treatment:
    """One more line of the journal, by the employee or HR."""
    user, _roles = writer_of(actor, case, DataClass.TREATMENT)
    held = locked_case(case)
    today = local_day(at, held.establishment.timezone)
    wrong: dict[str, Words] = {}
    if kind not in Treatment.Kind.values:
        wrong["kind"] = _("Choose the kind of treatment.")
    if not words.strip() or len(words) > 300:
        wrong["words"] = _("Write what exactly, in up to 300 characters.")
    if not today - EARLIEST <= started_on <= today + LATEST:
        wrong["started_on"] = _("Enter a day within the last ten years or the coming year.")
    if ended_on and not started_on <= ended_on <= today + LATEST:
        wrong["ended_on"] = _("Enter a day that is not before the first and within the coming year.")
    if wrong:
        raise Refused(wrong)
    made = Treatment.objects.create(
        case=held,
        kind=kind,
        words=words.strip(),
        started_on=started_on,
        ended_on=ended_on,
        entered_by=user,
        entered_at=at,
    )
    data = {"treatment": made.pk, "kind": kind}
    record(case=held, kind="treatment.added", at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    return made


@verb
def end_treatment(*, actor: Actor, treatment: Treatment, ended_on: date, at: datetime) -> Treatment:
    """The last day of a treatment."""
    user, _roles = writer_of(actor, treatment.case, DataClass.TREATMENT)
    held = locked_case(treatment.case)
    today = local_day(at, held.establishment.timezone)
    if not treatment.started_on <= ended_on <= today + LATEST:
        raise Refused({"ended_on": _("Enter a day that is not before the first and within the coming year.")})
    ended = Treatment.objects.filter(pk=treatment.pk, ended_on=None).update(ended_on=ended_on)
    if ended != 1:
        raise Refused(_("This treatment has a last day already."), code="INVALID_TRANSITION")
    treatment.refresh_from_db()
    data = {"treatment": treatment.pk, "kind": treatment.kind, "ended_on": ended_on.isoformat()}
    record(case=held, kind="treatment.ended", at=at, by=user, data_class=DataClass.TREATMENT, data=data)
    return treatment
