"""What django-allauth asks us: who may come in, how letters leave, what is a secret, whom the issuer vouches for."""

import time
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from people import clock
from people.models import SecurityEvent, User
from people.scope import person
from people.sign_in import events, letters, second_factor
from people.sign_in.backend import may_sign_in
from people.sign_in.sealing import seal, unseal
from people.wall import NOBODY

Kind = SecurityEvent.Kind


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """HR makes the accounts; nobody signs up."""
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name, only an address."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """A socket in a folder has no address; everybody behind it shares one limit."""
        try:
            return str(super().get_client_ip(request))
        except (PermissionDenied, ImproperlyConfigured):
            return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 - stands for "none", nothing listens

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            events.note(request, Kind.LOCKED, user=_account(credentials.get("email")), detail="password")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        events.note(request, Kind.FAILED, user=_account(credentials.get("email")))

    def reauthenticate(self, user: User, password: str) -> bool:
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **more: Any) -> HttpResponse | None:
        """The last door, for every way in: password, code, passkey and work account."""
        if may_sign_in(user, at=clock.now()):
            return None
        events.note(request, Kind.TURNED_AWAY, user=user)
        clear_login(request)
        return redirect("account_inactive")

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Whoever signed in or confirmed it a moment ago is not asked again."""
        records = get_authentication_records(self.request, self.request.user)
        newest = max((float(record.get("at", 0)) for record in records), default=0.0)
        if time.time() - newest <= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        if self.request.user.is_authenticated and not self.get_reauthentication_methods(self.request.user):
            # Neither password nor factor: the way in was a code or a work account, and is so again.
            with person(NOBODY):
                logout(self.request)
            raise ImmediateHttpResponse(redirect_to_login(settings.ACCOUNT_PAGE))
        return True

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letter = self.render_mail(template_prefix, email, {"request": self.request, "email": email, **context})
        if template_prefix != "account/email/unknown_account":
            letters.send(letter)

    def send_notification_mail(
        self, template_prefix: str, user: User, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Asks the database nothing: the library also calls it when the request's transaction is over."""
        facts = {"timestamp": timezone.now(), "ip": self.get_client_ip(self.request)}
        self.send_mail(template_prefix, email or user.email, {**facts, **(context or {})})


def _account(email: object) -> User | None:
    """The account of an address; what else was typed is not kept, it may be a password in the wrong box."""
    return User.objects.filter(email=str(email or "").strip().lower()).first()


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("Your role needs a second factor. Add another one first."),
    }

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last one stays where the role needs one."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=second_factor.MAIN_TYPES)
        return others.exclude(pk=authenticator.pk).exists() or not second_factor.required_of(authenticator.user)

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        """Proposed for a new passkey; whoever has several will want to tell them apart."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1} if count else _("My passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Lightduty"}


class WorkAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Single sign-on opens accounts that are there; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The first time, by an address the issuer vouches for; from then on only by the issuer's own identifier.

        Somebody else who gets the address later (it is given anew) does not get the account with it. The second part
        stays empty: with an address there the library would wipe the account's password.
        """
        for address in sociallogin.email_addresses:
            if not settings.OIDC_TRUST_EMAIL and address.verified not in (True, "true"):
                continue
            user = _account(address.email)
            linked = SocialAccount.objects.filter(user=user, provider=sociallogin.account.provider)
            if user is not None and not linked.exists():
                return user, ""
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.account.extra_data = {}  # what the issuer tells of a person is none of our business
        if not sociallogin.is_existing:
            events.note(request, Kind.TURNED_AWAY, detail="work account")
        elif sociallogin.account.pk is None and may_sign_in(sociallogin.user, at=clock.now()):
            sociallogin.account.user = sociallogin.user
            sociallogin.account.save()
            events.note(request, Kind.LINKED, user=sociallogin.user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **more: Any) -> None:
        messages.error(request, _("The sign-in with your work account did not succeed. Try again."))
        raise ImmediateHttpResponse(redirect("account_login"))
