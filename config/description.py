"""The description of the API, and the page to read it on: for people who are signed in."""

from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from people.api_access import HasActor

# Swagger's page starts itself with an inline script and styles; the header of every other page forbids both.
DOCS_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)
_one_at_a_time = Lock()


def described(language: str) -> dict[str, Any]:
    """drf-spectacular loads and writes in objects that all threads share: two at once would break each other."""
    with _one_at_a_time:
        return _described(language)


@lru_cache(maxsize=len(settings.LANGUAGES))
def _described(language: str) -> dict[str, Any]:
    with translation.override(language):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class Description(SpectacularAPIView):
    """As YAML, or as JSON with `?format=json`; in the reader's language."""

    permission_classes = (HasActor,)

    def get(self, request: Request, *_args: Any, **_more: Any) -> Response:
        return Response(described(translation.get_language() or settings.LANGUAGE_CODE))


@login_required
def docs(request: HttpRequest) -> HttpResponseBase:
    response = SpectacularSwaggerView.as_view(url_name="schema")(request)
    response.headers["Content-Security-Policy"] = DOCS_POLICY
    return response
