"""Appointments, their outcome, treatments, and "I was asked to do more than this"."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from people.clock import moment_at
from portal.forms.look import Choice, DateInput, LookForm, Textarea, TextInput, TimeInput, YesNoField
from portal.forms.report import FilesField
from recovery.models import Appointment, Treatment

LENGTHS = [("30", _("Half an hour")), ("60", _("One hour")), ("120", _("Two hours")), ("240", _("Half a day"))]


class AppointmentForm(LookForm):
    refusal_fields = {"starts_at": "day", "ends_at": "length"}

    kind = forms.ChoiceField(
        label=_("What kind of visit?"),
        choices=Appointment.Kind.choices,
        widget=Choice,
        error_messages={"required": _("Choose the kind of visit")},
    )
    day = forms.DateField(
        label=_("Which day?"), widget=DateInput, error_messages={"required": _("Enter the day of the visit")}
    )
    time = forms.TimeField(
        label=_("What time?"), widget=TimeInput, error_messages={"required": _("Enter the time of the visit")}
    )
    length = forms.ChoiceField(
        label=_("How long will you be away?"),
        choices=LENGTHS,
        widget=Choice,
        help_text=_("With the way there and back. Your supervisor sees only that you are away."),
        error_messages={"required": _("Choose how long you will be away")},
    )
    with_whom = forms.CharField(label=_("With whom?"), required=False, max_length=120, widget=TextInput)

    def span(self, zone: str) -> tuple[datetime, datetime]:
        """When it begins and ends, on the clock of the establishment."""
        begins = moment_at(self.cleaned_data["day"], self.cleaned_data["time"], zone, field="time")
        return begins, begins + timedelta(minutes=int(self.cleaned_data["length"]))


class OutcomeForm(LookForm):
    refusal_fields = {"file": "photos"}

    outcome = forms.ChoiceField(
        label=_("Did the visit take place?"),
        choices=Appointment.Outcome.choices,
        widget=Choice,
        error_messages={"required": _("Choose whether it took place")},
    )
    words = forms.CharField(
        label=_("What came of it?"),
        required=False,
        max_length=500,
        widget=Textarea,
        help_text=_("A new visit, another treatment, new limits. Only you and HR see it."),
    )
    photos = FilesField(
        label=_("The doctor's new report"), required=False, help_text=_("A photo or PDF, if you have it.")
    )


class TreatmentForm(LookForm):
    kind = forms.ChoiceField(
        label=_("What kind?"),
        choices=Treatment.Kind.choices,
        widget=Choice,
        error_messages={"required": _("Choose the kind of treatment")},
    )
    words = forms.CharField(
        label=_("What exactly?"),
        max_length=300,
        widget=TextInput,
        help_text=_("The name, how much, how often. As you would tell your doctor."),
        error_messages={"required": _("Write what exactly")},
    )
    started_on = forms.DateField(
        label=_("From"), widget=DateInput, error_messages={"required": _("Enter the first day")}
    )
    ended_on = forms.DateField(label=_("Until"), widget=DateInput, required=False)


class ConcernForm(LookForm):
    words = forms.CharField(
        label=_("What were you asked to do?"),
        max_length=500,
        widget=Textarea,
        error_messages={"required": _("Write what you were asked to do")},
    )
    stop = YesNoField(
        label=_("Do you want to stop this duty until HR has looked at it?"),
        help_text=_("You may always stop work that goes past your limits."),
        error_messages={"required": _("Answer no or yes")},
    )


class FileForm(LookForm):
    refusal_fields = {"file": "photos"}

    photos = FilesField(
        label=_("Photos or files"),
        help_text=_("PDF, JPEG or PNG, up to 10 MB each."),
        error_messages={"required": _("Choose at least one file")},
    )
