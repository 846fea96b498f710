"""The report of an injury: six short screens for the employee, one page for a supervisor."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from injuries.models import Report
from injuries.services.facts import EARLIEST
from injuries.vocabulary import RepetitiveTask, Symptom
from portal.forms.body_parts import BodyPartsField, PlacedPart
from portal.forms.look import CheckChoices, Choice, DateInput, LookForm, Textarea, TextInput, YesNoField


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files, checked one by one when they are kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        chosen = [one for one in given if one]
        if not chosen:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in chosen]


class StepForm(LookForm):
    """One screen of the report; `today` is the local day of the establishment."""

    heading_asks_first = True

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if self.heading_asks_first:
            first = next(iter(self.fields.values()))
            first.widget.quiet_legend = True  # read by portal/forms/field.html

    def clean_began_on(self) -> date:
        """Said on the screen where the day is asked; the verb says it again."""
        day: date = self.cleaned_data["began_on"]
        if day > self.today:
            raise forms.ValidationError(_("Enter a day that is not in the future."), code="future")
        if day < self.today - EARLIEST:
            raise forms.ValidationError(_("Enter a day within the last ten years."), code="old")
        return day


class BeganForm(StepForm):
    began_on = forms.DateField(
        label=_("When did it start?"),
        help_text=_("The day you first felt it. A good guess is fine."),
        widget=DateInput,
        error_messages={"required": _("Enter the day it started"), "invalid": _("Enter the day as a date")},
    )


class TaskForm(StepForm):
    repetitive_task = forms.ChoiceField(
        label=_("What were you doing again and again?"),
        choices=RepetitiveTask.choices,
        widget=Choice,
        error_messages={"required": _("Choose what you were doing")},
    )
    task_words = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=300,
        widget=Textarea,
        help_text=_("Which machine, how long?"),
    )
    place = forms.CharField(label=_("Where was it?"), required=False, max_length=200, widget=TextInput)


class PartsForm(StepForm):
    parts = BodyPartsField(label=_("Where do you feel it?"))


class FeelForm(StepForm):
    symptoms = forms.MultipleChoiceField(
        label=_("How does it feel?"),
        choices=Symptom.choices,
        widget=CheckChoices,
        help_text=_("Choose all that apply."),
        error_messages={"required": _("Choose at least one")},
    )
    alarming = YesNoField(
        label=_("Anything alarming?"),
        help_text=_("Such as numb legs, fever, or growing weakness"),
        error_messages={"required": _("Answer no or yes")},
    )


class EarlierForm(StepForm):
    earlier_injury = forms.ChoiceField(
        label=_("Was the same place hurt before?"),
        choices=Report.Earlier.choices,
        widget=Choice,
        error_messages={"required": _("Choose yes, no or not sure")},
    )
    earlier_words = forms.CharField(label=_("What was it?"), required=False, max_length=300, widget=Textarea)


class SendForm(LookForm):
    refusal_fields = {"file": "photos"}

    photos = FilesField(
        label=_("Photos or files"),
        required=False,
        help_text=_("PDF, JPEG or PNG, up to 10 MB each. Only you and HR see them."),
    )
    true = forms.BooleanField(
        label=_("This is true as far as I know"),
        error_messages={"required": _("Tick the box if this is true as far as you know")},
    )


class TeamReportForm(StepForm):
    """A supervisor's report: what happened, never where it hurts."""

    heading_asks_first = False

    began_on = forms.DateField(
        label=_("When did it start?"),
        widget=DateInput,
        error_messages={"required": _("Enter the day it started"), "invalid": _("Enter the day as a date")},
    )
    repetitive_task = forms.ChoiceField(
        label=_("What was the person doing again and again?"),
        choices=RepetitiveTask.choices,
        widget=Choice,
        error_messages={"required": _("Choose what the person was doing")},
    )
    task_words = forms.CharField(
        label=_("What you saw"),
        required=False,
        max_length=300,
        widget=Textarea,
        help_text=_("The work, not the person's health."),
    )
    place = forms.CharField(label=_("Where was it?"), required=False, max_length=200, widget=TextInput)


FORMS: dict[str, type[StepForm]] = {
    "began": BeganForm,
    "task": TaskForm,
    "parts": PartsForm,
    "feel": FeelForm,
    "earlier": EarlierForm,
}
ORDER = list(FORMS)


def as_code(placed: PlacedPart) -> str:
    return f"{placed.part}-{placed.side}"


def as_places(codes: Iterable[str]) -> list[PlacedPart]:
    return [PlacedPart(*code.rsplit("-", 1)) for code in codes]
