"""The second factor: who must have one, and whether this very session was opened with it."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from people.models import RoleGrant, User
from people.wall import Actor

MAIN_TYPES = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def exempt(user: User) -> bool:
    """Trials without it, and the accounts of the demo; production refuses both."""
    in_demo = settings.DEMO and user.email.endswith(f"@{settings.DEMO_DOMAIN}")
    return bool(in_demo or not settings.SECOND_FACTOR)


def required_of_actor(actor: Actor) -> bool:
    """A role of the desk, at any establishment."""
    return actor.user is not None and any(actor.sites.values()) and not exempt(actor.user)


def required_of(user: User) -> bool:
    return not exempt(user) and RoleGrant.objects.filter(user=user).exists()


def has_one(user: User) -> bool:
    return bool(Authenticator.objects.filter(user=user, type__in=MAIN_TYPES).exists())


def passed(request: HttpRequest, user: User) -> bool:
    """Was it shown in this session? That the account has one is not enough: a password alone may have opened this."""
    return "mfa" in methods_of(request, user)


def methods_of(request: HttpRequest, user: User) -> list[str]:
    """By what this session was opened and confirmed: password, code, socialaccount, mfa."""
    return [str(record.get("method", "")) for record in get_authentication_records(request, user)]


def count_as_shown(request: HttpRequest, user: User, *, kind: str) -> None:
    """Somebody who has just set one up has shown it."""
    record_authentication(request, user, "mfa", type=kind)
