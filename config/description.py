"""The description of the API, and the page to read it on: for people who are signed in."""

from functools import lru_cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from people.api_access import HasActor

_one_at_a_time = Lock()


def described(language: str) -> dict[str, Any]:
    """drf-spectacular loads and writes in objects that all threads share: two at once would break each other."""
    with _one_at_a_time:
        return _described(language)


@lru_cache(maxsize=len(settings.LANGUAGES))
def _described(language: str) -> dict[str, Any]:
    with translation.override(language):
        # Its generator has no types.
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return found


class Description(SpectacularAPIView):
    """As YAML, or as JSON with `?format=json`; in the reader's language."""

    permission_classes = (HasActor,)

    @extend_schema(exclude=True)
    def get(self, request: Request, *_args: Any, **_more: Any) -> Response:
        return Response(described(translation.get_language() or settings.LANGUAGE_CODE))


# The template has no words for an OPTIONS.
@require_safe
@login_required
def docs(request: HttpRequest) -> HttpResponseBase:
    """Swagger's page under the policy of every other page: its script and its style come as files."""
    page = SpectacularSwaggerSplitView.as_view(url_name="schema", template_name="portal/api_docs.html")
    response = page(request)
    # Swagger asks for the other for the sake of OAuth, which is not here.
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response
