"""How I am reminded: a page for everybody who gets reminders."""

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from notifications.models import ReminderPreference
from notifications.services import set_wishes
from notifications.services.wishes import kinds_of
from people.requests import ActingRequest
from portal.forms.wishes import WishesForm
from portal.views.frame import phone, signed_in
from portal.views.hr.door import carried_out


@signed_in
@require_http_methods(["GET", "POST"])
def wishes(request: ActingRequest) -> HttpResponseBase:
    actor, user = request.actor, request.user
    present = ReminderPreference.objects.filter(user=user).first() or ReminderPreference(user=user)
    posted = request.POST if request.method == "POST" else None
    form = WishesForm(posted, present=present, kinds=kinds_of(actor), language=user.language)
    if request.method == "POST" and form.is_valid():
        ways, values = form.ways(), form.wishes()
        if carried_out(form, lambda: set_wishes(actor=actor, ways=ways, **values)):
            messages.success(request, _("Saved. It holds from the next message on."))
            return redirect("portal:inbox")
    status = 422 if form.is_bound and form.errors else 200
    return phone(
        request, "portal/wishes.html", {"form": form}, back="portal:inbox", back_label=_("Messages"), status=status
    )
