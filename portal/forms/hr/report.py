"""A report that HR files for an employee."""

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from injuries.models import Report
from injuries.services import ReportFacts
from injuries.vocabulary import BodyPart, RepetitiveTask, Side, Symptom
from people.models import Employee
from portal.forms.look import CheckChoices, DateInput, LookForm

EMPTY = [("", "–")]


class ReportForm(LookForm):
    employee = forms.ModelChoiceField(label=_("Employee"), queryset=Employee.objects.none(), widget=forms.HiddenInput)
    began_on = forms.DateField(label=_("When did it begin?"), widget=DateInput)
    repetitive_task = forms.ChoiceField(label=_("During which work?"), choices=[*EMPTY, *RepetitiveTask.choices])
    task_words = forms.CharField(label=_("The work in the employee's words"), max_length=300, required=False)
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    body_part = forms.ChoiceField(label=_("Part of the body"), choices=[*EMPTY, *BodyPart.choices])
    side = forms.ChoiceField(label=_("Side"), choices=Side.choices, initial=Side.NONE)
    symptoms = forms.MultipleChoiceField(
        label=_("Symptoms"), choices=Symptom.choices, widget=CheckChoices, required=False
    )
    earlier_injury = forms.ChoiceField(
        label=_("Was the same part hurt before?"), choices=Report.Earlier.choices, initial=Report.Earlier.UNSURE
    )
    earlier_words = forms.CharField(label=_("The earlier injury"), max_length=300, required=False)
    add_to = forms.BooleanField(
        label=_("Add this report to the open case"),
        required=False,
        help_text=_("This person has an open case of the same part."),
    )
    client_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, *args: Any, employees: QuerySet[Employee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["employee"] = forms.ModelChoiceField(
            label=_("Employee"), queryset=employees, widget=forms.HiddenInput
        )

    def facts(self) -> ReportFacts:
        answers = self.cleaned_data
        named = {
            name: answers[name]
            for name in ("began_on", "repetitive_task", "task_words", "place", "body_part", "side", "earlier_injury")
        }
        return ReportFacts(**named, earlier_words=answers["earlier_words"], symptoms=tuple(answers["symptoms"]))


class ChooseEmployee(LookForm):
    q = forms.CharField(label=_("Name or employee number"), max_length=100)
