"""How a case is kept: its name off lists, and itself beyond its time."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from injuries.vocabulary import PrivacyGround
from people.policy import DataClass
from people.refusals import NotAllowed, Refused
from people.scope import verb
from people.wall import Actor


@verb
def keep_private(*, actor: Actor, case: Case, ground: str, at: datetime) -> Case:
    """Make it a privacy case for one of the grounds of 29 CFR 1904.29(b)(7), or, without one, no longer."""
    _only_hr(actor, case)
    if ground and ground not in PrivacyGround.values:
        raise Refused({"ground": _("Choose one of the grounds.")})
    case.privacy_ground = ground
    case.save(update_fields=["privacy_ground"])
    kind = "case.private" if ground else "case.not_private"
    record(case=case, kind=kind, at=at, by=actor.user, data_class=DataClass.BODY, data={"ground": ground})
    return case


@verb
def hold(*, actor: Actor, case: Case, because: str, at: datetime) -> Case:
    """Keep the case beyond its time (a lawsuit, a claim still open), or, without a reason, no longer."""
    _only_hr(actor, case)
    case.held_because = because.strip()[:300]
    case.save(update_fields=["held_because"])
    kind = "case.held" if case.held_because else "case.not_held"
    data = {"because": case.held_because}
    record(case=case, kind=kind, at=at, by=actor.user, data_class=DataClass.TREATMENT, data=data)
    return case


def _only_hr(actor: Actor, case: Case) -> None:
    if not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR decides how a case is kept."))
