"""The request: its transaction, the actor behind it, and the headers that keep foreign code out."""

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.views import defaults
from psycopg.errors import InsufficientPrivilege

from people import clock
from people.actors import actor_at_door
from people.away import AWAY, is_away
from people.models import User
from people.scope import person, run_time_transaction
from people.wall import OutOfSight

Handler = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger(__name__)

# Answered without touching the database: the process is up even while PostgreSQL is down.
WITHOUT_DATABASE = ("/healthz", "/readyz", "/static/")
# Signing in and out, passwords, second factors: read and written at the door, whoever stands there.
DOOR_PATHS = ("/accounts/", "/account/")
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


def request_transaction(get_response: Handler) -> Handler:
    """Wrap the whole request, sessions and rendering included, in one transaction.

    Django turns an exception into a 500 before it comes here, so the block would commit: a 5xx rolls back by hand.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(WITHOUT_DATABASE):
            return get_response(request)
        try:
            with run_time_transaction():
                response = get_response(request)
                if response.status_code >= 500:
                    transaction.set_rollback(True)
        except AWAY:
            logger.exception("The database did not answer")
            return unavailable(request)
        return response

    return middleware


def unavailable(request: HttpRequest) -> HttpResponse:
    # Rendered without the request: a context processor would ask the database again.
    response = HttpResponse(render_to_string("503.html"), status=503)
    response["Retry-After"] = "10"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler of what nothing else caught: a database that cannot be written to is no fault of the program."""
    error = sys.exc_info()[1]
    return unavailable(request) if is_away(error) else defaults.server_error(request)


def actor_of_request(get_response: Handler) -> Handler:
    """Give each request its `actor`; views, serializers and admin ask it and nothing else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(WITHOUT_DATABASE):
            user = request.user if isinstance(request.user, User) else None
            request.actor = actor_at_door(user, at=clock.now())  # type: ignore[attr-defined]  # declared for readers in people.requests
        return get_response(request)

    return middleware


def as_person(get_response: Handler) -> Handler:
    """The view and the rendering see the database as this person; the session around them is the door's again."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith((*WITHOUT_DATABASE, *DOOR_PATHS)):
            return get_response(request)
        # The savepoint is what a refused reading takes back; the session around it is still written.
        with person(request.actor), transaction.atomic():  # type: ignore[attr-defined]  # see actor_of_request
            response = get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response

    middleware.process_exception = refused_by_database  # type: ignore[attr-defined]  # Django looks for it there
    return middleware


def no_nul(get_response: Handler) -> Handler:
    """No column of PostgreSQL holds a NUL, so no link of ours has one. The API names the filter itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", "") and not request.path.startswith("/api/"):
            raise BadRequest("A NUL stands in the address.")
        return get_response(request)

    return middleware


def refused_by_database(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """What the wall inside PostgreSQL refuses is not there, as a stranger's row is not."""
    if not isinstance(error, OutOfSight) and not isinstance(error.__cause__, InsufficientPrivilege):
        return None
    logger.warning("The database refused %s %s: %s", request.method, request.path, str(error).splitlines()[0])
    transaction.set_rollback(True)
    if request.path.startswith("/api/"):
        return JsonResponse({"detail": "Not found."}, status=404)
    return HttpResponse(render_to_string("404.html"), status=404)


def content_security_policy(get_response: Handler) -> Handler:
    """No foreign code, no inline code. A view that must differ sets its own header."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith("/static/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
