"""One reminder: why it is there, by which ways it was tried, and what HR can do when it reached nobody."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST

from notifications import services
from notifications.models import Reminder
from notifications.services.desk import failed_beside
from people import clock
from people.requests import ActingRequest
from portal.forms.look import LookForm
from portal.inbox import letter_line
from portal.views.hr.door import carried_out, hr_sites, posted, press, show
from portal.views.hr.reminders import line_of, reminder_lines


class AddressForm(LookForm):
    email = forms.EmailField(label=gettext_lazy("E-mail address"), required=False)
    phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)


def reminder_page(request: ActingRequest, pk: int) -> HttpResponse:
    """For HR of its site. An address that is corrected here is written to at once."""
    rows = Reminder.objects.visible_to(request.actor).filter(establishment__in=hr_sites(request.actor))
    reminder = get_object_or_404(reminder_lines(request.actor, rows), pk=pk)
    line = line_of(request.actor, reminder)
    form = _address_form(request, reminder) if line.can_correct else None

    def correct() -> None:
        given: dict[str, Any] = form.cleaned_data if form else {}
        services.correct_address(actor=request.actor, reminder=reminder, at=clock.now(), **given)

    if request.method == "POST" and form and form.is_valid() and carried_out(form, correct):
        messages.success(request, gettext("Written down. It will be sent again within a minute."))
        return redirect("admin:reminder", pk)
    context = {
        "title": line.title,
        "line": line,
        "letters": [
            replace(letter_line(letter), address=letter.address, said=letter.error)
            for letter in reminder.deliveries.all()
            if letter.channel != "inbox"
        ],
        "form": form,
        "others": failed_beside(reminder).count() if form else 0,
    }
    status = 422 if form and form.is_bound and form.errors else 200
    return show(request, "portal/hr/reminder.html", context, status=status, zone=reminder.establishment.timezone)


def _address_form(request: ActingRequest, reminder: Reminder) -> AddressForm:
    employee = reminder.recipient.employee
    present = {"email": employee.email or reminder.recipient.email, "phone": employee.phone}
    return AddressForm(posted(request), initial=present)


@require_POST
def retry_reminder(request: ActingRequest, pk: int) -> HttpResponse:
    """From the list back to the list, where more may wait; from its own page back to that."""
    reminder = get_object_or_404(Reminder.objects.visible_to(request.actor), pk=pk)
    own_page = request.POST.get("back") == "page"
    return press(
        request,
        lambda: services.retry(actor=request.actor, reminder=reminder, at=clock.now()),
        done=gettext("It will be sent again within a minute."),
        then=reverse("admin:reminder", args=[pk]) if own_page else f"{reverse('admin:reminders')}?state=failed",
    )
