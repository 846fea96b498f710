"""Asking a provider by a one-time link, and taking the answer. HR makes and revokes links; the token is shown once.

The token is computed from the link's id, so that a letter tried again carries the same one and none has to be stored.
"""

import hashlib
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import validate_email
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from duty.models import ProviderLink, Task
from duty.services.reports import receive_report
from injuries.journal import record
from injuries.models import Case
from injuries.services import add_file
from people.clock import local_day
from people.models import User
from people.policy import DataClass
from people.refusals import NotAllowed, Refused, Words
from people.scope import verb
from people.wall import Actor, CaseLink
from recovery.models import Restriction, WorkStatusReport
from recovery.services import DoorState, LimitFacts, WorkStatusFacts, consent_of
from recovery.services.rights import locked_case

PATH = "/p/"
TOKEN_LETTERS = 32
MOST_TASKS = 4


def token_of(link: ProviderLink) -> str:
    return salted_hmac("duty.provider-link", str(link.pk), algorithm="sha256").hexdigest()[:TOKEN_LETTERS]


def url_of(link: ProviderLink) -> str:
    return f"{settings.BASE_URL}{PATH}{token_of(link)}/"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@verb
def make_provider_link(
    *, actor: Actor, case: Case, provider: str, email: str, tasks: Collection[Task], by_mail: bool, at: datetime
) -> ProviderLink:
    """A link that asks one provider for one report. With `by_mail` the worker sends it; else HR hands it over."""
    user = _hr(actor, case)
    held = locked_case(case)
    provider, email = " ".join(provider.split()), email.strip()
    _check(held, provider, email, tasks, by_mail=by_mail)
    link = ProviderLink(
        case=held,
        provider=provider,
        email=email,
        made_by=user,
        made_at=at,
        expires_at=at + timedelta(days=settings.PROVIDER_LINK_DAYS),
        mail_next_at=at if by_mail else None,
    )
    link.digest = digest_of(token_of(link))
    link.save(force_insert=True)
    link.tasks.set(tasks)
    _note(link, "duty.link_made", user, at)
    return link


@verb
def revoke_provider_link(*, actor: Actor, link: ProviderLink, at: datetime) -> None:
    """Take a link back: it opens nothing from now on, and a letter that is still due does not go out."""
    user = _hr(actor, link.case)
    if ProviderLink.objects.unused().filter(pk=link.pk).update(revoked_at=at, mail_next_at=None) != 1:
        raise Refused(_("This link has been answered or revoked already."), code="INVALID_TRANSITION")
    _note(link, "duty.link_revoked", user, at)


def _hr(actor: Actor, case: Case) -> User:
    if actor.user is None or not actor.hr_of(case.establishment_id):
        raise NotAllowed(_("Only HR of the site asks providers."))
    return actor.user


def _check(case: Case, provider: str, email: str, tasks: Collection[Task], *, by_mail: bool) -> None:
    wrong: dict[str, Words] = {}
    if not provider or len(provider) > 120:
        wrong["provider"] = _("Name the provider, in up to 120 characters.")
    if by_mail and not email:
        wrong["email"] = _("Enter the address, or choose to hand the link over.")
    elif email:
        try:
            validate_email(email)
        except ValidationError as error:
            wrong["email"] = error.messages[0]
    if len(tasks) > MOST_TASKS:
        wrong["tasks"] = _("Choose at most four.")
    elif any(task.establishment_id != case.establishment_id for task in tasks):
        wrong["tasks"] = _("Choose work of the employee's site.")
    if case.state != Case.State.OPEN:
        wrong[""] = _("Take up the report first.")
    if wrong:
        raise Refused(wrong)


def _note(link: ProviderLink, kind: str, user: User, at: datetime) -> None:
    data = {"provider": link.provider, "link": str(link.pk)}
    record(case=link.case, kind=kind, at=at, by=user, data_class=DataClass.TREATMENT, data=data)


def find_provider_link(token: str, *, at: datetime) -> tuple[DoorState, ProviderLink | None]:
    """Where a token leads. Wrong, expired and revoked ones cannot be told apart; looking changes nothing."""
    rows = ProviderLink.objects.select_related("case__establishment", "case__employee__department")
    link = rows.filter(digest=digest_of(token)).first()
    if link is None or link.revoked_at or link.expires_at <= at or link.case.state != Case.State.OPEN:
        return DoorState.DEAD, None
    return (DoorState.USED if link.used_at else DoorState.OPEN), link


def actor_of_link(link: ProviderLink, *, at: datetime) -> Actor:
    """The provider: nobody but for this one case."""
    agreed = consent_of(link.case).provider_reads
    opened = CaseLink(id=link.pk, case_id=link.case_id, check_ins=agreed)
    return Actor(user=None, at=at, today=local_day(at, link.case.establishment.timezone), link=opened)


def open_words(link: ProviderLink) -> list[Restriction]:
    """This provider's own words that nobody could code: the question that the answer settles. No other provider's."""
    words = Restriction.objects.standing().filter(case=link.case_id, kind="UNCODED").select_related("report")
    today = local_day(link.made_at, link.case.establishment.timezone)
    return list(words.filter(report__provider__iexact=link.provider, replaced_on__gt=today).order_by("pk")[:5])


@verb
def answer_by_link(
    *,
    token: str,
    at: datetime,
    facts: WorkStatusFacts,
    limits: tuple[LimitFacts, ...] = (),
    upload: "UploadedFile[bytes] | None" = None,
) -> WorkStatusReport:
    """The provider's report, once. It holds at once as far as it is stricter; HR looks before anything gives way."""
    state, link = find_provider_link(token, at=at)
    claimed = 0
    if link is not None and state is DoorState.OPEN:
        claimed = ProviderLink.objects.unused().filter(pk=link.pk).update(used_at=at, mail_next_at=None)
    if link is None or claimed != 1:
        raise Refused(_("This link has been used already. Nothing was sent."), code="LINK_USED")
    if not facts.signed_by.strip():
        raise Refused({"signed_by": _("Sign with your name.")})
    actor = actor_of_link(link, at=at)
    file = add_file(actor=actor, case=link.case, upload=upload, at=at, said_by=link.provider) if upload else None
    own = replace(facts, provider=link.provider, signed=True, signed_by=facts.signed_by.strip(), file=file)
    report = receive_report(actor=actor, case=link.case, at=at, facts=own, limits=limits)
    ProviderLink.objects.filter(pk=link.pk).update(report=report)
    return report
