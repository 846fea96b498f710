"""What the doors without sign-in have in common: looking changes nothing, nothing is kept by anybody on the way,
knocking is counted, and a link that does not work says the same whatever the reason."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from people import clock
from people.scope import person
from people.throttle import address_of, knock
from people.wall import NOBODY

DOOR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": DOOR_POLICY,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}
Page = Callable[[HttpRequest, str], HttpResponseBase]


def door(name: str) -> Callable[[Page], Page]:
    """A page whose address is its only key.

    No cookie is asked and no session read, so there is nothing that another site could use in somebody's name: the
    check of forged requests is left out, which a browser that may not tell where it comes from would never pass.
    """

    def made(page: Page) -> Page:
        @csrf_exempt
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(page)
        def served(request: HttpRequest, token: str) -> HttpResponseBase:
            with translation.override(_language(request)), person(NOBODY):
                response = page(request, token) if _may_knock(request, name, token) else _too_often(request)
            for header, value in HEADERS.items():
                response[header] = value
            return response

        return served

    return made


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE


def _may_knock(request: HttpRequest, name: str, token: str) -> bool:
    at = clock.now()
    by_address = knock(name, f"address {address_of(request)}", at=at, most=settings.DOOR_KNOCKS_OF_ADDRESS)
    return by_address and knock(name, f"token {token}", at=at, most=settings.DOOR_KNOCKS_AT_TOKEN)


def _too_often(request: HttpRequest) -> HttpResponse:
    response = render(request, "429.html", status=429)
    response["Retry-After"] = "600"
    return response


def languages(request: HttpRequest) -> list[tuple[str, str]]:
    """The other languages of this page: links, because a form would have to be answered by another door."""
    now = translation.get_language()
    others = [code for code, _name in settings.LANGUAGES if code != now]
    return [(code, str(translation.get_language_info(code)["name_local"]).capitalize()) for code in others]
