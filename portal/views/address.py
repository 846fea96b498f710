"""Two small pages: a new e-mail address for the own account, and the code that was sent there."""

from django import forms
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from people import clock
from people.refusals import Refused
from people.requests import ActingRequest
from people.sign_in import address
from people.throttle import knock
from portal.forms.look import LookForm
from portal.forms.refusals import show_refusal
from portal.views.frame import confirmed, phone, signed_in

A_WHILE = 3  # letters to new addresses within ten minutes


class AddressForm(LookForm):
    email = forms.EmailField(label=gettext_lazy("New e-mail address"), max_length=254)


class CodeForm(LookForm):
    code = forms.CharField(
        label=gettext_lazy("Code from the message"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "characters"}),
    )


@signed_in
@confirmed
@require_http_methods(["GET", "POST"])
def address_page(request: ActingRequest) -> HttpResponseBase:
    form = AddressForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not knock("address", str(request.user.pk), at=clock.now(), most=A_WHILE):
            return render(request, "429.html", status=429)
        address.ask(request, request.user, form.cleaned_data["email"])
        return redirect("portal:address_code")
    return _shown(request, "portal/address.html", form)


@signed_in
@require_http_methods(["GET", "POST"])
def address_code(request: ActingRequest) -> HttpResponseBase:
    sent_to = address.waiting(request)
    if not sent_to:
        messages.error(request, _("The code has run out. Ask for a new one."))
        return redirect("portal:address")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            now = address.confirm(request, request.user, form.cleaned_data["code"])
        except Refused as refused:
            show_refusal(form, refused)
        else:
            messages.success(request, _("Your e-mail address is now %(address)s.") % {"address": now})
            return redirect("portal:account")
    return _shown(request, "portal/address_code.html", form, sent_to=sent_to)


def _shown(request: ActingRequest, template: str, form: LookForm, **context: str) -> HttpResponseBase:
    return phone(
        request,
        template,
        {"form": form, **context},
        back="portal:account",
        back_label=gettext_lazy("My account"),
        status=422 if form.errors else 200,
    )
