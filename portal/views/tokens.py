"""Keys to the API: made here, shown once, revoked here."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from people import clock
from people.models import ApiToken, SecurityEvent
from people.requests import ActingRequest
from people.sign_in import events
from people.tokens import make_token, revoke_token
from portal.forms.look import LookForm
from portal.views.frame import confirmed, phone, signed_in


class TokenForm(LookForm):
    name = forms.CharField(
        label=gettext_lazy("What is it for?"),
        max_length=100,
        help_text=gettext_lazy("The name of the program that will use it."),
        error_messages={"required": gettext_lazy("Write what the key is for")},
    )


@signed_in
@confirmed
@require_http_methods(["GET", "POST"])
def tokens(request: ActingRequest) -> HttpResponseBase:
    """A key may do what its owner may do, and nothing else."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    key = ""
    if request.method == "POST" and form.is_valid():
        _token, key = make_token(user=request.user, name=form.cleaned_data["name"], at=clock.now())
        events.note(request, SecurityEvent.Kind.TOKEN_MADE)
        form = TokenForm()
    rows = ApiToken.objects.filter(user=request.user).order_by("revoked_at", "-created_at")[:50]
    context = {"form": form, "key": key, "rows": rows}
    return phone(
        request,
        "portal/tokens.html",
        context,
        back="portal:account",
        back_label=gettext_lazy("My account"),
        status=422 if form.errors else 200,
    )


@signed_in
@require_POST
def token_revoke(request: ActingRequest, pk: int) -> HttpResponseBase:
    token = ApiToken.objects.filter(user=request.user, pk=pk).first()
    if token is None:
        raise Http404
    revoke_token(token=token, at=clock.now())
    events.note(request, SecurityEvent.Kind.TOKEN_REVOKED)
    messages.success(request, _("The key is revoked. It opens nothing any more."))
    return redirect("portal:tokens")
