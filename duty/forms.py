"""The form of a task at the desk: activities are chosen from the list, and what cannot be read is said at its field."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duty.models import Demand, Task
from duty.services.bank import DemandFacts, TaskFacts, faults_of
from people import clock
from people.clock import local_day
from recovery.restrictions import ACTIVITIES, OPTIONS

ACTIVITY_CHOICES = [(code, _(activity.label)) for code, activity in ACTIVITIES.items()]
OPTION_CHOICES = [(code, _(label)) for code, label in OPTIONS.items()]
OWN = ("code", "name", "kind", "department", "description", "place", "shift_starts", "shift_ends", "shift_minutes")
MORE = (
    "days_per_week",
    "night",
    "overtime",
    "pays_usual",
    "hourly_pay",
    "skills",
    "usual_job",
    "absent",
    "unknown",
    "modifications",
    "assessed_by",
    "assessed_on",
)


class TaskForm(forms.ModelForm[Task]):
    absent = forms.MultipleChoiceField(label=_("does not occur"), choices=ACTIVITY_CHOICES, required=False)
    unknown = forms.MultipleChoiceField(label=_("not known"), choices=ACTIVITY_CHOICES, required=False)
    offers = forms.MultipleChoiceField(label=_("the place offers"), choices=OPTION_CHOICES, required=False)
    lacks = forms.MultipleChoiceField(label=_("the place cannot offer"), choices=OPTION_CHOICES, required=False)

    class Meta:
        model = Task
        fields = (*OWN, *MORE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = self.instance.options or {}
        self.initial.setdefault("offers", [code for code, there in options.items() if there])
        self.initial.setdefault("lacks", [code for code, there in options.items() if there is False])

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        both = set(given.get("offers", ())) & set(given.get("lacks", ()))
        if both:
            self.add_error("lacks", _("Choose each in one list only."))
        if not self.errors:
            facts = facts_of_form(given, ())
            today = local_day(clock.now(), facts.department.establishment.timezone)
            for name, words in faults_of(facts, today=today, task=self.instance if self.instance.pk else None).items():
                field = name.split("[")[0].split(".")[0]
                self.add_error(field if field in self.fields else None, str(words))
        return given


class DemandForm(forms.ModelForm[Demand]):
    activity = forms.ChoiceField(label=_("activity"), choices=[("", "---------"), *ACTIVITY_CHOICES])

    class Meta:
        model = Demand
        fields = tuple(one.name for one in fields(DemandFacts))

    def clean_weight(self) -> Any:
        weight = self.cleaned_data["weight"]
        if weight is not None and weight < 0:
            raise forms.ValidationError(_("Enter a weight that is not negative."))
        return weight


def facts_of_form(given: Mapping[str, Any], demands: Iterable[Mapping[str, Any]]) -> TaskFacts:
    """What the form and its rows say, as the verb takes it."""
    names = [one.name for one in fields(DemandFacts)]
    values = {name: given[name] for name in (*OWN, *MORE)}
    for name in ("absent", "unknown", "modifications", "skills"):
        values[name] = tuple(values[name] or ())
    options = {**dict.fromkeys(given["offers"], True), **dict.fromkeys(given["lacks"], False)}
    rows = tuple(DemandFacts(**{name: row[name] for name in names}) for row in demands)
    return TaskFacts(**values, options=options, demands=rows)
