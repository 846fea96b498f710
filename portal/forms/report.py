"""The report of an injury: six short screens for the employee, one page for a supervisor."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from injuries.models import Report
from injuries.vocabulary import RepetitiveTask, Symptom
from portal.forms.body_parts import BodyPartsField, PlacedPart
from portal.forms.look import CheckChoices, Choice, DateInput, LookForm, Textarea, YesNoField


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"


class FilesField(forms.FileField):
    """Any number of files, checked one by one when they are kept."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one]


class BeganForm(LookForm):
    began_on = forms.DateField(
        label=_("When did it start?"),
        help_text=_("The day you first felt it. A good guess is fine."),
        widget=DateInput,
        error_messages={"required": _("Enter the day it started"), "invalid": _("Enter the day as a date")},
    )


class TaskForm(LookForm):
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
    place = forms.CharField(label=_("Where was it?"), required=False, max_length=200)


class PartsForm(LookForm):
    parts = BodyPartsField(label=_("Where do you feel it?"))


class FeelForm(LookForm):
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


class EarlierForm(LookForm):
    earlier_injury = forms.ChoiceField(
        label=_("Was the same place hurt before?"),
        choices=Report.Earlier.choices,
        widget=Choice,
        error_messages={"required": _("Choose yes, no or not sure")},
    )
    earlier_words = forms.CharField(label=_("What was it?"), required=False, max_length=300, widget=Textarea)


class SendForm(LookForm):
    files = FilesField(
        label=_("Photos or files"),
        required=False,
        help_text=_("PDF, JPEG or PNG, up to 10 MB each. Only you and HR see them."),
    )
    true = forms.BooleanField(
        label=_("This is true as far as I know"),
        error_messages={"required": _("Tick the box if this is true as far as you know")},
    )


class TeamReportForm(LookForm):
    """A supervisor's report: what happened, never where it hurts."""

    began_on = forms.DateField(label=_("When did it start?"), widget=DateInput)
    repetitive_task = forms.ChoiceField(
        label=_("What was the person doing again and again?"), choices=RepetitiveTask.choices, widget=Choice
    )
    task_words = forms.CharField(
        label=_("What you saw"),
        required=False,
        max_length=300,
        widget=Textarea,
        help_text=_("The work, not the person's health."),
    )
    place = forms.CharField(label=_("Where was it?"), required=False, max_length=200)


STEPS: tuple[tuple[str, type[LookForm]], ...] = (
    ("began", BeganForm),
    ("task", TaskForm),
    ("parts", PartsForm),
    ("feel", FeelForm),
    ("earlier", EarlierForm),
)


def as_code(placed: PlacedPart) -> str:
    return f"{placed.part}-{placed.side}"


def as_places(codes: Iterable[str]) -> list[PlacedPart]:
    return [PlacedPart(*code.rsplit("-", 1)) for code in codes]
