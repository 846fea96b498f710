"""Classifying a case for the OSHA forms and for statistics: by a trained person, after the facts."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from injuries import oiics
from injuries.journal import record
from injuries.models import Case
from people.policy import DataClass, Reach, cell
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor, relations_to


def may_classify(actor: Actor, case: Case) -> bool:
    """Whoever keeps the OSHA log of the case's establishment."""
    return any(cell(DataClass.OSHA, relation).write is Reach.FULL for relation in relations_to(actor, case))


@verb
def classify(*, actor: Actor, case: Case, edition: str, nature: str, part: str, event: str, at: datetime) -> Case:
    """Give the case its OIICS codes: what the injury is, which part of the body, what happened."""
    if not may_classify(actor, case):
        raise NotAllowed(_("Only HR and the safety officer classify cases."))
    _check_codes(edition, {"nature": nature, "part": part, "event": event})
    locked = Case.objects.select_for_update().get(pk=case.pk)
    locked.oiics_edition = edition
    locked.oiics_nature, locked.oiics_part, locked.oiics_event = nature, part, event
    locked.save(update_fields=["oiics_edition", "oiics_nature", "oiics_part", "oiics_event"])
    data = {"edition": edition, "nature": nature, "part": part, "event": event}
    record(case=locked, kind="injury.classified", at=at, by=actor.user, data_class=DataClass.BODY, data=data)
    return locked


def _check_codes(edition: str, chosen: dict[str, str]) -> None:
    if edition not in oiics.EDITIONS:
        raise Refused({"edition": _("Choose edition 3 or 2.01.")})
    wrong: dict[str, Words] = {
        dimension: _("Edition %(edition)s has no such code here. Choose one from the list.") % {"edition": edition}
        for dimension, code in chosen.items()
        if oiics.find(edition, dimension, code) is None
    }
    if wrong:
        raise Refused(wrong)
