"""The check-in: one screen, everything may be skipped, nothing chosen in advance."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from injuries.vocabulary import Symptom
from portal.forms.look import CheckChoices, Choice, LookForm, NumberField, TextInput, YesNoField
from portal.measure_words import words_of
from recovery.red_flags import RED_FLAGS

GRADES = [("0", _("None")), ("1", _("A little")), ("2", _("Some")), ("3", _("A lot"))]
GRADED = [symptom for symptom in Symptom if symptom != Symptom.PAIN]
PREFIX = "scores_"


class Grades(Choice):
    """Two beside each other, so that eight symptoms stay one screen."""

    pair = True


class CheckInForm(LookForm):
    """`measures`: codes of the catalogue; `weekly`: also the symptoms and the overall change."""

    say_optional = False
    refusal_fields = {"main_activity": "activity_words"}

    def __init__(
        self, *args: Any, measures: list[str], main_activity: str, often: bool, weekly: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if "main_activity" in measures and not main_activity:
            self.fields["activity_words"] = forms.CharField(
                label=_("Name one thing that is hard to do now"),
                help_text=_("Such as opening jars. We ask about it each time."),
                required=False,
                max_length=120,
                widget=TextInput,
            )
        for code in measures:
            words = words_of(code, main_activity=main_activity, often=often)
            self.fields[f"{PREFIX}{code}"] = NumberField(
                low=words.low, high=words.high, label=words.title, help_text=words.hint, required=False
            )
        if weekly:
            for symptom in GRADED:
                self.fields[f"symptom_{symptom.value}"] = forms.TypedChoiceField(
                    label=symptom.label, choices=GRADES, coerce=int, empty_value=None, required=False, widget=Grades
                )
        self.fields["alarming"] = YesNoField(
            label=_("Anything new or alarming?"),
            help_text=_("Such as numb legs, fever, or growing weakness"),
            required=False,
        )

    @property
    def scores(self) -> dict[str, int]:
        return self._given(PREFIX)

    @property
    def symptoms(self) -> dict[str, int]:
        return self._given("symptom_")

    def _given(self, prefix: str) -> dict[str, int]:
        answers = self.cleaned_data.items()
        return {
            name.removeprefix(prefix): value for name, value in answers if name.startswith(prefix) and value is not None
        }


class SignsForm(LookForm):
    """Which of the signs that must not wait are there."""

    signs = forms.MultipleChoiceField(
        label=_("Which of these do you have?"),
        required=False,
        widget=CheckChoices,
        help_text=_("Tick all that are true."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        signs = self.fields["signs"]
        assert isinstance(signs, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        signs.choices = [(flag.code, gettext(flag.label)) for flag in RED_FLAGS.values()]
