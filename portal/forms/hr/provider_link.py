"""Whom HR asks by a link, how the link gets there, and which work is shown on the form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.models import Task
from duty.services.links import MOST_TASKS
from portal.forms.look import CheckChoices, Choice, LookForm

MAIL, HAND = "mail", "hand"


class TaskChoice(forms.ModelMultipleChoiceField[Task]):
    def label_from_instance(self, obj: Task) -> str:
        return f"{obj.name} ({obj.department})"


class ProviderLinkForm(LookForm):
    provider = forms.CharField(
        label=_("Provider"),
        max_length=120,
        help_text=_("As on earlier reports: a new answer replaces those of the same name."),
        error_messages={"required": _("Name the provider")},
    )
    how = forms.ChoiceField(
        label=_("How does the link get there?"),
        choices=[(MAIL, _("By e-mail")), (HAND, _("Printed or shown: I hand it over"))],
        widget=Choice,
        error_messages={"required": _("Choose how the link gets there")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("The letter says nothing about the injury and names nobody but you."),
    )
    tasks = TaskChoice(
        queryset=Task.objects.none(),
        label=_("Work shown on the form"),
        required=False,
        widget=CheckChoices,
        help_text=_("The usual job and the duty offered, with what they ask of the body. At most four."),
    )

    def __init__(self, *args: Any, tasks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["tasks"]
        assert isinstance(field, TaskChoice)  # noqa: S101 - for the type checker
        field.queryset = tasks

    def clean_tasks(self) -> list[Task]:
        chosen = list(self.cleaned_data["tasks"])
        if len(chosen) > MOST_TASKS:
            raise forms.ValidationError(_("Choose at most four."))
        return chosen
