"""The way to the issuer of work accounts and back: state and PKCE are the library's, the nonce is ours.

The nonce binds the issuer's answer to this very sign-in (OpenID Connect Core 1.0, 3.1.2.1 and 3.1.3.7). It is made of
the state, which the library keeps in the session, so nothing more has to be kept.
"""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect import views as library
from django.http import Http404, HttpRequest, QueryDict
from django.http.response import HttpResponseBase, HttpResponseRedirectBase
from django.utils.crypto import constant_time_compare, salted_hmac

SALT = "people.sign_in.work_account.nonce"
# What a link to the sign-in may say; the library would also pass on parameters and scopes that somebody wrote into it.
KNOWN = ("next", "process")


def nonce_of(state: str) -> str:
    return salted_hmac(SALT, state, algorithm="sha256").hexdigest()


def leave_for_issuer(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The library's own redirect, with a nonce."""
    request.GET = QueryDict(urlencode({name: request.GET[name] for name in KNOWN if name in request.GET}))
    answer: HttpResponseBase = library.login(request, provider_id)
    if isinstance(answer, HttpResponseRedirectBase):
        state = parse_qs(urlsplit(answer.url).query).get("state", [""])[0]
        answer["Location"] = f"{answer.url}&{urlencode({'nonce': nonce_of(state)})}" if state else answer.url
    return answer


@login_not_required  # type: ignore[untyped-decorator]  # allauth ships no types
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(Issuer(request, provider_id))(request)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    return answer


class Issuer(library.OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth ships no types
    """Takes no answer but the one to this browser's own question."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("The issuer sent no ID token.")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> Any:
        told = super()._decode_id_token(app, id_token)
        if not constant_time_compare(str(told.get("nonce", "")), nonce_of(self.request.GET.get("state", ""))):
            raise OAuth2Error("The ID token was made for another sign-in.")
        return told
