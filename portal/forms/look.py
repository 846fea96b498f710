"""The look of every form: label, hint, error and box in this order, and the list of mistakes first."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.clock import FIRST_YEAR, LAST_YEAR

Words = str | Promise


class LookRenderer(DjangoTemplates):
    form_template_name = "portal/forms/form.html"
    field_template_name = "portal/forms/field.html"


class Look:
    """Mix into a Form or ModelForm, before it."""

    default_renderer: BaseRenderer | type[BaseRenderer] | None = LookRenderer
    use_required_attribute = False  # the server lists all mistakes at once; the browser would stop at the first
    say_optional = True
    show_summary = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():  # type: ignore[attr-defined]  # the form below the mixin has them
            default = forms.Field.default_error_messages["required"]
            if field.label and field.error_messages.get("required") == default:
                field.error_messages["required"] = _("Answer “%(label)s”") % {"label": field.label}
            if isinstance(field, forms.DateField):
                field.validators = [*field.validators, in_our_times]


def in_our_times(day: date) -> None:
    """Days are added to it, and it is told in other time zones: the ends of the calendar are no place for that."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(_("Enter a year from 1900 to 2200."), code="year")


class LookForm(Look, forms.Form):
    pass


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Where each mistake is, and what to do about it, in the order of the fields."""
    links = [("", str(error)) for error in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        for error in field.errors.as_data():
            words = " ".join(str(message) for message in error.messages)
            own_words = words != str(forms.Field.default_error_messages["required"])
            named = (error.code == "required" and own_words) or str(field.label) in words
            label = str(field.label).rstrip(":.")
            links.append((target, words if named else f"{label}{'' if label.endswith('?') else ':'} {words}"))
    return links


class TextInput(forms.TextInput):
    pass


class Textarea(forms.Textarea):
    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 4, **(attrs or {})})


class DateInput(forms.DateInput):
    """The date picker of the device."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "short", **(attrs or {})}, format="%H:%M")


class Choice(forms.RadioSelect):
    """One of several, each a box of its own. Nothing is chosen in advance."""

    template_name = "portal/forms/choices.html"
    pair = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["pair"] = self.pair
        return context

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        """Without the empty choice: no answer is given by giving none, and the first box is number 0."""
        self.choices = [choice for choice in self.choices if choice[0] != ""]
        return super().optgroups(name, value, attrs)


class CheckChoices(forms.CheckboxSelectMultiple):
    """Any number of several."""

    template_name = "portal/forms/choices.html"


class YesNo(Choice):
    """No and Yes beside each other; use with YesNoField."""

    pair = True


class NumberPad(forms.RadioSelect):
    """0 to 5 above, 6 to 10 below, with words at both ends."""

    template_name = "portal/forms/number_pad.html"

    def __init__(self, *, low: Words, high: Words) -> None:
        super().__init__(choices=[(str(n), str(n)) for n in range(11)])
        self.low, self.high = low, high

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {"low_word": self.low, "high_word": self.high}
        return context


class YesNoField(forms.TypedChoiceField):
    """True, False, or None where it was skipped."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", YesNo)
        super().__init__(
            choices=[("no", _("No")), ("yes", _("Yes"))],
            coerce=lambda v: v == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class NumberField(forms.TypedChoiceField):
    """0 to 10 as a number, or None where it was skipped."""

    def __init__(self, *, low: Words, high: Words, **kwargs: Any) -> None:
        super().__init__(
            choices=[(str(n), str(n)) for n in range(11)],
            coerce=int,
            empty_value=None,
            widget=NumberPad(low=low, high=high),
            **kwargs,
        )
