"""What the employee agrees to or switches off, per case, and the site's own switch for the drop-box."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from injuries.journal import record
from injuries.models import Case
from people.models import Establishment
from people.policy import DataClass, Relation
from people.refusals import NotAllowed
from people.scope import verb
from people.wall import Actor, relations_to
from recovery.models import Consent, DropBoxLink, Policy
from recovery.services.rights import locked_case
from recovery.services.rules import policy_of
from recovery.services.site_rules import only_hr


def consent_of(case: Case) -> Consent:
    """The employee's switches for a case; all off while none was touched."""
    return Consent.objects.filter(pk=case.pk).first() or Consent(case=case)


@verb
def let_provider_read(*, actor: Actor, case: Case, agreed: bool, at: datetime) -> Consent:
    """Agree that the provider sees the check-ins of this case on the form of the link, or take that back."""
    return _switch(actor, case, "provider_reads", agreed, at)


@verb
def switch_drop_box(*, actor: Actor, case: Case, on: bool, at: datetime) -> Consent:
    """Links to check-ins without sign-in; switched off, those that are out open nothing any more."""
    return _switch(actor, case, "drop_box_off", not on, at)


def _switch(actor: Actor, case: Case, choice: str, value: bool, at: datetime) -> Consent:
    # Nobody agrees in the employee's place, so the right to write check-ins that HR has is not enough.
    if actor.user is None or Relation.SELF not in relations_to(actor, case):
        raise NotAllowed(_("Only the employee may change this."))
    held = locked_case(case)
    consent = consent_of(held)
    if getattr(consent, choice) == value:
        return consent
    setattr(consent, choice, value)
    consent.changed_at = at
    consent.save()
    if choice == "drop_box_off" and value:
        DropBoxLink.objects.filter(case=held, used_at=None, revoked_at=None).update(revoked_at=at)
    data = {"choice": choice, "value": value}
    record(case=held, kind="recovery.consent", at=at, by=actor.user, data_class=DataClass.CHECK_IN, data=data)
    return consent


@verb
def set_drop_box(*, actor: Actor, establishment: Establishment, on: bool, at: datetime) -> Policy:
    """HR's switch for a whole site; switched off, the links that are out open nothing any more."""
    only_hr(actor, establishment)
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    policy = policy_of(establishment.pk)
    policy.drop_box = on
    policy.save()
    if not on:
        out = DropBoxLink.objects.filter(case__establishment=establishment, used_at=None, revoked_at=None)
        out.update(revoked_at=at)
    return policy
