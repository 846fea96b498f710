"""The account of whoever is signed in: ways in, open sessions, language of letters, and setting a factor up."""

import logging
from typing import Any

import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from people.models import SecurityEvent, User
from people.requests import ActingRequest
from people.sign_in import events, second_factor, sessions, work_account
from portal.browsers import browser_name
from portal.forms.look import LookForm
from portal.views.frame import phone, signed_in

logger = logging.getLogger(__name__)
Kind = SecurityEvent.Kind
SHOWN_EVENTS = 8


class LettersForm(LookForm):
    show_summary = False
    language = forms.ChoiceField(label=gettext_lazy("Language of messages to you"), choices=settings.LANGUAGES)


@signed_in
@require_GET
def account(request: ActingRequest) -> HttpResponseBase:
    user = request.user
    context: dict[str, Any] = {
        **factors_of(user),
        "required": second_factor.required_of_actor(request.actor),
        "rows": [(row, browser_name(row.user_agent), row.is_current()) for row in sessions.of_account(user)],
        "events": SecurityEvent.objects.filter(user=user).order_by("-at", "-pk")[:SHOWN_EVENTS],
        "linked": SocialAccount.objects.filter(user=user).exists(),
        "has_password": user.has_usable_password(),
        "letters": LettersForm(initial={"language": user.language}),
    }
    return phone(request, "portal/account.html", context, back="portal:home", back_label=_("Today"))


def factors_of(user: User) -> dict[str, Any]:
    """The authenticator app, the passkeys, and how many recovery codes are left."""
    rows: dict[str, Any] = {"totp": None, "passkeys": [], "codes_left": None, "codes_unseen": False}
    for row in Authenticator.objects.filter(user=user).order_by("created_at"):
        if row.type == Authenticator.Type.TOTP:
            rows["totp"] = row
        elif row.type == Authenticator.Type.WEBAUTHN:
            rows["passkeys"] = [*rows["passkeys"], row]
        else:
            codes = row.wrap()
            rows |= {"codes_left": len(codes.get_unused_codes()), "codes_unseen": not codes.did_view}
    return rows


@signed_in
@require_GET
def second_factor_page(request: ActingRequest) -> HttpResponseBase:
    """The one page that a role at a desk sees until its second factor is set up."""
    if second_factor.has_one(request.user) or not second_factor.required_of_actor(request.actor):
        return redirect("portal:account")
    return render(request, "portal/second_factor.html")


@signed_in
@require_POST
def letters_language(request: ActingRequest) -> HttpResponseBase:
    form = LettersForm(request.POST)
    if form.is_valid():
        User.objects.filter(pk=request.user.pk).update(language=form.cleaned_data["language"])
        messages.success(request, _("Saved."))
    return redirect("portal:account")


@signed_in
@require_POST
def session_end(request: ActingRequest, pk: int) -> HttpResponseBase:
    row = UserSession.objects.filter(user=request.user, pk=pk).first()
    if row is None:
        raise Http404
    events.note(request, Kind.SESSION_ENDED)
    if row.is_current():
        logout(request)
        return redirect("account_login")
    sessions.end([row])
    messages.success(request, _("That session is signed out."))
    return redirect("portal:account")


@signed_in
@require_POST
def sessions_end(request: ActingRequest) -> HttpResponseBase:
    """Every one of them, this one included."""
    events.note(request, Kind.SESSION_ENDED, detail="all")
    sessions.end([row for row in UserSession.objects.filter(user=request.user) if not row.is_current()])
    logout(request)
    messages.success(request, _("You are signed out everywhere."))
    return redirect("account_login")


class ActivateApp(ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """The library tells of a new app only after the request's transaction, where nothing can be written any more."""

    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        events.note_factor(self.request, self.request.user, Authenticator.Type.TOTP)
        messages.success(self.request, _("Your authenticator app is set up."))
        return answer  # type: ignore[no-any-return]  # allauth ships no types


class GenerateCodes(GenerateRecoveryCodesView):  # type: ignore[misc]  # allauth ships no types
    def form_valid(self, form: Any) -> HttpResponse:
        answer = super().form_valid(form)
        events.note(self.request, Kind.CODES_MADE)
        return answer  # type: ignore[no-any-return]  # allauth ships no types


def account_page(request: HttpRequest) -> HttpResponse:
    """The library's own lists of addresses, factors and sessions: they are parts of one page here."""
    return redirect("portal:account")


def not_here(request: HttpRequest) -> HttpResponse:
    raise Http404


def to_work_account(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Off to the issuer; where it does not answer, back to the other ways."""
    try:
        answer = work_account.leave_for_issuer(request, provider_id)
    except requests.RequestException:
        logger.warning("The issuer of work accounts does not answer")
        messages.error(request, _("Your work account cannot be reached now. Use another way, or try again later."))
        return redirect("account_login")
    return answer


def too_many_tries(request: HttpRequest) -> HttpResponse:
    user = request.user if isinstance(request.user, User) else None
    events.note(request, Kind.LOCKED, user=user, detail=request.path[:40])
    return render(request, "429.html", status=429)
