"""What every verb of this room asks first: whether the actor may write, and the lock of the case."""

from django.utils.translation import gettext_lazy as _

from injuries.models import Case
from people.models import User
from people.policy import DataClass, Reach, Relation, cell
from people.refusals import NotAllowed, Refused
from people.wall import Actor, relations_to


def writer_of(actor: Actor, case: Case, data_class: DataClass) -> tuple[User, frozenset[Relation]]:
    """The account that writes and how it stands to the employee, if the policy lets it write this class."""
    writing = frozenset(one for one in relations_to(actor, case) if cell(data_class, one).write is Reach.FULL)
    if actor.user is None or not writing:
        raise NotAllowed(_("Only the employee and HR of the site may do this."))
    return actor.user, writing


def proposes(actor: Actor, case: Case, data_class: DataClass) -> bool:
    """May the actor only propose this class: a provider, by link?"""
    return any(cell(data_class, one).write is Reach.PROPOSE for one in relations_to(actor, case))


def locked_case(case: Case, *, open_only: bool = True) -> Case:
    """The case, held until the transaction ends: what is decided about it is decided one after the other."""
    held = Case.objects.select_for_update(of=("self",)).select_related("establishment").get(pk=case.pk)
    if open_only and held.state == Case.State.CLOSED:
        raise Refused(_("This case is closed. Ask HR to open a new one."), code="CASE_CLOSED")
    return held
