"""Writing down what happens at the doors. The library tells by its own signals; each becomes one row."""

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.adapter import get_adapter
from allauth.mfa import signals as factor_signals
from allauth.mfa.models import Authenticator
from django.contrib.auth import signals as auth_signals
from django.http import HttpRequest

from people import clock
from people.models import SecurityEvent, User
from people.scope import verb
from people.sign_in import second_factor, sessions

Kind = SecurityEvent.Kind


@verb
def note(request: HttpRequest, kind: Kind, *, user: User | None = None, detail: str = "") -> None:
    """One row about the person who is signed in, or about `user`."""
    whom = user or getattr(request, "user", None)
    SecurityEvent.objects.create(
        at=clock.now(),
        kind=kind,
        user=whom if isinstance(whom, User) else None,
        address=get_adapter().get_client_ip(request),
        browser=request.headers.get("User-Agent", "").replace("\x00", "")[:200],
        detail=detail,
    )


def signed_in(request: HttpRequest, user: User, **_: Any) -> None:
    sessions.begin(request)
    methods = second_factor.methods_of(request, user)
    note(request, Kind.SIGNED_IN, user=user, detail="+".join(dict.fromkeys(methods))[:40])


def signed_out(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        note(request, Kind.SIGNED_OUT, user=user)


def code_rejected(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, Kind.CODE_FAILED, user=user)


def factor_failed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    note(request, Kind.FACTOR_FAILED, user=user, detail=authenticator.type)


def factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """An authenticator app is written down by its page: the library tells of it after the request's transaction."""
    if authenticator.type == Authenticator.Type.WEBAUTHN:
        note_factor(request, user, authenticator.type)


def note_factor(request: HttpRequest, user: User, kind: str) -> None:
    """Written down, and good for this session: it was shown a moment ago."""
    note(request, Kind.FACTOR_ADDED, user=user, detail=kind)
    second_factor.count_as_shown(request, user, kind=kind)


def factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    note(request, Kind.FACTOR_REMOVED, user=user, detail=authenticator.type)


def password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, Kind.PASSWORD_CHANGED, user=user)


def password_reset(request: HttpRequest, user: User, **_: Any) -> None:
    note(request, Kind.PASSWORD_RESET, user=user)


def listen() -> None:
    """Once, when the program starts."""
    auth_signals.user_logged_in.connect(signed_in)
    auth_signals.user_logged_out.connect(signed_out)
    account_signals.login_code_rejected.connect(code_rejected)
    account_signals.password_changed.connect(password_changed)
    account_signals.password_set.connect(password_changed)
    account_signals.password_reset.connect(password_reset)
    factor_signals.authentication_failed.connect(factor_failed)
    factor_signals.authenticator_added.connect(factor_added)
    factor_signals.authenticator_removed.connect(factor_removed)
