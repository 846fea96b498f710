"""API tokens: `Authorization: Token <key>`. Only the hash is stored, so a stolen table opens nothing."""

import hashlib
import secrets
from datetime import datetime

from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from people import clock
from people.actors import actor_at_door
from people.models import ApiToken, User
from people.scope import step_into, verb

KEYWORD = "Token"


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


@verb
def make_token(*, user: User, name: str, at: datetime) -> tuple[ApiToken, str]:
    """A new token and its key, which is shown once and cannot be read again."""
    key = "ld_" + secrets.token_urlsafe(32)
    return ApiToken.objects.create(user=user, name=name, digest=digest_of(key), created_at=at), key


@verb
def revoke_token(*, token: ApiToken, at: datetime) -> None:
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=at)


class TokenAuthentication(BaseAuthentication):
    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].decode("latin-1").lower() != KEYWORD.lower():
            return None
        if len(parts) != 2:
            raise exceptions.AuthenticationFailed(_("Write the header as: Authorization: Token KEY"))
        token = (
            ApiToken.objects.select_related("user")
            .filter(digest=digest_of(parts[1].decode("latin-1")), revoked_at__isnull=True, user__is_active=True)
            .first()
        )
        if token is None:
            raise exceptions.AuthenticationFailed(_("This token is not valid. Make a new one."))
        at = clock.now()
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)
        actor = actor_at_door(token.user, at=at)
        request._request.actor = actor  # type: ignore[attr-defined]  # see people.requests
        step_into(actor)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return KEYWORD
