"""Looks at a record in the employee's words: who, as what, what was read, why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.models import AccessEntry
from people.policy import Relation
from portal.parts import Text

ROLES: dict[str, Text] = {
    Relation.HR: _("HR"),
    Relation.SAFETY: _("Safety officer"),
    Relation.SUPERVISOR: _("Supervisor"),
    Relation.AUDITOR: _("Auditor"),
    Relation.PROVIDER: _("Provider"),
    Relation.IT: _("IT"),
}
# What was read, as the doors name it in the log.
READ: dict[str, Text] = {
    "case": _("Read your case"),
    "report": _("Read your report"),
    "duty": _("Read your limits and duty"),
    "team": _("Saw your limits and duty on the team's page"),
    "file": _("Opened a photo or file"),
    "journal": _("Read the journal of your case"),
    "glass": _("Opened your case in an emergency, for an hour"),
    "changes": _("Read the changes of your record"),
    "limits": _("Read your limits"),
    "work status": _("Read your work status report"),
    "appointments": _("Read your appointments"),
    "treatments": _("Read your treatments"),
    "check-ins": _("Read your check-ins"),
    "findings": _("Read how your recovery goes"),
    "offer letter": _("Opened your offer letter"),
    "demands": _("Read the demands of your job"),
}
BY_PROGRAM = " (API)"


@dataclass(frozen=True)
class Look:
    who: str
    role: Text
    what: str
    reason: str
    at: datetime


def look_of(entry: AccessEntry) -> Look:
    """A word of the log that is not known here is shown as it is: nothing is left out."""
    plain = entry.what.removesuffix(BY_PROGRAM)
    what = str(READ.get(plain, plain))
    if plain != entry.what:
        what = gettext("%(what)s, through another program") % {"what": what}
    return Look(str(entry.user), ROLES.get(entry.role, entry.role), what, entry.reason, entry.at)
