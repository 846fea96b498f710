"""Break the glass: one case beyond one's reach, to be read for an hour, with a reason that everybody concerned sees."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.models import BrokenGlass
from people.policy import Relation
from people.refusals import NoSuchRow, NotAllowed, Refused
from people.scope import verb
from people.services import record_access
from people.wall import Actor

OPEN_FOR = timedelta(minutes=60)
SHORTEST_REASON = 10


@verb
def break_glass(*, actor: Actor, number: str, reason: str, at: datetime) -> BrokenGlass:
    """Open the case of this number to HR or safety of another site, to read it as its own HR would.

    The leads of HR are told at once by reminder; the employee reads who and why.
    """
    if actor.user is None or not (actor.is_hr or actor.has(Relation.SAFETY)):
        raise NotAllowed(_("Only HR and safety officers open a case in an emergency."))
    why = " ".join(reason.split())[:200]
    if len(why) < SHORTEST_REASON:
        raise Refused({"reason": _("Write why, in a few words. The employee and the lead of HR read it.")})
    case = Case.objects.select_related("employee").filter(number=number.strip()).first()
    if case is None:
        raise NoSuchRow("number", _("There is no case of this number."))
    if actor.hr_of(case.establishment_id):
        raise Refused({"number": _("You run this case. Open it as always.")})
    opened = BrokenGlass.objects.create(
        user=actor.user, employee=case.employee, case=case.pk, reason=why, opened_at=at, until=at + OPEN_FOR
    )
    role = Relation.HR if actor.is_hr else Relation.SAFETY
    record_access(actor=actor, employee=case.employee, role=role, what="glass", at=at, reason=why)
    record(case=case, kind="case.glass", at=at, by=actor.user, data={"reason": why})
    return opened
