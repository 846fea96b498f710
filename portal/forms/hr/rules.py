"""The recovery rules of a site, each with what it costs in one sentence."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.db.models import Field
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from people.refusals import Words
from portal.forms.look import CheckChoices, Choice, LookForm, TextInput
from portal.measure_words import words_of
from recovery.measures import CATALOGUE
from recovery.models import Policy
from recovery.services.site_rules import SETTABLE


def offered_measures() -> list[tuple[str, str]]:
    return [
        (one.code, words_of(one.code).title)
        for one in CATALOGUE.values()
        if one.decides and one.bundled and one.on_number_pad
    ]


def bounds(name: str) -> tuple[int, int]:
    """From the table itself, so that they are written once."""
    field = Policy._meta.get_field(name)
    validators = field.validators if isinstance(field, Field) else []
    found = {type(one): one.limit_value for one in validators if isinstance(one, BaseValidator)}
    return int(found[MinValueValidator]), int(found[MaxValueValidator])


def number(name: str, label: Words, help_text: Words, *, whole: bool = True) -> forms.IntegerField | forms.DecimalField:
    """A number of days within its bounds; a wrong one is answered with the bounds."""
    low, high = bounds(name)
    words = format_lazy(_("Enter a number of days from {low} to {high}."), low=low, high=high)
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
    given: dict[str, Any] = {
        "label": label,
        "help_text": help_text,
        "min_value": low,
        "max_value": high,
        "error_messages": errors,
        "widget": TextInput(attrs={"class": "short", "inputmode": "numeric" if whole else "decimal"}),
    }
    return forms.IntegerField(**given) if whole else forms.DecimalField(decimal_places=2, localize=True, **given)


class RulesForm(LookForm):
    cadence_days = number(
        "cadence_days",
        _("Days between check-ins in the first eight weeks"),
        _(
            "This matters more than anything below. With simulated people, 88 of 100 stalls were found within four"
            " weeks when they were asked twice a week, and 78 when asked once. 3.5 days means twice a week."
        ),
        whole=False,
    )
    later_cadence_days = number(
        "later_cadence_days",
        _("Days between check-ins afterwards"),
        _("Fewer questions later on are less of a burden; a stall that comes late is then found later."),
        whole=False,
    )
    sensitivity = forms.ChoiceField(
        label=_("Sensitivity"),
        choices=Policy.Sensitivity.choices,
        widget=Choice,
        help_text=_(
            "What more finds cost: with simulated people who were getting better, about 5 needless alarms in 100 months"
            " when quiet, 7 when normal, 10 when keen."
        ),
    )
    backstop_day = number(
        "backstop_day",
        _("Look again at the latest on day"),
        _("Whoever has gained nothing that matters by then is reminded, whatever the trend says. Earlier asks more."),
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures asked"),
        choices=offered_measures,
        widget=CheckChoices,
        help_text=_(
            "Each costs a few seconds a check-in. More measures find more stalls with as many needless alarms. Pain is"
            " always asked."
        ),
        error_messages={"required": _("Choose at least pain.")},
    )
    repeat_after_days = number(
        "repeat_after_days",
        _("Ask the employee again after days"),
        _("Until an appointment is entered. Often asked is soon not read."),
    )
    escalate_after_days = number(
        "escalate_after_days",
        _("Tell HR after days"),
        _("Without an appointment by then, the case stands on your desk: sooner means more telephone calls."),
    )

    def __init__(self, *args: Any, present: Policy, **kwargs: Any) -> None:
        initial = {name: getattr(present, name) for name in SETTABLE}
        for name in ("cadence_days", "later_cadence_days"):
            initial[name] = Decimal(f"{float(initial[name]):g}")
        super().__init__(*args, initial=initial, **kwargs)
