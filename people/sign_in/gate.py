"""Two doors behind the sign-in: a session ends in time, and a role at a desk needs its second factor first."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from people import clock
from people.models import SecurityEvent, User
from people.sign_in import events, second_factor, sessions
from people.wall import NOBODY, Actor

Handler = Callable[[HttpRequest], HttpResponseBase]
FACTOR_PAGES = "/accounts/2fa/"
SHOWING_PAGES = tuple(
    f"{FACTOR_PAGES}{page}" for page in ("authenticate/", "reauthenticate/", "webauthn/reauthenticate/")
)
# Where one signs in, sets the factor up, or leaves.
OPEN_TO_ALL = ("/accounts/", "/account/second-factor/", "/language/", "/static/", "/healthz", "/readyz")


def session_limits(get_response: Handler) -> Handler:
    """Sign out whoever was idle too long, or whose session is too old."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        actor: Actor = getattr(request, "actor", NOBODY)
        if actor.user is not None and sessions.is_over(request, at_desk=any(actor.sites.values())):
            return _end(request)
        if actor.user is not None:
            sessions.seen(request, at=clock.now())
        response = get_response(request)
        if actor.user is not None and not request.user.is_authenticated:
            # The back button of a shared computer shows nothing of whoever left.
            response.headers.setdefault("Clear-Site-Data", '"cache", "storage"')
        return response

    return middleware


def _end(request: HttpRequest) -> HttpResponse:
    events.note(request, SecurityEvent.Kind.SESSION_OVER)
    logout(request)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": _("Your session has ended. Sign in again."), "code": "SESSION_OVER"}, status=401)
    messages.info(request, _("You were signed out because some time had passed. Sign in again."))
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(back)


def second_factor_first(get_response: Handler) -> Handler:
    """Lead HR, safety, auditor and IT to their second factor before anything else, the API included.

    Whoever has one must also show it before another is added or taken away: the password alone is not enough.
    Tokens are another way in: they are made behind this door. A token beside a session of such a person changes
    nothing, because only the session is looked at here.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        actor: Actor = getattr(request, "actor", NOBODY)
        user = actor.user
        if user is None or not _is_asked(request, actor, user) or second_factor.passed(request, user):
            return get_response(request)
        return _ask_for_it(request, user)

    return middleware


def _is_asked(request: HttpRequest, actor: Actor, user: User) -> bool:
    if request.path.startswith(FACTOR_PAGES) and not request.path.startswith(SHOWING_PAGES):
        return second_factor.has_one(user)
    return not request.path.startswith(OPEN_TO_ALL) and second_factor.required_of_actor(actor)


def _ask_for_it(request: HttpRequest, user: User) -> HttpResponse:
    if request.path.startswith("/api/"):
        words = _("Your role needs a second factor. Sign in on the website and set one up.")
        return JsonResponse({"detail": words, "code": "SECOND_FACTOR_REQUIRED"}, status=403)
    ways = [way["url"] for way in get_adapter().get_reauthentication_methods(user) if way["id"].startswith("mfa_")]
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect(f"{ways[0] if ways else settings.SECOND_FACTOR_URL}?{urlencode({'next': back})}")
